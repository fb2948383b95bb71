package net.openmeet.matrix.homeserver.http;

import static net.openmeet.matrix.homeserver.http.AccountCallContract.done;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import net.openmeet.matrix.homeserver.EpochMark;
import net.openmeet.matrix.homeserver.EpochMark.Half;
import net.openmeet.matrix.homeserver.JoinRule;
import net.openmeet.matrix.homeserver.MatrixCall;
import net.openmeet.matrix.homeserver.Outcome;
import net.openmeet.matrix.homeserver.Seen;
import net.openmeet.matrix.homeserver.UserId;
import org.junit.jupiter.api.Test;

/** What the bot sees of a homeserver that lost its database, or got an older one back: its marks go with the database. */
interface LostDatabaseContract {

    CallCast cast();

    /** Loses everything. */
    void wipe();

    /** Keeps the database as it is, and answers what brings it back. */
    Runnable backup();

    @Test
    default void aWipedHomeserverHasNoMarkAndTakesOneFromABotThatNobodyRegistered() {
        // given
        String tenant = tenant();
        cast().see(new MatrixCall.PutEpoch(tenant, new EpochMark(0, 7)));

        // when
        wipe();
        Seen lost = cast().see(new MatrixCall.ReadEpoch(tenant, Half.ODD));
        Outcome put = cast().send(new MatrixCall.PutEpoch(tenant, new EpochMark(1, 8)));

        // then
        assertThat(lost).isEqualTo(new Seen.Absent());
        assertThat(put).isEqualTo(done());
        assertThat(cast().see(new MatrixCall.ReadEpoch(tenant, Half.EVEN)))
                .isEqualTo(new Seen.Epoch(new EpochMark(1, 8)));
        assertThat(cast().see(new MatrixCall.WhoAmI())).isEqualTo(new Seen.Self(cast().bot));
        cast().room(cast().creation(cast().alias(), JoinRule.INVITE, "11", Map.of(), List.of()));
    }

    @Test
    default void aWipedHomeserverDoesNotKnowAnAccountUntilItIsRegisteredAgain() {
        // given
        UserId person = cast().person();
        cast().see(new MatrixCall.PutClaim(person, "t/user/9"));

        // when
        wipe();

        // then
        assertThat(cast().send(new MatrixCall.ReadClaim(person)))
                .isInstanceOfSatisfying(
                        Outcome.CredentialRejected.class,
                        rejected -> assertThat(rejected.credential()).isEqualTo(Outcome.Credential.ACCOUNT));
        assertThat(cast().send(new MatrixCall.Register(person))).isEqualTo(done());
        assertThat(cast().see(new MatrixCall.ReadClaim(person))).isEqualTo(new Seen.Absent());
    }

    @Test
    default void aRestoredHomeserverHasTheMarkOfThatTime() {
        // given
        String tenant = tenant();
        cast().see(new MatrixCall.PutEpoch(tenant, new EpochMark(0, 3)));
        Runnable restore = backup();
        cast().see(new MatrixCall.PutEpoch(tenant, new EpochMark(0, 4)));
        cast().see(new MatrixCall.PutEpoch(tenant, new EpochMark(0, 5)));

        // when
        restore.run();

        // then
        assertThat(cast().see(new MatrixCall.ReadEpoch(tenant, Half.ODD)))
                .isEqualTo(new Seen.Epoch(new EpochMark(0, 3)));
        assertThat(cast().see(new MatrixCall.ReadEpoch(tenant, Half.EVEN))).isEqualTo(new Seen.Absent());
    }

    private static String tenant() {
        return "t" + UUID.randomUUID();
    }
}
