package net.openmeet.matrix.homeserver.http;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import okhttp3.Headers;

/**
 * How long a homeserver, or what stands before it, asks us to wait.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#field.retry-after">RFC 9110, Retry-After</a>
 */
final class RetryAfter {
    /** Synapse asked for 333 s at most; a clock that is wrong must not stop us for days. */
    static final Duration LONGEST = Duration.ofHours(1);

    private RetryAfter() {}

    /**
     * The larger of the header and the body's {@code retry_after_ms}, between zero and {@link #LONGEST}.
     *
     * @param now for a server that says when, but not what time it has
     */
    static Optional<Duration> of(Headers headers, OptionalLong bodyMillis, Instant now) {
        Optional<Duration> body =
                bodyMillis.isPresent() ? Optional.of(capped(bodyMillis.getAsLong())) : Optional.empty();
        return Stream.of(body, header(headers, now)).flatMap(Optional::stream).max(Duration::compareTo);
    }

    private static Optional<Duration> header(Headers headers, Instant now) {
        String text = headers.get("Retry-After");
        if (text == null) {
            return Optional.empty();
        }
        String trimmed = text.strip();
        if (trimmed.matches("\\d{1,18}")) {
            long seconds = Math.min(Long.parseLong(trimmed), LONGEST.toSeconds());
            return Optional.of(Duration.ofSeconds(seconds));
        }
        Instant until = headers.getInstant("Retry-After");
        if (until == null) {
            return Optional.empty();
        }
        Instant theirNow = headers.getInstant("Date");
        return Optional.of(capped(
                Duration.between(theirNow == null ? now : theirNow, until).toMillis()));
    }

    private static Duration capped(long millis) {
        return Duration.ofMillis(Math.clamp(millis, 0, LONGEST.toMillis()));
    }
}
