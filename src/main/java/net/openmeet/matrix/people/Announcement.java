package net.openmeet.matrix.people;

import java.util.Optional;
import net.openmeet.matrix.event.LaneKey;
import net.openmeet.matrix.homeserver.Problem;
import net.openmeet.matrix.room.Identity;

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
                        lane, localpart.get(), state.get(), body.refusal().map(Problem::reason))));
    }

    private static Optional<Identity.State> state(AccountBody body) {
        return switch (body.hold()) {
            case CONFIRMED -> Optional.of(Identity.State.PRESENT);
            case REFUSED -> Optional.of(Identity.State.REFUSED);
            case UNSEEN, UNANSWERED, TAKEN, RETAKEN, MADE, FOUND, CLAIMED ->
                body.announced().filter(Identity.State.PRESENT::equals).map(ignored -> Identity.State.NO_ACCOUNT);
        };
    }
}
