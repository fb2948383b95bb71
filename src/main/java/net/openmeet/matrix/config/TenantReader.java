package net.openmeet.matrix.config;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import net.openmeet.matrix.homeserver.UserId;
import net.openmeet.matrix.room.Policy;

/** Reads one tenant: its own part of the file, its variables if they are meant for it, and the policy it shares. */
final class TenantReader {
    private final Section own;
    private final Section shared;

    /**
     * A reader of {@code tenants[index]}.
     *
     * @param environment whether the tenant's variables, such as {@code MATRIX_HOME_SERVER}, are about this one
     */
    TenantReader(Settings settings, int index, boolean environment) {
        String prefix = "tenants[" + index + "].";
        this.own = new Section(settings, List.of(new Section.Layer(prefix, environment)));
        this.shared = new Section(settings, List.of(new Section.Layer(prefix, false), new Section.Layer("", true)));
    }

    /** The tenant; absent if something it can't be without is missing or wrong, which is then a problem. */
    Optional<Tenant> read() {
        Optional<String> id = own.required("id", TenantVariables.ID, Parse::tenantId);
        Optional<URI> homeserver = own.required("homeserver", TenantVariables.HOMESERVER, Parse::baseUrl);
        Optional<String> serverName = own.required("server-name", TenantVariables.SERVER_NAME, Parse::serverName);
        Optional<Admin> admin = admin();
        Auth auth = own.read(
                "auth", TenantVariables.AUTH, Parse.word(usualAuth(admin)), text -> Parse.choice(Auth.class, text));
        Optional<Appservice> appservice = auth == Auth.APPSERVICE ? appservice() : Optional.empty();
        Optional<String> localpart = auth == Auth.APPSERVICE ? appservice.map(Appservice::localpart) : bot(admin);
        Calls calls = calls();
        Duration resyncEvery = shared.read(
                "resync.every",
                Section.variableFor("resync.every"),
                Durations.text(Tenant.RESYNC_EVERY),
                TenantReader::resyncEvery);
        // Read even where the bot isn't known, so that what is wrong with the policy is said now and not next time.
        UserId bot = new UserId(localpart.orElse("unknown"), serverName.orElse("unknown"));
        Policy policy =
                new PolicyReader(shared, id.orElse("unknown"), bot).read(calls.timeout(), admin.map(Admin::user));
        if (id.isEmpty() || homeserver.isEmpty() || serverName.isEmpty() || localpart.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Tenant(
                id.get(), homeserver.get(), serverName.get(), appservice, admin, policy, calls, resyncEvery));
    }

    /** An administrator is enough; who names an application service, too, means that. */
    private Auth usualAuth(Optional<Admin> admin) {
        boolean appservice = own.isSet("appservice.localpart", TenantVariables.APPSERVICE_ID)
                || own.isSet("appservice.token", TenantVariables.APPSERVICE_TOKEN)
                || own.isSet("appservice.token-file", TenantVariables.APPSERVICE_TOKEN + "_FILE");
        return admin.isPresent() && !appservice ? Auth.ACCESS_TOKEN : Auth.APPSERVICE;
    }

    private Optional<Appservice> appservice() {
        Optional<String> localpart =
                own.required("appservice.localpart", TenantVariables.APPSERVICE_ID, Parse::localpart);
        Optional<Secret> token = own.requiredSecret("appservice.token", TenantVariables.APPSERVICE_TOKEN);
        return localpart.flatMap(name -> token.map(secret -> new Appservice(name, secret)));
    }

    /** Who makes the rooms where there is no application service. */
    private Optional<String> bot(Optional<Admin> admin) {
        String name = own.name("admin.user", TenantVariables.ADMIN_USER);
        if (admin.isEmpty()) {
            own.settings().problems().add(name, "is not set; with access tokens an administrator makes the rooms");
        } else if (admin.get().accessToken().isEmpty() && admin.get().password().isEmpty()) {
            own.settings()
                    .problems()
                    .add(
                            name,
                            "expected an access token or a password for it, in admin.access-token or admin.password");
        }
        return admin.map(Admin::user);
    }

    private Optional<Admin> admin() {
        Optional<String> user = own.optional("admin.user", TenantVariables.ADMIN_USER, this::adminUser);
        Optional<Secret> token = own.secret("admin.access-token", TenantVariables.ADMIN_ACCESS_TOKEN);
        Optional<Secret> password = own.secret("admin.password", TenantVariables.ADMIN_PASSWORD);
        if (user.isEmpty() && (token.isPresent() || password.isPresent())) {
            own.settings()
                    .problems()
                    .add(
                            own.name("admin.user", TenantVariables.ADMIN_USER),
                            "expected the account that the access token or password is for");
        }
        return user.map(name -> new Admin(name, token, password));
    }

    /** OpenMeet's own settings have the whole Matrix id. */
    private String adminUser(String text) {
        String server = own.peek("server-name", TenantVariables.SERVER_NAME).orElse("");
        return Parse.localpart(
                text.startsWith("@") && text.endsWith(":" + server)
                        ? text.substring(1, text.length() - server.length() - 1)
                        : text);
    }

    private Calls calls() {
        Calls known = Calls.defaults();
        return new Calls(
                call("in-flight", Integer.toString(known.inFlight()), text -> Parse.number(text, 1, 64)),
                call("timeout", Durations.text(known.timeout()), TenantReader::timeout),
                call("create-room-timeout", Durations.text(known.createRoomTimeout()), TenantReader::timeout),
                call("profile-timeout", Durations.text(known.profileTimeout()), TenantReader::timeout),
                call("retry-budget", Durations.text(known.retryBudget()), Parse::positive));
    }

    private <T> T call(String key, String fallback, Function<String, T> parse) {
        return shared.read("calls." + key, Section.variableFor("calls." + key), fallback, parse);
    }

    /** A reading costs a homeserver some milliseconds: more often than each hour it would be kept busy by nothing else. */
    private static Duration resyncEvery(String text) {
        Duration every = text.equals("0") ? Duration.ZERO : Parse.duration(text);
        if (!every.isZero() && every.compareTo(Duration.ofHours(1)) < 0) {
            throw new IllegalArgumentException("expected an hour or more, or 0 for never, but got " + text);
        }
        return every;
    }

    /** A busy Synapse takes 7 s for a call at times; giving up sooner makes it do the work twice. */
    private static Duration timeout(String text) {
        Duration timeout = Parse.duration(text);
        if (timeout.compareTo(Duration.ofSeconds(1)) < 0 || timeout.compareTo(Duration.ofMinutes(10)) > 0) {
            throw new IllegalArgumentException("expected 1s to 10m, but got " + text);
        }
        return timeout;
    }
}
