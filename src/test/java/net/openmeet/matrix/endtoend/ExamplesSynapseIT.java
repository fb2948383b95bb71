package net.openmeet.matrix.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import net.openmeet.matrix.fixture.MatrixProbe;
import net.openmeet.matrix.fixture.SynapseOptions;
import net.openmeet.matrix.fixture.SynapseRuntime;
import net.openmeet.matrix.fixture.SynapseServer;
import net.openmeet.matrix.fixture.WithSynapse;
import net.openmeet.matrix.topology.Topics;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The contract's examples, played as they stand, leave the homeserver in exactly the state they describe. Played again, or each
 * record twice, they leave it the same and nothing more is written.
 */
@WithSynapse
class ExamplesSynapseIT {
    private static final String TENANT = "ciTenantA";
    private final SynapseServer synapse;
    private final Harness harness;

    ExamplesSynapseIT(SynapseRuntime runtime) {
        // A server of its own: the examples name their tenant, and each test starts from nothing.
        synapse = SynapseServer.start(runtime, SynapseOptions.defaults());
        harness = new Harness(synapse, List.of(TENANT), UnaryOperator.identity());
    }

    @BeforeEach
    void countFromHere() {
        harness.calls().reset();
    }

    @AfterEach
    void close() {
        harness.close();
        synapse.close();
    }

    @Test
    void theExamplesEndInTheStateTheyDescribe() {
        // when
        Harness.examples().forEach(harness::publish);
        harness.settle();

        // then
        assertStateOfTheExamples();
    }

    @Test
    void playedTwiceNothingMoreIsWritten() {
        // given
        Harness.examples().forEach(harness::publish);
        harness.settle();
        harness.calls().reset();

        // when
        Harness.examples().forEach(harness::publish);
        harness.settle();

        // then
        assertThat(harness.calls().calls().writes().total())
                .as("%s", harness.calls().calls())
                .isZero();
        assertStateOfTheExamples();
    }

    @Test
    void withEveryRecordDoubledTheStateIsTheSame() {
        // when
        Harness.examples().forEach(event -> harness.publish(event, event));
        harness.settle();

        // then
        assertStateOfTheExamples();
    }

    private void assertStateOfTheExamples() {
        MatrixProbe probe = harness.probe();
        String bot = synapse.botId();
        String ana = harness.user("ana_cia");

        String group = harness.room("group-koeln-hikers-ciTenantA");
        assertThat(probe.name(group)).contains("Hikers 🥾 Köln Chat");
        assertThat(probe.topic(group)).contains("Chat room for Hikers 🥾 Köln");
        assertThat(probe.canonicalAlias(group)).contains(harness.alias("group-koeln-hikers-ciTenantA"));
        assertThat(probe.alternativeAliases(group)).containsExactly(harness.alias("group-hikers-x1y2z3-ciTenantA"));
        assertThat(probe.localAliases(group))
                .containsExactlyInAnyOrder(
                        harness.alias("group-koeln-hikers-ciTenantA"), harness.alias("group-hikers-x1y2z3-ciTenantA"));
        assertThat(probe.joinRule(group)).contains("public");
        assertThat(probe.isListed(group)).isTrue();
        assertThat(probe.joined(group)).isEqualTo(Set.of(bot, ana));
        assertThat(probe.powerLevels(group)).isEqualTo(Map.of(bot, 100, ana, 90));

        // Event 42 was deleted, event 43 cancelled.
        assertThat(probe.roomByAlias(harness.alias("event-summit-q1w2e3-ciTenantA")))
                .isEmpty();
        String event = harness.room("event-map-reading-r4t5y6-ciTenantA");
        assertThat(probe.name(event)).contains("Map reading Chat");
        assertThat(probe.topic(event)).contains("Cancelled: chat room for Map reading");
        assertThat(probe.joinRule(event)).contains("public");
        assertThat(probe.isListed(event)).isFalse();
        assertThat(probe.joined(event)).isEqualTo(Set.of(bot, ana));
        assertThat(probe.powerLevels(event)).isEqualTo(Map.of(bot, 100, ana, 25));

        assertThat(probe.displayName(ana)).contains("Ana Müller");
        // Bo was deleted: out of every room, and no name is left.
        assertThat(probe.displayName(harness.user("bo-p9o8i7_citenanta"))).isEmpty();
        assertThat(harness.read(Topics.DOMAIN_EVENTS_DEAD_LETTER)).isEmpty();
        assertThat(harness.read(Topics.OPERATIONS_DEAD_LETTER)).isEmpty();
        assertOnlyTheDeletedRoomIsLeftOver(probe, bot, Set.of(group, event));
    }

    /** The bot never leaves a room; where an event was deleted it is alone behind a closed door. */
    private void assertOnlyTheDeletedRoomIsLeftOver(MatrixProbe probe, String bot, Set<String> open) {
        for (String room : probe.joinedRooms()) {
            if (!open.contains(room)) {
                assertThat(probe.joined(room)).containsExactly(bot);
                assertThat(probe.joinRule(room)).contains("invite");
                assertThat(probe.localAliases(room)).isEmpty();
                assertThat(probe.isListed(room)).isFalse();
            }
        }
        assertThat(probe.joinedRooms()).hasSizeLessThanOrEqualTo(3);
    }
}
