package net.openmeet.matrix.config;

import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.openmeet.matrix.credential.KeyRing;

/**
 * Reads the configuration from the environment and, where {@code OPENMEET_CONFIG} names one, a YAML file. {@code
 * docs/configuration.md} lists every setting and says which source wins.
 */
public final class ConfigLoader {
    /** Names the YAML file. */
    public static final String FILE = "OPENMEET_CONFIG";

    private static final List<String> LEVELS = List.of("TRACE", "DEBUG", "INFO", "WARN", "ERROR");

    private static final Pattern TENANT = Pattern.compile("tenants\\[(\\d+)]\\..*");

    private final Problems problems = new Problems();
    private final Settings settings;

    private ConfigLoader(Map<String, String> environment) {
        this.settings = new Settings(environment, file(environment, problems), problems);
    }

    /** Reads everything and says all that is wrong with it at once. Opens the files that hold secrets; connects to nothing. */
    public static Loaded<Config> load(Map<String, String> environment) {
        return new ConfigLoader(environment).load();
    }

    /** Reads what is said of Kafka, and nothing else: whoever makes topics needn't know the tenants' secrets. */
    public static Loaded<Kafka> loadKafka(Map<String, String> environment) {
        var loader = new ConfigLoader(environment);
        Optional<Kafka> kafka =
                loader.problems.all().isEmpty() ? new KafkaReader(loader.settings).read() : Optional.empty();
        return new Loaded<>(
                kafka.filter(it -> loader.problems.all().isEmpty()),
                loader.problems.all(),
                List.of(),
                loader.settings.effective());
    }

    /** Reads how the API is reached, and nothing else. */
    public static Loaded<ApiAccess> loadApi(Map<String, String> environment) {
        return new ConfigLoader(environment).apiAccess();
    }

    private Loaded<ApiAccess> apiAccess() {
        Optional<ApiAccess> access = problems.all().isEmpty() ? readApiAccess() : Optional.empty();
        return new Loaded<>(
                access.filter(it -> problems.all().isEmpty()), problems.all(), List.of(), settings.effective());
    }

