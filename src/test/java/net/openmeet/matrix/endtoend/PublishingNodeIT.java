package net.openmeet.matrix.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.openmeet.matrix.event.EventType;
import net.openmeet.matrix.event.Kind;
import net.openmeet.matrix.fixture.NodeRun;
import net.openmeet.matrix.fixture.WithSynapse;
import net.openmeet.matrix.json.Json;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What {@code docs/publishing} gives to OpenMeet works: changes in a real database reach the homeserver through outbox, relay and Kafka, in
 * the order of their commits, whatever crashes. What the service tells of them is what OpenMeet then has in its own table.
 */
@WithSynapse
@ExtendWith(OneService.class)
class PublishingNodeIT {
    private static @Nullable NodeOpenMeet running;

    private final Harness harness;
    private final Town town;
    private final SaidByNode said;
    private final NodeOpenMeet openmeet = Objects.requireNonNull(running);

    PublishingNodeIT(Harness harness) {
        this.harness = harness;
        town = new Town(harness, OneService.NODE);
        said = new SaidByNode(harness);
    }

    @BeforeAll
    static void start() {
        running = new NodeOpenMeet();
    }

    @AfterAll
    static void stop() {
        Optional.ofNullable(running).ifPresent(NodeOpenMeet::close);
    }

    @Test
    void whatIsSaidInTransactionsIsTrueOfTheHomeserverAndToldBack() {
        // given
        double misplaced = misplaced();
        int first = newIds();
        String ana = harness.user("ana." + (first + 1));
        String bo = town.user(first + 2);

        // when
        try (NodeRun api = openmeet.startApi(harness)) {
            openmeet.run("town", harness, first);

            // then
            harness.eventually(() -> {
                String room = harness.room("event-summit-" + (first + 20) + "-" + OneService.NODE);
                assertThat(inside(room)).containsExactlyInAnyOrder(ana, bo);
                assertThat(town.probe().powerLevels(room))
                        .containsEntry(ana, 90)
                        .containsEntry(bo, 25);
                assertThat(town.probe().name(room)).contains("Summit walk Chat");
                assertThat(town.probe().joinRule(room)).contains("invite");
            });
            harness.eventually(() -> {
                String room = harness.room("group-hikers-" + (first + 10) + "-" + OneService.NODE);
                assertThat(inside(room)).containsExactlyInAnyOrder(ana, bo);
                assertThat(town.probe().powerLevels(room))
                        .containsEntry(ana, 90)
                        .containsEntry(bo, 50);
                assertThat(town.probe().name(room)).contains("Hikers 🥾 Köln Chat");
            });
            harness.eventually(() -> assertThat(town.probe().displayName(bo)).contains("Bo Larsson"));
            harness.eventually(
                    () -> assertThat(openmeet.told(harness)).isNotEmpty().isEqualTo(said.told()));
            api.stop();
        }
        assertThat(said.told().get(town.lane("event", first + 22))).isEmpty();
        assertThat(said.types()).containsExactlyInAnyOrderElementsOf(typesOfTheContract());
        said.assertKept();
        assertThat(misplaced()).isEqualTo(misplaced);
    }

    @Test
    void manyTransactionsAtOnceAreSaidInTheOrderOfTheirCommits() {
        // given
        int event = newIds();
        String subject = town.lane("event", event);

        // when
        try (NodeRun api = openmeet.startApi(harness)) {
            openmeet.run("crowd", harness, event);
            api.stop();
        }

        // then
        assertThat(said.sequences(subject)).hasSize(27).isSorted().doesNotHaveDuplicates();
        assertThat(said.about(subject).stream()
                        .map(told -> told.at("/data/event/name").asText())
                        .filter(name -> name.startsWith("Revision")))
                .isEqualTo(IntStream.rangeClosed(0, 13)
                        .mapToObj(revision -> "Revision " + revision)
                        .toList());
        town.awaitRoom(event, event + 1);
        harness.eventually(() -> assertThat(town.probe().name(town.room(event))).contains("Revision 13 Chat"));
    }

