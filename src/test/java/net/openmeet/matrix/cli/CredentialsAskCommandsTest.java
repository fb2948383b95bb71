package net.openmeet.matrix.cli;

import static net.openmeet.matrix.cli.CredentialsCluster.record;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import net.openmeet.matrix.config.Kafka;
import net.openmeet.matrix.credential.CredentialKey;
import net.openmeet.matrix.credential.CredentialRecord;
import net.openmeet.matrix.credential.CredentialState;
import net.openmeet.matrix.credential.RepairRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Nothing is asked of a credential without {@code --execute}, and with it exactly of those that are meant, where the repairer reads it.
 * {@code --wait} tells what became of each, and a script can decide by the exit code.
 */
@Tag("slow")
class CredentialsAskCommandsTest {
    private static final String ANA = "north/user/@ana:matrix.openmeet.net";
    private static final String ANA_TOO = "south/user/@ana:matrix.openmeet.net";
    private static final String BOB = "north/user/@bob:matrix.openmeet.net";

    private CredentialsCluster cluster;

    @BeforeEach
    void tellOfSome() {
        cluster = new CredentialsCluster();
        cluster.tell("north/admin", record(CredentialState.VALID, 2, Optional.empty()));
        cluster.tell("south/appservice", record(CredentialState.SUSPENDED, -5, Optional.of("refused")));
        cluster.tell(ANA, record(CredentialState.SUSPENDED, 7, Optional.of("user-locked")));
        cluster.tell(ANA_TOO, record(CredentialState.REPAIRING, 1, Optional.of("refused")));
        cluster.tell(BOB, record(CredentialState.FORGOTTEN, 3, Optional.empty()));
    }

    @AfterEach
    void stop() {
        cluster.close();
    }

    @Test
    void withoutExecuteNothingIsSent() {
        // when
        Typed typed = cluster.command("credentials", "retry", "--all");
        // then
        assertThat(typed.code()).isEqualTo(ExitCodes.OK);
        assertThat(typed.out().lines())
                .containsExactly(
                        "left out " + BOB + ": forgotten, the next operation that needs it gets another",
                        "left out north/admin: valid, a retry changes nothing",
                        "would ask retry of " + ANA + " (suspended, user-locked)",
                        "would ask retry of south/appservice (suspended, refused)",
                        "would ask retry of " + ANA_TOO + " (repairing, refused)",
                        "Would ask of 3. Nothing was sent: --execute does.");
        assertThat(cluster.requests()).isEmpty();
    }

    @Test
    void whatIsMeantIsAskedInThePartitionOfItsKey() {
        // when
        Typed user = cluster.command(
                "credentials", "retry", "--user", "@ana:matrix.openmeet.net", "--by", "eve", "--execute");
        Typed tenant = cluster.command(
                "credentials", "reset", "--tenant", "north", "--by", "eve", "--reason", "leaked", "--execute");
        Typed named = cluster.command("credentials", "retry", "--credential", BOB, "--execute");
        // then
        assertThat(List.of(user.code(), tenant.code(), named.code())).containsOnly(ExitCodes.OK);
        assertThat(cluster.requests())
                .containsExactlyInAnyOrder(
                        new CredentialsCluster.Asked(ANA, new RepairRequest.Retry("eve")),
                        new CredentialsCluster.Asked(ANA_TOO, new RepairRequest.Retry("eve")),
                        new CredentialsCluster.Asked(ANA, new RepairRequest.Reset("eve", "leaked")),
                        new CredentialsCluster.Asked("north/admin", new RepairRequest.Reset("eve", "leaked")),
                        new CredentialsCluster.Asked(BOB, new RepairRequest.Retry(System.getProperty("user.name"))));
    }

    @Test
    void theTokenOfAnApplicationServiceIsNotReset() {
        // when
        Typed typed = cluster.command("credentials", "reset", "--all", "--reason", "wiped", "--execute");
        // then
        assertThat(typed.out())
                .contains("left out south/appservice: an application service's token is the configuration's")
                .endsWith("Asked of 3.\n");
        assertThat(cluster.requests()).extracting(CredentialsCluster.Asked::key).doesNotContain("south/appservice");
    }

