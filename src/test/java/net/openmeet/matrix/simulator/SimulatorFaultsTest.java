package net.openmeet.matrix.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Every fault does what it says and only that: whether the request took effect, and what the client sees. A test of the
 * service that injects one can believe it.
 */
class SimulatorFaultsTest {
    private final MatrixSimulator simulator = MatrixSimulator.start();
    private final Cast cast = new Cast(simulator.subject());
    private final Caller bot = cast.bot();

    @AfterEach
    void close() {
        simulator.close();
    }

    private Reply createRoom(String name) {
        return bot.post("{\"room_alias_name\":\"event-" + name + "\",\"name\":\"N\"}", "createRoom");
    }

    private Optional<RoomView> room(String name) {
        return simulator.roomByAlias(cast.alias("event-" + name));
    }

    private void assertNoAnswer(Runnable request) {
        assertThatThrownBy(request::run).isInstanceOf(AssertionError.class).hasCauseInstanceOf(IOException.class);
    }

    @Test
    void aRefusedRequestHasNoEffect() {
        // given
        simulator.faults().next(Endpoint.CREATE_ROOM, Fault.unknownToken());
        simulator.faults().next(Endpoint.CREATE_ROOM, Fault.forbidden("no"));
        simulator.faults().next(Endpoint.CREATE_ROOM, Fault.status(503));
        simulator.faults().next(Endpoint.CREATE_ROOM, Fault.tooManyInvites());

        // then
        createRoom("a").isError(401, "M_UNKNOWN_TOKEN", "Invalid access token passed.");
        createRoom("a").isError(403, "M_FORBIDDEN", "no");
        createRoom("a").isError(503, "M_UNKNOWN");
        createRoom("a").isError(400, "M_UNKNOWN", "Cannot invite so many users at once");
        assertThat(simulator.rooms()).isEmpty();
        createRoom("a").isOk();
    }

    @Test
    void aRateLimitedRequestIsToldWhenToComeBack() {
        simulator.faults().next(Endpoint.WHOAMI, Fault.rateLimited(Duration.ofMillis(1200)));

        Reply reply = bot.get("account", "whoami");

        reply.isError(429, "M_LIMIT_EXCEEDED");
        assertThat(reply.body().path("retry_after_ms").asInt()).isEqualTo(1200);
        assertThat(reply.retryAfter()).contains("2");
    }

    @Test
    void aFaultStrikesWhatItMatchesAsOftenAsAsked() {
        // given
        Caller ann = cast.person();
        Caller ben = cast.person();
        String roomId = cast.publicRoom();
        ScriptedFault fault = simulator
                .faults()
                .next(2, RequestPattern.of(Endpoint.JOIN).actingAs(ann.id()).about(roomId), Fault.status(500));

        // then
        ben.post("{}", "rooms", roomId, "join").isOk();
        ann.post("{}", "rooms", cast.publicRoom(), "join").isOk();
        ann.post("{}", "rooms", roomId, "join").isError(500, "M_UNKNOWN");
        ann.post("{}", "rooms", roomId, "join").isError(500, "M_UNKNOWN");
        ann.post("{}", "rooms", roomId, "join").isOk();
        assertThat(fault.hits()).isEqualTo(2);
    }

    @Test
    void aHangingRequestTakesEffectWhenReleased() {
        // given
        ScriptedFault hang = simulator.faults().next(Endpoint.CREATE_ROOM, new Fault.Hang(false));
        CompletableFuture<Reply> reply = CompletableFuture.supplyAsync(() -> createRoom("a"));
        await().until(() -> hang.hits() == 1);
        assertThat(simulator.rooms()).isEmpty();

        // when
        hang.release();

        // then
        assertThat(reply).succeedsWithin(Duration.ofSeconds(5));
        assertThat(room("a")).isPresent();
    }

    @Test
    void aHangingRequestMayHaveTakenEffectAlready() {
        // given
        ScriptedFault hang = simulator.faults().next(Endpoint.CREATE_ROOM, new Fault.Hang(true));

        // when
        CompletableFuture<Reply> reply = CompletableFuture.supplyAsync(() -> createRoom("a"));

        // then
        await().until(() -> room("a").isPresent());
        assertThat(reply).isNotDone();
        hang.release();
        assertThat(reply).succeedsWithin(Duration.ofSeconds(5));
    }

    @Test
    void aHangingRequestNeverHappensOnceTheServerWentDown() {
        // given
        ScriptedFault hang = simulator.faults().next(Endpoint.CREATE_ROOM, new Fault.Hang(false));
        CompletableFuture<Reply> reply = CompletableFuture.supplyAsync(() -> createRoom("a"));
        await().until(() -> hang.hits() == 1);

        // when
        simulator.goDown();
        hang.release();
        simulator.comeUp();

        // then
        assertThat(reply).failsWithin(Duration.ofSeconds(5));
        createRoom("b").isOk();
        assertThat(room("a")).isEmpty();
    }

