/** The wiring of the stages into one Kafka Streams topology, and the catalogue of the topics it stands on. */
@NullMarked
package net.openmeet.matrix.topology;

import org.jspecify.annotations.NullMarked;
