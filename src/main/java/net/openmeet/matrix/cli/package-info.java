/** The command line: what operators type, what they read, and the exit codes that scripts decide by. */
@NullMarked
package net.openmeet.matrix.cli;

import org.jspecify.annotations.NullMarked;
