package net.openmeet.matrix.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import net.openmeet.matrix.config.Secret;
import net.openmeet.matrix.fixture.DomainEvents;
import net.openmeet.matrix.fixture.PipelineDriver;
import net.openmeet.matrix.topology.Stores;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whoever has the token is told how a lane stands: what OpenMeet wants, what is on the homeserver, what waits and why. Nobody else is
 * told anything, and nobody is told a secret.
 */
class LaneApiTest {
    private static final String LANE = "/api/v1/lanes/ta/event/42";

    @TempDir
    private Path folder;

    private PipelineDriver pipeline;
    private DomainEvents openmeet;
    private Instance instance;

    @BeforeEach
    void open() {
        pipeline = PipelineDriver.of(folder.resolve("state"), "ta");
        openmeet = new DomainEvents("ta", pipeline::now);
        pipeline.say(openmeet.room("event.created", 42, "hike", "Hike", "public", "published"));
        for (int person = 1; person <= 12; person++) {
            pipeline.say(openmeet.attendee("added", 42, person, "confirmed", person == 1 ? "host" : "participant"));
        }
        pipeline.say(openmeet.attendee("removed", 42, 12, "confirmed", "participant"));
        pipeline.settle();
        instance = Instance.start(Places.here(pipeline.store(Stores.LANES)), pipeline::tenant);
    }

    @AfterEach
    void close() {
        instance.close();
        pipeline.close();
    }

