package net.openmeet.matrix.execution;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import net.openmeet.matrix.credential.CredentialKey;
import net.openmeet.matrix.credential.CredentialRecord;
import net.openmeet.matrix.credential.CredentialState;
import net.openmeet.matrix.credential.RepairRequest;
import net.openmeet.matrix.credential.Vault;
import net.openmeet.matrix.fixture.PipelineDriver;
import net.openmeet.matrix.fixture.TokensOf;
import net.openmeet.matrix.homeserver.Answer;
import net.openmeet.matrix.homeserver.MatrixCall;
import net.openmeet.matrix.homeserver.Problem;
import net.openmeet.matrix.homeserver.SecretText;
import net.openmeet.matrix.homeserver.Seen;
import net.openmeet.matrix.homeserver.UserId;
import net.openmeet.matrix.json.Json;
import net.openmeet.matrix.topology.Topics;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A credential whose repair throws is left alone and said to be suspended, and the repairs of all others go on. Nothing that can be asked of
 * one stops the stream.
 */
class BrokenRepairTest {
    private static final CredentialKey ADMIN = CredentialKey.ofAdmin("tb");
    private static final CredentialKey ANA = CredentialKey.of("tb", UserId.parse("@ana:hs.test"));

    @TempDir
    private Path folder;

    private PipelineDriver pipeline;

    @BeforeEach
    void start() {
        pipeline = PipelineDriver.of(folder, "ta", "tb");
    }

    @AfterEach
    void stop() {
        pipeline.close();
    }

    @Test
    void aDecisionThatThrowsSuspendsItsCredentialOnly() {
        // given
        authenticate(Optional.of(TokensOf.vault()));
        pipeline.homeserver("tb").answers(BrokenRepairTest::puppet);

        // when
        refuse(ADMIN);
        refuse(ANA);
        pipeline.pass(Duration.ofSeconds(5));

        // then
        assertThat(told(ADMIN).state()).isEqualTo(CredentialState.SUSPENDED);
        assertThat(told(ADMIN).problem().orElseThrow().reason()).isEqualTo("broken");
        assertThat(told(ADMIN).problem().orElseThrow().detail()).doesNotContain("secret");
        assertThat(told(ANA).state()).isEqualTo(CredentialState.VALID);
    }

    @Test
    void whatIsAskedOfAPersonWhereNoTokenCanBeKeptIsSuspended() {
        // given
        authenticate(Optional.empty());

        // when
        refuse(ANA);
        pipeline.pass(Duration.ofSeconds(5));

        // then
        assertThat(told(ANA).problem().orElseThrow().reason()).isEqualTo("no-key-file");
    }

    private void authenticate(Optional<Vault> vault) {
        pipeline.authenticate(
                "tb",
                TokensOf.administrator(
                        UserId.parse("@admin:hs.test"),
                        "tb",
                        Optional.empty(),
                        () -> {
                            throw new IllegalStateException("secret");
                        },
                        vault,
                        pipeline.credentials()));
    }

    private void refuse(CredentialKey key) {
        Problem problem = new Problem("refused", Optional.empty(), "401", pipeline.now());
        pipeline.raw(Topics.CREDENTIAL_REPAIR, key.toString(), Json.write(new RepairRequest.Refused(0, problem)));
    }

    private CredentialRecord told(CredentialKey key) {
        return pipeline.credentials().of(key).orElseThrow();
    }

    private static Optional<Answer> puppet(MatrixCall call) {
        return switch (call) {
            case MatrixCall.LoginAs ignored ->
                Optional.of(new Answer.Good(
                        new Seen.Token(SecretText.of("token"), Optional.empty(), Optional.empty(), Optional.empty())));
            case MatrixCall.ReadUser it ->
                Optional.of(new Answer.Good(new Seen.Account(it.user(), false, false, false, false)));
            default -> Optional.empty();
        };
    }
}
