package net.openmeet.matrix.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import net.openmeet.matrix.api.Instance;
import net.openmeet.matrix.api.Places;
import net.openmeet.matrix.fixture.DomainEvents;
import net.openmeet.matrix.fixture.PipelineDriver;
import net.openmeet.matrix.topology.Stores;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * An operator reads how a room or a person is in one screen, and where that can't be told, why and what to do. What a terminal would obey
 * is never printed.
 */
class ShowCommandsTest {
    @TempDir
    private Path folder;

    private PipelineDriver pipeline;
    private Instance instance;

    @BeforeEach
    void open() {
        pipeline = PipelineDriver.of(folder.resolve("state"), "ta");
        DomainEvents openmeet = new DomainEvents("ta", pipeline::now);
        pipeline.say(openmeet.room("event.created", 42, "hike", "Hike", "public", "published"));
        pipeline.say(openmeet.attendee("added", 42, 1, "confirmed", "host"));
        pipeline.say(openmeet.attendee("added", 42, 2, "waitlist", "participant"));
        pipeline.settle();
        instance = Instance.start(Places.here(pipeline.store(Stores.LANES)), pipeline::tenant);
    }

    @AfterEach
    void close() {
        instance.close();
        pipeline.close();
    }

    private Typed typed(String... words) {
        return Typed.command(
                Map.of("OPENMEET_API_URL", "http://" + instance.address(), "OPENMEET_API_TOKEN", Instance.TOKEN),
                words);
    }

    @Test
    void aRoomIsOneScreen() {
        // when
        Typed typed = typed("rooms", "show", "ta/event/42", "--members");
        // then
        assertThat(typed.err()).isEmpty();
        assertThat(typed.code()).isEqualTo(ExitCodes.OK);
        assertThat(typed.out())
                .startsWith("ta/event/42\n  state      open\n  work       nothing left to do\n")
                .contains("  last word  openmeet.domain-events/0/0, ")
                .contains("  members    1 wanted in, 1 joined\n")
                .contains("             WANTED                  ON THE HOMESERVER\n")
                .contains("  name       Hike Chat               Hike Chat\n")
                .contains("  alias      #event-hike-ta:hs.test  #event-hike-ta:hs.test\n")
                .contains("PERSON     MATRIX ID       OPENMEET SAYS                  WANTED        SEEN    WAITS FOR")
                .contains("ta/user/1  @u1_ta:hs.test  attendee confirmed host        in, level 90  joined  -")
                .contains("ta/user/2  @u2_ta:hs.test  attendee waitlist participant  out           none    -");
    }

    @Test
    void oneMemberAndThoseWhoWaitAreShownAlone() {
        assertThat(typed("rooms", "show", "ta/event/42", "--member", "2").out())
                .contains("ta/user/2")
                .doesNotContain("ta/user/1");
        assertThat(typed("rooms", "show", "ta/event/42", "--waiting").out())
                .contains("PERSON")
                .doesNotContain("ta/user/");
        assertThat(typed("rooms", "show", "ta/event/42").out()).doesNotContain("PERSON");
        assertThat(typed("rooms", "show", "ta/event/42", "--waiting", "--members")
                        .code())
                .isEqualTo(ExitCodes.USAGE);
    }

    @Test
    void aPersonIsOneScreen() {
        // when
        Typed typed = typed("people", "show", "ta/user/1");
        // then
        assertThat(typed.err()).isEmpty();
        assertThat(typed.out())
                .startsWith("ta/user/1\n  matrix id  @u1_ta:hs.test (derived)\n  state      present\n")
                .contains("  account    confirmed\n");
    }

    @Test
    void asJsonItIsWhatTheInstanceTells() {
        assertThat(typed("rooms", "show", "ta/event/42", "--json").out())
                .startsWith("{\"lane\":\"ta/event/42\",")
                .doesNotContain("\"members\":{\"page\"");
        assertThat(typed("people", "show", "ta/user/1", "--json").out()).contains("\"hold\":\"confirmed\"");
    }

