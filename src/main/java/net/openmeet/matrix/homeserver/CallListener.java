package net.openmeet.matrix.homeserver;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/** Is told of every attempt at a call, to count and time it. Called on I/O threads, several at once: it must be quick. */
@FunctionalInterface
public interface CallListener {

    /** A listener that does nothing. */
    CallListener NONE = attempt -> {};

    /** An attempt is over, whatever came of it. Called before its future completes. */
    void ended(Attempt attempt);

    /**
     * One attempt, told in words that are few enough for a metric's labels.
     *
     * @param tenant whose homeserver
     * @param route method and path with placeholders, {@code POST /_matrix/client/v3/rooms/{room}/join}; never an id
     * @param status of the answer; absent if none was read to its end, or nothing was sent
     * @param errcode the Matrix error code, if the answer had one: as it came, so not yet a label
     * @param error what kind of error it was to this call, if one; a request that this instance itself held back is none
     * @param took from sending to the answer's end, with waiting for a connection
     */
    record Attempt(
            String tenant,
            String route,
            Sender sender,
            OptionalInt status,
            Optional<String> errcode,
            Optional<CallError> error,
            Duration took) {}

    /** Whose name a request is sent in. Synapse counts rate limits by it. */
    enum Sender {
        BOT,
        USER,
        ADMIN,
        /** Nobody yet: a login, or the probe of a token that the call carries. */
        NOBODY
    }
}
