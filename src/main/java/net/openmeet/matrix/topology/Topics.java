package net.openmeet.matrix.topology;

import java.time.Duration;
import java.util.List;
import net.openmeet.matrix.topology.TopicSpec.Cleanup;

/** The catalogue of topics. {@code topics.md} says the same in words, and a test holds the two together. */
public final class Topics {
    public static final String DOMAIN_EVENTS = "openmeet.domain-events";
    public static final String DOMAIN_EVENTS_REPLAY = "openmeet.domain-events.replay";
    public static final String DOMAIN_EVENTS_DEAD_LETTER = "openmeet.domain-events.dead-letter";
    public static final String COMMANDS = "openmeet.matrix.commands";
    public static final String ACCOUNTS = "openmeet.matrix.accounts";
    public static final String OPERATIONS_DEAD_LETTER = "openmeet.matrix.operations.dead-letter";
    public static final String DEAD_LETTERS = "openmeet.matrix.dead-letters";
    public static final String HOMESERVERS = "openmeet.matrix.homeservers";
    public static final String CREDENTIAL_REPAIR = "openmeet.matrix.credential-repair";
    public static final String CREDENTIALS = "openmeet.matrix.credentials";
    public static final String ROOMS = "openmeet.matrix.rooms";
    public static final String PEOPLE = "openmeet.matrix.people";

    /** Of every topic that the pipeline reads, and so of every store: divisible by 1, 2, 3, 4, 6, 8 and 12 instances. */
    public static final int PARTITIONS = 24;

    /** What Kafka allows a record by default: 1 MiB and the overhead of a batch. */
    public static final int RECORD_BYTES = 1_048_588;

    /** A dead letter is an original of any allowed size, and headers that say what was wrong with it. */
    public static final int LETTER_BYTES = 2 * 1_048_588;

    private static final int LETTER_PARTITIONS = PARTITIONS;
    private static final short REPLICATION = 3;

    /** The longest the service may stand still and lose nothing. */
    private static final Duration WEEK = Duration.ofDays(7);

    /** Longer than a week of holidays and the time to mend what was wrong. */
    private static final Duration MONTH = Duration.ofDays(30);

    /** What was done with a letter outlives it. */
    private static final Duration TWO_MONTHS = MONTH.multipliedBy(2);

    private static final List<TopicSpec> ALL = List.of(
            in(DOMAIN_EVENTS, "What happened at OpenMeet, as resulting state: what the service acts on."),
            in(DOMAIN_EVENTS_REPLAY, "Domain events that an operator lets the service read once more."),
            letters(DOMAIN_EVENTS_DEAD_LETTER, "Domain events that can't be understood, byte for byte, and why."),
            in(COMMANDS, "What is asked of a room, a person or a whole tenant: to look again."),
            in(ACCOUNTS, "Which accounts exist by now: from the executor back to the people stage."),
            letters(OPERATIONS_DEAD_LETTER, "What the homeserver refuses for good, and why."),
            ledger(DEAD_LETTERS, "What was done with each dead letter, by whom, and what became of it."),
            toAll(HOMESERVERS, "Which epoch each tenant's homeserver is in: every instance reads it."),
            in(CREDENTIAL_REPAIR, "Which credential was refused or is wanted, and what operators ask of one."),
            toAll(CREDENTIALS, "How each credential is, its tokens encrypted: every instance reads it."),
            out(ROOMS, "Each group's or event's room, for OpenMeet to read back."),
            out(PEOPLE, "Each person's Matrix id, for OpenMeet to read back."));

    private Topics() {}

    /** All topics, in the order of the flow. Internal topics of Kafka Streams aren't among them: it makes those itself. */
    public static List<TopicSpec> all() {
        return ALL;
    }

    private static TopicSpec in(String name, String purpose) {
        return new TopicSpec(name, PARTITIONS, REPLICATION, new Cleanup.Delete(WEEK), RECORD_BYTES, purpose);
    }

    private static TopicSpec letters(String name, String purpose) {
        return new TopicSpec(name, LETTER_PARTITIONS, REPLICATION, new Cleanup.Delete(MONTH), LETTER_BYTES, purpose);
    }

    /** One partition: every instance reads all of it, and it holds a record a tenant. */
    private static TopicSpec toAll(String name, String purpose) {
        return new TopicSpec(name, 1, REPLICATION, new Cleanup.Compact(WEEK, WEEK), RECORD_BYTES, purpose);
    }

    /** One partition: who reads it reads all of it. */
    private static TopicSpec ledger(String name, String purpose) {
        return new TopicSpec(
                name, 1, REPLICATION, new Cleanup.CompactAndDelete(WEEK, TWO_MONTHS), RECORD_BYTES, purpose);
    }

    private static TopicSpec out(String name, String purpose) {
        return new TopicSpec(name, PARTITIONS, REPLICATION, new Cleanup.Compact(WEEK, WEEK), RECORD_BYTES, purpose);
    }
}
