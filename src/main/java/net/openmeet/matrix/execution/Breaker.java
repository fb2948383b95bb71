package net.openmeet.matrix.execution;

import java.time.Instant;
import java.util.Optional;

/**
 * Stops calls to a homeserver that doesn't answer, and lets one through now and then to see whether it is back. Not safe for
 * several threads; {@link CallGate} guards it.
 */
final class Breaker {
    /** Failures in a row that make an outage: fewer than the default cap of 8, so that one full round shows it. */
    private static final int FAILURES_TO_OPEN = 5;

    private final Backoff backoff;
    private int failures;
    private int probes;
    private Optional<Instant> openUntil = Optional.empty();
    private boolean probing;

    Breaker(Backoff backoff) {
        this.backoff = backoff;
    }

    boolean isOpen() {
        return openUntil.isPresent();
    }

    /** Whether a call may go now; if open and its time has come, this one is the probe. */
    boolean admits(Instant now) {
        if (openUntil.isEmpty()) {
            return true;
        }
        if (probing || now.isBefore(openUntil.get())) {
            return false;
        }
        probing = true;
        return true;
    }

    /** An answer came, whatever it said; true if that ended an outage. */
    boolean answered() {
        boolean wasOpen = isOpen();
        failures = 0;
        probes = 0;
        probing = false;
        openUntil = Optional.empty();
        return wasOpen;
    }

    /** A call got no answer; true if that began an outage. */
    boolean failed(Instant now) {
        failures++;
        if (isOpen()) {
            if (probing) {
                probing = false;
                openUntil = Optional.of(now.plus(backoff.delay(++probes, Optional.empty())));
            }
            return false;
        }
        if (failures < FAILURES_TO_OPEN) {
            return false;
        }
        openUntil = Optional.of(now.plus(backoff.delay(0, Optional.empty())));
        return true;
    }

    /** The probe was never sent: another may try. */
    void notTried() {
        probing = false;
    }
}
