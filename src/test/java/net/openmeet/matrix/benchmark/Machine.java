package net.openmeet.matrix.benchmark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Locale;
import org.apache.kafka.common.utils.AppInfoParser;

/** What the numbers were measured on. */
final class Machine {
    private Machine() {}

    static void describe(Report report, long seed) {
        report.head("on", "");
        report.row("date", LocalDate.now(ZoneOffset.UTC));
        report.row("machine", Runtime.getRuntime().availableProcessors() + " cores, " + processor());
        report.row(
                "load before",
                String.format(
                        Locale.ROOT,
                        "%.1f",
                        ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage()));
        report.row("JDK", System.getProperty("java.vm.name") + " " + Runtime.version() + ", -Xmx512m for each JVM");
        report.row("Kafka", AppInfoParser.getVersion() + ", one broker, one copy");
        report.row("seed", seed);
    }

    private static String processor() {
        Path cpus = Path.of("/proc/cpuinfo");
        if (!Files.isReadable(cpus)) {
            return System.getProperty("os.arch");
        }
        try {
            return Files.readAllLines(cpus).stream()
                    .filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse(System.getProperty("os.arch"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
