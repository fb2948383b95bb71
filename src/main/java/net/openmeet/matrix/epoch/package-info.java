/** Notices that a homeserver lost its database or got an older one back. Pure: knows neither Kafka nor HTTP. */
@NullMarked
package net.openmeet.matrix.epoch;

import org.jspecify.annotations.NullMarked;
