package net.openmeet.matrix.config;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A part of the settings: the top of the file, one tenant, or what a tenant shares with the others. A value is looked for in the
 * section's own layers, first layer first.
 *
 * @param layers where to look, the strongest first
 */
record Section(Settings settings, List<Layer> layers) {

    /**
     * One place to look in.
     *
     * @param prefix of paths in the file, such as {@code tenants[0].} or nothing
     * @param environment whether its variables are looked at, which beat the file
     */
    record Layer(String prefix, boolean environment) {}

    /** What this key has to be; without a value, {@code fallback} is read the same way. */
    <T> T read(String key, String variable, String fallback, Function<String, T> parse) {
        Optional<Given> given = find(key, variable);
        show(key, variable, given.map(it -> String.join(", ", it.values())).orElse(fallback), given);
        return given.flatMap(it -> single(it, parse)).orElseGet(() -> parse.apply(fallback));
    }

    /** A value that may be absent. */
    <T> Optional<T> optional(String key, String variable, Function<String, T> parse) {
        Optional<Given> given = find(key, variable);
        show(key, variable, given.map(it -> String.join(", ", it.values())).orElse(""), given);
        return given.flatMap(it -> single(it, parse));
    }

    /** A value that must be there: it being absent is a problem. */
    <T> Optional<T> required(String key, String variable, Function<String, T> parse) {
        if (find(key, variable).isEmpty()) {
            missing(key, variable);
        }
        return optional(key, variable, parse);
    }

    /** Several values; an empty list in the file is one, too. */
    <T> List<T> list(String key, String variable, String fallback, Function<String, T> parse) {
        Optional<Given> given = find(key, variable);
        Given taken = given.orElse(new Given(List.of(fallback), Effective.DEFAULT));
        show(key, variable, String.join(", ", taken.list()), given);
        return taken.list().stream()
                .flatMap(value -> parsed(taken.name(), value, parse).stream())
                .toList();
    }

    /** A secret, given as it is or by the file that holds it; both is a problem, and so is a file that can't be read. */
    Optional<Secret> secret(String key, String variable) {
        Optional<SecretSource> source = layers.stream()
                .flatMap(layer -> Stream.of(
                        layer.environment()
                                ? eitherOf(settings.variable(variable), settings.variable(variable + "_FILE"))
                                : Optional.<SecretSource>empty(),
                        eitherOf(settings.path(layer.prefix() + key), settings.path(layer.prefix() + key + "-file"))))
                .flatMap(Optional::stream)
                .reduce((stronger, weaker) -> stronger);
        Optional<Secret> secret = source.flatMap(it -> it.secret(settings.problems()));
        settings.show(new Effective(
                path(key),
                variable(variable),
                secret.map(Secret::toString).orElse(""),
                source.map(it -> it.given().name()).orElse(Effective.DEFAULT)));
        return secret;
    }

    /** A secret that must be there. */
    Optional<Secret> requiredSecret(String key, String variable) {
        int before = settings.problems().all().size();
        Optional<Secret> secret = secret(key, variable);
        if (secret.isEmpty() && settings.problems().all().size() == before) {
            missing(key, variable);
        }
        return secret;
    }

    /** What is given for it, if that is one value; not checked and not shown. */
    Optional<String> peek(String key, String variable) {
        return find(key, variable)
                .filter(given -> given.values().size() == 1)
                .map(given -> given.values().getFirst());
    }

    /** Whether anything is given for it. */
    boolean isSet(String key, String variable) {
        return find(key, variable).isPresent();
    }

    /** The path of {@code key} in the file. */
    String path(String key) {
        return layers.getFirst().prefix() + key;
    }

    /** How a message calls {@code key}: by what was written, else by what could be. */
    String name(String key, String variable) {
        return find(key, variable).map(Given::name).orElseGet(() -> unset(key, variable));
    }

    /** The variable for {@code path}, where the service has no older name for it. */
    static String variableFor(String path) {
        return "OPENMEET_" + path.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    private Optional<SecretSource> eitherOf(Optional<Given> value, Optional<Given> file) {
        return SecretSource.eitherOf(value, file, settings.problems());
    }

    private Optional<Given> find(String key, String variable) {
        return layers.stream()
                .flatMap(layer -> Stream.of(
                        layer.environment() ? settings.variable(variable) : Optional.<Given>empty(),
                        settings.path(layer.prefix() + key)))
                .flatMap(Optional::stream)
                .reduce((stronger, weaker) -> stronger);
    }

    private void missing(String key, String variable) {
        settings.problems().add(unset(key, variable), "is not set");
    }

    private String unset(String key, String variable) {
        if (!inEnvironment()) {
            return path(key);
        }
        return settings.hasFile() ? path(key) + " (or " + variable + ")" : variable;
    }

    private Optional<String> variable(String variable) {
        return inEnvironment() ? Optional.of(variable) : Optional.empty();
    }

    private boolean inEnvironment() {
        return layers.stream().anyMatch(Layer::environment);
    }

    private void show(String key, String variable, String value, Optional<Given> given) {
        settings.show(new Effective(
                path(key), variable(variable), value, given.map(Given::name).orElse(Effective.DEFAULT)));
    }

    private <T> Optional<T> single(Given given, Function<String, T> parse) {
        if (given.values().size() != 1) {
            settings.problems()
                    .add(
                            given.name(),
                            "expected one value, but got " + given.values().size());
            return Optional.empty();
        }
        return parsed(given.name(), given.values().getFirst(), parse);
    }

    private <T> Optional<T> parsed(String name, String value, Function<String, T> parse) {
        try {
            return Optional.of(parse.apply(value));
        } catch (IllegalArgumentException e) {
            settings.problems().add(name, String.valueOf(e.getMessage()));
        }
        return Optional.empty();
    }
}
