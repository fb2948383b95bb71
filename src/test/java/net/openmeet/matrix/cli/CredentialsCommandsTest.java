package net.openmeet.matrix.cli;

import static net.openmeet.matrix.cli.CredentialsCluster.record;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.openmeet.matrix.credential.CredentialState;
import net.openmeet.matrix.json.Json;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What operators read of credentials is what was committed last, filtered as they asked, and never any part of a token, not even sealed.
 * It takes the broker's address and nothing else.
 */
@Tag("slow")
class CredentialsCommandsTest {
    private static final String ANA = "north/user/@ana_north:matrix.openmeet.net";

    private static CredentialsCluster cluster;

    @BeforeAll
    static void tellOfSome() {
        cluster = new CredentialsCluster();
        cluster.tell("north/admin", record(CredentialState.SUSPENDED, 1, Optional.of("refused")));
        cluster.tell("north/admin", record(CredentialState.VALID, 2, Optional.empty()));
        cluster.tell(ANA, record(CredentialState.SUSPENDED, 7, Optional.of("user-locked")));
        cluster.tell("south/appservice", record(CredentialState.SUSPENDED, -5, Optional.of("refused")));
        cluster.tell("south/user/@bob:matrix.openmeet.net", record(CredentialState.FORGOTTEN, 3, Optional.empty()));
        cluster.unsay("north/admin", record(CredentialState.SUSPENDED, 9, Optional.of("refused")));
        cluster.tell("no credential", "{}");
        cluster.tell("north/user/@later:matrix.openmeet.net", "{\"v\":2,\"state\":\"better\"}");
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @Test
    void theNewestCommittedWordOnEachIsListed() {
        // when
        Typed typed = cluster.command("credentials", "list");
        // then
        assertThat(typed.out().lines())
                .containsExactly(
                        "CREDENTIAL                                 STATE      REASON       SINCE                 GENERATION",
                        "north/admin                                valid      -            2026-03-01T10:15:30Z  2",
                        ANA + "  suspended  user-locked  2026-03-01T10:15:30Z  7",
                        "south/appservice                           suspended  refused      2026-03-01T10:15:30Z  -5",
                        "south/user/@bob:matrix.openmeet.net        forgotten  -            2026-03-01T10:15:30Z  3");
        assertThat(typed.err()).isEqualTo("warning: left out 2 that can't be read\n");
        assertThat(typed.code()).isEqualTo(ExitCodes.OK);
    }

    @Test
    void aTenantAndAStateNarrowTheList() throws IOException {
        // when
        Typed typed = cluster.command("credentials", "list", "--json", "--tenant", "north", "--state", "suspended");
        // then
        JsonNode line = Json.mapper().readTree(typed.out().strip());
        assertThat(typed.out().lines()).hasSize(1);
        assertThat(line.properties())
                .extracting(Map.Entry::getKey)
                .containsExactly(
                        "credential",
                        "tenant",
                        "kind",
                        "user",
                        "server",
                        "state",
                        "problem",
                        "since",
                        "generation",
                        "expiresAt");
        assertThat(line.at("/credential").asText()).isEqualTo(ANA);
        assertThat(line.at("/problem/reason").asText()).isEqualTo("user-locked");
    }

    @Test
    void oneIsShownWithItsProblemAndWhatIsLeftToAPerson() {
        // when
        Typed typed = cluster.command("credentials", "show", ANA);
        // then
        assertThat(typed.code()).isEqualTo(ExitCodes.OK);
        assertThat(typed.out())
                .startsWith(ANA + "\n  state       suspended since 2026-03-01T10:15:30Z\n")
                .contains("  problem     user-locked: 401 Invalid ?[2Jaccess token (M_UNKNOWN_TOKEN), since 2026-03-01")
                .contains("  expires     2026-03-08T10:15:30Z\n  server      matrix.openmeet.net\n")
                .contains("can unlock it. Then: credentials retry --credential " + ANA + " --execute\n");
    }

    @Test
    void noPartOfATokenIsPrinted() {
        for (List<String> command : List.of(
                List.of("credentials", "list"),
                List.of("credentials", "list", "--json"),
                List.of("credentials", "show", ANA))) {
            // when
            Typed typed = cluster.command(command.toArray(String[]::new));
            // then
            assertThat(typed.out() + typed.err())
                    .isNotEmpty()
                    .doesNotContain(
                            CredentialsCluster.SEALED.key(),
                            CredentialsCluster.SEALED.nonce(),
                            CredentialsCluster.SEALED.text());
        }
    }

    @Test
    void whatNothingIsKnownOfIsAnErrorThatSaysSo() {
        // when
        Typed unknown = cluster.command("credentials", "show", "north/appservice");
        Typed wrong = cluster.command("credentials", "show", "north/@ana");
        // then
        assertThat(List.of(unknown.code(), wrong.code())).containsOnly(ExitCodes.USAGE);
        assertThat(unknown.err()).startsWith("error: nothing is known of north/appservice; ");
        assertThat(wrong.err()).startsWith("error: expected tenant/appservice, tenant/admin or tenant/user/");
    }
}
