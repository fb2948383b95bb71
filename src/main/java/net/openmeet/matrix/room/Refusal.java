package net.openmeet.matrix.room;

import java.util.Optional;
import net.openmeet.matrix.homeserver.MatrixCall;
import net.openmeet.matrix.homeserver.Problem;

/**
 * Something that can't succeed as it is and goes to the operations dead-letter topic.
 *
 * @param call the call that was refused; absent where we refused it ourselves
 */
public record Refusal(Target target, Optional<MatrixCall> call, Problem problem) {}
