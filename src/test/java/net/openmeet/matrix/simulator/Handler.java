package net.openmeet.matrix.simulator;

/** Answers one kind of request; refuses by throwing {@link MatrixError}. */
@FunctionalInterface
interface Handler {
    Answer answer(Call call);
}
