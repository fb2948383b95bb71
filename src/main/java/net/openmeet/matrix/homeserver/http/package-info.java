/** Sends the calls of the port over HTTP with OkHttp. The only package that knows OkHttp. */
@NullMarked
package net.openmeet.matrix.homeserver.http;

import org.jspecify.annotations.NullMarked;
