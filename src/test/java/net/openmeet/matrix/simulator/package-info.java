/**
 * A Matrix homeserver inside the test's JVM: it answers over HTTP as Synapse 1.160 does, in microseconds, and fails on
 * demand. The state ({@link net.openmeet.matrix.simulator.Room}, {@code Accounts}, {@code Directory}) knows nothing of
 * HTTP; the routes turn requests into calls on it; {@link net.openmeet.matrix.simulator.Faults} stand between the two.
 * {@code HomeserverContract} runs against this and against a real Synapse, so that the two can't drift apart.
 */
@NullMarked
package net.openmeet.matrix.simulator;

import org.jspecify.annotations.NullMarked;
