package net.openmeet.matrix.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/**
 * A process that is told to end closes the service first and then ends with 0, so that a supervisor sees an ordered stop. One whose
 * closing failed, or whose service stopped by a failure, ends with 1.
 */
class ShutdownTest {
    private final List<String> steps = Collections.synchronizedList(new ArrayList<>());
    private final AtomicReference<Thread> hook = new AtomicReference<>();
    private final CountDownLatch stopped = new CountDownLatch(1);

    @Test
    void aSignalClosesTheServiceBeforeTheProcessEnds() throws Exception {
        // given
        var shutdown = new Shutdown(hook::set, this::refuse, code -> steps.add("halt " + code));
        Thread main = Thread.ofPlatform().start(() -> waitFor(shutdown, service(() -> {})));
        await().until(() -> hook.get() != null);
        // when
        hook.get().start();
        main.join();
        hook.get().join();
        // then
        assertThat(steps).containsExactlyInAnyOrder("close", "returned 0", "halt 0");
        assertThat(steps.indexOf("close")).isLessThan(steps.indexOf("halt 0"));
    }

    @Test
    void aServiceThatCanNotBeClosedEndsWithAFailure() throws Exception {
        // given
        var shutdown = new Shutdown(hook::set, this::refuse, code -> steps.add("halt " + code));
        Thread main = Thread.ofPlatform()
                .start(() -> waitFor(shutdown, service(() -> {
                    throw new IllegalStateException("the disk is full");
                })));
        await().until(() -> hook.get() != null);
        // when
        hook.get().start();
        hook.get().join();
        main.join();
        // then
        assertThat(steps).contains("close", "halt 1");
    }

    @Test
    void aServiceThatStoppedByItselfIsClosedWithoutTheHook() throws Exception {
        // given
        var shutdown = new Shutdown(hook::set, removed -> steps.add("removed"), code -> steps.add("halt " + code));
        stopped.countDown();
        // when
        int code = shutdown.await(service(() -> {}));
        // then
        assertThat(code).isEqualTo(ExitCodes.OK);
        assertThat(steps).containsExactly("removed", "close");
    }

    private void waitFor(Shutdown shutdown, Starter.Running service) {
        try {
            steps.add("returned " + shutdown.await(service));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** As {@link Runtime#removeShutdownHook} does while the process ends. */
    private void refuse(Thread removed) {
        throw new IllegalStateException("Shutdown in progress");
    }

    private Starter.Running service(Runnable onClose) {
        return new Starter.Running() {
            @Override
            public boolean awaitTermination() throws InterruptedException {
                stopped.await();
                return true;
            }

            @Override
            public void close() {
                steps.add("close");
                stopped.countDown();
                onClose.run();
            }
        };
    }
}
