package net.openmeet.matrix.cli;

/** Defaults of replaying. */
final class ReplayOptions {
    /** How often one thing is replayed before it is parked. */
    static final String CAP = "3";

    private ReplayOptions() {}
}
