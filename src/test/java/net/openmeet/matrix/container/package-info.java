/** What is under {@code docker/}: that it says what the code does, and that what can be run of it does run. */
@NullMarked
package net.openmeet.matrix.container;

import org.jspecify.annotations.NullMarked;
