package net.openmeet.matrix.homeserver.http;

import static net.openmeet.matrix.homeserver.http.AccountCallContract.done;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import net.openmeet.matrix.homeserver.Bearer;
import net.openmeet.matrix.homeserver.Bearers;
import net.openmeet.matrix.homeserver.JoinRule;
import net.openmeet.matrix.homeserver.MatrixCall;
import net.openmeet.matrix.homeserver.Outcome;
import net.openmeet.matrix.homeserver.Outcome.Credential;
import net.openmeet.matrix.homeserver.SecretText;
import net.openmeet.matrix.homeserver.Seen;
import net.openmeet.matrix.homeserver.SentWith;
import net.openmeet.matrix.homeserver.TokenOwner;
import net.openmeet.matrix.homeserver.UserId;
import org.junit.jupiter.api.Test;

/** The calls a repair is made of come to the right outcome on a homeserver, and a user's own token does what an appservice's does. */
interface CredentialCallContract {
    SecretText PASSWORD = SecretText.of("pass-phrase");

    CallCast cast();

    /** Everybody acts with one token. */
    record OneToken(Bearer bearer) implements Bearers {
        @Override
        public Bearer bot() {
            return bearer;
        }

        @Override
        public Bearer user(UserId user) {
            return bearer;
        }

        @Override
        public Bearer admin() {
            return bearer;
        }
    }

    private Seen.Token token(MatrixCall call) {
        return switch (cast().see(call)) {
            case Seen.Token token -> token;
            case Seen other -> throw new AssertionError("not a token: " + other);
        };
    }

    private Seen.Token login(UserId user) {
        return token(new MatrixCall.LoginPassword(user, PASSWORD, "D1"));
    }

    private static Instant inAnHour() {
        return Instant.now().plus(1, ChronoUnit.HOURS).truncatedTo(ChronoUnit.MILLIS);
    }

