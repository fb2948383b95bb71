package net.openmeet.matrix.deadletter;

import net.openmeet.matrix.event.Coordinates;

/** How a letter stands: whether anything is left to do about it. */
public sealed interface LetterStanding {

    /**
     * Nobody did anything about it.
     *
     * @param pass the how manieth time it would be to replay what it is about
     */
    record Open(int pass) implements LetterStanding {}

    /** It was replayed or discarded.
     *
     * @param pass the how manieth time it would be to replay it once more
     */
    record Done(Disposition disposition, int pass) implements LetterStanding {
        /** Whether it was replayed and nothing was heard of that, be it lost or on its way. */
        public boolean isUnanswered() {
            return disposition.kind() == Disposition.Kind.REPLAYED
                    && disposition.fate().isEmpty();
        }
    }

    /** There is a newer letter about the same. */
    record Overtaken(Coordinates by) implements LetterStanding {}

    /** In one word, for tables and JSON: a contract. */
    default String word(int cap) {
        return switch (this) {
            case Open open -> open.pass() > cap ? "parked" : "open";
            case Done done ->
                done.isUnanswered() ? "unanswered" : done.disposition().kind().word();
            case Overtaken ignored -> "overtaken";
        };
    }
}
