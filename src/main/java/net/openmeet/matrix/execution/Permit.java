package net.openmeet.matrix.execution;

import java.util.function.BooleanSupplier;

/** Asked by an I/O thread right before it writes one request, and remembers what it said. */
final class Permit implements BooleanSupplier {
    private final Lease lease;
    private final Duty duty;
    private volatile boolean withheld;

    Permit(Lease lease, Duty duty) {
        this.lease = lease;
        this.duty = duty;
    }

    @Override
    public boolean getAsBoolean() {
        withheld = duty.isEnding() || !lease.holds();
        return !withheld;
    }

    /** Whether this instance itself held the call back: it had no effect, and says nothing of the homeserver. */
    boolean wasWithheld() {
        return withheld;
    }
}
