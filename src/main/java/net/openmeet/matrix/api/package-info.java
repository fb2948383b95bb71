/** What the running instances tell over HTTP of the lanes they have, to whoever has the token. */
@NullMarked
package net.openmeet.matrix.api;

import org.jspecify.annotations.NullMarked;
