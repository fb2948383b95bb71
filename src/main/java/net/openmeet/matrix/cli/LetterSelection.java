package net.openmeet.matrix.cli;

import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import net.openmeet.matrix.deadletter.LetterFilter;
import net.openmeet.matrix.event.Coordinates;
import net.openmeet.matrix.topology.Topics;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Which letters a command is about: of each option any of its values. */
final class LetterSelection {
    @Option(
            names = "--topic",
            paramLabel = "TOPIC",
            converter = TopicName.class,
            description = "Only of this topic: events, operations, or its full name.")
    private Set<String> topics = new LinkedHashSet<>();

    @Option(names = "--tenant", paramLabel = "T", description = "Only of this tenant.")
    private Set<String> tenants = new LinkedHashSet<>();

    @Option(names = "--lane", paramLabel = "LANE", description = "Only of this room or person: tenant/event/42.")
    private Set<String> lanes = new LinkedHashSet<>();

    @Option(names = "--reason", paramLabel = "CODE", description = "Only for this reason, such as unknown-value.")
    private Set<String> reasons = new LinkedHashSet<>();

    @Option(names = "--errcode", paramLabel = "CODE", description = "Only with this answer of the homeserver.")
    private Set<String> errcodes = new LinkedHashSet<>();

    @Option(
            names = "--since",
            paramLabel = "TIME",
            converter = PointInTime.class,
            description = "Only those written since: 2026-11-22T10:00:00Z, or how long ago: 2h.")
    private Optional<Instant> since = Optional.empty();

    @Option(
            names = "--until",
            paramLabel = "TIME",
            converter = PointInTime.class,
            description = "Only those written before, likewise.")
    private Optional<Instant> until = Optional.empty();

    @Option(
            names = "--id",
            paramLabel = "ID",
            converter = Id.class,
            description = "Only this one: topic/partition/offset, as dead-letters list prints it.")
    private Set<String> ids = new LinkedHashSet<>();

    LetterFilter filter() {
        return new LetterFilter(topics, tenants, lanes, reasons, errcodes, since, until, ids);
    }

    /** What there is no letter of. */
    static String unknown(String id) {
        return "error: no such letter " + id + "; dead-letters list --all prints those there are";
    }

    /** Reads an id. */
    static final class Id implements ITypeConverter<String> {
        @Override
        public String convert(String text) {
            return Coordinates.read(text)
                    .filter(id -> Letters.TOPICS.contains(id.topic()))
                    .map(Coordinates::toString)
                    .orElseThrow(() -> new TypeConversionException("expected topic/partition/offset, topic being "
                            + String.join(" or ", Letters.TOPICS) + ", but got " + text));
        }
    }

    /** Reads a topic, which has a short name. */
    static final class TopicName implements ITypeConverter<String> {
        @Override
        public String convert(String text) {
            return switch (text) {
                case "events", Topics.DOMAIN_EVENTS_DEAD_LETTER -> Topics.DOMAIN_EVENTS_DEAD_LETTER;
                case "operations", Topics.OPERATIONS_DEAD_LETTER -> Topics.OPERATIONS_DEAD_LETTER;
                default ->
                    throw new TypeConversionException("expected events, operations, "
                            + String.join(" or ", Letters.TOPICS) + ", but got " + text);
            };
        }
    }
}
