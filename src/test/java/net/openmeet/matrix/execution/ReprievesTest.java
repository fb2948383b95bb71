package net.openmeet.matrix.execution;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import net.openmeet.matrix.credential.CredentialKey;
import net.openmeet.matrix.credential.CredentialRecord;
import net.openmeet.matrix.credential.CredentialState;
import net.openmeet.matrix.credential.RepairRequest;
import net.openmeet.matrix.fixture.PipelineDriver;
import net.openmeet.matrix.fixture.TokensOf;
import net.openmeet.matrix.homeserver.Answer;
import net.openmeet.matrix.homeserver.MatrixCall;
import net.openmeet.matrix.homeserver.Problem;
import net.openmeet.matrix.homeserver.SecretText;
import net.openmeet.matrix.homeserver.Seen;
import net.openmeet.matrix.homeserver.SentWith;
import net.openmeet.matrix.homeserver.TokenOwner;
import net.openmeet.matrix.homeserver.UserId;
import net.openmeet.matrix.json.Json;
import net.openmeet.matrix.topology.Topics;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Nobody waits out a pause when the homeserver got another database meanwhile, or the administrator who is needed works again. Without
 * such news a suspended credential is left alone, and so are those of other tenants.
 */
class ReprievesTest {
    private static final CredentialKey ADMIN = CredentialKey.ofAdmin("tb");
    private static final CredentialKey ANA = CredentialKey.of("tb", UserId.parse("@ana:hs.test"));
    private static final CredentialKey BEN = CredentialKey.of("tb", UserId.parse("@ben:hs.test"));

    @TempDir
    private Path folder;

    private PipelineDriver pipeline;
    private boolean closed = true;
    private boolean locksAdminOut;
    private boolean adminIsDead;

    @BeforeEach
    void start() {
        pipeline = PipelineDriver.of(folder, "ta", "tb");
        pipeline.authenticate(
                "tb",
                TokensOf.administrator(
                        UserId.parse("@admin:hs.test"),
                        "tb",
                        Optional.empty(),
                        () -> Optional.of(SecretText.of("password")),
                        Optional.of(TokensOf.vault()),
                        pipeline.credentials()));
        pipeline.homeserver("tb").answers(this::answer);
        refuse(ANA);
        pipeline.pass(Duration.ofSeconds(5));
        assertThat(told(ANA).problem().orElseThrow().reason()).isEqualTo("user-deactivated");
        closed = false;
    }

    @AfterEach
    void stop() {
        pipeline.close();
    }

    @Test
    void aRaisedEpochHasASuspendedCredentialTriedAtOnce() {
        // when
        pipeline.raiseEpoch("tb");
        pipeline.pass(Duration.ofSeconds(5));

        // then
        assertThat(told(ANA).state()).isEqualTo(CredentialState.VALID);
    }

    @Test
    void itIsTriedOnceForAnEpochAndSuspendedAgainIfNothingHasChanged() {
        // given
        closed = true;

        // when
        pipeline.raiseEpoch("tb");
        pipeline.pass(Duration.ofMinutes(5));

        // then
        assertThat(told(ANA).state()).isEqualTo(CredentialState.SUSPENDED);
        assertThat(pipeline.homeserver("tb").calls(MatrixCall.ReadUser.class)).hasSize(2);
    }

    @Test
    void withoutNewsItIsLeftAlone() {
        // when
        pipeline.raiseEpoch("ta");
        pipeline.resync("tb");
        pipeline.pass(Duration.ofMinutes(5));

        // then
        assertThat(told(ANA).state()).isEqualTo(CredentialState.SUSPENDED);
        assertThat(pipeline.homeserver("tb").calls(MatrixCall.ReadUser.class)).hasSize(1);
    }

    @Test
    void anAdministratorWhoWorksAgainHasPersonsTriedAtOnceAndARenewalDoesNot() {
        // given
        refuse(ADMIN);
        pipeline.pass(Duration.ofSeconds(5));
        assertThat(told(ADMIN).state()).isEqualTo(CredentialState.VALID);
        assertThat(told(ANA).state()).isEqualTo(CredentialState.SUSPENDED);
        locksAdminOut = true;
        refuse(ADMIN);
        pipeline.pass(Duration.ofSeconds(5));
        assertThat(told(ADMIN).state()).isEqualTo(CredentialState.SUSPENDED);

        // when
        locksAdminOut = false;
        ask(ADMIN, new RepairRequest.Retry("ops"));
        pipeline.pass(Duration.ofSeconds(5));

        // then
        assertThat(told(ADMIN).state()).isEqualTo(CredentialState.VALID);
        assertThat(told(ANA).state()).isEqualTo(CredentialState.VALID);
    }

    @Test
    void aRepairThatFoundTheAdministratorRefusedGoesOnOnceThereIsAnotherToken() {
        // given
        adminIsDead = true;

        // when
        refuse(BEN);
        pipeline.pass(Duration.ofSeconds(10));

        // then
        assertThat(told(ADMIN).state()).isEqualTo(CredentialState.VALID);
        assertThat(told(BEN).state()).isEqualTo(CredentialState.VALID);
        assertThat(pipeline.homeserver("tb").calls(MatrixCall.LoginPassword.class))
                .hasSize(1);
    }

    @Test
    void whatIsNotSuspendedIsNotTouched() {
        // given
        refuse(BEN);
        pipeline.pass(Duration.ofSeconds(5));
        long generation = told(BEN).generation();

        // when
        pipeline.raiseEpoch("tb");
        pipeline.pass(Duration.ofSeconds(5));

        // then
        assertThat(told(BEN).generation()).isEqualTo(generation);
    }

    private void refuse(CredentialKey key) {
        long generation =
                pipeline.credentials().of(key).map(CredentialRecord::generation).orElse(0L);
        Problem problem = new Problem("refused", Optional.empty(), "401", pipeline.now());
        ask(key, new RepairRequest.Refused(generation, problem));
    }

    private void ask(CredentialKey key, RepairRequest request) {
        pipeline.raw(Topics.CREDENTIAL_REPAIR, key.toString(), Json.write(request));
    }

    private CredentialRecord told(CredentialKey key) {
        return pipeline.credentials().of(key).orElseThrow();
    }

    private Optional<Answer> answer(MatrixCall call) {
        return switch (call) {
            case MatrixCall.LoginAs ignored -> Optional.of(token());
            case MatrixCall.LoginPassword ignored -> Optional.of(login());
            case MatrixCall.ReadUser it ->
                Optional.of(
                        adminIsDead
                                ? deadToken()
                                : new Answer.Good(new Seen.Account(it.user(), false, closed, false, false)));
            default -> Optional.empty();
        };
    }

    private Answer login() {
        if (locksAdminOut) {
            return wrongPassword();
        }
        adminIsDead = false;
        return token();
    }

    private static Answer deadToken() {
        return new Answer.Refusal(
                401,
                Optional.of("M_UNKNOWN_TOKEN"),
                "Invalid access token passed.",
                Optional.empty(),
                false,
                Optional.of(new SentWith(new TokenOwner.Admin(), 0)));
    }

    private static Answer token() {
        return new Answer.Good(
                new Seen.Token(SecretText.of("token"), Optional.empty(), Optional.empty(), Optional.empty()));
    }

    private static Answer wrongPassword() {
        return new Answer.Refusal(
                403,
                Optional.of("M_FORBIDDEN"),
                "Invalid username or password",
                Optional.empty(),
                false,
                Optional.empty());
    }
}
