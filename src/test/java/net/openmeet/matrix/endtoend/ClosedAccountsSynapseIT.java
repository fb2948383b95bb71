package net.openmeet.matrix.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import net.openmeet.matrix.config.Admin;
import net.openmeet.matrix.config.Secret;
import net.openmeet.matrix.credential.CredentialKey;
import net.openmeet.matrix.fixture.MatrixActor;
import net.openmeet.matrix.fixture.MatrixProbe;
import net.openmeet.matrix.fixture.RunningService;
import net.openmeet.matrix.fixture.SynapseOptions;
import net.openmeet.matrix.fixture.SynapseRuntime;
import net.openmeet.matrix.fixture.SynapseServer;
import net.openmeet.matrix.fixture.WithSynapse;
import net.openmeet.matrix.homeserver.UserId;
import net.openmeet.matrix.topology.Topics;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Whom an administrator of the homeserver suspends, locks or deactivates holds up nobody else: only their own places wait, say why, and are
 * filled by themselves once the account is open again. What can be seen of it differs between the two set-ups.
 */
@WithSynapse
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClosedAccountsSynapseIT {
    private static final String PASSWORD = "correct horse battery staple";

    /** How the service authenticates, each with a tenant of its own. */
    enum SetUp {
        APPSERVICE("masks"),
        ACCESS_TOKEN("keys");

        private final String tenant;

        SetUp(String tenant) {
            this.tenant = tenant;
        }
    }

    private final SynapseServer synapse;
    private final MatrixActor warden;
    private final Harness harness;
    private final Map<SetUp, Town> towns = new EnumMap<>(SetUp.class);

    ClosedAccountsSynapseIT(SynapseRuntime runtime) {
        synapse = SynapseServer.start(runtime, SynapseOptions.defaults().withSharedAliases());
        synapse.registerAdmin("root", PASSWORD);
        warden = as(synapse.registerAdmin("warden", PASSWORD).accessToken());
        harness = new Harness(
                synapse,
                homeserver -> List.of(
                        RunningService.tenant(
                                SetUp.APPSERVICE.tenant,
                                homeserver,
                                UserId.parse(synapse.botId()),
                                synapse.asToken(),
                                Policies::impatient),
                        RunningService.tenant(
                                SetUp.ACCESS_TOKEN.tenant,
                                homeserver,
                                synapse.serverName(),
                                new Admin("root", Optional.empty(), Optional.of(Secret.of(PASSWORD))),
                                Policies::impatient)));
        for (SetUp setUp : SetUp.values()) {
            towns.put(setUp, new Town(harness, setUp.tenant));
        }
    }

    @AfterAll
    void close() {
        harness.close();
        synapse.close();
    }

    @AfterEach
    void nothingElseIsDeadLettered() {
        assertThat(harness.read(Topics.OPERATIONS_DEAD_LETTER))
                .allSatisfy(letter -> assertThat(new String(letter.value(), StandardCharsets.UTF_8))
                        .contains("account-closed"));
    }

    @ParameterizedTest
    @EnumSource
    void aSuspendedPersonsPlaceWaitsInEitherSetUp(SetUp setUp) {
        // given
        Town town = town(setUp);
        HostsView hosts = new HostsView(town);
        int ben = town.person();
        int ana = town.person();
        hosts.meet(ben, ana);
        warden.suspend(town.user(ana), true).orFail();

        // when
        int event = hosts.announce(ben, ana);
        town.publish(town.events().person("user.updated", ana, "u" + ana, "Ana Maria"));

        // then
        hosts.awaitClosed(event, ben, ana, "M_USER_SUSPENDED");
        assertThat(harness.problems(setUp.tenant + "/event/" + event))
                .containsExactly("member:" + ana + " account-closed");
        hosts.meet(ben);

        // when
        warden.suspend(town.user(ana), false).orFail();

        // then
        hosts.awaitInside(event, ben, ana);
        harness.eventually(
                () -> assertThat(town.probe().displayName(town.user(ana))).contains("Ana Maria"));
        hosts.awaitNobodyWaiting(event);
    }

    @Test
    void anApplicationServiceActsAsWhoIsLockedOrDeactivatedAllTheSame() {
        // given
        Town town = town(SetUp.APPSERVICE);
        HostsView hosts = new HostsView(town);
        int ben = town.person();
        int locked = town.person();
        int gone = town.person();
        hosts.meet(ben, locked, gone);
        warden.lock(town.user(locked), true).orFail();
        warden.deactivate(town.user(gone)).orFail();

        // when
        int event = hosts.announce(ben, locked, gone);

        // then
        hosts.awaitInside(event, ben, locked, gone);
    }

    @Test
    void aLockedPersonsPlaceWaitsWhereTheyHaveATokenAndFillsWhenUnlocked() {
        // given
        Town town = town(SetUp.ACCESS_TOKEN);
        HostsView hosts = new HostsView(town);
        int ben = town.person();
        int ana = town.person();
        hosts.meet(ben, ana);
        warden.lock(town.user(ana), true).orFail();

        // when
        int event = hosts.announce(ben, ana);

        // then
        hosts.awaitClosed(event, ben, ana, "M_USER_LOCKED");
        hosts.meet(ben);

        // when
        warden.lock(town.user(ana), false).orFail();

        // then
        hosts.awaitInside(event, ben, ana);
        hosts.awaitNobodyWaiting(event);
    }

    @Test
    void ofALockedPersonWithoutATokenTheCredentialSaysItAndARetryFillsTheirPlace() {
        theCredentialSaysItAndARetryFillsTheirPlace(
                "user-locked",
                user -> warden.lock(user, true).orFail(),
                user -> warden.lock(user, false).orFail());
    }

    @Test
    void ofADeactivatedPersonWithoutATokenTheCredentialSaysItAndARetryFillsTheirPlace() {
        theCredentialSaysItAndARetryFillsTheirPlace(
                "user-deactivated",
                // Closing an account leaves the tokens alone that an administrator got for it.
                user -> warden.deactivate(user).orFail(),
                // Synapse answers 500 while it is still taking them out of their rooms.
                user -> harness.eventually(() -> warden.reactivate(user).orFail()));
    }

    private void theCredentialSaysItAndARetryFillsTheirPlace(
            String reason, Consumer<String> close, Consumer<String> open) {
        // given
        Town town = town(SetUp.ACCESS_TOKEN);
        HostsView hosts = new HostsView(town);
        int ben = town.person();
        int ana = town.person();
        hosts.meet(ben, ana);
        as(newest(town, ana)).logout().orFail();
        close.accept(town.user(ana));

        // when
        int event = hosts.announce(ben, ana);

        // then
        awaitSuspended(town, ana, reason);
        hosts.awaitWaiting(event, ben, ana);
        hosts.meet(ben);

        // when
        open.accept(town.user(ana));

        // then
        assertThat(retried(town, ana)).contains("valid");
        hosts.awaitInside(event, ben, ana);
        hosts.awaitNobodyWaiting(event);
    }

    private Town town(SetUp setUp) {
        return Optional.ofNullable(towns.get(setUp)).orElseThrow();
    }

    private void awaitSuspended(Town town, int person, String reason) {
        Console console = new Console(harness);
        harness.eventually(() -> assertThat(console.type("credentials", "list", "--state", "suspended"))
                .contains(key(town, person), reason));
    }

    private String retried(Town town, int person) {
        return new Console(harness)
                .type("credentials", "retry", "--credential", key(town, person), "--execute", "--wait");
    }

    private String key(Town town, int person) {
        String tenant = SetUp.ACCESS_TOKEN.tenant;
        return CredentialKey.of(tenant, UserId.parse(town.user(person))).toString();
    }

    private String newest(Town town, int person) {
        return harness.calls().tap().newest(town.user(person));
    }

    private MatrixActor as(String token) {
        return MatrixProbe.at(synapse.baseUrl(), token).actor();
    }
}
