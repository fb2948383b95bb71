/** Drives lanes on the stream thread: folds operations, keeps the agenda, sends one call at a time for each lane. */
@NullMarked
package net.openmeet.matrix.execution;

import org.jspecify.annotations.NullMarked;
