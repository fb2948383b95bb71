package net.openmeet.matrix.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import net.openmeet.matrix.credential.KeyRing;

/**
 * Everything the service is told from outside. Holds no secret that could be printed by accident: see {@link Secret}.
 *
 * @param applicationId names the consumer group, the internal topics and the transactions; never changed for a running service
 * @param stateDir where the state stores lie; the runner makes one folder below it per cluster id and topic id
 * @param keys what tokens are kept with; there if a tenant works with access tokens
 * @param canary where one sings
 * @param tenants at least one, with different ids
 */
public record Config(
        String applicationId,
        Path stateDir,
        Kafka kafka,
        Http http,
        OtherTenants otherTenants,
        Optional<KeyRing> keys,
        Optional<Canary> canary,
        List<Tenant> tenants) {

    public Config {
        tenants = List.copyOf(tenants);
    }
}
