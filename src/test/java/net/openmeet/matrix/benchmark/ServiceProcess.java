package net.openmeet.matrix.benchmark;

import io.micrometer.core.instrument.Gauge;
import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import net.openmeet.matrix.Service;
import net.openmeet.matrix.config.Appservice;
import net.openmeet.matrix.config.Calls;
import net.openmeet.matrix.config.Config;
import net.openmeet.matrix.config.Http;
import net.openmeet.matrix.config.Kafka;
import net.openmeet.matrix.config.OtherTenants;
import net.openmeet.matrix.config.Secret;
import net.openmeet.matrix.config.Tenant;
import net.openmeet.matrix.fixture.FolderTree;
import net.openmeet.matrix.homeserver.UserId;
import net.openmeet.matrix.room.Policy;
import net.openmeet.matrix.simulator.SimulatorSettings;

/** The whole service with its own settings but for the cap on calls. Asked anything: how many lanes aren't converged. */
public final class ServiceProcess {
    static final String APPLICATION = "openmeet-matrix";

    private ServiceProcess() {}

    public static void main(String[] args) throws Exception {
        Path state = Files.createTempDirectory("openmeet-matrix-bench-");
        try (Service service = Service.start(config(args[0], URI.create(args[1]), Integer.parseInt(args[2]), state))) {
            Wait.until("it runs", Duration.ofMillis(10), service::isRunning);
            Child.serve(question -> Long.toString(unconverged(service)));
        } finally {
            FolderTree.delete(state);
        }
    }

    private static long unconverged(Service service) {
        double sum = 0;
        for (Gauge gauge :
                service.registry().find("openmeet.matrix.lanes.unconverged").gauges()) {
            sum += gauge.value();
        }
        return Math.round(sum);
    }

    private static Config config(String bootstrap, URI homeserver, int inFlight, Path state) throws IOException {
        Map<String, String> kafka = new HashMap<>(Map.of("num.standby.replicas", "0"));
        // To try others: -Dbench.flags=-Dbench.streams=commit.interval.ms=20,num.stream.threads=2
        Properties tried = new Properties();
        tried.load(new StringReader(System.getProperty("bench.streams", "").replace(',', '\n')));
        tried.stringPropertyNames().forEach(name -> kafka.put(name, tried.getProperty(name)));
        UserId bot = World.BOT;
        Tenant tenant = new Tenant(
                World.TENANT,
                homeserver,
                bot.server(),
                Optional.of(new Appservice(
                        bot.localpart(),
                        Secret.of(SimulatorSettings.usual()
                                .appservices()
                                .getFirst()
                                .asToken()))),
                Optional.empty(),
                Policy.defaults(World.TENANT, bot),
                new Calls(
                        inFlight,
                        Calls.defaults().timeout(),
                        Calls.defaults().createRoomTimeout(),
                        Calls.defaults().profileTimeout(),
                        Calls.defaults().retryBudget()),
                Tenant.RESYNC_EVERY);
        return new Config(
                APPLICATION,
                state,
                new Kafka(bootstrap, kafka, Map.of()),
                new Http(0, Optional.empty()),
                OtherTenants.DEAD_LETTER,
                Optional.empty(),
                Optional.empty(),
                List.of(tenant));
    }
}
