/** The contract with OpenMeet: CloudEvents in, facts out. Pure: knows neither Kafka nor HTTP. */
@NullMarked
package net.openmeet.matrix.event;

import org.jspecify.annotations.NullMarked;
