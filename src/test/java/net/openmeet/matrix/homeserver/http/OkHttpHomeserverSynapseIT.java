package net.openmeet.matrix.homeserver.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import net.openmeet.matrix.fixture.SynapseOptions;
import net.openmeet.matrix.fixture.SynapseRuntime;
import net.openmeet.matrix.fixture.SynapseServer;
import net.openmeet.matrix.fixture.WithSynapse;
import net.openmeet.matrix.homeserver.JoinRule;
import net.openmeet.matrix.homeserver.MatrixCall;
import net.openmeet.matrix.homeserver.Outcome;
import net.openmeet.matrix.homeserver.Outcome.Belief;
import net.openmeet.matrix.homeserver.Outcome.Scope;
import net.openmeet.matrix.homeserver.RoomId;
import net.openmeet.matrix.homeserver.UserId;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Every call works on a real Synapse with room versions 10, 11 and 12, and what Synapse answers when it doesn't work comes to the
 * outcome the table promises.
 */
@WithSynapse
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OkHttpHomeserverSynapseIT
        implements AccountCallContract, CredentialCallContract, RoomCallContract, MemberCallContract {
    private final CallCast cast;

    OkHttpHomeserverSynapseIT(SynapseServer synapse) {
        cast = castOf(synapse);
    }

    @Override
    public CallCast cast() {
        return cast;
    }

    @AfterAll
    void close() {
        cast.close();
    }

    @Test
    void aSuspendedPersonsPlaceWaitsWhileALockIsNothingToAnApplicationService() {
        // given
        UserId suspended = cast.person();
        UserId locked = cast.person();
        RoomId room = cast.room(JoinRule.PUBLIC);
        cast.suspend(suspended);
        cast.lock(locked);

        // then
        assertThat(cast.send(new MatrixCall.Join(room, suspended)))
                .isInstanceOfSatisfying(
                        Outcome.Retry.class,
                        retry -> assertThat(retry.scope()).isEqualTo(Outcome.Scope.CLOSED_ACCOUNT));
        assertThat(cast.send(new MatrixCall.Join(room, locked))).isEqualTo(AccountCallContract.done());
    }

    @Test
    void aLimitedApplicationServicePausesItsSenderAndMayNotInviteManyAtOnce(SynapseRuntime runtime) {
        try (var limited =
                        SynapseServer.start(runtime, SynapseOptions.defaults().withAppserviceRateLimited());
                var limitedCast = castOf(limited)) {
            // given
            List<UserId> many =
                    IntStream.range(0, 30).mapToObj(i -> limitedCast.stranger()).toList();

            // when
            Outcome tooMany =
                    limitedCast.send(limitedCast.creation(limitedCast.alias(), JoinRule.PUBLIC, "11", Map.of(), many));
            Outcome last = tooMany;
            for (int i = 0; i < 40 && !(last instanceof Outcome.Retry); i++) {
                last = limitedCast.send(
                        limitedCast.creation(limitedCast.alias(), JoinRule.PUBLIC, "11", Map.of(), List.of()));
            }

            // then
            AccountCallContract.assertContradicted(tooMany, Belief.INVITES_FIT);
            assertThat(last).isInstanceOfSatisfying(Outcome.Retry.class, retry -> {
                assertThat(retry.scope()).isEqualTo(Scope.SENDER);
                assertThat(retry.after().orElseThrow()).isBetween(Duration.ofMillis(1), Duration.ofMinutes(10));
            });
        }
    }

    @Test
    void aServerThatIsDownWasNotReached(SynapseRuntime runtime) {
        // given
        try (var server = SynapseServer.start(runtime, SynapseOptions.defaults());
                var cast = castOf(server)) {
            server.kill();

            // when
            Outcome outcome = cast.send(new MatrixCall.Register(cast.stranger()));

            // then
            assertThat(outcome)
                    .isInstanceOfSatisfying(
                            Outcome.Retry.class,
                            retry -> assertThat(retry.scope()).isEqualTo(Scope.HOMESERVER));
        }
    }

    private static CallCast castOf(SynapseServer synapse) {
        return new CallCast(
                synapse.baseUrl(), synapse.asToken(), UserId.parse(synapse.botId()), synapse.registrationSecret());
    }
}
