/** Configuration: one immutable tree, read from the environment and a YAML file, with all its errors at once. */
@NullMarked
package net.openmeet.matrix.config;

import org.jspecify.annotations.NullMarked;
