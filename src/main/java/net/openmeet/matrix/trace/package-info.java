/** Traces: the W3C context that goes with a fact to whatever is done for it, and the spans that are made of it. */
@NullMarked
package net.openmeet.matrix.trace;

import org.jspecify.annotations.NullMarked;
