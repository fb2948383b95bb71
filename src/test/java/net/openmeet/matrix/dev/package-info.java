/** The development loop: a broker, a homeserver and the service on one machine, started by {@code mvn -Pdev}. */
@NullMarked
package net.openmeet.matrix.dev;

import org.jspecify.annotations.NullMarked;
