package net.openmeet.matrix.room;

import java.util.Optional;
import net.openmeet.matrix.homeserver.RoomState;

/**
 * Marks a room that was made before there was a service as this lane's, once. Without that it would be anybody's whose slug one of its
 * aliases names: a slug that is used again would bring other people into it.
 */
final class Claiming {
    private static final String MARKER = "marker";

    private Claiming() {}

    static Optional<Plan> next(Planning p) {
        boolean done = !p.body().home().isUnclaimed();
        return p.put(MARKER, done, new RoomState.Lane(p.policy.bot(), p.lane.toString()));
    }

    /** What the write came to; after one without an answer it is written again. */
    static void learn(Lesson l, RoomState sent) {
        if (l.isDone()) {
            l.body(l.body().with(l.body().home().withUnclaimed(false)));
        } else {
            Attributes.learn(l, sent);
        }
    }
}
