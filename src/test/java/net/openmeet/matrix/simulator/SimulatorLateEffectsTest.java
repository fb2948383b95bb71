package net.openmeet.matrix.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Every write of the service can take effect after its caller gave up, in the state the homeserver is in by then. Nothing of it is
 * seen before.
 */
class SimulatorLateEffectsTest {
    private final MatrixSimulator simulator = MatrixSimulator.start();
    private final Cast cast = new Cast(simulator.subject());
    private final Caller bot = cast.bot();
    private final Caller ann = cast.person();
    private final String room = cast.publicRoom();

    @AfterEach
    void close() {
        simulator.close();
    }

    private ScriptedFault late(Endpoint endpoint, Runnable request) {
        ScriptedFault late = simulator.faults().next(endpoint, new Fault.LateEffect());
        assertThatThrownBy(request::run).isInstanceOf(AssertionError.class).hasCauseInstanceOf(IOException.class);
        assertThat(late.hits()).isEqualTo(1);
        return late;
    }

    private RoomView room() {
        return simulator.room(room).orElseThrow();
    }

    @Test
    void aJoinThatComesLate() {
        ScriptedFault late = late(Endpoint.JOIN, () -> ann.post("{}", "rooms", room, "join"));
        assertThat(room().joined()).containsExactly(bot.id());

        late.release();

        assertThat(room().joined()).contains(ann.id());
    }

    @Test
    void aJoinThatComesAfterABanIsRefused() {
        ScriptedFault late = late(Endpoint.JOIN, () -> ann.post("{}", "rooms", room, "join"));
        bot.post(cast.user(ann.id()), "rooms", room, "ban").isOk();

        late.release();

        assertThat(room().joined()).containsExactly(bot.id());
    }

    @Test
    void aKickThatComesLate() {
        ann.post("{}", "rooms", room, "join").isOk();
        ScriptedFault late = late(Endpoint.KICK, () -> bot.post(cast.user(ann.id()), "rooms", room, "kick"));
        assertThat(room().joined()).contains(ann.id());

        late.release();

        assertThat(room().joined()).containsExactly(bot.id());
    }

    @Test
    void levelsThatComeLateOverwriteWhatWasWrittenMeanwhile() {
        String levels = "{\"users\":{\"" + bot.id() + "\":100,\"" + ann.id() + "\":%d}}";
        ScriptedFault late = late(
                Endpoint.SET_STATE_EVENT,
                () -> bot.put(levels.formatted(90), "rooms", room, "state", "m.room.power_levels"));
        bot.put(levels.formatted(50), "rooms", room, "state", "m.room.power_levels")
                .isOk();

        late.release();

        assertThat(room().content("m.room.power_levels")
                        .orElseThrow()
                        .at("/users")
                        .path(ann.id())
                        .asInt())
                .isEqualTo(90);
    }

    @Test
    void anAliasThatComesLate() {
        String alias = cast.alias("event-late");
        String body = "{\"room_id\":\"" + room + "\"}";
        ScriptedFault late = late(Endpoint.SET_ALIAS, () -> bot.put(body, "directory", "room", alias));
        assertThat(simulator.roomByAlias(alias)).isEmpty();

        late.release();

        assertThat(simulator.roomByAlias(alias)).map(RoomView::roomId).contains(room);
    }

    @Test
    void aKilledCreateRoomMayHaveDoneEverythingButAnswer() {
        simulator.faults().next(Endpoint.CREATE_ROOM, new Fault.HalfCreatedRoom(new CreationStage.Complete()));
        String body = "{\"room_alias_name\":\"event-a\",\"name\":\"N\",\"invite\":[\"" + ann.id() + "\"]}";

        assertThatThrownBy(() -> bot.post(body, "createRoom")).hasCauseInstanceOf(IOException.class);

        RoomView left = simulator.roomByAlias(cast.alias("event-a")).orElseThrow();
        assertThat(left.content("m.room.name")).isPresent();
        assertThat(left.members()).containsOnlyKeys(bot.id(), ann.id());
        bot.post(body, "createRoom").isError(400, "M_ROOM_IN_USE");
    }
}
