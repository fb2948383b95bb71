package net.openmeet.matrix.execution;

/** Where executors read how their tenants stand. Asked on stream threads only, once for each visit of a lane: cheap. */
public interface Standings {

    /** How the tenant stands now; {@link Standing#first} for one of which nothing is known. */
    Standing of(String tenant);
}
