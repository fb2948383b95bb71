package net.openmeet.matrix.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import net.openmeet.matrix.fixture.MatrixActor;
import net.openmeet.matrix.fixture.MatrixProbe;
import net.openmeet.matrix.fixture.SynapseOptions;
import net.openmeet.matrix.fixture.SynapseRuntime;
import net.openmeet.matrix.fixture.SynapseServer;
import net.openmeet.matrix.fixture.WithSynapse;
import net.openmeet.matrix.topology.Topics;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * A homeserver that was wiped or restored from an older backup, while the service runs or while it is down, has everything again soon,
 * though nothing is published: one room for each event and group, with its names, aliases, levels and people under the same Matrix
 * ids. An alias that a moderator deletes makes no second room.
 */
@WithSynapse
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LostHomeserverSynapseIT {
    private static final String TENANT = "lost";
    private static final Duration SOON = Duration.ofMinutes(2);
    private static final String RESYNC = "{\"op\":\"poke\",\"reason\":\"resync\"}";

    private final SynapseServer synapse;
    private final Harness harness;
    private final Town town;
    private final List<String> aliases = new ArrayList<>();
    private final List<Integer> people = new ArrayList<>();
    private int hike;
    private int host;

    LostHomeserverSynapseIT(SynapseRuntime runtime) {
        // The shared one has other classes' rooms in it.
        synapse = SynapseServer.start(runtime, SynapseOptions.defaults());
        harness = new Harness(
                synapse,
                List.of(TENANT),
                policy -> Policies.watchful(Policies.quickToDoubt(Policies.impatient(policy))));
        town = new Town(harness, TENANT);
    }

    @AfterAll
    void close() {
        harness.close();
        synapse.close();
    }

    @BeforeAll
    void aTownThatIsSettled() {
        hike = room("public");
        host = person(hike, "host");
        person(hike, "participant");
        int secret = room("private");
        town.attend(secret, host, "moderator");
        person(secret, "participant");
        rename(room("unlisted"));
        harness.settle();
        assertThat(town.probe().joinedRooms()).hasSize(3);
    }

    private int room(String visibility) {
        int event = town.announce(visibility);
        aliases.add(town.alias(event));
        return event;
    }

    private int person(int event, String role) {
        int person = town.attendee(event, role);
        people.add(person);
        return person;
    }

    private void rename(int event) {
        town.publish(town.events()
                .room("event.slug.changed", event, "moved" + event, "Event " + event, "unlisted", "published"));
        aliases.add(town.alias("moved" + event));
    }

    /** All that OpenMeet asked for, as the homeserver has it; room ids left out. */
    private record Picture(Map<String, Room> byAlias, Map<String, Account> accounts, int rooms) {}

    private record Room(
            Optional<String> name,
            Optional<String> topic,
            Optional<String> joinRule,
            Optional<String> canonical,
            Set<String> alternatives,
            Set<String> aliases,
            boolean listed,
            Set<String> inside,
            Map<String, Integer> levels) {}

    private record Account(Optional<String> name, Optional<JsonNode> claim) {}

    private Picture picture() {
        MatrixProbe probe = town.probe();
        Map<String, Room> rooms = new TreeMap<>();
        for (String alias : aliases) {
            String id = probe.roomByAlias(alias).orElseThrow(() -> new AssertionError("no room " + alias));
            Room room = new Room(
                    probe.name(id),
                    probe.topic(id),
                    probe.joinRule(id),
                    probe.canonicalAlias(id),
                    probe.alternativeAliases(id),
                    probe.localAliases(id),
                    probe.isListed(id),
                    probe.joined(id),
                    probe.powerLevels(id));
            rooms.put(alias, room);
        }
        Map<String, Account> accounts = new TreeMap<>();
        for (int person : people) {
            String user = town.user(person);
            Optional<JsonNode> claim = probe.as(user).accountData(user, "net.openmeet.user");
            accounts.put(user, new Account(probe.displayName(user), claim));
        }
        return new Picture(rooms, accounts, probe.joinedRooms().size());
    }

    private Map<String, String> roomIds() {
        Map<String, String> ids = new TreeMap<>();
        aliases.forEach(alias -> ids.put(alias, town.probe().roomByAlias(alias).orElseThrow()));
        return ids;
    }

    /** Until all is as it was, and stays so once nothing is left to do. */
    private void awaitAgain(Picture before) {
        Awaitility.await()
                .atMost(SOON)
                .pollInterval(Duration.ofMillis(250))
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(picture()).isEqualTo(before));
        harness.settle();
        assertThat(picture()).isEqualTo(before);
        assertThat(harness.read(Topics.OPERATIONS_DEAD_LETTER)).isEmpty();
    }

    private void awaitEpoch(int epoch) {
        harness.eventually(() ->
                assertThat(harness.metric("openmeet.matrix.homeserver.epoch")).isEqualTo(epoch));
    }

    private int epoch() {
        return (int) harness.metric("openmeet.matrix.homeserver.epoch");
    }

    @Test
    void aWipeUnderTheRunningServiceIsMadeGood() {
        // given
        Picture before = picture();
        Map<String, String> rooms = roomIds();
        int epoch = epoch();

        // when
        synapse.wipe();
        awaitEpoch(epoch + 1);

        // then
        awaitAgain(before);
        assertThat(roomIds().values()).doesNotContainAnyElementsOf(rooms.values());
    }

    @Test
    void aWipeWhileTheServiceIsDownIsMadeGoodAfterItsStart() {
        // given
        Picture before = picture();

        // when
        harness.whileDown(synapse::wipe);

        // then
        awaitAgain(before);
    }

    @Test
    void whatCameAfterTheBackupComesBackAndRoomsThatWereThereStayTheSame() {
        // given
        int epoch = epoch();
        SynapseServer.DatabaseBackup backup = synapse.backup();
        Map<String, String> rooms = roomIds();
        Picture after = changed();

        // when
        synapse.restore(backup);
        awaitEpoch(epoch + 1);

        // then
        awaitAgain(after);
        assertThat(roomIds()).containsAllEntriesOf(rooms);
    }

    @Test
    void theSameWhenItWasRestoredWhileTheServiceWasDown() {
        // given
        SynapseServer.DatabaseBackup backup = synapse.backup();
        Map<String, String> rooms = roomIds();
        Picture after = changed();

        // when
        harness.whileDown(() -> synapse.restore(backup));

        // then
        awaitAgain(after);
        assertThat(roomIds()).containsAllEntriesOf(rooms);
    }

    /** A new room, somebody new in an old one, another level there, somebody out and another name: all after the backup. */
    private Picture changed() {
        int leaves = person(hike, "participant");
        harness.settle();
        int added = room("public");
        person(added, "host");
        person(hike, "speaker");
        town.changeRole(hike, host, "moderator");
        town.remove(hike, leaves);
        town.publish(
                town.events().room("event.updated", hike, "e" + hike, "Hike " + town.newId(), "public", "published"));
        harness.settle();
        // Longer than a heartbeat: a backup that is younger can't be told from what was there.
        long heartbeat = System.nanoTime();
        Awaitility.await()
                .until(() ->
                        System.nanoTime() - heartbeat > Duration.ofSeconds(4).toNanos());
        return picture();
    }

    @Test
    void aDeletedAliasMakesNoSecondRoomAndATenantsResyncBringsItBack() {
        // given
        Picture before = picture();
        Map<String, String> rooms = roomIds();
        String room = town.room(hike);

        // when: as a client does it; the room is changed meanwhile, and then all of it read
        MatrixActor moderator = town.probe().actAs(town.user(host));
        moderator.deleteAlias(town.alias(hike)).orFail();
        moderator
                .putState(room, "m.room.canonical_alias", "", JsonNodeFactory.instance.objectNode())
                .orFail();
        town.publish(town.events().room("event.updated", hike, "e" + hike, "Between", "public", "published"));
        harness.eventually(() -> assertThat(town.probe().name(room)).contains("Between Chat"));
        String name = before.byAlias().get(town.alias(hike)).name().orElseThrow();
        town.publish(town.events()
                .room("event.updated", hike, "e" + hike, name.replace(" Chat", ""), "public", "published"));
        harness.command(TENANT, RESYNC);

        // then
        awaitAgain(before);
        assertThat(roomIds()).isEqualTo(rooms);
    }
}
