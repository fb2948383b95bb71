package net.openmeet.matrix.config;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.common.config.ConfigException;

/**
 * Reads the raw Kafka settings, {@code kafka.*} in the file and {@code OPENMEET_KAFKA_*} in the environment, where dots are
 * underscores. Kafka's names are passed on as they are; a near miss of one is taken for a slip.
 */
final class KafkaReader {
    private static final String PATH = "kafka.";
    private static final String VARIABLE = "OPENMEET_KAFKA_";
    private static final String BOOTSTRAP = "bootstrap.servers";

    private final Settings settings;
    private final Problems problems;
    private final Map<String, String> open = new TreeMap<>();
    private final Map<String, Secret> secrets = new TreeMap<>();

    KafkaReader(Settings settings) {
        this.settings = settings;
        this.problems = settings.problems();
    }

    Optional<Kafka> read() {
        var top = new Section(settings, List.of(new Section.Layer("", true)));
        Optional<String> bootstrap = top.required(PATH + BOOTSTRAP, "KAFKA_BOOTSTRAP_SERVERS", Parse::bootstrapServers);
        names().forEach(this::take);
        return bootstrap.map(servers -> new Kafka(servers, open, secrets));
    }

    /** Which settings there are, by Kafka's names, without what says that a secret is in a file. */
    private Set<String> names() {
        Set<String> names = new TreeSet<>();
        for (String path : settings.file().keySet()) {
            if (path.startsWith(PATH) && !path.equals(PATH + BOOTSTRAP)) {
                names.add(withoutSuffix(path.substring(PATH.length()), "-file"));
            }
        }
        for (String variable : settings.environment().keySet()) {
            if (variable.startsWith(VARIABLE)) {
                names.add(withoutSuffix(
                        variable.substring(VARIABLE.length())
                                .toLowerCase(Locale.ROOT)
                                .replace('_', '.'),
                        ".file"));
            }
        }
        return names;
    }

    private static String withoutSuffix(String name, String suffix) {
        String stem = name.endsWith(suffix) ? name.substring(0, name.length() - suffix.length()) : name;
        return KafkaNames.all().contains(KafkaNames.bare(name)) || !KafkaNames.secret(stem) ? name : stem;
    }

    private void take(String name) {
        String variable = VARIABLE + name.toUpperCase(Locale.ROOT).replace('.', '_');
        if (KafkaNames.secret(name)) {
            var section = new Section(settings, List.of(new Section.Layer(PATH, true)));
            section.secret(name, variable).ifPresent(secret -> {
                refuse(section.name(name, variable), name);
                secrets.put(name, secret);
            });
            return;
        }
        Optional<Given> given = settings.variable(variable);
        Given taken = given.or(() -> settings.path(PATH + name)).orElse(new Given(List.of(), variable));
        settings.path(PATH + name);
        if (taken.values().isEmpty()) {
            return; // an empty variable
        }
        String value = String.join(",", taken.values());
        settings.show(new Effective(PATH + name, Optional.of(variable), value, taken.name()));
        refuse(taken.name(), name);
        check(taken.name(), name, value);
        open.put(name, value);
    }

    private void refuse(String where, String name) {
        if (name.equals(BOOTSTRAP)) {
            problems.add(where, "is called KAFKA_BOOTSTRAP_SERVERS in the environment");
            return;
        }
        KafkaOwned.reason(name).ifPresent(reason -> problems.add(where, "can't be configured: " + reason));
    }

    private void check(String where, String name, String value) {
        String bare = KafkaNames.bare(name);
        if (!KafkaNames.all().contains(bare) && !KafkaNames.forTopics(name)) {
            Nearest.to(bare, KafkaNames.all(), Nearest.SLIP)
                    .ifPresent(near -> problems.add(
                            where,
                            "Kafka has no such setting; did you mean "
                                    + name.substring(0, name.length() - bare.length()) + near + "?"));
            return;
        }
        try {
            KafkaNames.check(name, value);
        } catch (ConfigException e) {
            problems.add(where, String.valueOf(e.getMessage()));
        }
    }
}
