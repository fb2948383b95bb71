/** The port to a Matrix homeserver: the calls we make, the answers they get, and the adapter that sends them. */
@NullMarked
package net.openmeet.matrix.homeserver;

import org.jspecify.annotations.NullMarked;
