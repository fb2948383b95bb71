package net.openmeet.matrix.cli;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/**
 * A real process that gets SIGTERM stops its service in order and ends with 0, and not with Java's 143.
 */
class SignalTest {
    @Test
    void aProcessThatGetsSigtermStopsInOrderAndEndsWithZero() throws Exception {
        // given
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Stoppable.class.getName())
                .redirectErrorStream(true)
                .start();
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            assertThat(out.lines().filter(Stoppable.RUNNING::equals).findFirst())
                    .isPresent();
            // when
            process.toHandle().destroy(); // Process.destroy would close the stream that is read
            // then
            assertThat(out.lines().filter(Stoppable.CLOSED::equals).findFirst()).isPresent();
            assertThat(process.waitFor(60, SECONDS)).isTrue();
            assertThat(process.exitValue()).isEqualTo(ExitCodes.OK);
        } finally {
            process.destroyForcibly();
        }
    }

    /** A process whose service does nothing until it is closed. */
    static final class Stoppable {
        static final String RUNNING = "running";
        static final String CLOSED = "closed";

        private Stoppable() {}

        public static void main(String[] args) throws InterruptedException {
            var stopped = new CountDownLatch(1);
            System.exit(Shutdown.ofThisProcess().await(new Starter.Running() {
                @Override
                public boolean awaitTermination() throws InterruptedException {
                    System.out.println(RUNNING);
                    stopped.await();
                    return true;
                }

                @Override
                public void close() {
                    System.out.println(CLOSED);
                    stopped.countDown();
                }
            }));
        }
    }
}
