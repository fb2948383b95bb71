package net.openmeet.matrix.execution;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import net.openmeet.matrix.fixture.DomainEvents;
import net.openmeet.matrix.fixture.PipelineDriver;
import net.openmeet.matrix.homeserver.Answer;
import net.openmeet.matrix.homeserver.MatrixCall;
import net.openmeet.matrix.homeserver.UserId;
import net.openmeet.matrix.room.WaitReason;
import net.openmeet.matrix.topology.Topics;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whom the homeserver's administrator suspended or locked holds up nobody else: only their own place waits, is dead-lettered once, and says
 * why. It goes on by itself when the account is open again, however long that took.
 */
class ClosedAccountTest {
    private static final String TENANT = "ta";
    private static final int EVENT = 1;
    private static final int ANA = 11;
    private static final int BEN = 12;

    @TempDir
    private Path folder;

    private final Set<UserId> suspended = new HashSet<>();
    private PipelineDriver pipeline;
    private DomainEvents openmeet;

    @BeforeEach
    void start() {
        pipeline = PipelineDriver.of(folder, TENANT);
        pipeline.homeserver(TENANT).answers(this::answer);
        openmeet = new DomainEvents(TENANT, pipeline::now);
        pipeline.say(openmeet.person("user.created", ANA, "u" + ANA, "Ana"));
        pipeline.settle();
        suspended.add(user(ANA));
    }

    @AfterEach
    void stop() {
        pipeline.close();
    }

    @Test
    void onlyTheirPlaceWaitsAndGoesOnWhenTheAccountIsOpenAgain() {
        // given
        announce();

        // when: longer than anything is retried
        pipeline.pass(Duration.ofHours(2), Duration.ofSeconds(1));

        // then
        assertThat(inside())
                .contains(user(BEN).localpart())
                .doesNotContain(user(ANA).localpart());
        JsonNode told = told();
        assertThat(told.path("members").path("waiting").path("credential").asInt())
                .isEqualTo(1);
        assertThat(told.path("lastProblem").path("reason").asText()).isEqualTo("account-closed");
        assertThat(told.path("lastProblem").path("errcode").asText()).isEqualTo("M_USER_SUSPENDED");
        assertDeadLettered("member:" + ANA, "account");

        // when
        suspended.clear();
        pipeline.pass(Duration.ofMinutes(11), Duration.ofSeconds(1));

        // then
        assertThat(inside()).contains(user(ANA).localpart());
        assertThat(told().path("lastProblem").isNull()).isTrue();
        assertDeadLettered("member:" + ANA, "account");
    }

    @Test
    void whoWaitsIsAskedForSeldom() {
        // given
        announce();
        pipeline.settle();

        // when
        pipeline.pass(Duration.ofHours(1), Duration.ofSeconds(1));

        // then: as often as a recheck
        assertThat(pipeline.homeserver(TENANT).calls(MatrixCall.Join.class).stream()
                        .filter(join -> join.user().equals(user(ANA))))
                .hasSizeBetween(5, 8);
    }

    @Test
    void aNameThatASuspendedPersonMayNotHaveIsShownLater() {
        // given
        suspended.clear();
        announce();
        pipeline.settle();
        suspended.add(user(ANA));

        // when
        pipeline.say(openmeet.person("user.updated", ANA, "u" + ANA, "Ana Maria"));
        pipeline.settle();

        // then
        assertThat(pipeline.noted().waitingFor()).containsEntry(WaitReason.CREDENTIAL, 1);
        assertDeadLettered("account");
        int before = names();

        // when
        suspended.clear();
        pipeline.pass(Duration.ofMinutes(11), Duration.ofSeconds(1));

        // then
        assertThat(names()).isEqualTo(before + 1);
        assertThat(pipeline.noted().waitingFor()).doesNotContainKey(WaitReason.CREDENTIAL);
        assertDeadLettered("account");
    }

    private void announce() {
        pipeline.say(openmeet.room("event.created", EVENT, "e" + EVENT, "E", "private", "published"));
        pipeline.say(openmeet.attendee("added", EVENT, ANA, "confirmed", "participant"));
        pipeline.say(openmeet.attendee("added", EVENT, BEN, "confirmed", "participant"));
    }

    private static UserId user(int person) {
        return UserId.parse("@u" + person + "_" + TENANT + ":hs.test");
    }

    private Set<String> inside() {
        return pipeline.homeserver(TENANT)
                .matrix()
                .roomOf(TENANT + "/event/" + EVENT)
                .joined();
    }

    private int names() {
        return pipeline.homeserver(TENANT)
                .calls(MatrixCall.PutDisplayName.class)
                .size();
    }

    private JsonNode told() {
        return pipeline.json(Topics.ROOMS, TENANT + "/event/" + EVENT).getLast().orElseThrow();
    }

    /** Once each: their place in the room, their name on the account. */
    private void assertDeadLettered(String... targets) {
        assertThat(pipeline.noted().refused)
                .allSatisfy(refusal -> assertThat(refusal.problem().reason()).isEqualTo("account-closed"))
                .extracting(refusal -> refusal.target().slot())
                .containsExactlyInAnyOrder(targets);
    }

    private Optional<Answer> answer(MatrixCall call) {
        return switch (call) {
            case MatrixCall.Join it -> refusal(it.user());
            case MatrixCall.PutDisplayName it -> refusal(it.user());
            default -> Optional.empty();
        };
    }

    private Optional<Answer> refusal(UserId user) {
        return suspended.contains(user)
                ? Optional.of(new Answer.Refusal(
                        403,
                        Optional.of("M_USER_SUSPENDED"),
                        "Joining rooms while account is suspended is not allowed.",
                        Optional.empty(),
                        false,
                        Optional.empty()))
                : Optional.empty();
    }
}
