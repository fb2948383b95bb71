package net.openmeet.matrix.deadletter;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import net.openmeet.matrix.event.Coordinates;

/**
 * Counts the letters nothing was done with, as {@link LetterBook} tells them apart: of several about one thing the newest counts. It keeps
 * some 300 bytes for each, so that a service can follow the topics without end. Owned by one thread.
 */
public final class OpenLetters {
    private static final Comparator<Newest> BY_PLACE = Comparator.<Newest>comparingInt(
                    letter -> letter.id().partition())
            .thenComparingLong(letter -> letter.id().offset());
    private static final Comparator<Newest> BY_TIME =
            Comparator.comparing(Newest::at).thenComparing(BY_PLACE);

    private final Map<String, Newest> things = new HashMap<>();
    private final Set<String> done = new HashSet<>();

    private record Newest(Coordinates id, Instant at, String reason) {}

    /** There is this letter. */
    public void take(Letter letter) {
        Newest next = new Newest(letter.id(), letter.at(), letter.reason());
        Comparator<Newest> order = letter.about() instanceof About.Operation ? BY_PLACE : BY_TIME;
        String thing = letter.about().thing().orElse(letter.id().toString());
        things.merge(
                letter.id().topic() + "|" + thing, next, (held, come) -> order.compare(held, come) > 0 ? held : come);
    }

    /** The ledger's newest word on a letter; empty where it was deleted. */
    public void tell(String id, Optional<Disposition> disposition) {
        if (disposition.isPresent()) {
            done.add(id);
        } else {
            done.remove(id);
        }
    }

    /** What lay before {@code offset} of a topic's partition is gone. */
    public void gone(String topic, int partition, long offset) {
        things.values()
                .removeIf(letter -> letter.id().partition() == partition
                        && letter.id().offset() < offset
                        && letter.id().topic().equals(topic));
    }

    /** Shows each open letter's place and when it was written, with its reason. */
    public void forEach(Visitor visitor) {
        things.values().stream()
                .filter(letter -> !done.contains(letter.id().toString()))
                .forEach(letter -> visitor.visit(letter.id(), letter.at(), letter.reason()));
    }

    /** What looks at open letters. */
    @FunctionalInterface
    public interface Visitor {
        /** One of them, in no order. */
        void visit(Coordinates id, Instant at, String reason);
    }
}