    @Test
    void whatATerminalWouldObeyIsNotPrinted() throws IOException {
        try (MockWebServer odd = new MockWebServer()) {
            odd.start(InetAddress.getLoopbackAddress(), 0);
            odd.enqueue(new MockResponse.Builder()
                    .body("{\"lane\":\"a\\u001b[2J\",\"room\":{\"state\":\"\\u001b[31m\"},\"lastProblem\":"
                            + "{\"detail\":\"\\r\\nfake\"}}")
                    .build());
            odd.enqueue(new MockResponse.Builder()
                    .code(500)
                    .body("{\"error\":\"\\u001b[2J\",\"detail\":\"\\u001b[31m\"}")
                    .build());
            Map<String, String> settings = Map.of("OPENMEET_API_URL", "http://127.0.0.1:" + odd.getPort());
            // when
            Typed shown = Typed.command(settings, "rooms", "show", "ta/event/42");
            Typed failed = Typed.command(settings, "rooms", "show", "ta/event/42");
            // then
            assertThat(shown.out() + failed.err())
                    .contains("a?[2J", "??fake", "?[31m")
                    .doesNotContain("\u001b", "\r");
            assertThat(failed.code()).isEqualTo(ExitCodes.FAILED);
        }
    }

    @Test
    void whatWentWrongIsSaidWithWhatToDo() throws IOException {
        // given
        String url = "http://" + instance.address();
        Path token = Files.writeString(folder.resolve("token"), Instance.TOKEN);
        String[] show = {"rooms", "show", "ta/event/42"};
        // then
        assertThat(Typed.command(
                                Map.of("OPENMEET_API_TOKEN_FILE", token.toString()),
                                "rooms",
                                "show",
                                "ta/event/42",
                                "--api",
                                url)
                        .code())
                .isEqualTo(ExitCodes.OK);
        assertFails(Typed.command(Map.of("OPENMEET_API_URL", url), show), ExitCodes.USAGE, "401", "OPENMEET_API_TOKEN");
        assertFails(
                Typed.command(Map.of("OPENMEET_API_URL", url, "OPENMEET_API_TOKEN", "no"), show),
                ExitCodes.USAGE,
                "401 wrong-token",
                "OPENMEET_API_TOKEN");
        assertFails(
                Typed.command(Map.of("OPENMEET_API_URL", "http://127.0.0.1:1"), show),
                ExitCodes.FAILED,
                "No instance answers at http://127.0.0.1:1",
                "OPENMEET_API_URL");
        assertFails(Typed.command(Map.of("OPENMEET_API_URL", "ftp://x"), show), ExitCodes.USAGE, "OPENMEET_API_URL");
        assertFails(typed("rooms", "show", "ta/event/77"), ExitCodes.USAGE, "nothing was ever said of ta/event/77");
        assertFails(typed("rooms", "show", "ta/user/1"), ExitCodes.USAGE, "people show");
        assertFails(typed("people", "show", "ta/event/42"), ExitCodes.USAGE, "rooms show");
        assertFails(typed("rooms", "show", "t a/event/42"), ExitCodes.USAGE, "400 bad-tenant");
        assertFails(typed("rooms", "show", "ta/event/42", "--member", "7&limit=3"), ExitCodes.USAGE, "400 bad-member");
        try (Instance off =
                Instance.start(Optional.empty(), Places.here(pipeline.store(Stores.LANES)), pipeline::tenant)) {
            assertFails(
                    Typed.command(Map.of("OPENMEET_API_URL", "http://" + off.address()), show),
                    ExitCodes.USAGE,
                    "the API is off",
                    "OPENMEET_API_TOKEN");
        }
    }

    private static void assertFails(Typed typed, int code, String... said) {
        assertThat(typed.err()).startsWith("error: ").contains(said).doesNotContain(Instance.TOKEN);
        assertThat(typed.out()).isEmpty();
        assertThat(typed.code()).isEqualTo(code);
    }
}
