package net.openmeet.matrix.execution;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import net.openmeet.matrix.credential.CredentialState;
import net.openmeet.matrix.credential.KeptBearers;
import net.openmeet.matrix.credential.Means;
import net.openmeet.matrix.credential.Vault;
import net.openmeet.matrix.fixture.DomainEvents;
import net.openmeet.matrix.fixture.PipelineDriver;
import net.openmeet.matrix.fixture.TokensOf;
import net.openmeet.matrix.homeserver.Answer;
import net.openmeet.matrix.homeserver.Bearer;
import net.openmeet.matrix.homeserver.MatrixCall;
import net.openmeet.matrix.homeserver.SecretText;
import net.openmeet.matrix.homeserver.Seen;
import net.openmeet.matrix.homeserver.UserId;
import net.openmeet.matrix.topology.Topics;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * However much waits for one person's token, it is repaired once, and nothing of what waited is lost. Only what was under way when it
 * died is refused.
 */
@Tag("slow")
class SingleRepairTest {
    private static final String TENANT = "ta";
    private static final int ROOMS = 1_000;
    private static final int ANA = 2_001;

    @TempDir
    private Path folder;

    private final Set<String> dead = new HashSet<>();
    private PipelineDriver pipeline;
    private KeptBearers bearers;
    private DomainEvents openmeet;
    private int logins;
    private int refused;

    @BeforeEach
    void start() {
        pipeline = PipelineDriver.of(folder, TENANT);
        UserId admin = UserId.parse("@bot_ta:hs.test");
        Vault vault = TokensOf.vault();
        bearers = new KeptBearers(
                TENANT,
                admin.server(),
                pipeline.credentials(),
                vault,
                () -> Optional.of(new Means.Configured(7, SecretText.of("of-the-admin"))),
                pipeline::now);
        pipeline.authenticate(
                TENANT,
                TokensOf.administrator(
                        admin,
                        TENANT,
                        Optional.of(() -> "of-the-admin"),
                        Optional::empty,
                        Optional.of(vault),
                        pipeline.credentials()));
        pipeline.homeserver(TENANT).answers(this::answer);
        openmeet = new DomainEvents(TENANT, pipeline::now);
    }

    @AfterEach
    void stop() {
        pipeline.close();
    }

    @Test
    void aThousandRoomsThatWaitForOneDeadTokenCostOneRepair() {
        // given
        for (int room = 1; room <= ROOMS; room++) {
            pipeline.say(openmeet.room("event.created", room, "e" + room, "E" + room, "private", "published"));
        }
        pipeline.say(openmeet.attendee("added", 1, ANA, "confirmed", "participant"));
        pipeline.pass(Duration.ofMinutes(2));
        assertThat(inside(1)).contains("u" + ANA + "_" + TENANT);
        assertThat(logins).isEqualTo(1);
        dead.add("token-1");

        // when
        for (int room = 2; room <= ROOMS; room++) {
            pipeline.say(openmeet.attendee("added", room, ANA, "confirmed", "participant"));
        }
        pipeline.pass(Duration.ofMinutes(2));

        // then
        for (int room = 1; room <= ROOMS; room++) {
            assertThat(inside(room)).contains("u" + ANA + "_" + TENANT);
        }
        assertThat(logins).isEqualTo(2);
        assertThat(refused).isBetween(1, 16);
        assertThat(pipeline.homeserver(TENANT).calls(MatrixCall.ReadUser.class)).hasSize(2);
        assertThat(pipeline.noted().refused).isEmpty();
        assertThat(pipeline.noted().credentials)
                .containsEntry(TENANT + "/user/@u" + ANA + "_ta:hs.test", CredentialState.VALID);
        assertThat(pipeline.records(Topics.OPERATIONS_DEAD_LETTER)).isEmpty();
    }

    private Set<String> inside(int room) {
        return pipeline.homeserver(TENANT)
                .matrix()
                .roomOf(TENANT + "/event/" + room)
                .joined();
    }

    private Optional<Answer> answer(MatrixCall call) {
        return switch (call) {
            case MatrixCall.LoginAs ignored ->
                Optional.of(new Answer.Good(new Seen.Token(
                        SecretText.of("token-" + ++logins), Optional.empty(), Optional.empty(), Optional.empty())));
            case MatrixCall.ReadUser it ->
                Optional.of(new Answer.Good(new Seen.Account(it.user(), false, false, false, false)));
            case MatrixCall.Join it -> refusal(bearers.user(it.user()));
            default -> Optional.empty();
        };
    }

    /** As the client answers where there is no token to send, and the homeserver where it is dead. */
    private Optional<Answer> refusal(Bearer bearer) {
        boolean missing = bearer.token().isEmpty();
        if (!missing && !dead.contains(bearer.token().orElseThrow().reveal())) {
            return Optional.empty();
        }
        refused += missing ? 0 : 1;
        return Optional.of(new Answer.Refusal(
                401,
                Optional.of(missing ? "M_MISSING_TOKEN" : "M_UNKNOWN_TOKEN"),
                "Invalid access token passed.",
                Optional.empty(),
                false,
                Optional.of(bearer.sentWith())));
    }
}
