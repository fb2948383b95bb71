package net.openmeet.matrix.people;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import net.openmeet.matrix.homeserver.Problem;
import net.openmeet.matrix.homeserver.UserId;
import net.openmeet.matrix.room.Identity;
import net.openmeet.matrix.room.Policy;

/**
 * A person's account lane as people read it.
 *
 * @param user their Matrix id, once they have one
 * @param identity as the people stage last told it; absent where it told nothing yet
 * @param state of the account, as the people stage has it by now
 * @param hold how far the account is ours
 * @param refusal why it isn't theirs, and won't be until something changes
 * @param desired attribute to what it should be; what OpenMeet says nothing of is left as it is
 * @param observed attribute to what the homeserver has, or refused
 * @param notBefore nothing is tried before this
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record AccountView(
        Optional<UserId> user,
        Optional<Identity> identity,
        Optional<Identity.State> state,
        AccountBody.Hold hold,
        Optional<Problem> refusal,
        Map<String, String> desired,
        Map<String, AccountBody.Attribute> observed,
        Optional<Instant> notBefore) {

    /** What there is to tell of a lane. */
    public static AccountView of(AccountBody body, Policy policy) {
        Map<String, String> desired = new TreeMap<>();
        AccountAttribute.wanted(body, policy)
                .forEach(wanted -> desired.put(wanted.attribute().word(), wanted.value()));
        return new AccountView(
                body.identity().flatMap(Identity::localpart).map(name -> new UserId(name, policy.server())),
                body.identity(),
                body.announced().or(() -> body.identity().map(Identity::state)),
                body.hold(),
                body.refusal(),
                desired,
                new TreeMap<>(body.attributes()),
                body.tries().notBefore());
    }
}
