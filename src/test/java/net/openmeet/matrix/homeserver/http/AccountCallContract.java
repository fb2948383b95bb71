package net.openmeet.matrix.homeserver.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import net.openmeet.matrix.homeserver.EpochMark;
import net.openmeet.matrix.homeserver.MatrixCall;
import net.openmeet.matrix.homeserver.Outcome;
import net.openmeet.matrix.homeserver.Outcome.Belief;
import net.openmeet.matrix.homeserver.Outcome.Credential;
import net.openmeet.matrix.homeserver.RoomId;
import net.openmeet.matrix.homeserver.RoomState;
import net.openmeet.matrix.homeserver.Seen;
import net.openmeet.matrix.homeserver.UserId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls about accounts and credentials come to the right outcome on a homeserver. */
interface AccountCallContract {

    CallCast cast();

    @Test
    default void theBotIsWhoTheTokenStandsFor() {
        assertThat(cast().see(new MatrixCall.WhoAmI())).isEqualTo(new Seen.Self(cast().bot));
    }

    @Test
    default void aNameIsTakenOnceItIsRegistered() {
        // given
        UserId user = cast().stranger();

        // when
        Outcome first = cast().send(new MatrixCall.Register(user));
        Outcome second = cast().send(new MatrixCall.Register(user));

        // then
        assertThat(first).isEqualTo(done());
        assertContradicted(second, Belief.NAME_FREE);
    }

    @Test
    default void aClaimIsReadAsItWasWritten() {
        // given
        UserId user = cast().person();

        // when
        Seen before = cast().see(new MatrixCall.ReadClaim(user));
        Outcome put = cast().send(new MatrixCall.PutClaim(user, "t/user/9"));
        Seen after = cast().see(new MatrixCall.ReadClaim(user));

        // then
        assertThat(before).isEqualTo(new Seen.Absent());
        assertThat(put).isEqualTo(done());
        assertThat(after).isEqualTo(new Seen.Claim("t/user/9"));
    }

    @Test
    default void aMarkOfTheBotsIsReadAsItWasWrittenEachHalfByItself() {
        // given
        String tenant = cast().stranger().localpart();
        EpochMark mark = new EpochMark(3, 4);

        // when
        Seen before = cast().see(new MatrixCall.ReadEpoch(tenant, EpochMark.Half.EVEN));
        Outcome put = cast().send(new MatrixCall.PutEpoch(tenant, mark));
        Seen after = cast().see(new MatrixCall.ReadEpoch(tenant, EpochMark.Half.EVEN));

        // then
        assertThat(before).isEqualTo(new Seen.Absent());
        assertThat(put).isEqualTo(done());
        assertThat(after).isEqualTo(new Seen.Epoch(mark));
        assertThat(cast().see(new MatrixCall.ReadEpoch(tenant, EpochMark.Half.ODD)))
                .isEqualTo(new Seen.Absent());
    }

    @Test
    default void aNameAndAvatarAreSetAndCleared() {
        // given
        UserId user = cast().person();

        // then
        assertThat(cast().send(new MatrixCall.PutDisplayName(user, "Ada \uD83D\uDE00")))
                .isEqualTo(done());
        assertThat(cast().send(new MatrixCall.PutDisplayName(user, ""))).isEqualTo(done());
        assertThat(cast().send(new MatrixCall.PutAvatar(user, "mxc://" + user.server() + "/abc")))
                .isEqualTo(done());
        assertThat(cast().send(new MatrixCall.PutAvatar(user, ""))).isEqualTo(done());
        assertThat(cast().send(new MatrixCall.PutDisplayName(user, "x".repeat(257))))
                .isInstanceOf(Outcome.Rejected.class);
    }

    @Test
    default void anAdminDeactivatesAnAccountWhetherThereOrNot() {
        // given
        UserId user = cast().person();

        // then
        assertThat(cast().send(new MatrixCall.Deactivate(user))).isEqualTo(done());
        assertThat(cast().send(new MatrixCall.Deactivate(user))).isEqualTo(done());
        assertThat(cast().send(new MatrixCall.Deactivate(cast().stranger()))).isEqualTo(new Outcome.AlreadySo());
    }

    @Test
    default void whoIsNoAdminMayNotDeactivate() {
        assertRefused(cast().sendAsNoAdmin(new MatrixCall.Deactivate(cast().stranger())), Credential.ADMIN);
        assertRefused(cast().sendWithWrongTokens(new MatrixCall.Deactivate(cast().stranger())), Credential.ADMIN);
    }

    @Test
    default void aWrongTokenIsRefusedWhateverTheCall() {
        UserId user = cast().stranger();
        assertRefused(cast().sendWithWrongTokens(new MatrixCall.WhoAmI()), Credential.APPSERVICE);
        assertRefused(cast().sendWithWrongTokens(new MatrixCall.Register(user)), Credential.APPSERVICE);
        assertRefused(cast().sendWithWrongTokens(new MatrixCall.ReadClaim(user)), Credential.APPSERVICE);
        assertRefused(
                cast().sendWithWrongTokens(new MatrixCall.ReadEpoch("t", EpochMark.Half.ODD)), Credential.APPSERVICE);
    }

    @Test
    default void actingAsSomebodyWhoWasNeverRegisteredIsSeenInEveryCall() {
        UserId user = cast().stranger();
        RoomId room = RoomId.of("!any:" + user.server());
        assertRefused(cast().send(new MatrixCall.ReadClaim(user)), Credential.ACCOUNT);
        assertRefused(cast().send(new MatrixCall.PutClaim(user, "t/user/9")), Credential.ACCOUNT);
        assertRefused(cast().send(new MatrixCall.PutDisplayName(user, "x")), Credential.ACCOUNT);
        assertRefused(cast().send(new MatrixCall.PutAvatar(user, "")), Credential.ACCOUNT);
        assertRefused(cast().send(new MatrixCall.Join(room, user)), Credential.ACCOUNT);
        assertRefused(cast().send(new MatrixCall.Leave(room, user, "r")), Credential.ACCOUNT);
        assertRefused(cast().send(new MatrixCall.Invite(room, cast().bot, Optional.of(user))), Credential.ACCOUNT);
        assertRefused(
                cast().send(new MatrixCall.PutState(room, new RoomState.Name("x"), Optional.of(user))),
                Credential.ACCOUNT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"@om_x:elsewhere.test", "@alice:elsewhere.test"})
    default void actingAsSomebodyElsesUserIsContradicted(String user) {
        assertContradicted(cast().send(new MatrixCall.ReadClaim(UserId.parse(user))), Belief.NAME_OURS);
    }

    static Outcome done() {
        return new Outcome.Applied(new Seen.Done());
    }

    static void assertContradicted(Outcome outcome, Belief belief) {
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.Contradicted.class,
                        contradicted -> assertThat(contradicted.belief()).isEqualTo(belief));
    }

    private static void assertRefused(Outcome outcome, Credential credential) {
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.CredentialRejected.class,
                        rejected -> assertThat(rejected.credential()).isEqualTo(credential));
    }
}