    private static void assertRejected(Outcome outcome, Credential credential) {
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.CredentialRejected.class,
                        rejected -> assertThat(rejected.credential()).isEqualTo(credential));
    }

    @Test
    default void aLoginIsRefreshedUntilItIsSpent() {
        // given
        UserId user = cast().withPassword(PASSWORD.reveal());

        // when
        Seen.Token first = login(user);
        MatrixCall refresh = new MatrixCall.Refresh(first.refresh().orElseThrow());
        Seen.Token second = token(refresh);

        // then
        assertThat(first.deviceId()).contains("D1");
        assertThat(first.expiresAt().orElseThrow())
                .isBetween(Instant.now().plusSeconds(280), Instant.now().plusSeconds(300));
        assertThat(second.expiresAt().orElseThrow()).isAfter(Instant.now().plusSeconds(280));
        assertThat(second.refresh()).isPresent();
        assertThat(second.access()).isNotEqualTo(first.access());
        assertThat(cast().see(new MatrixCall.WhoAmIWith(second.access()))).isEqualTo(new Seen.Self(user));
        assertRejected(cast().send(refresh), Credential.GIVEN);
        assertRejected(cast().send(new MatrixCall.Refresh(SecretText.of("syr_unknown"))), Credential.GIVEN);
    }

    @Test
    default void aWrongPasswordIsRefusedAsWhatWasGiven() {
        UserId user = cast().withPassword(PASSWORD.reveal());

        assertRejected(cast().send(new MatrixCall.LoginPassword(user, SecretText.of("wrong"), "D")), Credential.GIVEN);
        assertRejected(cast().send(new MatrixCall.LoginPassword(cast().stranger(), PASSWORD, "D")), Credential.GIVEN);
    }

    @Test
    default void aTokenIsLoggedOutOnceAndThenFoundDead() {
        // given
        SecretText token = login(cast().withPassword(PASSWORD.reveal())).access();

        // when
        Outcome first = cast().send(new MatrixCall.Logout(token));
        Outcome second = cast().send(new MatrixCall.Logout(token));

        // then
        assertThat(first).isEqualTo(done());
        assertThat(second).isEqualTo(new Outcome.AlreadySo());
        assertRejected(cast().send(new MatrixCall.WhoAmIWith(token)), Credential.GIVEN);
    }

    @Test
    default void anAdminLogsInAsSomebodyWhoIsThere() {
        // given
        UserId user = cast().person();
        Instant end = inAnHour();

        // when
        Seen.Token token = token(new MatrixCall.LoginAs(user, end));

        // then
        assertThat(token.expiresAt()).contains(end);
        assertThat(token.refresh()).isEmpty();
        assertThat(token.deviceId()).isEmpty();
        assertThat(cast().see(new MatrixCall.WhoAmIWith(token.access()))).isEqualTo(new Seen.Self(user));
        assertRejected(cast().send(new MatrixCall.LoginAs(cast().stranger(), end)), Credential.ACCOUNT);
    }

    @Test
    default void whoIsNoAdminIsToldSoOfTheTokenThatWasSent() {
        UserId user = cast().person();

        for (MatrixCall call : new MatrixCall[] {
            new MatrixCall.LoginAs(user, inAnHour()), new MatrixCall.ReadUser(user), new MatrixCall.MakeUser(user)
        }) {
            assertThat(cast().sendAsNoAdmin(call))
                    .isInstanceOfSatisfying(Outcome.CredentialRejected.class, rejected -> {
                        assertThat(rejected.credential()).isEqualTo(Credential.ADMIN);
                        assertThat(rejected.sentWith().orElseThrow().owner()).isEqualTo(new TokenOwner.Admin());
                    });
            assertRejected(cast().sendWithWrongTokens(call), Credential.ADMIN);
        }
    }

    @Test
    default void anAccountIsMadeOnceAndSeenWithWhatItMayNotDo() {
        // given
        UserId user = cast().stranger();

        // when
        Seen before = cast().see(new MatrixCall.ReadUser(user));
        Seen made = cast().see(new MatrixCall.MakeUser(user));
        Seen again = cast().see(new MatrixCall.MakeUser(user));

        // then
        assertThat(before).isEqualTo(new Seen.Absent());
        assertThat(made).isEqualTo(new Seen.AccountMade(true));
        assertThat(again).isEqualTo(new Seen.AccountMade(false));
        assertThat(account(user)).isEqualTo(new Seen.Account(user, false, false, false, false));
        cast().suspend(user);
        assertThat(account(user).suspended()).isTrue();
        cast().lock(user);
        assertThat(account(user).locked()).isTrue();
        cast().see(new MatrixCall.Deactivate(user));
        assertThat(account(user).deactivated()).isTrue();
    }

    private Seen.Account account(UserId user) {
        return switch (cast().see(new MatrixCall.ReadUser(user))) {
            case Seen.Account account -> account;
            case Seen other -> throw new AssertionError("not an account: " + other);
        };
    }

    @Test
    default void passwordsAreAWayToLogIn() {
        assertThat(cast().see(new MatrixCall.LoginFlows()))
                .isInstanceOfSatisfying(
                        Seen.Flows.class, flows -> assertThat(flows.types()).contains("m.login.password"));
    }

    @Test
    default void aUsersOwnTokenActsForThemUntilItIsDead() {
        // given
        UserId user = cast().withPassword(PASSWORD.reveal());
        SecretText token = login(user).access();
        TokenOwner owner = new TokenOwner.User(user);
        var own = new OneToken(Bearer.of(owner, 12, token));
        MatrixCall join = new MatrixCall.Join(cast().room(JoinRule.PUBLIC), user);

        // when
        Outcome joined = cast().send(join, own);
        Outcome claimed = cast().send(new MatrixCall.PutClaim(user, "t/user/9"), own);
        cast().see(new MatrixCall.Logout(token));
        Outcome dead = cast().send(join, own);

        // then
        assertThat(joined).isEqualTo(done());
        assertThat(claimed).isEqualTo(done());
        assertThat(dead).isInstanceOfSatisfying(Outcome.CredentialRejected.class, rejected -> {
            assertThat(rejected.credential()).isEqualTo(Credential.USER);
            assertThat(rejected.sentWith()).isEqualTo(Optional.of(new SentWith(owner, 12)));
            assertThat(rejected.softLogout()).isFalse();
        });
    }

    @Test
    default void aLockedUsersPlaceWaitsAndNoTokenIsRepaired() {
        // given
        UserId user = cast().withPassword(PASSWORD.reveal());
        SecretText token = login(user).access();
        cast().lock(user);

        // then
        var own = new OneToken(Bearer.of(new TokenOwner.User(user), 1, token));
        assertThat(cast().send(new MatrixCall.ReadClaim(user), own))
                .isInstanceOfSatisfying(
                        Outcome.Retry.class,
                        retry -> assertThat(retry.scope()).isEqualTo(Outcome.Scope.CLOSED_ACCOUNT));
        assertThat(cast().send(new MatrixCall.WhoAmIWith(token))).isInstanceOf(Outcome.Rejected.class);
        assertThat(cast().send(new MatrixCall.LoginPassword(user, PASSWORD, "D")))
                .isInstanceOf(Outcome.Rejected.class);
    }
}
