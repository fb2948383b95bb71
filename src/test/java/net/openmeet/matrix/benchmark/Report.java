package net.openmeet.matrix.benchmark;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Collects tables and prints them as Markdown once everything was measured; progress goes out at once. */
final class Report {
    private final PrintStream out;
    private final List<String> lines = new ArrayList<>();

    Report(PrintStream out) {
        this.out = out;
    }

    void progress(String text) {
        out.println("… " + text);
    }

    void title(String text) {
        lines.add("");
        lines.add("## " + text);
    }

    void row(Object... cells) {
        lines.add("| "
                + String.join(" | ", Arrays.stream(cells).map(Object::toString).toList()) + " |");
    }

    void head(String... cells) {
        lines.add("");
        row((Object[]) cells);
        lines.add("|" + " --- |".repeat(cells.length));
    }

    /** What was measured in between belongs behind the rest. */
    void add(Report other) {
        lines.addAll(other.lines);
    }

    void print() {
        lines.forEach(out::println);
    }

    static String whole(double number) {
        return String.format(Locale.ROOT, "%.0f", number);
    }

    static double median(List<Double> numbers) {
        return quantile(numbers, 0.5);
    }

    /** The smallest of the numbers that so great a part of them doesn't exceed. */
    static double quantile(List<Double> numbers, double part) {
        List<Double> sorted = numbers.stream().sorted().toList();
        return sorted.get(Math.max(0, (int) Math.ceil(part * sorted.size()) - 1));
    }
}
