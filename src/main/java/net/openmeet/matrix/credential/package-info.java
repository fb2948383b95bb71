/**
 * Credentials: what they are, how their tokens are kept, and how one that was refused is repaired. Pure: no Kafka and no HTTP. The Matrix
 * user id of a credential never changes.
 */
@NullMarked
package net.openmeet.matrix.credential;

import org.jspecify.annotations.NullMarked;
