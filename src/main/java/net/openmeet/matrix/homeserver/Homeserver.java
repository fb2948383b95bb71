package net.openmeet.matrix.homeserver;

import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;

/**
 * One tenant's homeserver. Safe for use by several threads; never blocks the caller.
 */
public interface Homeserver {

    /**
     * Sends {@code call} and completes with its answer on an I/O thread, never exceptionally. Does not retry and does not follow
     * redirects: an attempt is a request. Which token it is sent with is decided last, on that thread; a refusal says which it was.
     *
     * @param lease asked right before the request is written; if it says no the call ends as {@link Answer.NotSent}
     * @param trace which trace it is for; told as which span it goes
     */
    CompletableFuture<Answer> send(MatrixCall call, BooleanSupplier lease, CallTrace trace);

    /** The same for what nobody's event asked for. */
    default CompletableFuture<Answer> send(MatrixCall call, BooleanSupplier lease) {
        return send(call, lease, CallTrace.none());
    }

    /** Whether it was seen to leave logging in to a Matrix Authentication Service. */
    default boolean delegatesLogins() {
        return false;
    }
}
