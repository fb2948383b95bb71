package net.openmeet.matrix.deadletter;

import java.time.Instant;
import java.util.Optional;
import net.openmeet.matrix.event.Coordinates;

/** What a letter is about. */
public sealed interface About {

    /** Letters about one thing: the newest of them is the one that counts. Empty if it can't be told. */
    Optional<String> thing();

    /** Where the fact it is about first stood. */
    Optional<Coordinates> origin();

    /** How often it had been replayed when the letter was written, as far as the letter itself says so. */
    int passes();

    /**
     * A record that can't be understood: a domain event, or one of the service's own.
     *
     * @param source where it was read
     * @param origin where it first stood; differs from the source if it was a replay
     * @param type the CloudEvent's, if there is one
     * @param field the field that is wrong
     */
    record Event(
            Optional<Coordinates> source,
            Optional<Coordinates> origin,
            Optional<String> type,
            Optional<String> field,
            int passes)
            implements About {

        @Override
        public Optional<String> thing() {
            return origin.map(Coordinates::toString);
        }
    }

    /**
     * Something that the homeserver will not accept.
     *
     * @param slot such as {@code member:9}
     * @param attribute of a room or account
     * @param call the kind of call that was refused
     * @param origin of the fact that was desired then
     * @param since when the problem was first seen
     * @param attempts how often it was tried
     */
    record Operation(
            String lane,
            String slot,
            Optional<String> attribute,
            Optional<String> call,
            Optional<Coordinates> origin,
            Instant since,
            int attempts,
            int passes)
            implements About {

        @Override
        public Optional<String> thing() {
            return Optional.of(lane + "|" + slot + "|" + attribute.orElse(""));
        }
    }

    /** Not what the topic of operations' letters holds. */
    record Garbled() implements About {
        @Override
        public Optional<String> thing() {
            return Optional.empty();
        }

        @Override
        public Optional<Coordinates> origin() {
            return Optional.empty();
        }

        @Override
        public int passes() {
            return 0;
        }
    }
}
