package net.openmeet.matrix.homeserver.http;

import java.time.Duration;

/**
 * How long a call may take in all, from looking up the host to the end of its answer.
 *
 * @param usual for what is answered in milliseconds by an idle homeserver; under load p99 was up to 7 s
 * @param slow for createRoom, which took 7.5 s with 64 in flight, and a room's whole state, which is megabytes
 * @param fannedOut for a name or avatar, written into every room its user is in, 25 ms each, before the answer comes
 */
public record CallTimeouts(Duration usual, Duration slow, Duration fannedOut) {

    /** 15, 30 and 60 seconds. */
    public static final CallTimeouts DEFAULTS =
            new CallTimeouts(Duration.ofSeconds(15), Duration.ofSeconds(30), Duration.ofSeconds(60));

    Duration of(Pace pace) {
        return switch (pace) {
            case USUAL -> usual;
            case SLOW -> slow;
            case FANNED_OUT -> fannedOut;
        };
    }

    /** Which of them a call is given. */
    enum Pace {
        USUAL,
        SLOW,
        FANNED_OUT
    }
}
