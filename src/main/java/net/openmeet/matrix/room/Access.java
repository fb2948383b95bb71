package net.openmeet.matrix.room;

import java.util.Optional;
import net.openmeet.matrix.homeserver.MatrixCall;
import net.openmeet.matrix.homeserver.Outcome;
import net.openmeet.matrix.homeserver.RoomState;
import net.openmeet.matrix.homeserver.Seen;

/** Who may find and enter a room. It is closed before anything else is done, and listed after everything else is. */
final class Access {
    private static final Target LISTING = Target.room("listing");

    private Access() {}

    static Optional<Plan> close(Planning p) {
        Observed observed = p.body().observed();
        boolean equal = observed.joinRule().filter(p.joinRule()::equals).isPresent();
        return p.put("join-rule", equal, new RoomState.Join(p.joinRule())).or(() -> listing(p, false));
    }

    static Optional<Plan> open(Planning p) {
        return listing(p, true);
    }

    private static Optional<Plan> listing(Planning p, boolean listed) {
        Optional<Boolean> seen = p.body().observed().listed();
        if (p.listed() != listed || seen.filter(its -> its == listed).isPresent()) {
            return Optional.empty();
        }
        if (p.wasRefused("listing", String.valueOf(listed)) || p.wasRefused("listing", RoomLearning.READ)) {
            return Optional.empty();
        }
        return seen.isEmpty()
                ? p.call(new MatrixCall.ReadListing(p.room()), LISTING)
                : p.call(new MatrixCall.ListRoom(p.room(), listed), LISTING);
    }

    static void learnRead(Lesson l) {
        if (l.outcome instanceof Outcome.Applied) {
            // A room the directory never heard of isn't in it.
            know(
                    l,
                    Optional.of(
                            l.seen(Seen.Listing.class).map(Seen.Listing::listed).orElse(false)));
        }
        l.rejection().ifPresent(failure -> l.refuse("listing", RoomLearning.READ, failure));
        l.doubtIfUnknown();
    }

    static void learn(Lesson l, boolean listed) {
        if (l.isDone()) {
            know(l, Optional.of(listed));
        } else if (l.isUncertain()) {
            know(l, Optional.empty());
        }
        l.rejection()
                .or(() -> l.contradiction()
                        .filter(its -> its.belief() != Outcome.Belief.ACTOR_IN_ROOM)
                        .map(Outcome.Contradicted::failure))
                .ifPresent(failure -> l.refuse("listing", String.valueOf(listed), failure));
        l.doubtIfUnknown();
    }

    private static void know(Lesson l, Optional<Boolean> listed) {
        l.body(l.body().with(l.body().observed().withListed(listed)));
    }
}
