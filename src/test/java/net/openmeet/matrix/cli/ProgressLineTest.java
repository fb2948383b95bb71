package net.openmeet.matrix.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** On a terminal there is one line that is drawn anew, not too often; elsewhere there are lines of their own, seldom. */
class ProgressLineTest {
    private final StringWriter err = new StringWriter();

    @Test
    void aTerminalShowsABarThatIsDrawnAnewTenTimesASecondAtTheMost() {
        // given
        var line = new ProgressLine(new PrintWriter(err), true, "replayed", 300, 0);
        // when
        for (int millis = 1; millis <= 1_000; millis++) {
            line.at(millis / 10, Duration.ofMillis(millis).toNanos());
        }
        line.clear();
        // then
        assertThat(err.toString().split("\r")).hasSize(12);
        assertThat(err.toString())
                .contains("\r\u001b[K[##########--------------------] 100 of 300 replayed, 100 a second, 0:02 left")
                .endsWith("\r\u001b[K")
                .doesNotContain("\n");
    }

    @Test
    void elsewhereThereIsALineEveryTenSeconds() {
        // given
        var line = new ProgressLine(new PrintWriter(err), false, "discarded", 10_000, 0);
        // when
        for (int second = 1; second < 30; second++) {
            line.at(second * 50, Duration.ofSeconds(second).toNanos());
        }
        line.clear();
        // then
        assertThat(err.toString().lines())
                .containsExactly(
                        "500 of 10000 discarded, 50 a second, 3:10 left",
                        "1000 of 10000 discarded, 50 a second, 3:00 left");
    }

    @Test
    void nothingIsShownOfWhatIsQuick() {
        // given
        var line = new ProgressLine(new PrintWriter(err), false, "replayed", 0, 5);
        // when
        line.at(0, 5);
        line.clear();
        // then
        assertThat(err.toString()).isEmpty();
    }
}
