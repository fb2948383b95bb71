/** What can't succeed as it is: letters, their headers and their ids. */
@NullMarked
package net.openmeet.matrix.deadletter;

import org.jspecify.annotations.NullMarked;
