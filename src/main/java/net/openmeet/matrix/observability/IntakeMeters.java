package net.openmeet.matrix.observability;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.Optional;
import net.openmeet.matrix.deadletter.LetterReasons;
import net.openmeet.matrix.deadletter.ReplayDecision;
import net.openmeet.matrix.event.Coordinates;
import net.openmeet.matrix.event.EventType;
import net.openmeet.matrix.event.Fact;
import net.openmeet.matrix.event.Notice;
import net.openmeet.matrix.event.Rejection;
import net.openmeet.matrix.people.PeopleInput;
import net.openmeet.matrix.topology.IntakeObserver;

/** Counts what intake makes of domain events. Safe for use by several threads. */
final class IntakeMeters implements IntakeObserver {
    private static final String ACCEPTED = "accepted";
    private static final String SKIPPED = "skipped";
    private static final String DEAD_LETTERED = "dead-lettered";
    private static final String UNREADABLE = "unreadable";

    private final CounterFamily events;
    private final CounterFamily notices;
    private final CounterFamily backfill;
    private final StaleFacts stale;
    private final DeadLetterMeters letters;

    IntakeMeters(MeterRegistry registry, StaleFacts stale, DeadLetterMeters letters) {
        this.stale = stale;
        this.letters = letters;
        events = new CounterFamily(registry, "events", "Domain events read, by what became of them", "type", "outcome");
        for (EventType type : EventType.values()) {
            events.zero(type.shortWord(), ACCEPTED);
            events.zero(type.shortWord(), DEAD_LETTERED);
        }
        events.zero(UNREADABLE, DEAD_LETTERED);
        for (Skip why : Skip.values()) {
            events.zero(type(why), SKIPPED);
        }
        notices = new CounterFamily(
                registry, "event.notices", "Something odd in domain events that were accepted all the same", "what");
        for (Notice.What what : Notice.What.values()) {
            notices.zero(what.word());
        }
        backfill = new CounterFamily(
                registry, "backfill.facts", "Facts of backfills that waited until there was room", "what");
        backfill.zero("shelved");
        backfill.zero("released");
    }

    @Override
    public void accepted(EventType type, Fact fact) {
        events.count(type.shortWord(), ACCEPTED);
    }

    @Override
    public void shelved() {
        backfill.count("shelved");
    }

    @Override
    public void released() {
        backfill.count("released");
    }

    @Override
    public void skipped(Skip why) {
        events.count(type(why), SKIPPED);
    }

    @Override
    public void noticed(Notice notice) {
        notices.count(notice.what().word());
    }

    @Override
    public void stale(PeopleInput input) {
        stale.count(input.person().kind());
    }

    @Override
    public void rejected(Coordinates at, Optional<EventType> type, Rejection rejection) {
        events.count(type.map(EventType::shortWord).orElse(UNREADABLE), DEAD_LETTERED);
        letters.written(LetterReasons.DOMAIN_EVENTS, rejection.reason().word());
    }

    @Override
    public void unreadable(Coordinates at) {
        letters.written(LetterReasons.DOMAIN_EVENTS, ReplayDecision.OWN_RECORD);
    }

    /** Never the type itself: there may be any number of those that the contract doesn't have. */
    private static String type(Skip why) {
        return switch (why) {
            case UNKNOWN_TYPE -> "unknown";
            case OTHER_TENANT -> "other-tenant";
        };
    }
}
