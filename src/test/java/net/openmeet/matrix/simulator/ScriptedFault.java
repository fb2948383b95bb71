package net.openmeet.matrix.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** A fault that was asked for: how often it has struck, and the way to let go of what it holds. Safe for any thread. */
public final class ScriptedFault {
    private final Fault fault;
    private final RequestPattern pattern;
    private final CountDownLatch released = new CountDownLatch(1);
    private final List<Runnable> late = new ArrayList<>();
    private int left;
    private int hits;

    ScriptedFault(Fault fault, int times, RequestPattern pattern) {
        this.fault = fault;
        this.left = times;
        this.pattern = pattern;
    }

    Fault fault() {
        return fault;
    }

    RequestPattern pattern() {
        return pattern;
    }

    synchronized boolean strike() {
        if (left == 0) {
            return false;
        }
        left--;
        hits++;
        return true;
    }

    /** How many requests it has struck so far. */
    public synchronized int hits() {
        return hits;
    }

    /** It strikes no more; what it holds stays held. */
    public synchronized void cancel() {
        left = 0;
    }

    /** Hanging requests go on, and effects that were held back happen now, in the order of their requests. Strikes no more. */
    public void release() {
        List<Runnable> due;
        synchronized (this) {
            left = 0;
            due = List.copyOf(late);
            late.clear();
        }
        due.forEach(Runnable::run);
        released.countDown();
    }

    synchronized void onRelease(Runnable effect) {
        late.add(effect);
    }

    void awaitRelease() throws InterruptedException {
        released.await();
    }
}
