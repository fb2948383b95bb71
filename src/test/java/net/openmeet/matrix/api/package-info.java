/** Tests of what the instances tell. */
@NullMarked
package net.openmeet.matrix.api;

import org.jspecify.annotations.NullMarked;
