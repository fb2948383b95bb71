package net.openmeet.matrix.cli;

import java.io.PrintWriter;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.openmeet.matrix.deadletter.LetterAge;
import net.openmeet.matrix.deadletter.LetterSummary;

/** Prints how many letters there are by topic, reason and tenant, and how old they are. */
final class LetterCounts {
    /** Reasons are ours and few; tenants may be many. */
    private static final int MOST = 20;

    private LetterCounts() {}

    static void print(LetterSummary summary, PrintWriter out) {
        if (summary.count() == 0) {
            return;
        }
        Terminal.table(
                List.of(
                        List.of("  by topic", counts(summary.topics())),
                        List.of("  by reason", counts(summary.reasons())),
                        List.of("  by tenant", counts(summary.tenants())),
                        List.of("  by age", ages(summary))),
                out);
    }

    /** Most first. */
    static String counts(Map<String, Integer> counts) {
        Stream<String> most = counts.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder()))
                .limit(MOST)
                .map(count -> count.getKey() + " " + count.getValue());
        Stream<String> rest =
                counts.size() > MOST ? Stream.of("and " + (counts.size() - MOST) + " others") : Stream.empty();
        return Stream.concat(most, rest).collect(Collectors.joining(", "));
    }

    private static String ages(LetterSummary summary) {
        String ages = summary.ages().entrySet().stream()
                .map(age -> age.getKey().text() + ": " + age.getValue())
                .collect(Collectors.joining(", "));
        return summary.ages().containsKey(LetterAge.OLDER) ? ages + " (gone after 30 d)" : ages;
    }
}
