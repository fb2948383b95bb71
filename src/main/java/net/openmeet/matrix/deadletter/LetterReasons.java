package net.openmeet.matrix.deadletter;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.openmeet.matrix.event.Rejection;

/**
 * The reasons of dead letters that may stand in a metric's label. A letter's reason is text on a topic, which anybody could have written:
 * one that isn't listed is {@link #OTHER}.
 */
public final class LetterReasons {
    /** Of {@code openmeet.domain-events.dead-letter}. */
    public static final LetterReasons DOMAIN_EVENTS = new LetterReasons(
            "domain-events",
            Stream.concat(
                    Arrays.stream(Rejection.Reason.values()).map(Rejection.Reason::word),
                    Stream.of(ReplayDecision.OWN_RECORD, Letter.UNREADABLE)));

    /** Of {@code openmeet.matrix.operations.dead-letter}. */
    public static final LetterReasons OPERATIONS = new LetterReasons(
            "operations",
            Stream.of(
                    "account-closed",
                    "account-refused",
                    "account-unusable",
                    "avatar-refused",
                    "broken",
                    "deactivated-refused",
                    "display-name-refused",
                    "foreign-alias",
                    "handle-invalid",
                    "handle-reserved",
                    "handle-taken",
                    "identity-conflict",
                    "level-out-of-reach",
                    "misconfigured",
                    "refused",
                    Letter.UNREADABLE));

    /** Of any that isn't listed. */
    public static final String OTHER = "other";

    private final String topic;
    private final Set<String> known;

    private LetterReasons(String topic, Stream<String> known) {
        this.topic = topic;
        this.known = known.collect(Collectors.toUnmodifiableSet());
    }

    /** Those of both topics. */
    public static List<LetterReasons> ofBoth() {
        return List.of(DOMAIN_EVENTS, OPERATIONS);
    }

    /** What the topic is called in metrics. */
    public String topic() {
        return topic;
    }

    /** Every value that {@link #label} can have. */
    public Set<String> labels() {
        return Stream.concat(known.stream(), Stream.of(OTHER)).collect(Collectors.toUnmodifiableSet());
    }

    /** The reason itself if it is known, else {@link #OTHER}. */
    public String label(String reason) {
        return known.contains(reason) ? reason : OTHER;
    }
}
