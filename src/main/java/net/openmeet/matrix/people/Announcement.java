package net.openmeet.matrix.people;

import java.util.Optional;
import net.openmeet.matrix.event.LaneKey;
import net.openmeet.matrix.homeserver.Problem;
import net.openmeet.matrix.room.Identity;
import net.openmeet.matrix.room.Policy;

/**
 * Tells the people stage once when an account's state is another than it believes. What is still open says nothing new, unless the
 * account was believed to be there.
 *
 * @param body with what was announced
 */
record Announcement(AccountBody body, Optional<AccountNews> news) {

    static Announcement of(LaneKey lane, AccountBody body) {
        Optional<String> localpart = body.identity().flatMap(Identity::localpart);
        if (body.isGone() || localpart.isEmpty()) {
            return new Announcement(body, Optional.empty());
        }
        Optional<Identity.State> state = state(body);
        if (state.isEmpty() || state.equals(body.announced())) {
            return new Announcement(body, Optional.empty());
        }
        return new Announcement(
                body.withAnnounced(state),
                Optional.of(new AccountNews(
                        lane, localpart, state.get(), body.refusal().map(Problem::reason))));
    }

    /**
     * Asks whether a person without a handle has to wait for one at all. Told at each slow re-check, so that a policy which derives
     * ids reaches those who waited under another.
     */
    static Optional<AccountNews> ofMissingHandle(LaneKey lane, Policy policy) {
        return policy.identities() == Policy.Identities.REGISTERED_OR_DERIVED
                ? Optional.of(new AccountNews(lane, Optional.empty(), Identity.State.NO_HANDLE, Optional.empty()))
                : Optional.empty();
    }

    private static Optional<Identity.State> state(AccountBody body) {
        return switch (body.hold()) {
            case CONFIRMED -> Optional.of(Identity.State.PRESENT);
            case REFUSED -> Optional.of(Identity.State.REFUSED);
            // It is there, or will be in a moment: telling each of the person's rooms twice would double the work of a
            // rebuild.
            case MADE, DOUBTED, LOST -> body.announced().filter(Identity.State.PRESENT::equals);
            case UNSEEN, UNANSWERED, TAKEN, RETAKEN, FOUND, CLAIMED ->
                body.announced().filter(Identity.State.PRESENT::equals).map(ignored -> Identity.State.NO_ACCOUNT);
        };
    }
}
