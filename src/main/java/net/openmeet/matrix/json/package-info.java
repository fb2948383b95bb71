/** The one way values are written as JSON. */
@NullMarked
package net.openmeet.matrix.json;

import org.jspecify.annotations.NullMarked;
