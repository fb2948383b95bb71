package net.openmeet.matrix.homeserver.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import okhttp3.Headers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** We wait as long as we are asked to by header or body, whichever is longer. Nothing makes us wait for ever. */
class RetryAfterTest {
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "7, 6500, PT7S",
        "7, 7500, PT7.5S",
        "7, , PT7S",
        ", 333265, PT5M33.265S",
        "' 7 ', , PT7S",
        "0, 0, PT0S",
        "0, -5, PT0S",
        "999999999999999999, , PT1H",
        "7, 9223372036854775807, PT1H",
        "'Sun, 22 Nov 2026 12:00:30 GMT', , PT30S",
        "'Sun, 22 Nov 2026 12:00:30 GMT', 31000, PT31S",
        "'Sun, 22 Nov 2026 11:00:00 GMT', , PT0S",
        "'Fri, 31 Dec 9999 23:59:59 GMT', , PT1H"
    })
    void theLongerWaitWins(String header, Long body, Duration expected) {
        // given
        var headers = new Headers.Builder();
        if (header != null) {
            headers.add("Retry-After", header.strip());
        }

        // when
        Optional<Duration> wait =
                RetryAfter.of(headers.build(), body == null ? OptionalLong.empty() : OptionalLong.of(body), NOW);

        // then
        assertThat(wait).contains(expected);
    }

    @Test
    void aDateIsMeasuredByTheServersOwnClock() {
        // given
        Headers headers =
                Headers.of("Date", "Sun, 22 Nov 2026 18:00:00 GMT", "Retry-After", "Sun, 22 Nov 2026 18:00:10 GMT");

        // when
        Optional<Duration> wait = RetryAfter.of(headers, OptionalLong.empty(), NOW);

        // then
        assertThat(wait).contains(Duration.ofSeconds(10));
    }

    @ParameterizedTest
    @ValueSource(strings = {"soon", "-1", "1.5", "9999999999999999999", ""})
    void aHeaderThatSaysNothingAsksForNothing(String header) {
        assertThat(RetryAfter.of(Headers.of("Retry-After", header), OptionalLong.empty(), NOW))
                .isEmpty();
    }
}
