package net.openmeet.matrix.endtoend;

import net.openmeet.matrix.fixture.WithSynapse;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What OpenMeet says of a group, an event and its people is so on the homeserver, rule by rule of the policy. The homeserver is
 * asked through its own API.
 */
@WithSynapse
@ExtendWith(OneService.class)
class PolicySynapseIT implements VisibilityStories, MemberStories, SlugStories, DeletionStories, PersonStories {
    private final Town town;

    PolicySynapseIT(Harness harness) {
        town = new Town(harness, OneService.POLICY);
    }

    @Override
    public Town town() {
        return town;
    }
}
