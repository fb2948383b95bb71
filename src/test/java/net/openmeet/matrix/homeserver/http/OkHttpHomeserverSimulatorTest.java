package net.openmeet.matrix.homeserver.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import net.openmeet.matrix.homeserver.CallListener;
import net.openmeet.matrix.homeserver.JoinRule;
import net.openmeet.matrix.homeserver.MatrixCall;
import net.openmeet.matrix.homeserver.Outcome;
import net.openmeet.matrix.homeserver.Outcome.Belief;
import net.openmeet.matrix.homeserver.Outcome.Scope;
import net.openmeet.matrix.homeserver.Outcomes;
import net.openmeet.matrix.homeserver.RoomAlias;
import net.openmeet.matrix.homeserver.RoomId;
import net.openmeet.matrix.homeserver.RoomState;
import net.openmeet.matrix.homeserver.SecretText;
import net.openmeet.matrix.homeserver.Seen;
import net.openmeet.matrix.homeserver.UserId;
import net.openmeet.matrix.simulator.Appservice;
import net.openmeet.matrix.simulator.CreationStage;
import net.openmeet.matrix.simulator.Endpoint;
import net.openmeet.matrix.simulator.Fault;
import net.openmeet.matrix.simulator.LoginSettings;
import net.openmeet.matrix.simulator.MatrixSimulator;
import net.openmeet.matrix.simulator.SimulatorSettings;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Every call works on the simulator as it does on Synapse, so that what is proven with it holds. Failures on order come to the
 * outcome the table promises.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OkHttpHomeserverSimulatorTest
        implements AccountCallContract, CredentialCallContract, RoomCallContract, MemberCallContract {
    private final MatrixSimulator simulator = MatrixSimulator.start();
    private final CallCast cast = castOf(simulator);

    @Override
    public CallCast cast() {
        return cast;
    }

    @AfterAll
    void close() {
        cast.close();
        simulator.close();
    }

    @Test
    void aCreateRoomThatIsKilledLeavesAnAliasWhoseRoomNobodyCanEnter() {
        // given
        RoomAlias alias = cast.alias();
        var creation = cast.creation(alias, JoinRule.PUBLIC, "11", Map.of(), List.of());
        simulator.faults().next(Endpoint.CREATE_ROOM, new Fault.HalfCreatedRoom(new CreationStage.OrphanAlias()));

        // when
        Outcome killed = cast.send(creation);

        // then
        assertThat(killed).isInstanceOf(Outcome.Uncertain.class);
        RoomId orphan = ((Seen.AliasTarget) cast.see(new MatrixCall.LookupAlias(alias))).room();
        AccountCallContract.assertContradicted(cast.send(creation), Belief.ALIAS_FREE);
        AccountCallContract.assertContradicted(cast.send(new MatrixCall.ReadRoom(orphan)), Belief.ACTOR_IN_ROOM);
        AccountCallContract.assertContradicted(
                cast.send(new MatrixCall.PutState(orphan, new RoomState.Name("x"), Optional.empty())),
                Belief.ACTOR_IN_ROOM);
        assertThat(cast.send(new MatrixCall.Join(orphan, cast.bot))).isInstanceOf(Outcome.RoomUnknown.class);
        assertThat(cast.send(new MatrixCall.DeleteAlias(alias))).isEqualTo(AccountCallContract.done());
        assertThat(cast.room(creation)).isNotEqualTo(orphan);
    }

    @Test
    void anAnswerThatBreaksOffLeavesAWriteUncertainAndAReadToBeRepeated() {
        // given
        UserId user = cast.stranger();
        simulator.faults().next(Endpoint.REGISTER, new Fault.TruncatedAnswer());
        simulator.faults().next(Endpoint.WHOAMI, new Fault.Reset(true));

        // then
        assertThat(cast.send(new MatrixCall.Register(user))).isInstanceOf(Outcome.Uncertain.class);
        AccountCallContract.assertContradicted(cast.send(new MatrixCall.Register(user)), Belief.NAME_FREE);
        assertThat(cast.send(new MatrixCall.WhoAmI()))
                .isInstanceOfSatisfying(
                        Outcome.Retry.class, retry -> assertThat(retry.scope()).isEqualTo(Scope.TARGET));
    }

    @Test
    void aRateLimitPausesTheSenderForAsLongAsItSays() {
        // given
        simulator.faults().next(Endpoint.WHOAMI, Fault.rateLimited(Duration.ofMillis(1_200)));

        // when
        Outcome outcome = cast.send(new MatrixCall.WhoAmI());

        // then: the header says 2 s, rounded up
        assertThat(outcome).isInstanceOfSatisfying(Outcome.Retry.class, retry -> {
            assertThat(retry.scope()).isEqualTo(Scope.SENDER);
            assertThat(retry.after()).contains(Duration.ofSeconds(2));
        });
    }

    @Test
    void whereLoggingInIsDelegatedARepairByLoginIsRefusedToEverybody() {
        // given
        var settings =
                SimulatorSettings.usual().withLogins(LoginSettings.usual().withDelegation());
        try (var delegating = MatrixSimulator.start(settings)) {
            UserId user = UserId.parse(delegating.userId("u"));
            var bearers =
                    new ConfiguredBearers("t", user.server(), delegating::asToken, Optional.of(delegating::asToken));
            var http = new HttpSettings(
                    "t", delegating.baseUrl(), UserId.parse(delegating.botId()), bearers, CallTimeouts.DEFAULTS);
            try (var transport = new HttpTransport(1)) {
                var homeserver = new OkHttpHomeserver(transport, http, CallListener.NONE);
                Function<MatrixCall, Outcome> send = call -> Outcomes.classify(
                        call, homeserver.send(call, () -> true).join());

                // then
                assertThat(send.apply(new MatrixCall.LoginFlows())).isEqualTo(new Outcome.Applied(new Seen.Absent()));
                assertThat(List.of(
                                new MatrixCall.LoginPassword(user, SecretText.of("pw"), "D"),
                                new MatrixCall.LoginAs(user, Instant.EPOCH),
                                new MatrixCall.Refresh(SecretText.of("syr_x")),
                                new MatrixCall.Logout(SecretText.of("syt_x"))))
                        .allSatisfy(call -> assertThat(send.apply(call))
                                .isInstanceOfSatisfying(
                                        Outcome.Rejected.class,
                                        rejected -> assertThat(rejected.scope()).isEqualTo(Scope.HOMESERVER)));
                assertThat(send.apply(new MatrixCall.Register(user))).isEqualTo(AccountCallContract.done());
                assertThat(send.apply(new MatrixCall.ReadClaim(user)))
                        .isEqualTo(new Outcome.Applied(new Seen.Absent()));
            }
        }
    }

    private static CallCast castOf(MatrixSimulator simulator) {
        Appservice service = simulator.settings().appservices().getFirst();
        var bot = new UserId(service.senderLocalpart(), simulator.settings().serverName());
        return new CallCast(
                simulator.baseUrl(),
                service.asToken(),
                bot,
                simulator.settings().sharedSecret());
    }
}
