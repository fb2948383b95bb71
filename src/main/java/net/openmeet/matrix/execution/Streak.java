package net.openmeet.matrix.execution;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import net.openmeet.matrix.event.LaneKey;
import net.openmeet.matrix.homeserver.Outcome;

/** Lanes that were refused one kind of call in a row, with one error code. Owned by its {@link Misconfiguration}. */
final class Streak {
    /** Few enough to be found out within a second, and more than a person is likely to cause by hand. */
    static final int MANY = 5;

    private static final int STANDINS = 16;
    private static final Duration LATE = Duration.ofSeconds(2);

    private final Set<LaneKey> lanes = new LinkedHashSet<>();
    private final Set<LaneKey> dismissed = new LinkedHashSet<>();
    private Outcome.Failure failure;
    private boolean stands;
    private Instant next = Instant.EPOCH;
    private int probes;
    private Optional<LaneKey> scout = Optional.empty();
    private final LinkedHashSet<LaneKey> recent = new LinkedHashSet<>();
    private Instant called = Instant.EPOCH;

    Streak(Outcome.Failure failure) {
        this.failure = failure;
    }

    /** One more lane; true if that makes it certain. */
    boolean add(LaneKey lane, Outcome.Failure latest) {
        failure = latest;
        if (stands) {
            return false;
        }
        lanes.add(lane);
        stands = lanes.size() >= MANY;
        return stands;
    }

    /** Whether a refusal is of the same kind: by error code, and by status where there is none. */
    boolean isOf(Outcome.Failure other) {
        return failure.errcode().equals(other.errcode())
                && (failure.errcode().isPresent() || failure.status() == other.status());
    }

    boolean stands() {
        return stands;
    }

    Outcome.Failure failure() {
        return failure;
    }

    /** The lane was dead-lettered before it was certain. */
    void dismissed(LaneKey lane) {
        dismissed.add(lane);
    }

    Set<LaneKey> dismissed() {
        return dismissed;
    }

    /** Nothing is let through before {@code until}; who comes again then is to be found anew. */
    void pause(Instant until) {
        next = until;
        probes++;
        scout = Optional.empty();
    }

    Instant next() {
        return next;
    }

    int probes() {
        return probes;
    }

    /** The lane was refused or held back; the first of them comes again when the pause is over, unless another does. */
    void waits(LaneKey lane) {
        scout = scout.or(() -> Optional.of(lane));
        recent.remove(lane);
        recent.add(lane);
        if (recent.size() > STANDINS) {
            recent.removeFirst();
        }
    }

    /** Who could come instead, where nobody came: the one that was let through may have got no answer, or has a minute to wait. */
    List<LaneKey> standIns(Instant now) {
        if (!stands || now.isBefore(next.plus(LATE)) || now.isBefore(called.plus(LATE))) {
            return List.of();
        }
        called = now;
        return List.copyOf(recent);
    }

    boolean isScout(LaneKey lane) {
        return scout.filter(lane::equals).isPresent();
    }

    /** For logs: the homeserver's words, which were redacted when the answer was read. */
    static String words(Outcome.Failure failure) {
        return (failure.status() + " " + failure.errcode().orElse("and no error code") + " " + failure.error()).strip();
    }
}
