package net.openmeet.matrix.homeserver.http;

import static net.openmeet.matrix.homeserver.http.MockHomeserver.json;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;
import net.openmeet.matrix.homeserver.Answer;
import net.openmeet.matrix.homeserver.Bearer;
import net.openmeet.matrix.homeserver.Bearers;
import net.openmeet.matrix.homeserver.MatrixCall;
import net.openmeet.matrix.homeserver.Outcome;
import net.openmeet.matrix.homeserver.Outcomes;
import net.openmeet.matrix.homeserver.RoomId;
import net.openmeet.matrix.homeserver.SecretText;
import net.openmeet.matrix.homeserver.Seen;
import net.openmeet.matrix.homeserver.SentWith;
import net.openmeet.matrix.homeserver.TokenOwner;
import net.openmeet.matrix.homeserver.UserId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Each call is sent with the token of whom it is done as, and names that user only where the token acts as others. A refusal says whose
 * token it was and which one, so that an old one's can't count against a newer one.
 */
class OkHttpHomeserverBearerTest {
    private static final UserId USER = UserId.parse("@u:localhost.test");
    private static final MatrixCall JOIN = new MatrixCall.Join(RoomId.of("!r:localhost.test"), USER);
    private static final MatrixCall WHO_AM_I = new MatrixCall.WhoAmI();
    private static final MatrixResponse DEAD =
            new MatrixResponse(401, "{'errcode':'M_UNKNOWN_TOKEN','error':'Invalid','soft_logout':false}");
    private static final MatrixResponse EXPIRED =
            new MatrixResponse(401, "{'errcode':'M_UNKNOWN_TOKEN','error':'Expired','soft_logout':true}");

    private final MockHomeserver mock = new MockHomeserver();

    @AfterEach
    void close() {
        mock.close();
    }

    private record MatrixResponse(int status, String body) {
        MockResponse http() {
            return json(status, body.replace('\'', '"'));
        }
    }

    /** The access-token set-up: everybody has a token of their own. */
    private static final class OwnTokens implements Bearers {
        private final AtomicReference<Bearer> user =
                new AtomicReference<>(Bearer.of(new TokenOwner.User(USER), 1, SecretText.of("of-user-1")));

        @Override
        public Bearer bot() {
            return Bearer.of(new TokenOwner.Admin(), 5, SecretText.of("of-admin"));
        }

        @Override
        public Bearer user(UserId who) {
            return user.get();
        }

        @Override
        public Bearer admin() {
            return bot();
        }
    }

    private final OwnTokens ownTokens = new OwnTokens();

    private Answer answer(Bearers bearers, MatrixCall call, MatrixResponse response) {
        mock.server.enqueue(response.http());
        return mock.client(bearers).send(call, () -> true).join();
    }

    private Outcome outcome(MatrixCall call, MatrixResponse response) {
        return Outcomes.classify(call, answer(ownTokens, call, response));
    }

    private static String authorization(RecordedRequest request) {
        return request.getHeaders().get("Authorization");
    }

    @Test
    void anApplicationServicesTokenNamesWhomItActsAs() {
        // when
        answer(
                new ConfiguredBearers("t", USER.server(), () -> "as", Optional.empty()),
                JOIN,
                new MatrixResponse(200, "{}"));

        // then
        RecordedRequest request = mock.request();
        assertThat(authorization(request)).isEqualTo("Bearer as");
        assertThat(request.getUrl().queryParameter("user_id")).isEqualTo(USER.toString());
    }

    @Test
    void aUsersOwnTokenNamesNobody() {
        // when
        answer(ownTokens, JOIN, new MatrixResponse(200, "{}"));
        answer(ownTokens, WHO_AM_I, new MatrixResponse(200, "{}"));

        // then
        RecordedRequest asUser = mock.request();
        assertThat(authorization(asUser)).isEqualTo("Bearer of-user-1");
        assertThat(asUser.getUrl().queryParameter("user_id")).isNull();
        assertThat(authorization(mock.request())).isEqualTo("Bearer of-admin");
    }

    @Test
    void aRefusedTokenIsNamedByItsOwnerAndGeneration() {
        assertThat(outcome(JOIN, DEAD)).isInstanceOfSatisfying(Outcome.CredentialRejected.class, rejected -> {
            assertThat(rejected.credential()).isEqualTo(Outcome.Credential.USER);
            assertThat(rejected.sentWith()).contains(new SentWith(new TokenOwner.User(USER), 1));
            assertThat(rejected.softLogout()).isFalse();
        });
        assertThat(outcome(WHO_AM_I, EXPIRED)).isInstanceOfSatisfying(Outcome.CredentialRejected.class, rejected -> {
            assertThat(rejected.credential()).isEqualTo(Outcome.Credential.ADMIN);
            assertThat(rejected.sentWith()).contains(new SentWith(new TokenOwner.Admin(), 5));
            assertThat(rejected.softLogout()).isTrue();
        });
    }

