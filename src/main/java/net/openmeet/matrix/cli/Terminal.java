package net.openmeet.matrix.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** Prints text that may come from elsewhere, such as a homeserver, for people. */
final class Terminal {
    private Terminal() {}

    /** Control characters, those of C1 among them, what turns the direction of writing or can't be seen, line separators, halves. */
    private static final Pattern UNSAFE = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]");

    /** {@code text} in one line, without what a terminal would obey. */
    static String safe(String text) {
        return UNSAFE.matcher(text).replaceAll("?");
    }

    /** Prints rows, the first of them headings, in columns as wide as they need; the last isn't padded. */
    static void table(List<List<String>> rows, PrintWriter out) {
        int last = rows.getFirst().size() - 1;
        List<Integer> widths = IntStream.range(0, last)
                .mapToObj(column -> rows.stream()
                        .mapToInt(row -> row.get(column).length())
                        .max()
                        .orElse(0))
                .toList();
        for (List<String> row : rows) {
            for (int column = 0; column < last; column++) {
                String cell = safe(row.get(column));
                out.print(cell + " ".repeat(widths.get(column) - cell.length() + 2));
            }
            out.println(safe(row.get(last)));
        }
    }
}
