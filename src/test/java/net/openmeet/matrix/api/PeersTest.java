package net.openmeet.matrix.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.Optional;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import net.openmeet.matrix.config.HostPort;
import net.openmeet.matrix.config.Secret;
import net.openmeet.matrix.fixture.DomainEvents;
import net.openmeet.matrix.fixture.PipelineDriver;
import net.openmeet.matrix.topology.Stores;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A lane is found through any instance. Whoever claims to have one without being configured is never called, and so is never given the
 * token, and a question is passed on once at most.
 */
class PeersTest {
    private static final String LANE = "/api/v1/lanes/ta/event/42";

    @TempDir
    private Path state;

    private PipelineDriver pipeline;
    private MockWebServer stranger;

    @BeforeEach
    void open() throws IOException {
        pipeline = PipelineDriver.of(state, "ta");
        pipeline.say(
                new DomainEvents("ta", pipeline::now).room("event.created", 42, "hike", "Hike", "public", "published"));
        pipeline.settle();
        stranger = new MockWebServer();
        stranger.start(InetAddress.getLoopbackAddress(), 0);
    }

    @AfterEach
    void close() {
        stranger.close();
        pipeline.close();
    }

    private Instance asking(HostPort owner, HostPort... peers) {
        return Instance.start(Places.at(owner), pipeline::tenant, peers);
    }

    private HostPort strangers() {
        return new HostPort("127.0.0.1", stranger.getPort());
    }

    @Test
    void aQuestionIsPassedOnToTheInstanceThatHasTheLane() {
        try (Instance owner = Instance.start(Places.here(pipeline.store(Stores.LANES)), pipeline::tenant);
                Instance asked = asking(owner.address(), owner.address())) {
            // when
            Instance.Reply reply = asked.get(LANE);
            // then
            assertThat(reply.status()).isEqualTo(200);
            assertThat(reply.at("/lane")).isEqualTo("ta/event/42");
            assertThat(asked.get("/api/v1/lanes/ta/event/77").refusal()).isEqualTo("404 unknown-lane");
            assertThat(asked.get(LANE + "?member=77").refusal()).isEqualTo("404 unknown-member");
        }
    }

    @Test
    void whoIsNotConfiguredIsNeverCalled() {
        try (Instance asked = asking(strangers(), new HostPort("127.0.0.1", 1))) {
            // when
            Instance.Reply reply = asked.get(LANE);
            // then
            assertThat(reply.refusal()).isEqualTo("503 unknown-peer");
            assertThat(reply.at("/detail")).contains(strangers().toString(), "OPENMEET_HTTP_PEERS");
            assertThat(stranger.getRequestCount()).isZero();
        }
    }

    @Test
    void withoutTheTokenNothingIsPassedOn() {
        try (Instance asked = asking(strangers(), strangers())) {
            assertThat(asked.get(LANE, "Bearer wrong").refusal()).isEqualTo("401 wrong-token");
            assertThat(stranger.getRequestCount()).isZero();
        }
    }

    @Test
    void aQuestionIsPassedOnOnce() {
        // given: each says that the other has the lane, as while tasks move
        try (Instance first = asking(strangers(), strangers())) {
            try (Instance second = asking(first.address(), first.address())) {
                // when
                Instance.Reply reply = second.get(LANE);
                // then
                assertThat(reply.refusal()).isEqualTo("503 not-ready");
                assertThat(reply.response().headers().firstValue("Retry-After")).contains("5");
                assertThat(stranger.getRequestCount()).isZero();
            }
        }
    }

    @Test
    void aRedirectIsNotFollowed() {
        try (MockWebServer trap = new MockWebServer();
                Instance asked = asking(strangers(), strangers())) {
            trap.start(InetAddress.getLoopbackAddress(), 0);
            stranger.enqueue(new MockResponse.Builder()
                    .code(302)
                    .setHeader("Location", "http://127.0.0.1:" + trap.getPort() + LANE)
                    .build());
            // when
            Instance.Reply reply = asked.get(LANE);
            // then
            assertThat(reply.refusal()).isEqualTo("502 peer-unreachable");
            assertThat(trap.getRequestCount()).isZero();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void anInstanceThatIsGoneOrHasAnotherTokenIsNamed() {
        HostPort gone = strangers();
        stranger.close();
        try (Instance asked = asking(gone, gone)) {
            assertThat(asked.get(LANE).refusal()).isEqualTo("502 peer-unreachable");
            assertThat(asked.get(LANE).at("/detail")).contains(gone.toString());
        }
        try (Instance owner = Instance.start(
                        Optional.of(Secret.of("another")),
                        Places.here(pipeline.store(Stores.LANES)),
                        pipeline::tenant);
                Instance asked = asking(owner.address(), owner.address())) {
            assertThat(asked.get(LANE).refusal()).isEqualTo("502 peer-refused");
        }
    }
}
