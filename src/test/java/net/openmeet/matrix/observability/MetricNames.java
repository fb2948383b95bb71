package net.openmeet.matrix.observability;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Finds in queries what they ask of the service: metrics that are scraped, not those that rules record. */
public final class MetricNames {
    /** One of Kafka's labels is named as its metrics are. */
    private static final String NAME =
            "(?<![\\w:])(?!kafka_version)(?:up|(?:openmeet_matrix|kafka|jvm|process|system|logback)_\\w+)(?![\\w:(])";

    private static final Pattern TEXT = Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*\"");
    private static final Pattern SCRAPED = Pattern.compile(NAME);
    private static final Pattern SELECTED = Pattern.compile(NAME + "(?:\\{[^}]*})?");

    private MetricNames() {}

    /** Their names. */
    static Set<String> scrapedIn(List<String> queries) {
        return queries.stream()
                .flatMap(query ->
                        SCRAPED.matcher(TEXT.matcher(query).replaceAll("\"\"")).results())
                .map(MatchResult::group)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Their names with the labels that are asked for. */
    public static Set<String> selectedIn(List<String> queries) {
        return queries.stream()
                .flatMap(query -> SELECTED.matcher(query).results())
                .map(MatchResult::group)
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
