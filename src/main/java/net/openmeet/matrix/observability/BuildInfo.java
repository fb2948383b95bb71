package net.openmeet.matrix.observability;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import org.apache.kafka.common.utils.AppInfoParser;

/**
 * Which build runs, and on what.
 *
 * @param revision the commit it was built from, where the build was told: {@code -Drevision=…}
 */
public record BuildInfo(String version, String revision) {
    private static final String UNKNOWN = "unknown";

    /** That of this process. */
    public static BuildInfo read() {
        Properties build = new Properties();
        try (InputStream file = BuildInfo.class.getResourceAsStream("build.properties")) {
            if (file != null) {
                build.load(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new BuildInfo(build.getProperty("version", UNKNOWN), build.getProperty("revision", UNKNOWN));
    }

    void register(MeterRegistry registry) {
        Gauge.builder(Meters.PREFIX + "build.info", () -> 1)
                .tags(
                        "version",
                        version,
                        "revision",
                        revision,
                        "kafka",
                        AppInfoParser.getVersion(),
                        "java",
                        Runtime.version().toString())
                .description("Which build runs, and on what")
                .register(registry);
    }
}
