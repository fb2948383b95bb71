package net.openmeet.matrix.execution;

/**
 * How many calls may be in flight: halved when the homeserver shows distress, grown back slowly by successes, one after an
 * outage. Not safe for several threads; {@link CallGate} guards it.
 */
final class Cap {
    /** Good answers in a row for each step back up: a cap of 8 is back from 1 after some 200 of them. */
    private static final int SUCCESSES_A_STEP = 30;

    private final int most;
    private int now;
    private int successes;

    Cap(int most) {
        this.most = most;
        this.now = most;
    }

    int now() {
        return now;
    }

    int most() {
        return most;
    }

    void succeeded() {
        if (now < most && ++successes >= SUCCESSES_A_STEP) {
            now++;
            successes = 0;
        }
    }

    void distressed() {
        now = Math.max(1, now / 2);
        successes = 0;
    }

    void restart() {
        now = 1;
        successes = 0;
    }
}
