package net.openmeet.matrix.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.ConnectException;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import net.openmeet.matrix.fixture.RegisteredUser;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The simulator as a whole can lose, keep and bring back its database, go down and up, and says what was asked of it. */
class MatrixSimulatorTest {
    private final MatrixSimulator simulator = MatrixSimulator.start();
    private final Cast cast = new Cast(simulator.subject());
    private final Caller bot = cast.bot();

    @AfterEach
    void close() {
        simulator.close();
    }

    @Test
    void aWipedDatabaseKnowsNobodyButTheApplicationService() {
        // given
        Caller user = cast.user();
        Caller person = cast.person();
        String name = cast.fresh("event");
        String roomId = cast.room("{\"room_alias_name\":\"" + name + "\"}");

        // when
        simulator.wipe();

        // then
        user.get("account", "whoami").isError(401, "M_UNKNOWN_TOKEN");
        person.get("account", "whoami").isError(403, "M_FORBIDDEN");
        bot.get("directory", "room", cast.alias(name)).isError(404, "M_NOT_FOUND");
        bot.get("rooms", roomId, "state").isError(403, "M_FORBIDDEN");
        bot.get("account", "whoami").isOk();
    }

    @Test
    void aRestoredDatabaseForgetsWhatCameAfterTheBackup() {
        // given
        Caller ann = cast.person();
        String roomId = cast.privateRoomWith(ann);
        MatrixSimulator.Backup backup = simulator.backup();
        bot.post(cast.user(ann.id()), "rooms", roomId, "kick").isOk();
        ann.put("{\"displayname\":\"Later\"}", "profile", ann.id(), "displayname")
                .isOk();
        String later = cast.privateRoom();

        // when
        simulator.restore(backup);

        // then
        assertThat(simulator.room(later)).isEmpty();
        assertThat(simulator.room(roomId).orElseThrow().joined()).contains(ann.id());
        assertThat(simulator.displayName(ann.id())).isPresent().get().isNotEqualTo("Later");
    }

    @Test
    void aBackupCanBeRestoredTwice() {
        MatrixSimulator.Backup backup = simulator.backup();
        cast.privateRoom();
        simulator.restore(backup);
        cast.privateRoom();

        simulator.restore(backup);

        assertThat(simulator.rooms()).isEmpty();
    }

    @Test
    void aServerThatIsDownRefusesConnectionsAndComesBackWithItsRooms() {
        // given
        String roomId = cast.privateRoom();
        URI before = simulator.baseUrl();

        // when
        simulator.goDown();

        // then
        assertThatThrownBy(() -> bot.get("account", "whoami")).hasCauseInstanceOf(ConnectException.class);
        simulator.comeUp();
        assertThat(simulator.baseUrl()).isEqualTo(before);
        bot.get("rooms", roomId, "state").isOk();
    }

    @Test
    void aRestartForgetsTheApplicationServicesTransactions() {
        // given
        String roomId = cast.privateRoom();
        String message = "{\"msgtype\":\"m.text\",\"body\":\"x\"}";
        String first = bot.put(message, "rooms", roomId, "send", "m.room.message", "t1")
                .isOk()
                .text("event_id");

        // when
        simulator.goDown();
        simulator.comeUp();
        // The client sends a GET again on a connection that the restart closed, but not a PUT.
        bot.get("account", "whoami").isOk();

        // then
        String second = bot.put(message, "rooms", roomId, "send", "m.room.message", "t1")
                .isOk()
                .text("event_id");
        assertThat(second).isNotEqualTo(first);
    }

    @Test
    void callsAreCountedByEndpointAndRemembered() {
        // given
        String roomId = cast.privateRoom();
        simulator.calls().clear();

        // when
        bot.get("rooms", roomId, "state", "m.room.power_levels").isOk();
        bot.get("rooms", roomId, "state", "m.room.avatar").isError(404, "M_NOT_FOUND");
        bot.get("account", "whoami").isOk();

        // then
        assertThat(simulator.calls().counts()).isEqualTo(Map.of(Endpoint.GET_STATE_EVENT, 2L, Endpoint.WHOAMI, 1L));
        assertThat(simulator.calls().total()).isEqualTo(3);
        assertThat(simulator.calls().recent())
                .extracting(ServedCall::status)
                .containsExactly(Optional.of(200), Optional.of(404), Optional.of(200));
        assertThat(simulator.calls().recent()).allMatch(call -> call.actingAs().equals(Optional.of(bot.id())));
    }

    @Test
    void aRoomIsSeenWithItsTimeline() {
        // given
        Caller ann = cast.person();
        String roomId = cast.privateRoomWith(ann);

        // when
        bot.post(cast.user(ann.id()), "rooms", roomId, "kick").isOk();

        // then
        RoomView room = simulator.room(roomId).orElseThrow();
        assertThat(room.members()).containsEntry(ann.id(), Membership.LEAVE);
        assertThat(room.joined()).containsExactly(bot.id());
        assertThat(room.level(bot.id())).contains(100L);
        assertThat(room.timeline().getLast().isState("m.room.member", ann.id())).isTrue();
    }

    @Test
    void manyAtOnceLoseNothing() {
        // given
        String roomId = cast.publicRoom();

        // when
        IntStream.range(0, 200)
                .parallel()
                .forEach(i -> cast.person().post("{}", "rooms", roomId, "join").isOk());

        // then
        assertThat(simulator.room(roomId).orElseThrow().joined()).hasSize(201);
    }

    @Test
    void usersAndAdminsAreMadeWithoutARequest() {
        // when
        RegisteredUser user = simulator.registerUser("ann");
        RegisteredUser admin = simulator.registerAdmin("root");

        // then
        assertThat(cast.withToken(user.accessToken())
                        .get("account", "whoami")
                        .isOk()
                        .text("user_id"))
                .isEqualTo(simulator.userId("ann"));
        cast.withToken(admin.accessToken())
                .adminGet("v2", "users", user.userId())
                .isOk();
        cast.withToken(user.accessToken())
                .adminGet("v2", "users", user.userId())
                .isError(403, "M_FORBIDDEN");
    }
}