    @Test
    void aLateRefusalIsOfTheTokenItWasSentWith() {
        // given
        MockResponse late = DEAD.http()
                .newBuilder()
                .headersDelay(200, TimeUnit.MILLISECONDS)
                .build();
        mock.server.enqueue(late);

        // when
        CompletableFuture<Answer> pending = mock.client(ownTokens).send(JOIN, () -> true);
        mock.request();
        ownTokens.user.set(Bearer.of(new TokenOwner.User(USER), 2, SecretText.of("of-user-2")));

        // then
        assertThat(pending.join())
                .isInstanceOfSatisfying(
                        Answer.Refusal.class,
                        refusal -> assertThat(refusal.sentWith()).contains(new SentWith(new TokenOwner.User(USER), 1)));
    }

    @Test
    void aUserWithoutATokenIsNotAskedForOthers() {
        // given
        ownTokens.user.set(Bearer.none(new TokenOwner.User(USER), 3, "it is being repaired"));

        // when
        Answer answer = mock.client(ownTokens).send(JOIN, () -> true).join();

        // then
        assertThat(answer)
                .isEqualTo(new Answer.Refusal(
                        401,
                        Optional.of("M_MISSING_TOKEN"),
                        "No access token: it is being repaired",
                        Optional.empty(),
                        false,
                        Optional.of(new SentWith(new TokenOwner.User(USER), 3))));
        assertThat(mock.server.getRequestCount()).isZero();
    }

    @Test
    void equalTokensHaveOneGenerationInEveryInstanceAndOthersAnother() {
        // given
        var here = new ConfiguredBearers("t", USER.server(), () -> "token-1\n", Optional.empty());
        var there = new ConfiguredBearers("t", USER.server(), () -> "token-1", Optional.of(() -> "token-2"));

        // then
        assertThat(here.bot().generation()).isEqualTo(there.bot().generation());
        assertThat(there.admin().generation()).isNotEqualTo(there.bot().generation());
        assertThat(here.admin().generation()).isZero();
    }

    @Test
    void aCallThatCarriesItsOwnSecretIsSentWithNothingElse() {
        // when
        answer(ownTokens, new MatrixCall.WhoAmIWith(SecretText.of("probed")), DEAD);
        Answer login = answer(ownTokens, new MatrixCall.LoginPassword(USER, SecretText.of("pw"), "D"), DEAD);
        answer(ownTokens, new MatrixCall.LoginFlows(), DEAD);

        // then
        assertThat(authorization(mock.request())).isEqualTo("Bearer probed");
        assertThat(authorization(mock.request())).isNull();
        assertThat(authorization(mock.request())).isNull();
        assertThat(login)
                .isInstanceOfSatisfying(
                        Answer.Refusal.class,
                        refusal -> assertThat(refusal.sentWith()).isEmpty());
    }

    @Test
    void aTokenIsReadWithItsEndByOurClock() {
        // given
        Instant before = Instant.now();
        var password = new MatrixCall.LoginPassword(USER, SecretText.of("pw"), "D");
        var loginAs = new MatrixCall.LoginAs(USER, Instant.ofEpochSecond(4_000_000_000L));

        // when
        Seen seen = seen(password, "{'access_token':'a','refresh_token':'r','expires_in_ms':300000,'device_id':'D'}");
        Seen immortal = seen(password, "{'access_token':'a'}");
        Seen puppet = seen(loginAs, "{'access_token':'a'}");

        // then
        assertThat(seen).isInstanceOfSatisfying(Seen.Token.class, token -> {
            assertThat(token.access().reveal()).isEqualTo("a");
            assertThat(token.refresh()).contains(SecretText.of("r"));
            assertThat(token.deviceId()).contains("D");
            assertThat(token.expiresAt().orElseThrow())
                    .isBetween(before.plusMillis(299_999), Instant.now().plus(Duration.ofMinutes(5)));
        });
        assertThat(immortal)
                .isEqualTo(new Seen.Token(SecretText.of("a"), Optional.empty(), Optional.empty(), Optional.empty()));
        assertThat(puppet)
                .isEqualTo(new Seen.Token(
                        SecretText.of("a"), Optional.empty(), Optional.of(loginAs.validUntil()), Optional.empty()));
    }

    @Test
    void anAccountIsReadWithWhatItMayNotDo() {
        assertThat(seen(
                        new MatrixCall.ReadUser(USER),
                        "{'name':'@u:localhost.test','admin':true,'deactivated':false,'locked':true,'suspended':true}"))
                .isEqualTo(new Seen.Account(USER, true, false, true, true));
        assertThat(seen(new MatrixCall.LoginFlows(), "{'flows':[{'type':'m.login.password'},{'type':'x'}]}"))
                .isEqualTo(new Seen.Flows(List.of("m.login.password", "x")));
        assertThat(answer(ownTokens, new MatrixCall.MakeUser(USER), new MatrixResponse(201, "{}")))
                .isEqualTo(new Answer.Good(new Seen.AccountMade(true)));
        assertThat(seen(new MatrixCall.MakeUser(USER), "{}")).isEqualTo(new Seen.AccountMade(false));
    }

    private Seen seen(MatrixCall call, String body) {
        return switch (answer(ownTokens, call, new MatrixResponse(200, body))) {
            case Answer.Good good -> good.seen();
            case Answer other -> throw new AssertionError(call + " came to " + other);
        };
    }
}
