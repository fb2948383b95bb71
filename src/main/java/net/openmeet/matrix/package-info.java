/** The service: consumes OpenMeet's domain events and keeps a Matrix homeserver equal to what they say. */
@NullMarked
package net.openmeet.matrix;

import org.jspecify.annotations.NullMarked;
