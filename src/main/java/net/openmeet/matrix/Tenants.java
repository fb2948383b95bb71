package net.openmeet.matrix;

import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import net.openmeet.matrix.config.Admin;
import net.openmeet.matrix.config.Config;
import net.openmeet.matrix.config.Secret;
import net.openmeet.matrix.credential.CredentialBook;
import net.openmeet.matrix.credential.CredentialKey;
import net.openmeet.matrix.credential.KeptBearers;
import net.openmeet.matrix.credential.TenantCredentials;
import net.openmeet.matrix.credential.ToldBearers;
import net.openmeet.matrix.credential.Vault;
import net.openmeet.matrix.event.Murmur2;
import net.openmeet.matrix.execution.Backoff;
import net.openmeet.matrix.execution.CallGate;
import net.openmeet.matrix.execution.Misconfiguration;
import net.openmeet.matrix.execution.Suspension;
import net.openmeet.matrix.execution.Tenant;
import net.openmeet.matrix.homeserver.AdminRegistration;
import net.openmeet.matrix.homeserver.AskingLogins;
import net.openmeet.matrix.homeserver.Bearers;
import net.openmeet.matrix.homeserver.CallListener;
import net.openmeet.matrix.homeserver.Homeserver;
import net.openmeet.matrix.homeserver.SecretText;
import net.openmeet.matrix.homeserver.UserId;
import net.openmeet.matrix.homeserver.http.CallTimeouts;
import net.openmeet.matrix.homeserver.http.ConfiguredBearers;
import net.openmeet.matrix.homeserver.http.HttpSettings;
import net.openmeet.matrix.homeserver.http.HttpTransport;
import net.openmeet.matrix.homeserver.http.OkHttpHomeserver;
import net.openmeet.matrix.homeserver.http.TokenSource;
import net.openmeet.matrix.room.Policy;
import net.openmeet.matrix.topology.Topics;
import net.openmeet.matrix.trace.Tracing;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The tenants of this process: nothing is shared among them but the connections and the limit of a homeserver they are on. */
final class Tenants implements Function<String, Optional<Tenant>>, AutoCloseable {
    /** Between two looks at a homeserver that doesn't answer: prompt after a restart, and no flood after an hour. */
    private static final Backoff OUTAGES =
            new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(30), RandomGenerator.getDefault());

    private static final Logger LOG = LoggerFactory.getLogger(Tenants.class);

    private final HttpTransport transport;
    private final Map<String, Tenant> byId = new HashMap<>();

    private final CredentialBook book = new CredentialBook();
    private final Optional<Vault> vault;

    private Tenants(HttpTransport transport, Optional<Vault> vault) {
        this.transport = transport;
        this.vault = vault;
    }

    /**
     * @param listener told of every call
     * @param tracing shown every call
     */
    static Tenants of(Config config, CallListener listener, Tracing tracing) {
        int inFlight = config.tenants().stream()
                .mapToInt(tenant -> tenant.calls().inFlight())
                .max()
                .orElse(1);
        Tenants tenants = new Tenants(new HttpTransport(inFlight), config.keys().map(Vault::new));
        Map<URI, CallGate> gates = new HashMap<>();
        for (net.openmeet.matrix.config.Tenant tenant : config.tenants()) {
            CallGate gate = gates.computeIfAbsent(
                    tenant.homeserver(),
                    url -> new CallGate(address(url), tenant.calls().inFlight(), OUTAGES, InstantSource.system()));
            tenants.byId.put(tenant.id(), tenants.tenant(tenant, gate, listener, tracing));
        }
        return tenants;
    }

    /** Host and port, and what tells two homeservers behind one of them apart; never a user or a password. */
    private static String address(URI url) {
        int port = url.getPort() >= 0 ? url.getPort() : "https".equalsIgnoreCase(url.getScheme()) ? 443 : 80;
        return url.getHost() + ":" + port + url.getRawPath();
    }

    private Tenant tenant(
            net.openmeet.matrix.config.Tenant tenant, CallGate gate, CallListener listener, Tracing tracing) {
        CallTimeouts timeouts = new CallTimeouts(
                tenant.calls().timeout(),
                tenant.calls().createRoomTimeout(),
                tenant.calls().profileTimeout());
        TenantCredentials credentials = credentials(tenant);
        HttpSettings settings = new HttpSettings(
                tenant.id(), tenant.homeserver(), tenant.policy().bot(), bearers(tenant, credentials), timeouts);
        Homeserver homeserver = new OkHttpHomeserver(transport, settings, listener, tracing);
        return new Tenant(
                tenant.id(),
                tenant.policy(),
                tenant.appservice().isPresent() ? registering(tenant, homeserver) : new AdminRegistration(homeserver),
                gate,
                new Suspension(tenant.id(), OUTAGES),
                new Misconfiguration(tenant.id(), OUTAGES),
                tenant.calls().retryBudget(),
                tenant.resyncEvery(),
                credentials);
    }

    private static Homeserver registering(net.openmeet.matrix.config.Tenant tenant, Homeserver homeserver) {
        return tenant.policy().accounts() == Policy.Accounts.AUTO
                ? new AskingLogins(tenant.id(), homeserver, InstantSource.system())
                : homeserver;
    }

    private TenantCredentials credentials(net.openmeet.matrix.config.Tenant tenant) {
        TokenSource appservice = tenant.appservice()
                .<TokenSource>map(its -> its.token()::read)
                .orElse(() -> {
                    throw new IllegalStateException("no application service is configured");
                });
        Optional<TokenSource> admin = tenant.admin().flatMap(Admin::accessToken).map(secret -> secret::read);
        return new TenantCredentials(
                tenant.id(),
                tenant.serverName(),
                tenant.admin().map(account -> new UserId(account.user(), tenant.serverName())),
                new ConfiguredBearers(tenant.id(), tenant.serverName(), appservice, admin),
                () -> tenant.admin().flatMap(Admin::password).flatMap(Tenants::text),
                vault,
                tenant.policy().accounts().areMade(),
                book);
    }

    /** A file that can't be read now is as good as none: the repair goes on with what else there is, and asks again. */
    private static Optional<SecretText> text(Secret secret) {
        try {
            return Optional.of(SecretText.of(secret.read()));
        } catch (UncheckedIOException e) {
            LOG.warn("No password for now: {}", e.getMessage());
            return Optional.empty();
        }
    }

    private Bearers bearers(net.openmeet.matrix.config.Tenant tenant, TenantCredentials credentials) {
        if (tenant.appservice().isPresent()) {
            return new ToldBearers(tenant.id(), credentials.configured(), book);
        }
        return new KeptBearers(
                tenant.id(),
                tenant.serverName(),
                book,
                vault.orElseThrow(),
                () -> credentials.configured(CredentialKey.ofAdmin(tenant.id())),
                InstantSource.system());
    }

    /** What this process knows of credentials. */
    CredentialBook book() {
        return book;
    }

    /** All of them. */
    Collection<Tenant> all() {
        return byId.values();
    }

    /** Those without an application service, where everybody's token is minted. */
    List<Tenant> ofAccessTokens(Config config) {
        return config.tenants().stream()
                .filter(tenant -> tenant.appservice().isEmpty())
                .flatMap(tenant -> apply(tenant.id()).stream())
                .toList();
    }

    /** The tenants whose commands reach this partition, and whose homeserver its task watches. */
    List<String> ofPartition(int partition) {
        return byId.keySet().stream()
                .filter(id -> Murmur2.partition(id.getBytes(StandardCharsets.UTF_8), Topics.PARTITIONS) == partition)
                .sorted()
                .toList();
    }

    @Override
    public Optional<Tenant> apply(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    @Override
    public void close() {
        transport.close();
    }
}
