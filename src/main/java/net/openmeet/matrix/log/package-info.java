/** What log lines have in common: the names of their fields, and how they look on a terminal. */
@NullMarked
package net.openmeet.matrix.log;

import org.jspecify.annotations.NullMarked;