    @Test
    void aRoomIsToldWithWhatIsWantedAndWhatIsThere() {
        // when
        Instance.Reply reply = instance.get(LANE + "?limit=1");
        // then
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.at("/progress/state")).isEqualTo("converged");
        assertThat(reply.at("/room/state")).isEqualTo("open");
        assertThat(reply.at("/room/desired/name")).isEqualTo("Hike Chat");
        assertThat(reply.at("/room/desired/alias")).isEqualTo("#event-hike-ta:hs.test");
        assertThat(reply.at("/room/desired/joinRule")).isEqualTo("public");
        assertThat(reply.at("/room/from/record")).isEqualTo("openmeet.domain-events/0/0");
        assertThat(reply.at("/room/from/eventId")).isEqualTo("sample-1");
        assertThat(reply.at("/room/observed/name")).isEqualTo("Hike Chat");
        assertThat(reply.at("/room/observed/roomId")).startsWith("!");
        assertThat(reply.at("/room/members/desired")).isEqualTo("11");
        assertThat(reply.at("/room/members/joined")).isEqualTo("11");
    }

    @Test
    void membersComeInPagesAndOneAlone() {
        // when
        JsonNode first = instance.get(LANE + "?limit=8").json().path("members");
        JsonNode second = instance.get(
                        LANE + "?limit=8&after=" + first.path("next").asText())
                .json()
                .path("members");
        Instance.Reply host = instance.get(LANE + "?member=1");
        // then
        assertThat(first.path("page")).hasSize(8);
        assertThat(second.path("page")).hasSize(4);
        assertThat(second.has("next")).isFalse();
        assertThat(host.at("/members/page/0/person")).isEqualTo("ta/user/1");
        assertThat(host.at("/members/page/0/user")).isEqualTo("@u1_ta:hs.test");
        assertThat(host.at("/members/page/0/desired/level")).isEqualTo("90");
        assertThat(host.at("/members/page/0/standing/role")).isEqualTo("host");
        assertThat(host.at("/members/page/0/observed")).isEqualTo("joined");
        assertThat(instance.get(LANE + "?member=12").at("/members/page/0/desired/in"))
                .isEqualTo("false");
    }

    @Test
    void thoseWhoWaitAreFoundAmongManyWithTheReason() {
        // given
        pipeline.say(openmeet.room("event.created", 43, "draft", "Draft", "public", "draft"));
        pipeline.say(openmeet.attendee("added", 43, 5, "confirmed", "participant"));
        pipeline.settle();
        // when
        Instance.Reply draft = instance.get("/api/v1/lanes/ta/event/43?waiting=true");
        Instance.Reply whole = instance.get(LANE + "?waiting=true");
        // then
        assertThat(draft.at("/progress/state")).isEqualTo("waiting");
        assertThat(draft.at("/progress/waiting/reason")).isEqualTo("room-not-announced");
        assertThat(draft.at("/progress/waiting/turn")).isEqualTo("openmeet");
        assertThat(draft.at("/members/page/0/person")).isEqualTo("ta/user/5");
        assertThat(whole.json().at("/members/page")).isEmpty();
    }

    @Test
    void aPersonIsToldWithTheirAccount() {
        // when
        Instance.Reply reply = instance.get("/api/v1/lanes/ta/user/1");
        // then
        assertThat(reply.at("/account/user")).isEqualTo("@u1_ta:hs.test");
        assertThat(reply.at("/account/hold")).isEqualTo("confirmed");
        assertThat(reply.at("/account/state")).isEqualTo("present");
    }

    @Test
    void theDifferenceIsToldToWhoeverHasTheToken() {
        // when
        Instance.Reply reply = instance.get(LANE + "/difference");
        // then
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.json().path("changes")).isEmpty();
        assertThat(reply.at("/beyond")).isEmpty();
        assertThat(instance.get(LANE + "/difference", "Bearer wrong").refusal()).isEqualTo("401 wrong-token");
        assertThat(instance.get("/api/v1/lanes/ta/event/77/difference").refusal())
                .isEqualTo("404 unknown-lane");
        assertThat(instance.get(LANE + "/difference?rejoin=no").refusal()).isEqualTo("400 bad-rejoin");
        assertThat(instance.get("/api/v1/lanes/ta/user/1/difference").status()).isEqualTo(200);
    }

    @Test
    void onlyTheTokenOpensAndItIsReadAnew() throws IOException {
        // given
        Path file = Files.writeString(folder.resolve("token"), "first\n");
        try (Instance other = Instance.start(
                Optional.of(Secret.in(file)), Places.here(pipeline.store(Stores.LANES)), pipeline::tenant)) {
            // then
            assertThat(other.get(LANE, "").refusal()).isEqualTo("401 no-token");
            assertThat(other.get(LANE, "Basic first").refusal()).isEqualTo("401 no-token");
            assertThat(other.get(LANE, "Bearer firs").refusal()).isEqualTo("401 wrong-token");
            assertThat(other.get(LANE, "Bearer first").status()).isEqualTo(200);
            // when
            Files.writeString(file, "second");
            // then
            assertThat(other.get(LANE, "Bearer first").refusal()).isEqualTo("401 wrong-token");
            assertThat(other.get(LANE, "bearer second").status()).isEqualTo(200);
            // when
            Files.delete(file);
            // then
            assertThat(other.get(LANE, "Bearer second").refusal()).isEqualTo("503 not-ready");
        }
    }

    @Test
    void withoutATokenTheApiIsOffAndSaysSo() {
        try (Instance other =
                Instance.start(Optional.empty(), Places.here(pipeline.store(Stores.LANES)), pipeline::tenant)) {
            assertThat(other.get(LANE, "Bearer ").refusal()).isEqualTo("403 api-off");
            assertThat(other.get(LANE, "").at("/detail")).contains("OPENMEET_API_TOKEN");
            assertThat(other.get("/health", "").status()).isEqualTo(200);
        }
    }

    @Test
    void whatCannotBeIsRefusedByTheNameOfTheField() {
        assertThat(instance.get("/api/v1/lanes/ta/evening/42").refusal()).isEqualTo("400 bad-kind");
        assertThat(instance.get("/api/v1/lanes/t.a/event/42").refusal()).isEqualTo("400 bad-tenant");
        assertThat(instance.get("/api/v1/lanes/ta/event/4%202").refusal()).isEqualTo("400 bad-id");
        assertThat(instance.get("/api/v1/lanes/ta/event/%2e%2e").status()).isIn(400, 404);
        assertThat(instance.get(LANE + "?limit=1001").refusal()).isEqualTo("400 bad-limit");
        assertThat(instance.get(LANE + "?after=a%26b").refusal()).isEqualTo("400 bad-after");
        assertThat(instance.get(LANE + "?waiting=maybe").refusal()).isEqualTo("400 bad-waiting");
        assertThat(instance.get("/api/v1/lanes/ta/event/77").refusal()).isEqualTo("404 unknown-lane");
        assertThat(instance.get("/api/v1/lanes/tb/event/42").refusal()).isEqualTo("404 unknown-tenant");
        assertThat(instance.get(LANE + "?member=77").refusal()).isEqualTo("404 unknown-member");
    }

    @Test
    void noAnswerHoldsAToken() {
        for (String path :
                List.of(LANE, LANE + "?waiting=true", "/api/v1/lanes/ta/user/1", "/api/v1/lanes/ta/event/77")) {
            for (String token : List.of("Bearer " + Instance.TOKEN, "Bearer wrong")) {
                // when
                String body = new String(instance.get(path, token).response().body(), StandardCharsets.UTF_8);
                // then
                assertThat(body).isNotEmpty().doesNotContain(Instance.TOKEN, "wrong\"", "syt_", "as_token");
            }
        }
    }
}
