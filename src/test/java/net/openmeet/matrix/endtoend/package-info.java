/** The whole service, on a real broker and a real homeserver, seen from outside. */
@NullMarked
package net.openmeet.matrix.endtoend;

import org.jspecify.annotations.NullMarked;