    @Test
    void whatCanNotBeAskedIsAnError() {
        // when
        Typed unknown = cluster.command("credentials", "retry", "--credential", "west/admin", "--execute");
        Typed noKey = cluster.command("credentials", "retry", "--credential", "west", "--execute");
        Typed noReason = cluster.command("credentials", "reset", "--all", "--execute");
        Typed two = cluster.command("credentials", "retry", "--all", "--tenant", "north");
        Typed none = cluster.command("credentials", "retry");
        Typed dryWait = cluster.command("credentials", "retry", "--all", "--wait");
        // then
        assertThat(List.of(unknown, noKey, noReason, two, none, dryWait))
                .extracting(Typed::code)
                .containsOnly(ExitCodes.USAGE);
        assertThat(unknown.err()).startsWith("error: nothing is known of west/admin; ");
        assertThat(noKey.err()).startsWith("error: expected tenant/appservice");
        assertThat(noReason.err()).contains("--reason=TEXT");
        assertThat(two.err()).contains("mutually exclusive");
        assertThat(none.err()).contains("--credential");
        assertThat(dryWait.err()).isEqualTo("error: --wait goes with --execute only\n");
        assertThat(cluster.requests()).isEmpty();
    }

    @Test
    void whoWaitsIsToldWhatBecameOfEach() {
        // given: the service's part, from the requests on
        CompletableFuture<Void> service = CompletableFuture.runAsync(() -> {
            cluster.awaitRequests(2);
            cluster.tell(ANA, later(record(CredentialState.REPAIRING, 7, Optional.of("user-locked"))));
            cluster.tell(ANA_TOO, record(CredentialState.VALID, 2, Optional.empty()));
            cluster.tell(ANA, later(record(CredentialState.SUSPENDED, 7, Optional.of("user-locked"))));
        });
        // when
        Typed typed =
                cluster.command("credentials", "retry", "--user", "@ana:matrix.openmeet.net", "--execute", "--wait");
        // then
        service.join();
        assertThat(typed.out())
                .contains(ANA_TOO + " is valid\n")
                .endsWith(ANA + " is suspended: user-locked: 401 Invalid ?[2Jaccess token\n");
        assertThat(typed.code()).isEqualTo(ExitCodes.UNREPAIRED);
    }

    @Test
    void aResetIsDoneOnceTheTokenIsLoggedOut() {
        // given
        var forgetting = new CredentialRecord(
                1,
                "matrix.openmeet.net",
                CredentialState.FORGOTTEN,
                7,
                Optional.of(CredentialsCluster.SEALED),
                Optional.empty(),
                Optional.empty(),
                CredentialsCluster.SINCE.plusSeconds(60));
        CompletableFuture<Void> service = CompletableFuture.runAsync(() -> {
            cluster.awaitRequests(1);
            cluster.tell(ANA, forgetting);
            cluster.tell(ANA, later(record(CredentialState.FORGOTTEN, 7, Optional.empty())));
        });
        // when
        Typed typed = cluster.command(
                "credentials", "reset", "--credential", ANA, "--reason", "leaked", "--execute", "--wait");
        // then
        service.join();
        assertThat(typed.code()).isEqualTo(ExitCodes.OK);
        assertThat(typed.out()).endsWith("Asked of 1.\n" + ANA + " is forgotten\n");
    }

    @Test
    void whatNothingCameOfInTimeIsTold() {
        // given
        var out = new StringWriter();
        var kafka = Kafka.at(cluster.kafka().bootstrapServers());
        try (CredentialsReader reader = CredentialsReader.atEnd(kafka)) {
            var asked = List.of(reader.of(CredentialKey.parse(ANA)).orElseThrow());
            // when
            int code = new CredentialWait(reader, Duration.ofSeconds(1)).follow(asked, new PrintWriter(out));
            // then
            assertThat(code).isEqualTo(ExitCodes.UNREPAIRED);
        }
        assertThat(out.toString()).startsWith(ANA + " is suspended still, after 1 s: user-locked: ");
    }

    private static CredentialRecord later(CredentialRecord record) {
        return new CredentialRecord(
                record.v(),
                record.server(),
                record.state(),
                record.generation(),
                record.tokens(),
                record.expiresAt(),
                record.problem(),
                record.since().plusSeconds(60));
    }
}
