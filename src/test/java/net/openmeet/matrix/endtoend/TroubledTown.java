package net.openmeet.matrix.endtoend;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import net.openmeet.matrix.Service;
import net.openmeet.matrix.config.Admin;
import net.openmeet.matrix.config.Calls;
import net.openmeet.matrix.config.Canary;
import net.openmeet.matrix.config.Config;
import net.openmeet.matrix.config.Secret;
import net.openmeet.matrix.fixture.DomainEvents;
import net.openmeet.matrix.fixture.EmbeddedKafka;
import net.openmeet.matrix.fixture.RegisteredUser;
import net.openmeet.matrix.fixture.RunningService;
import net.openmeet.matrix.homeserver.UserId;
import net.openmeet.matrix.simulator.Endpoint;
import net.openmeet.matrix.simulator.Fault;
import net.openmeet.matrix.simulator.Faults;
import net.openmeet.matrix.simulator.MatrixSimulator;
import net.openmeet.matrix.simulator.RequestPattern;
import net.openmeet.matrix.simulator.SimulatorSettings;
import net.openmeet.matrix.topology.Topics;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * The whole service with two tenants, one by an application service and one by access tokens, each with a homeserver of its own, and
 * everything that can go wrong going wrong a few times a second: 429, 502, resets, refusals, dead and locked tokens, poison events. A canary sings
 * on the second one.
 */
final class TroubledTown implements AutoCloseable {
    private static final String ROOMY = "roomy";
    private static final String TOKENS = "tokens";
    private static final int ROOMS = 20;
    private static final long MILLIS = 250;
    private static final String PASSWORD = "correct horse battery staple";
    private static final Calls IMPATIENT =
            new Calls(8, Duration.ofSeconds(2), Duration.ofSeconds(3), Duration.ofSeconds(3), Duration.ofHours(1));

    private static final RequestPattern OF_THE_BOT =
            RequestPattern.of(Endpoint.GET_ALIAS, Endpoint.SET_STATE_EVENT, Endpoint.GET_STATE_EVENT);

    private final EmbeddedKafka kafka = EmbeddedKafka.start();
    private final MatrixSimulator homeserver = MatrixSimulator.start();
    private final MatrixSimulator ofTokens =
            MatrixSimulator.start(SimulatorSettings.usual().withoutAppservices());
    private final Service service;
    private final SteadyChanges changes = new SteadyChanges(kafka.bootstrapServers(), ROOMY, ROOMS);
    private final DomainEvents events = new DomainEvents(TOKENS, Instant::now);
    private final KafkaProducer<String, String> producer = new KafkaProducer<>(
            Map.of("bootstrap.servers", kafka.bootstrapServers()), new StringSerializer(), new StringSerializer());
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
    private Optional<Future<?>> troubles = Optional.empty();
    private int round;
    private int tired = 1;

    TroubledTown(Path state) {
        RunningService.createTopics(kafka);
        RegisteredUser root = ofTokens.registerAdmin("root");
        ofTokens.credentials().setPassword(root.userId(), PASSWORD);
        service = RunningService.start(withCanary(RunningService.config(
                kafka,
                "openmeet-matrix",
                state,
                List.of(
                        RunningService.tenant(
                                ROOMY,
                                homeserver.baseUrl(),
                                UserId.parse(homeserver.botId()),
                                homeserver.asToken(),
                                policy -> policy,
                                IMPATIENT),
                        RunningService.tenant(
                                TOKENS,
                                ofTokens.baseUrl(),
                                ofTokens.serverName(),
                                new Admin("root", Optional.empty(), Optional.of(Secret.of(PASSWORD))),
                                policy -> policy)))));
    }

    private static Config withCanary(Config config) {
        return new Config(
                config.applicationId(),
                config.stateDir(),
                config.kafka(),
                config.http(),
                config.otherTenants(),
                config.keys(),
                Optional.of(new Canary(TOKENS, Duration.ofSeconds(1))),
                config.tenants());
    }

    Service service() {
        return service;
    }

    /** The one that has an application service. */
    MatrixSimulator homeserver() {
        return homeserver;
    }

    void begin() {
        say(events.room("event.created", 1, "e1", "One", "public", "published"));
        say(events.room("event.created", 2, "e2", "Two", "public", "published"));
        changes.start();
        troubles = Optional.of(thread.scheduleAtFixedRate(this::trouble, 0, MILLIS, TimeUnit.MILLISECONDS));
    }

    /** Fails if the troubles themselves did. */
    void check() {
        if (troubles.filter(Future::isDone).isPresent()) {
            throw new IllegalStateException("no more troubles", troubles.get().exceptionNow());
        }
    }

    private void trouble() {
        round++;
        Faults faults = homeserver.faults();
        faults.next(Endpoint.JOIN, Fault.rateLimited(Duration.ofMillis(200)));
        faults.next(Endpoint.JOIN, Fault.refuse(403, "M_USER_SUSPENDED", "This account is suspended"));
        if (round % 8 == 0) {
            // Whose limit that is pauses for a second: nobody is told of less.
            faults.next(1, OF_THE_BOT, Fault.rateLimited(Duration.ofMillis(200)));
        }
        faults.next(Endpoint.SET_STATE_EVENT, Fault.status(502));
        faults.next(Endpoint.INVITE, new Fault.Reset(true));
        say(ROOMY + "/event/1", "poison");
        attend(1, round);
        tire("u" + tired + "_" + TOKENS);
    }

    /** Ends the tokens of one after the other, once they have an account; every second is locked, so that nobody gets another. */
    private void tire(String localpart) {
        String userId = ofTokens.userId(localpart);
        if (ofTokens.isRegistered(userId)) {
            ofTokens.credentials().endTokensOf(userId);
            ofTokens.credentials().lock(userId, tired % 2 == 0);
            attend(2, tired);
            tired++;
        }
    }

    private void attend(int event, int person) {
        say(events.attendee("added", event, person, "confirmed", "participant"));
    }

    private void say(DomainEvents.Event event) {
        say(event.key(), event.json());
    }

    @SuppressWarnings("FutureReturnValueIgnored") // what isn't published shows as a panel without data
    private void say(String key, String value) {
        producer.send(new ProducerRecord<>(Topics.DOMAIN_EVENTS, key, value));
    }

    @Override
    public void close() {
        thread.shutdownNow();
        changes.close();
        producer.close();
        service.close();
        homeserver.close();
        ofTokens.close();
        kafka.close();
    }
}
