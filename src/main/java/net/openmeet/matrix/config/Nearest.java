package net.openmeet.matrix.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds what somebody probably meant to write. */
final class Nearest {
    /** One letter too many, one missing, or two swapped: surely a slip, and not another name. */
    static final int SLIP = 2;

    private Nearest() {}

    /** The name that is {@code distance} edits or fewer from {@code word}; the nearest one, the first among equals. */
    static Optional<String> to(String word, Collection<String> names, int distance) {
        return names.stream()
                .filter(name -> edits(word, name) <= distance)
                .min(Comparator.comparingInt((String name) -> edits(word, name)).thenComparing(name -> name));
    }

    /** A question to end a message with, or nothing where no name is anywhere near. */
    static String question(String word, Collection<String> names) {
        return to(word, names, Math.max(SLIP, word.length() / 2))
                .map(name -> "; did you mean " + name + "?")
                .orElse("");
    }

    /** Letters to insert, delete or replace to get from one to the other (Levenshtein). */
    private static int edits(String from, String to) {
        int[] above = new int[to.length() + 1];
        for (int column = 0; column <= to.length(); column++) {
            above[column] = column;
        }
        for (int row = 1; row <= from.length(); row++) {
            int[] here = new int[to.length() + 1];
            here[0] = row;
            for (int column = 1; column <= to.length(); column++) {
                int replaced = above[column - 1] + (from.charAt(row - 1) == to.charAt(column - 1) ? 0 : 1);
                here[column] = Math.min(replaced, Math.min(above[column], here[column - 1]) + 1);
            }
            above = here;
        }
        return above[to.length()];
    }
}
