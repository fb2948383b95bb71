/** What the service shows of itself: metrics, health and logs. */
@NullMarked
package net.openmeet.matrix.observability;

import org.jspecify.annotations.NullMarked;
