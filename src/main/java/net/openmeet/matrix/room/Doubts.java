package net.openmeet.matrix.room;

import java.util.ArrayList;
import java.util.List;

/** What isn't known of a room for certain, in words for people. */
final class Doubts {
    private Doubts() {}

    static List<String> of(RoomBody body) {
        Home home = body.home();
        List<String> doubts = new ArrayList<>();
        if (home.roomId().isEmpty() && home.attempted()) {
            doubts.add("a call to make the room had no answer: it may exist");
        }
        if (home.unread()) {
            doubts.add("the room is to be read before anything else");
        }
        home.doubt().ifPresent(doubt -> doubts.add(doubt(doubt)));
        home.notMade().ifPresent(problem -> doubts.add("the room could not be made since " + problem.since()));
        if (home.upheaval().isPresent()) {
            doubts.add("the homeserver's database was replaced since the room was last read");
        }
        home.lateUntil()
                .ifPresent(
                        until -> doubts.add("a call of an earlier owner of this lane may take effect until " + until));
        if (home.closing()) {
            doubts.add("deleted: everybody is being put out");
        }
        return List.copyOf(doubts);
    }

    private static String doubt(Doubt doubt) {
        return doubt.shutSince()
                .map(since -> "the room doesn't let the bot in since " + since)
                .orElseGet(() -> "the room seems to be gone since " + doubt.since()
                        + (doubt.again() ? ": looked at for the second time" : ": looked at twice, 30 s apart"));
    }
}
