/**
 * {@code mvn -Pbench}: how fast the service is, and beside it two others making the same calls. What is measured runs in a JVM of
 * its own, so that its CPU isn't the broker's or the homeserver's; this JVM is the broker, publishes and looks on. Results go to
 * {@code docs/benchmarks.md} by hand.
 */
@NullMarked
package net.openmeet.matrix.benchmark;

import org.jspecify.annotations.NullMarked;
