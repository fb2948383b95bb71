package net.openmeet.matrix.observability;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import net.openmeet.matrix.epoch.Cause;
import net.openmeet.matrix.execution.Tenant;

/** Shows what concerns a whole tenant. Safe for use by several threads. */
final class TenantMeters {
    private final MeterRegistry registry;
    private final CounterFamily raises;

    TenantMeters(MeterRegistry registry) {
        this.registry = registry;
        raises = new CounterFamily(
                registry,
                "homeserver.raises",
                "How often all of a tenant was to be looked at again",
                "tenant",
                "reason");
    }

    void watch(Tenant tenant) {
        Gauge.builder(
                        Meters.PREFIX + "misconfigured",
                        tenant,
                        its -> its.misconfiguration().standing())
                .tags("tenant", tenant.id())
                .description("Kinds of calls that everybody of the tenant is refused; the log says which")
                .register(registry);
        for (Cause cause : Cause.values()) {
            raises.zero(tenant.id(), cause.word());
        }
    }

    void raised(String tenant, Cause cause) {
        raises.count(tenant, cause.word());
    }
}
