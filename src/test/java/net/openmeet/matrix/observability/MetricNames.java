package net.openmeet.matrix.observability;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Finds the names of metrics in queries. */
public final class MetricNames {
    private static final Pattern TEXT = Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*\"");
    private static final Pattern SCRAPED =
            Pattern.compile("(?<![\\w:])(?:up|(?:openmeet_matrix|kafka|jvm|process|system|logback)_\\w+)(?![\\w:(])");

    private MetricNames() {}

    /** Those that are scraped, not those that rules record. */
    public static Set<String> scrapedIn(List<String> queries) {
        Set<String> names = new TreeSet<>();
        for (String query : queries) {
            SCRAPED.matcher(TEXT.matcher(query).replaceAll("\"\""))
                    .results()
                    .forEach(found -> names.add(found.group()));
        }
        return names;
    }
}