    private Optional<ApiAccess> readApiAccess() {
        Http http = http(top());
        Optional<Given> url = settings.variable(ApiAccess.URL);
        try {
            URI address =
                    Parse.baseUrl(url.map(it -> it.values().getFirst()).orElse("http://localhost:" + http.port()));
            return Optional.of(new ApiAccess(address, http.apiToken()));
        } catch (IllegalArgumentException e) {
            problems.add(ApiAccess.URL, String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    private Section top() {
        return new Section(settings, List.of(new Section.Layer("", true)));
    }

    private static Http http(Section top) {
        return new Http(
                top.read("http.port", "HTTP_PORT", "8080", text -> Parse.number(text, 0, 65_535)),
                top.secret("http.api-token", "OPENMEET_API_TOKEN"),
                top.optional("http.advertised", Section.variableFor("http.advertised"), Parse::hostPort),
                top.list("http.peers", Section.variableFor("http.peers"), "", Parse::hostPort));
    }

    private Loaded<Config> load() {
        if (!problems.all().isEmpty()) {
            // What is in the file is unknown, so whatever else were said would be guesswork.
            return new Loaded<>(Optional.empty(), problems.all(), List.of(), List.of());
        }
        settings.variable(FILE);
        settings.variable(ApiAccess.URL);
        logging();
        Section top = top();
        Optional<Kafka> kafka = new KafkaReader(settings).read();
        String applicationId =
                top.read("application-id", "OPENMEET_APPLICATION_ID", "openmeet-matrix", Parse::applicationId);
        Path stateDir =
                top.read("state-dir", "OPENMEET_STATE_DIR", StateDir.usual(settings.environment()), StateDir::of);
        Http http = http(top);
        OtherTenants others = top.read(
                "other-tenants",
                "OPENMEET_OTHER_TENANTS",
                Parse.word(OtherTenants.DEAD_LETTER),
                text -> Parse.choice(OtherTenants.class, text));
        Optional<KeyRing> keys =
                top.optional("credentials.key-file", Section.variableFor("credentials.key-file"), KeyFile::read);
        List<Tenant> tenants = tenants();
        keysFor(tenants, top, keys);
        Optional<Canary> canary = canary(top, tenants);
        UnknownNames.check(settings);
        Optional<Config> config = kafka.filter(it -> problems.all().isEmpty())
                .map(it -> new Config(applicationId, stateDir, it, http, others, keys, canary, tenants));
        return new Loaded<>(config, problems.all(), StateDir.warnings(stateDir), settings.effective());
    }

    private Optional<Canary> canary(Section top, List<Tenant> tenants) {
        String variable = Section.variableFor("canary.tenant");
        Optional<String> tenant = top.optional("canary.tenant", variable, Function.identity());
        Duration every = top.read("canary.every", Section.variableFor("canary.every"), "1m", Parse::positive);
        tenant.filter(id -> tenants.stream().noneMatch(known -> known.id().equals(id)))
                .ifPresent(id -> problems.add(
                        top.name("canary.tenant", variable), "is " + id + ", which is no tenant that is configured"));
        return tenant.map(id -> new Canary(id, every));
    }

    /** Tokens are kept encrypted, or not at all. */
    private void keysFor(List<Tenant> tenants, Section top, Optional<KeyRing> keys) {
        String variable = Section.variableFor("credentials.key-file");
        boolean set = top.isSet("credentials.key-file", variable);
        tenants.stream()
                .filter(tenant -> tenant.appservice().isEmpty() && keys.isEmpty() && !set)
                .findFirst()
                .ifPresent(tenant -> problems.add(
                        top.name("credentials.key-file", variable),
                        "is not set; tenant " + tenant.id() + " works with access tokens, which are kept encrypted:"
                                + " expected a file with a key a line, id:base64 of 32 bytes"));
    }

    /** Read by the logging configuration, which starts before this and can't complain. */
    private void logging() {
        oneOf("OPENMEET_LOG_FORMAT", List.of("text", "json"));
        oneOf("OPENMEET_LOG_LEVEL", LEVELS);
        oneOf("OPENMEET_LOG_CHANGES", LEVELS);
    }

    private void oneOf(String variable, List<String> allowed) {
        settings.variable(variable)
                .filter(given -> !allowed.containsAll(given.values()))
                .ifPresent(given -> problems.add(given.name(), "expected " + String.join(" or ", allowed)));
    }

    private List<Tenant> tenants() {
        List<Integer> inFile = settings.file().keySet().stream()
                .map(TENANT::matcher)
                .filter(Matcher::matches)
                .map(matcher -> Integer.valueOf(matcher.group(1)))
                .distinct()
                .sorted(Comparator.naturalOrder())
                .toList();
        int fromEnvironment = tenantOfEnvironment(inFile);
        List<Integer> indexes = new ArrayList<>(inFile);
        if (fromEnvironment >= 0 && !indexes.contains(fromEnvironment)) {
            indexes.add(fromEnvironment);
        }
        List<Tenant> tenants = indexes.stream()
                .map(index -> new TenantReader(settings, index, index == fromEnvironment).read())
                .flatMap(Optional::stream)
                .toList();
        TenantClash.check(tenants, problems);
        return tenants;
    }

    /** Which tenant {@code MATRIX_…} is about: the one with that id, a new one, or the only one there is; -1 if none. */
    private int tenantOfEnvironment(List<Integer> inFile) {
        int next = inFile.isEmpty() ? 0 : inFile.getLast() + 1;
        Optional<Given> id = settings.variable(TenantVariables.ID);
        if (id.isPresent()) {
            return inFile.stream()
                    .filter(index -> Optional.ofNullable(settings.file().get("tenants[" + index + "].id"))
                            .equals(Optional.of(id.get().values())))
                    .findFirst()
                    .orElse(next);
        }
        if (inFile.size() < 2) {
            return inFile.isEmpty() ? 0 : inFile.getFirst();
        }
        return -1;
    }

    private static Map<String, List<String>> file(Map<String, String> environment, Problems problems) {
        String name = environment.getOrDefault(FILE, "").strip();
        if (name.isEmpty()) {
            return Map.of();
        }
        try {
            return YamlFile.read(Path.of(name), FILE, problems);
        } catch (InvalidPathException e) {
            problems.add(FILE, "expected the name of a file");
            return Map.of();
        }
    }
}
