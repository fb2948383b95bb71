package net.openmeet.matrix.homeserver;

import java.time.Duration;
import java.util.Optional;

/** How a call ended, before anything is concluded from it. */
public sealed interface Answer {

    /** A 2xx answer was read to its end. */
    record Good(Seen seen) implements Answer {}

    /**
     * Another complete answer.
     *
     * @param errcode the Matrix error code; absent where the body had none (proxies, user-interactive auth)
     * @param error the error text; never a token
     * @param retryAfter the larger of {@code retry_after_ms} and the Retry-After header
     * @param softLogout whether the token only expired, so that its refresh token may still be good
     * @param sentWith which token it was sent with; absent for calls that carry their own, or none
     */
    record Refusal(
            int status,
            Optional<String> errcode,
            String error,
            Optional<Duration> retryAfter,
            boolean softLogout,
            Optional<SentWith> sentWith)
            implements Answer {

        /** One that doesn't say what it was sent with. */
        public Refusal(int status, Optional<String> errcode, String error, Optional<Duration> retryAfter) {
            this(status, errcode, error, retryAfter, false, Optional.empty());
        }
    }

    /**
     * No complete answer: the call may have taken effect, or may yet.
     *
     * @param why for people: timeout, reset, too large…
     */
    record Lost(String why) implements Answer {}

    /** The request was certainly not sent, so it has no effect: no connection, or this instance no longer owns the lane. */
    record NotSent(String why) implements Answer {}
}
