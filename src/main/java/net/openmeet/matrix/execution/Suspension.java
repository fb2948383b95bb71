package net.openmeet.matrix.execution;

import java.time.Instant;
import java.util.Optional;
import net.openmeet.matrix.log.Fields;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds a tenant's calls back while its own credential is refused, letting one through with growing pauses: the token may have
 * been corrected in its file meanwhile. Nothing is dead-lettered for it. Shared by all stream threads.
 */
public final class Suspension {
    private static final Logger LOG = LoggerFactory.getLogger(Suspension.class);

    private final String tenant;
    private final Backoff backoff;
    private int refusals;
    private int ends;
    private Optional<Instant> until = Optional.empty();

    /** For one tenant's application service token. */
    public Suspension(String tenant, Backoff backoff) {
        this.tenant = tenant;
        this.backoff = backoff;
    }

    /** Until when nothing is sent, if the credential was refused. */
    synchronized Optional<Instant> until(Instant now) {
        return until.filter(now::isBefore);
    }

    /** Asked right before a call is sent: until when it has to wait. Of those that don't, one a pause is let through. */
    synchronized Optional<Instant> heldBack(Instant now) {
        Optional<Instant> later = until(now);
        if (later.isEmpty() && refusals > 0) {
            until = Optional.of(now.plus(backoff.delay(++refusals, Optional.empty())));
        }
        return later;
    }

    synchronized void refused(Instant now) {
        if (refusals > 0) {
            return; // others that were in flight with the same token, or the one let through, whose pause is set
            // already
        }
        Fields.of(LOG.atError())
                .with(Fields.TENANT, tenant)
                .log(
                        "Tenant {}: the homeserver refuses the application service token; its rooms wait until it is right",
                        tenant);
        refusals = 1;
        until = Optional.of(now.plus(backoff.delay(refusals, Optional.empty())));
    }

    synchronized void accepted() {
        if (refusals > 0) {
            Fields.of(LOG.atInfo())
                    .with(Fields.TENANT, tenant)
                    .log("Tenant {}: the application service token is accepted again", tenant);
            ends++;
        }
        refusals = 0;
        until = Optional.empty();
    }

    /** How often it was over: what waits may go on after each. */
    synchronized int ends() {
        return ends;
    }

    /** Whether the credential is refused at present. */
    public synchronized boolean isSuspended() {
        return refusals > 0;
    }
}
