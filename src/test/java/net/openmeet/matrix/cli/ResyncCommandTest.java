package net.openmeet.matrix.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import net.openmeet.matrix.api.Instance;
import net.openmeet.matrix.api.Places;
import net.openmeet.matrix.config.Kafka;
import net.openmeet.matrix.fixture.DomainEvents;
import net.openmeet.matrix.fixture.EmbeddedKafka;
import net.openmeet.matrix.fixture.PipelineDriver;
import net.openmeet.matrix.fixture.RunningService;
import net.openmeet.matrix.homeserver.Answer;
import net.openmeet.matrix.homeserver.MatrixCall;
import net.openmeet.matrix.homeserver.RoomId;
import net.openmeet.matrix.homeserver.RoomState;
import net.openmeet.matrix.homeserver.Seen;
import net.openmeet.matrix.topology.Stores;
import net.openmeet.matrix.topology.Topics;
import net.openmeet.matrix.topology.TopicsReading;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A resync sends a command only when told to execute, to the lanes that are meant and by Kafka alone; a dry run asks an instance for each
 * lane and sends nothing to anybody.
 */
@Tag("slow")
class ResyncCommandTest {
    private static EmbeddedKafka kafka;

    @TempDir
    private Path folder;

    private PipelineDriver pipeline;
    private Instance instance;
    private List<String> before = List.of();

