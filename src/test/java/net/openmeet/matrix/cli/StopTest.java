package net.openmeet.matrix.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** A command that is told to end does so after what it has in hand, and with the code it came to. */
class StopTest {
    private final List<String> steps = Collections.synchronizedList(new ArrayList<>());
    private final AtomicReference<Thread> hook = new AtomicReference<>();

    @Test
    void aSignalWaitsForWhatIsInHandAndEndsWithTheCommandsCode() throws InterruptedException {
        // given
        var stop = new Stop(hook::set, this::refuse, code -> steps.add("halt " + code));
        assertThat(stop.isAsked()).isFalse();
        // when
        hook.get().start();
        assertThat(stop.isAskedWithin(Duration.ofMinutes(1))).isTrue();
        steps.add("in hand");
        stop.finished(ExitCodes.STOPPED);
        stop.close();
        hook.get().join();
        // then
        assertThat(steps).containsExactly("in hand", "halt 4");
    }

    @Test
    void aCommandThatFailedMeanwhileEndsWithAFailure() throws InterruptedException {
        // given
        var stop = new Stop(hook::set, this::refuse, code -> steps.add("halt " + code));
        // when
        hook.get().start();
        await().until(stop::isAsked);
        stop.close();
        hook.get().join();
        // then
        assertThat(steps).containsExactly("halt 1");
    }

    @Test
    void aCommandThatIsDoneLeavesNoHookBehind() {
        // given
        var stop = new Stop(hook::set, removed -> steps.add("removed"), code -> steps.add("halt " + code));
        // when
        assertThat(stop.isAskedWithin(Duration.ZERO)).isFalse();
        stop.finished(ExitCodes.OK);
        stop.close();
        // then
        assertThat(steps).containsExactly("removed");
    }

    /** As {@link Runtime#removeShutdownHook} does while the process ends. */
    private void refuse(Thread removed) {
        throw new IllegalStateException("Shutdown in progress");
    }
}
