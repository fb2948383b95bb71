package net.openmeet.matrix.room;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tag;
import net.openmeet.matrix.homeserver.RoomAlias;
import org.junit.jupiter.api.Test;

/**
 * Rooms that pass their slugs round among them all get the new ones, each keeping its room. A room that waits for another's main
 * alias gives its former one up, and gets nothing taken that is still somebody's main one.
 */
@Tag("slow")
class SwappedSlugsTest {
    private static final Duration SOON = Duration.ofSeconds(31);

    private final List<LaneDriver> lanes = new ArrayList<>();
    private final List<Say> says = new ArrayList<>();

    private void rooms(int count) {
        for (int i = 0; i < count; i++) {
            String key = "t/group/" + i;
            LaneDriver lane = i == 0 ? LaneDriver.of(key) : lanes.getFirst().beside(key);
            lanes.add(lane);
            says.add(new Say(key));
            lane.fold(says.get(i).open("slug" + i));
            lane.run();
        }
    }

    private void rename(int lane, int slug) {
        lanes.get(lane).fold(says.get(lane).open("slug" + slug));
    }

    /** Each lane in its turn, and then some time for all. */
    private void rounds(int count, Duration time, Random random) {
        for (int round = 0; round < count; round++) {
            List<LaneDriver> order = new ArrayList<>(lanes);
            Collections.shuffle(order, random);
            order.forEach(lane -> lane.run(random.nextInt(12)));
            order.forEach(lane -> lane.pass(time));
        }
        lanes.forEach(LaneDriver::run);
    }

    private void assertNamesNoAliasThatLeadsElsewhereAfterAResync() {
        for (LaneDriver driver : lanes) {
            driver.fold(Say.resync());
            driver.run();
            for (RoomAlias other : driver.room().alternatives) {
                assertThat(driver.server.aliases).containsEntry(other, driver.room().id);
            }
        }
    }

    private RoomAlias alias(int lane, int slug) {
        LaneDriver driver = lanes.get(lane);
        return DesiredRoom.alias(driver.lane, driver.body.said().fact().orElseThrow(), "slug" + slug, driver.policy);
    }

    private void assertHas(int lane, int slug) {
        LaneDriver driver = lanes.get(lane);
        assertThat(driver.room().canonical).contains(alias(lane, slug));
        assertThat(driver.server.aliases).containsEntry(alias(lane, slug), driver.room().id);
        assertThat(driver.refusals).isEmpty();
        assertThat(driver.body.home().previous()).isEmpty();
    }

    @Test
    void twoThatSwapHaveEachOthersWithinAMinute() {
        // given
        rooms(2);

        // when
        rename(0, 1);
        rename(1, 0);
        lanes.forEach(LaneDriver::run);
        lanes.forEach(lane -> lane.pass(SOON));
        lanes.forEach(LaneDriver::run);
        lanes.forEach(lane -> lane.pass(SOON));
        lanes.forEach(LaneDriver::run);

        // then
        assertHas(0, 1);
        assertHas(1, 0);
        assertNamesNoAliasThatLeadsElsewhereAfterAResync();
    }

    @Test
    void whatAnotherKeepsIsWaitedForAndTheFormerOneLeadsHereStill() {
        // given
        rooms(2);

        // when
        rename(0, 1);
        rounds(5, lanes.getFirst().policy.patience().recheck(), new Random(1));

        // then
        assertHas(1, 1);
        assertThat(lanes.getFirst().server.aliases)
                .containsEntry(alias(0, 0), lanes.getFirst().room().id);
        assertThat(lanes.getFirst().room().canonical).isEmpty();
        assertThat(lanes.getFirst().last)
                .isInstanceOfSatisfying(
                        Plan.Wait.class, wait -> assertThat(wait.reason()).isEqualTo(WaitReason.ALIAS_HELD));

        // when: it is given its own again
        rename(0, 0);
        lanes.getFirst().run();

        // then
        assertHas(0, 0);
    }

    @Property(tries = 300, shrinking = ShrinkingMode.OFF, edgeCases = EdgeCasesMode.NONE)
    void howeverManyPassTheirSlugsRoundEachHasItsOwnOnceTheyWereRead(@ForAll long seed) {
        // given
        Random random = new Random(seed);
        lanes.clear();
        says.clear();
        rooms(2 + random.nextInt(3));
        List<Integer> slugs = new ArrayList<>();
        for (int i = 0; i < lanes.size(); i++) {
            slugs.add(i);
        }

        // when: passed round once or more, in any order and with pauses
        for (int time = 0; time <= random.nextInt(3); time++) {
            Collections.shuffle(slugs, random);
            for (int i = 0; i < lanes.size(); i++) {
                rename(i, slugs.get(i));
                if (random.nextBoolean()) {
                    rounds(1, Duration.ofSeconds(random.nextInt(60)), random);
                }
            }
        }
        rounds(8, lanes.getFirst().policy.patience().recheck(), random);
        // A room that was read as having an alias for an alternative may make it its main one before it is taken: it
        // notices when read.
        for (int resync = 0; resync < 2; resync++) {
            lanes.forEach(lane -> lane.fold(Say.resync()));
            rounds(2, lanes.getFirst().policy.patience().recheck(), random);
        }

        // then
        for (int i = 0; i < lanes.size(); i++) {
            assertHas(i, slugs.get(i));
        }
        assertNamesNoAliasThatLeadsElsewhereAfterAResync();
    }
}