    @Test
    void whatACrashRepeatsChangesNothing() {
        // given
        int event = newIds();
        String subject = town.lane("event", event);
        try (NodeRun crashing = openmeet.start("crash", harness, event)) {
            assertThat(crashing.awaitEnd()).isEqualTo(137);
        }
        harness.eventually(() -> assertThat(town.probe().name(town.room(event))).contains("Draft 150 Chat"));
        harness.settle();
        List<BigInteger> once = said.sequences(subject);
        List<String> before = timeline(event);

        // when
        try (NodeRun api = openmeet.startApi(harness)) {
            harness.eventually(() -> assertThat(said.about(subject)).hasSize(2 * once.size()));
            harness.settle();
            api.stop();
        }

        // then
        assertThat(once).hasSize(151).isSorted().doesNotHaveDuplicates();
        assertThat(said.sequences(subject).subList(once.size(), 2 * once.size()))
                .isEqualTo(once);
        assertThat(timeline(event)).isEqualTo(before);
    }

    @Test
    void keysGoWhereJavaClientsPutThem() {
        // given
        Random random = new Random(7);
        List<String> keys = Stream.concat(
                        Stream.of("", "a", "ab", "abc", "Köln/event/ä", "🥾", "x".repeat(10_000), "ß".repeat(4_321)),
                        IntStream.range(0, 2_000)
                                .mapToObj(key -> "tenant-%d/event/%d"
                                        .formatted(random.nextInt(50), random.nextInt(Integer.MAX_VALUE))))
                .toList();

        // when
        List<Integer> partitions = openmeet.partitions(keys);

        // then
        assertThat(partitions)
                .isEqualTo(keys.stream().map(SaidByNode::partition).toList());
    }

    @Test
    void theWordsOfTheTypesAreThoseOfTheSchemas() throws IOException {
        // given
        Map<String, String> names = Map.of(
                "GROUP_ROLES", "groupRole",
                "ATTENDEE_ROLES", "attendeeRole",
                "ATTENDEE_STATUSES", "attendeeStatus",
                "VISIBILITIES", "visibility",
                "GROUP_STATUSES", "groupStatus",
                "EVENT_STATUSES", "eventStatus");

        // when
        JsonNode words = openmeet.words();

        // then
        JsonNode schema = schema("defs").path("$defs");
        assertThat(words).hasSameSizeAs(names.keySet());
        names.forEach((word, definition) -> assertThat(texts(words.path(word)))
                .as(word)
                .isEqualTo(texts(schema.path(definition).path("enum"))));
    }

    /** A hundred that nobody has. */
    private int newIds() {
        return 100_000 + 100 * harness.newId();
    }

    private Set<String> inside(String room) {
        Set<String> inside = new TreeSet<>(town.probe().joined(room));
        inside.remove(harness.synapse().botId());
        return inside;
    }

    private List<String> timeline(int event) {
        return town.probe().timeline(town.room(event)).stream()
                .map(seen -> seen.path("event_id").asText())
                .toList();
    }

    private double misplaced() {
        return harness.count("openmeet.matrix.event.notices", "what", "wrong-partition");
    }

    private static List<String> typesOfTheContract() {
        return Arrays.stream(EventType.values())
                .filter(type -> type.kind() != Kind.CANARY)
                .map(EventType::word)
                .toList();
    }

    private static JsonNode schema(String name) throws IOException {
        String file = "/schema/" + name + ".json";
        try (InputStream content = Objects.requireNonNull(PublishingNodeIT.class.getResourceAsStream(file), file)) {
            return Json.mapper().readTree(content);
        }
    }

    /** Without null, which stands for absent. */
    private static Set<String> texts(JsonNode list) {
        Set<String> texts = new TreeSet<>();
        list.forEach(element -> {
            if (!element.isNull()) {
                texts.add(element.asText());
            }
        });
        return texts;
    }
}
