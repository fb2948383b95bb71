package net.openmeet.matrix.event;

import java.util.List;
import java.util.Optional;

/** What became of a record. */
public sealed interface Decoded {

    /** The record says something; {@code notices} are the oddities that were overlooked. */
    record Accepted(EventType type, Fact fact, Origin origin, List<Notice> notices) implements Decoded {

        /** Copies the list. */
        public Accepted {
            notices = List.copyOf(notices);
        }

        /** The same of another origin. */
        public Accepted from(Origin its) {
            return new Accepted(type, fact, its, notices);
        }
    }

    /**
     * A CloudEvent of a type the contract doesn't have: not an error, OpenMeet may send more than chat needs.
     *
     * @param type at most 100 printable ASCII characters; still too many values for a metric's label
     */
    record Skipped(String type) implements Decoded {}

    /**
     * The record can't be used and belongs in the dead letters, with its original bytes.
     *
     * @param type absent where it couldn't be read, or wasn't because something before it is wrong
     */
    record Rejected(Optional<EventType> type, Rejection rejection) implements Decoded {}
}