    @Test
    void aResetTellsNothingOfTheEffect() {
        // given
        simulator.faults().next(Endpoint.CREATE_ROOM, new Fault.Reset(false));
        simulator.faults().next(Endpoint.CREATE_ROOM, new Fault.Reset(true));

        // then
        assertNoAnswer(() -> createRoom("before"));
        assertNoAnswer(() -> createRoom("after"));
        assertThat(room("before")).isEmpty();
        assertThat(room("after")).isPresent();
    }

    @Test
    void aLateEffectComesAfterTheClientGaveUp() {
        // given
        ScriptedFault late = simulator.faults().next(Endpoint.CREATE_ROOM, new Fault.LateEffect());
        assertNoAnswer(() -> createRoom("a"));
        assertThat(room("a")).isEmpty();

        // when
        late.release();

        // then
        assertThat(room("a")).isPresent();
    }

    @Test
    void anAnswerBreaksOffInItsMiddle() {
        simulator.faults().next(Endpoint.CREATE_ROOM, new Fault.TruncatedAnswer());

        assertNoAnswer(() -> createRoom("a"));

        assertThat(room("a")).isPresent();
    }

    @Test
    void aKilledCreateRoomLeavesAnOrphanAlias() {
        // given
        simulator.faults().next(Endpoint.CREATE_ROOM, new Fault.HalfCreatedRoom(new CreationStage.OrphanAlias()));

        // when
        assertNoAnswer(() -> createRoom("a"));

        // then
        String roomId =
                bot.get("directory", "room", cast.alias("event-a")).isOk().text("room_id");
        bot.get("rooms", roomId, "state").isError(403, "M_FORBIDDEN");
        bot.post("{}", "rooms", roomId, "join").isError(404, "M_UNKNOWN");
        bot.post(cast.user("@x:openmeet.test"), "rooms", roomId, "invite").isError(500, "M_UNKNOWN");
        createRoom("a").isError(400, "M_ROOM_IN_USE");
        cast.admin().delete("directory", "room", cast.alias("event-a")).isError(400, "M_EXCLUSIVE");
        bot.delete("directory", "room", cast.alias("event-a")).isEmptyOk();
        createRoom("a").isOk();
    }

    @Test
    void aKilledCreateRoomLeavesTheCreatorAlone() {
        simulator.faults().next(Endpoint.CREATE_ROOM, new Fault.HalfCreatedRoom(new CreationStage.CreatorJoined()));

        assertNoAnswer(() -> createRoom("a"));

        RoomView left = room("a").orElseThrow();
        assertThat(left.joined()).containsExactly(bot.id());
        assertThat(left.timeline()).extracting(RoomEvent::type).containsExactly("m.room.create", "m.room.member");
    }

    @Test
    void aKilledCreateRoomLeavesSomeOfTheInvites() {
        simulator.faults().next(Endpoint.CREATE_ROOM, new Fault.HalfCreatedRoom(new CreationStage.Invited(1)));

        assertNoAnswer(() -> bot.post(
                "{\"room_alias_name\":\"event-a\",\"name\":\"N\",\"invite\":[\"@a:openmeet.test\",\"@b:openmeet.test\"]}",
                "createRoom"));

        RoomView left = room("a").orElseThrow();
        assertThat(left.content("m.room.name")).isPresent();
        assertThat(left.members()).containsOnlyKeys(bot.id(), "@a:openmeet.test");
    }

    @Test
    void aDelayedRequestIsAnsweredLater() {
        // given
        simulator.delayEach(endpoint -> endpoint == Endpoint.WHOAMI ? Duration.ofMillis(120) : Duration.ZERO);
        simulator.faults().next(Endpoint.WHOAMI, new Fault.Delay(Duration.ofMillis(80)));

        // when
        long start = System.nanoTime();
        bot.get("account", "whoami").isOk();

        // then
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(200));
    }

    @Test
    void clearedFaultsAreForgottenAndLetGo() {
        // given
        ScriptedFault hang = simulator.faults().always(RequestPattern.any(), new Fault.Hang(false));
        CompletableFuture<Reply> reply = CompletableFuture.supplyAsync(() -> bot.get("account", "whoami"));
        await().until(() -> hang.hits() == 1);

        // when
        simulator.faults().clear();

        // then
        assertThat(reply).succeedsWithin(Duration.ofSeconds(5));
        bot.get("account", "whoami").isOk();
    }
}
