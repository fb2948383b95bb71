package net.openmeet.matrix.observability;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;

/** What {@code /metrics} shows. */
public final class MetricsPage {
    private MetricsPage() {}

    /** An empty one. Filters come first: they don't concern what is there already. */
    public static PrometheusMeterRegistry create() {
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        registry.config().meterFilter(new KafkaDetails());
        return registry;
    }
}
