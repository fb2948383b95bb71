package net.openmeet.matrix.deadletter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import net.openmeet.matrix.event.Coordinates;
import net.openmeet.matrix.event.Rejection;
import net.openmeet.matrix.homeserver.Problem;
import net.openmeet.matrix.topology.Topics;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

/**
 * Whatever a sender or a homeserver wrote, the headers of its letter are short, so that an original of the largest size fits beside them.
 * No message of an exception is among them, since it may quote what was read.
 */
class LetterHeadersTest {
    private static final Coordinates AT = new Coordinates("t".repeat(249), 23, Long.MAX_VALUE);
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00.123456789Z");
    private static final String ENDLESS = "\u20ac".repeat(1_000_000);

    private static int size(Headers headers) {
        return Stream.of(headers.toArray())
                .mapToInt(header -> header.key().getBytes(UTF_8).length + header.value().length)
                .sum();
    }

    @Test
    void headersAreShortWhateverTheyTellOf() {
        // given
        Rejection rejection = new Rejection(Rejection.Reason.MISMATCH, ENDLESS, ENDLESS);
        OperationLetter letter = new OperationLetter(
                1,
                ENDLESS,
                ENDLESS,
                Optional.of(ENDLESS),
                Optional.empty(),
                new Problem(ENDLESS, Optional.of(ENDLESS), ENDLESS, NOW),
                Optional.empty(),
                Optional.empty(),
                1,
                Optional.empty());

        // then
        int most = 32_000;
        assertThat(size(LetterHeaders.of(new RecordHeaders(), AT, 0, rejection, NOW)))
                .isLessThan(most);
        assertThat(size(LetterHeaders.of(new RecordHeaders(), AT, 0, new DeepException(500), "unreadable", NOW)))
                .isLessThan(most);
        assertThat(size(LetterHeaders.of(letter, Optional.empty(), NOW))).isLessThan(most);
        assertThat(Topics.RECORD_BYTES + most).isLessThan(Topics.LETTER_BYTES);
    }

    @Test
    void aStackTraceHasFramesAndClassesAndNoMessage() {
        // when
        String frames = Frames.of(new DeepException(0));

        // then
        assertThat(frames)
                .startsWith(DeepException.class.getName() + "\n\tat " + DeepException.class.getPackageName())
                .contains("\nCaused by: java.lang.IllegalStateException\n\tat ")
                .doesNotContain("syt_secret");
        assertThat(Frames.of(new DeepException(500))).hasSize(Frames.MOST);
    }

    /** One with a secret in each of its messages. */
    private static final class DeepException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private DeepException(int causes) {
            super("syt_secret", causes == 0 ? new IllegalStateException("syt_secret") : new DeepException(causes - 1));
        }
    }
}