    @BeforeAll
    static void tellOfRooms() {
        kafka = EmbeddedKafka.start();
        RunningService.createTopics(kafka);
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers()),
                new StringSerializer(),
                new StringSerializer())) {
            for (String room : List.of("ta/event/1", "ta/event/2", "ta/group/3", "tb/event/1", "ta/event/9")) {
                tell(producer, room, "{\"state\":\"open\"}");
            }
            tell(producer, "ta/event/4", "{\"state\":\"deleted\"}");
            tell(producer, "ta/event/9", null);
        }
    }

    private static void tell(KafkaProducer<String, String> producer, String room, @Nullable String value) {
        try {
            producer.send(new ProducerRecord<>(Topics.ROOMS, room, value)).get();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @AfterAll
    static void stop() {
        kafka.close();
    }

    @BeforeEach
    void open() {
        pipeline = PipelineDriver.of(folder.resolve("state"), "ta");
        DomainEvents openmeet = new DomainEvents("ta", pipeline::now);
        for (int event = 1; event <= 2; event++) {
            pipeline.say(openmeet.room("event.created", event, "e" + event, "E" + event, "public", "published"));
        }
        pipeline.settle();
        pipeline.homeserver("ta")
                .matrix()
                .answer(new MatrixCall.PutState(room("ta/event/2"), new RoomState.Name("Party"), Optional.empty()));
        instance = Instance.start(Places.here(pipeline.store(Stores.LANES)), pipeline::tenant);
        before = commands();
    }

    @AfterEach
    void close() {
        instance.close();
        pipeline.close();
    }

    private RoomId room(String lane) {
        return pipeline.homeserver("ta").calls(MatrixCall.CreateRoom.class).stream()
                .filter(call -> call.lane().equals(lane))
                .map(call -> pipeline.homeserver("ta").matrix().answer(new MatrixCall.LookupAlias(call.alias())))
                .map(answer -> ((Answer.Good) answer).seen())
                .map(seen -> ((Seen.AliasTarget) seen).room())
                .findFirst()
                .orElseThrow();
    }

    private Typed typed(String... options) {
        Map<String, String> settings = new HashMap<>(Map.of(
                "KAFKA_BOOTSTRAP_SERVERS",
                kafka.bootstrapServers(),
                "OPENMEET_API_URL",
                "http://" + instance.address(),
                "OPENMEET_API_TOKEN",
                Instance.TOKEN));
        return typedWith(settings, options);
    }

    private static Typed typedWith(Map<String, String> settings, String... options) {
        List<String> words = new ArrayList<>(List.of("rooms", "resync"));
        words.addAll(List.of(options));
        return Typed.command(settings, words.toArray(String[]::new));
    }

    /** Every command so far. */
    private static List<String> commands() {
        List<String> commands = new ArrayList<>();
        try (TopicsReading reading = TopicsReading.open(new Kafka(kafka.bootstrapServers(), Map.of(), Map.of()))
                .fromBeginning(List.of(Topics.COMMANDS))) {
            reading.readToEnd(record -> commands.add(new String(record.key(), StandardCharsets.UTF_8) + " "
                    + new String(Objects.requireNonNull(record.value()), StandardCharsets.UTF_8)));
        }
        return commands;
    }

    /** Every command since the test began. */
    private List<String> sent() {
        List<String> all = new ArrayList<>(commands());
        before.forEach(all::remove);
        return all;
    }

    @Test
    void aDryRunOfATenantTellsWhichRoomsDifferAndSendsNothing() {
        // when
        Typed typed = typed("--tenant", "ta", "--rate", "1000");
        // then
        assertThat(typed.out()).isEqualTo("""
                        ta/event/2: 1 call
                          set name "Party" → "E2 Chat"
                        1 of 3 rooms differ; 1 could not be looked at.
                        Nothing was changed: --execute does.
                        """);
        assertThat(typed.err()).contains("nothing was ever said of ta/group/3");
        assertThat(typed.code()).isEqualTo(ExitCodes.FAILED);
        assertThat(sent()).isEmpty();
        assertThat(typed("--tenant", "ta", "--rate", "1000", "--limit", "1").out())
                .startsWith("0 of 1 rooms differ; there are 3.\n");
    }

    @Test
    void aDryRunOfOneLaneNeedsNoKafka() {
        // when
        Typed typed = typedWith(
                Map.of("OPENMEET_API_URL", "http://" + instance.address(), "OPENMEET_API_TOKEN", Instance.TOKEN),
                "ta/event/1");
        // then
        assertThat(typed.out()).startsWith("ta/event/1: nothing differs\n");
        assertThat(typed.code()).isEqualTo(ExitCodes.OK);
        assertThat(typed("ta/event/2", "--json").out())
                .startsWith("{\"lane\":\"ta/event/2\",\"changes\":[{\"call\":\"PutState\",\"slot\":\"room\"")
                .doesNotContain("--execute");
    }

    @Test
    void anExecutionAsksTheLanesThatAreMeantByKafkaAlone() {
        // given
        Map<String, String> settings = Map.of("KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers());
        // when
        Typed one = typedWith(settings, "ta/event/1", "--execute");
        Typed person = typedWith(settings, "ta/event/1", "--member", "7", "--rejoin", "--execute");
        Typed tenant = typedWith(settings, "--tenant", "tc", "--execute");
        Typed rejoin = typedWith(settings, "--tenant", "ta", "--rejoin", "--execute", "--rate", "1000");
        // then
        assertThat(List.of(one.code(), person.code(), tenant.code(), rejoin.code()))
                .containsOnly(ExitCodes.OK);
        assertThat(one.out()).isEqualTo("Asked for a resync of ta/event/1.\n");
        assertThat(person.out())
                .isEqualTo("Asked for a resync of person 7 in ta/event/1, with those who left brought back.\n");
        assertThat(tenant.out()).isEqualTo("Asked for a resync of all of tenant tc.\n");
        assertThat(rejoin.out())
                .isEqualTo("Asked for a resync of 3 rooms of tenant ta, with those who left brought back.\n");
        assertThat(sent())
                .contains(
                        "ta/event/1 {\"op\":\"poke\",\"reason\":\"resync\"}",
                        "ta/event/1 {\"op\":\"poke\",\"slot\":\"member:7\",\"reason\":\"resync\",\"rejoin\":true}",
                        "tc {\"op\":\"poke\",\"reason\":\"resync\"}",
                        "ta/event/1 {\"op\":\"poke\",\"reason\":\"resync\",\"rejoin\":true}",
                        "ta/event/2 {\"op\":\"poke\",\"reason\":\"resync\",\"rejoin\":true}",
                        "ta/group/3 {\"op\":\"poke\",\"reason\":\"resync\",\"rejoin\":true}")
                .noneMatch(command -> command.startsWith("tb/") || command.startsWith("ta/event/4 "));
    }

    @Test
    void withoutTheApiADryRunSaysWhatExecuteWouldSend() {
        // when
        Typed typed = typedWith(Map.of("OPENMEET_API_URL", "http://127.0.0.1:1"), "ta/event/1");
        // then
        assertThat(typed.code()).isEqualTo(ExitCodes.FAILED);
        assertThat(typed.err())
                .contains("No instance answers at http://127.0.0.1:1")
                .contains("--execute needs Kafka alone, and would ask for a resync of ta/event/1.");
    }

    @Test
    void whatCannotBeMeantIsRefused() {
        assertThat(typed("ta/evening/1").code()).isEqualTo(ExitCodes.USAGE);
        assertThat(typed().code()).isEqualTo(ExitCodes.USAGE);
        assertThat(typed("ta/event/1", "--tenant", "ta").code()).isEqualTo(ExitCodes.USAGE);
        assertThat(typed("--tenant", "ta", "--member", "7").err()).contains("--member goes with a LANE only");
        assertThat(typed("--tenant", "ta", "--rate", "0").code()).isEqualTo(ExitCodes.USAGE);
    }
}
