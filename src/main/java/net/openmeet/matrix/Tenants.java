package net.openmeet.matrix;

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
import net.openmeet.matrix.config.Config;
import net.openmeet.matrix.config.Secret;
import net.openmeet.matrix.event.Murmur2;
import net.openmeet.matrix.execution.Backoff;
import net.openmeet.matrix.execution.CallGate;
import net.openmeet.matrix.execution.Misconfiguration;
import net.openmeet.matrix.execution.Suspension;
import net.openmeet.matrix.execution.Tenant;
import net.openmeet.matrix.homeserver.CallListener;
import net.openmeet.matrix.homeserver.http.CallTimeouts;
import net.openmeet.matrix.homeserver.http.ConfiguredBearers;
import net.openmeet.matrix.homeserver.http.HttpSettings;
import net.openmeet.matrix.homeserver.http.HttpTransport;
import net.openmeet.matrix.homeserver.http.OkHttpHomeserver;
import net.openmeet.matrix.homeserver.http.TokenSource;
import net.openmeet.matrix.topology.Topics;

/** The tenants of this process: nothing is shared among them but the connections and the limit of a homeserver they are on. */
final class Tenants implements Function<String, Optional<Tenant>>, AutoCloseable {
    /** Between two looks at a homeserver that doesn't answer: prompt after a restart, and no flood after an hour. */
    private static final Backoff OUTAGES =
            new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(30), RandomGenerator.getDefault());

    private final HttpTransport transport;
    private final Map<String, Tenant> byId = new HashMap<>();

    private Tenants(HttpTransport transport) {
        this.transport = transport;
    }

    /** @param listener told of every call */
    static Tenants of(Config config, CallListener listener) {
        int inFlight = config.tenants().stream()
                .mapToInt(tenant -> tenant.calls().inFlight())
                .max()
                .orElse(1);
        Tenants tenants = new Tenants(new HttpTransport(inFlight));
        Map<URI, CallGate> gates = new HashMap<>();
        for (net.openmeet.matrix.config.Tenant tenant : config.tenants()) {
            CallGate gate = gates.computeIfAbsent(
                    tenant.homeserver(),
                    url -> new CallGate(url.toString(), tenant.calls().inFlight(), OUTAGES, InstantSource.system()));
            tenants.byId.put(tenant.id(), tenants.tenant(tenant, gate, listener));
        }
        return tenants;
    }

    private Tenant tenant(net.openmeet.matrix.config.Tenant tenant, CallGate gate, CallListener listener) {
        Secret token = tenant.appservice().token();
        Optional<TokenSource> admin =
                tenant.admin().flatMap(account -> account.accessToken()).map(secret -> secret::read);
        CallTimeouts timeouts = new CallTimeouts(
                tenant.calls().timeout(),
                tenant.calls().createRoomTimeout(),
                tenant.calls().profileTimeout());
        HttpSettings settings = new HttpSettings(
                tenant.id(),
                tenant.homeserver(),
                tenant.policy().bot(),
                new ConfiguredBearers(tenant.id(), tenant.policy().bot().server(), token::read, admin),
                timeouts);
        return new Tenant(
                tenant.id(),
                tenant.policy(),
                new OkHttpHomeserver(transport, settings, listener),
                gate,
                new Suspension(tenant.id(), OUTAGES),
                new Misconfiguration(tenant.id(), OUTAGES),
                tenant.calls().retryBudget(),
                tenant.resyncEvery());
    }

    /** All of them. */
    Collection<Tenant> all() {
        return byId.values();
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
