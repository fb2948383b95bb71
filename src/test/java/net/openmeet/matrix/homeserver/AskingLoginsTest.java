package net.openmeet.matrix.homeserver;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/**
 * No account is made before the homeserver was asked how people log in, and none at all where they do so elsewhere. It is asked once, and
 * again now and then.
 */
class AskingLoginsTest {
    private static final MatrixCall REGISTER = new MatrixCall.Register(UserId.parse("@ana:openmeet.test"));
    private static final Answer FLOWS = new Answer.Good(new Seen.Flows(List.of("m.login.password")));
    private static final Answer UNRECOGNIZED =
            new Answer.Refusal(404, Optional.of("M_UNRECOGNIZED"), "Unrecognized request", Optional.empty());
    private static final Answer DONE = new Answer.Good(new Seen.Done());

    private final List<String> sent = new ArrayList<>();
    private Answer flows = FLOWS;
    private Instant now = Instant.parse("2026-11-22T10:00:00Z");
    private final AskingLogins homeserver = new AskingLogins(
            "ta",
            (call, lease, trace) -> {
                sent.add(call.getClass().getSimpleName());
                return CompletableFuture.completedFuture(call instanceof MatrixCall.LoginFlows ? flows : DONE);
            },
            () -> now);

    private Answer send(MatrixCall call) {
        return homeserver.send(call, () -> true).join();
    }

    @Test
    void beforeTheFirstAccountItAsksOnce() {
        // when
        send(new MatrixCall.WhoAmI());
        Answer first = send(REGISTER);
        Answer second = send(REGISTER);

        // then
        assertThat(List.of(first, second)).containsOnly(DONE);
        assertThat(sent).containsExactly("WhoAmI", "LoginFlows", "Register", "Register");
        assertThat(homeserver.delegatesLogins()).isFalse();
    }

    @Test
    void whereLoginsAreDelegatedNoAccountIsMade() {
        // given
        flows = UNRECOGNIZED;

        // when
        Answer first = send(REGISTER);
        now = now.plus(Duration.ofDays(1));
        Answer second = send(REGISTER);

        // then
        assertThat(sent).containsExactly("LoginFlows");
        assertThat(first).isEqualTo(second);
        assertThat(homeserver.delegatesLogins()).isTrue();
        assertThat(Outcomes.classify(REGISTER, first))
                .isInstanceOfSatisfying(
                        Outcome.Retry.class, retry -> assertThat(retry.scope()).isEqualTo(Outcome.Scope.TARGET));
    }

    @Test
    void aHomeserverThatDoesNotSayIsAskedAgainBeforeAnyAccountIsMade() {
        // given
        flows = new Answer.Lost("timeout");

        // when
        Answer lost = send(REGISTER);
        flows = FLOWS;
        Answer then = send(REGISTER);

        // then
        assertThat(lost).isEqualTo(new Answer.Lost("timeout"));
        assertThat(then).isEqualTo(DONE);
        assertThat(sent).containsExactly("LoginFlows", "LoginFlows", "Register");
    }

    @Test
    void aHomeserverThatMovedItsLoginsMeanwhileIsNoticed() {
        // given
        send(REGISTER);

        // when
        flows = UNRECOGNIZED;
        now = now.plus(Duration.ofMinutes(11));
        send(REGISTER);

        // then
        assertThat(sent).containsExactly("LoginFlows", "Register", "LoginFlows");
        assertThat(homeserver.delegatesLogins()).isTrue();
    }
}
