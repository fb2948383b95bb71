package net.openmeet.matrix.homeserver.http;

import java.util.function.BooleanSupplier;
import net.openmeet.matrix.log.Unspoken;
import okhttp3.Call;
import okhttp3.EventListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows one request to the moment its first byte is written: until then it certainly had no effect. Used by one thread at a
 * time.
 */
final class WireWatch extends EventListener {
    private static final Logger LOG = LoggerFactory.getLogger(WireWatch.class);

    private final BooleanSupplier lease;
    private volatile boolean begun;
    private volatile boolean withheld;

    WireWatch(BooleanSupplier lease) {
        this.lease = lease;
    }

    /** Whether the request may still be written; a lease that can't be asked is none. */
    boolean mayBegin() {
        withheld = !holds();
        return !withheld;
    }

    private boolean holds() {
        try {
            return lease.getAsBoolean();
        } catch (RuntimeException e) {
            LOG.warn("The lease of a call could not be asked, so it isn't sent", Unspoken.of(e));
            return false;
        }
    }

    /** Whether it was this instance that held the request back. */
    boolean wasWithheld() {
        return withheld;
    }

    /** Whether writing has begun, so that the homeserver may have got all of it. */
    boolean begun() {
        return begun;
    }

    @Override
    public void requestHeadersStart(Call call) {
        begun = true;
    }
}
