package net.openmeet.matrix.credential;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import net.openmeet.matrix.homeserver.Bearer;
import net.openmeet.matrix.homeserver.Problem;
import net.openmeet.matrix.homeserver.Seen;
import net.openmeet.matrix.homeserver.UserId;
import org.junit.jupiter.api.Test;

/**
 * A refused token of an application service is valid again as soon as its file is right, and each token is tried once. An instance whose
 * file is behind stops no other, and sends nothing with what is known to be refused.
 */
class AppserviceRepairTest extends RepairStage {
    @Test
    void anApplicationServiceIsProbedUntilItsFileIsRight() {
        // given
        configuration.token = Optional.of("wrong");

        // when
        CredentialBody body = play(OF_APPSERVICE, refused(fresh(), 5), call -> given());

        // then
        assertThat(kinds()).containsExactly("WhoAmIWith");
        assertThat(body.state()).isEqualTo(CredentialState.SUSPENDED);

        // when
        configuration.token = Optional.of("wrong again");
        now = now.plus(Duration.ofSeconds(5));
        CredentialBody still = play(OF_APPSERVICE, body, call -> given());
        now = now.plus(Duration.ofSeconds(5));
        play(OF_APPSERVICE, still, call -> given());

        // then: each token is tried once, and then with long pauses only
        assertThat(kinds()).containsExactly("WhoAmIWith", "WhoAmIWith");
        assertThat(still.state()).isEqualTo(CredentialState.SUSPENDED);

        // when
        configuration.token = Optional.of("right");
        now = now.plus(Duration.ofSeconds(5));
        CredentialBody repaired = play(OF_APPSERVICE, still, call -> applied(new Seen.Self(new UserId("bot", SERVER))));

        // then
        assertThat(repaired.state()).isEqualTo(CredentialState.VALID);
    }

    @Test
    void aRepairerWhoseFileIsBehindStopsNobodyElse() {
        // given: all were told of the new token, then an instance took over that reads the old one, and is refused
        configuration.token = Optional.of("new");
        CredentialBody told = play(OF_APPSERVICE, refused(fresh(), 5), call -> applied(new Seen.Self(ANA)));
        Bearer others = configuration.bot();
        configuration.token = Optional.of("old");
        Bearer own = configuration.bot();
        RepairRequest request = new RepairRequest.Refused(own.generation(), REFUSED);

        // when
        CredentialBody doubted = RepairFold.asked(told, request, Optional.of(own.generation()), START);
        CredentialBody body = play(OF_APPSERVICE, doubted, call -> given());

        // then
        assertThat(body.state()).isEqualTo(CredentialState.SUSPENDED);
        book.told(OF_APPSERVICE, Optional.of(body.record(SERVER)));
        ToldBearers bearers = new ToldBearers("ta", configuration, book);
        assertThat(bearers.bot().token()).isEmpty();
        configuration.token = Optional.of("new");
        assertThat(bearers.bot()).isEqualTo(others);
    }

    @Test
    void whatWasHeldBackBeforeItWasAcceptedIsNoLongerInDoubt() {
        // given: an instance with the new file held it back, and asked for its repair in several tasks
        configuration.token = Optional.of("old");
        CredentialBody told = play(OF_APPSERVICE, refused(fresh(), 5), call -> applied(new Seen.Self(ANA)));
        configuration.token = Optional.of("new");
        long right = configuration.bot().generation();
        RepairRequest request = new RepairRequest.Refused(right, REFUSED);
        now = now.plusSeconds(1);

        // when
        CredentialBody doubted = RepairFold.asked(told, request, Optional.of(right), now);
        CredentialBody accepted = play(OF_APPSERVICE, doubted, call -> applied(new Seen.Self(ANA)));

        // then
        assertThat(doubted.state()).isEqualTo(CredentialState.REPAIRING);
        assertThat(accepted.generation()).isEqualTo(right);
        assertThat(RepairFold.asked(accepted, request, Optional.of(right), now)).isEqualTo(accepted);

        // when
        Problem later = new Problem(REFUSED.reason(), REFUSED.errcode(), REFUSED.detail(), now.plusSeconds(1));
        CredentialBody refusedLater =
                RepairFold.asked(accepted, new RepairRequest.Refused(right, later), Optional.of(right), now);

        // then
        assertThat(refusedLater.state()).isEqualTo(CredentialState.REPAIRING);
    }

    @Test
    void aRefusalOfAnOlderFileChangesNothingWhereTheFileIsRight() {
        // given
        configuration.token = Optional.of("new");
        CredentialBody told = play(OF_APPSERVICE, refused(fresh(), 5), call -> applied(new Seen.Self(ANA)));
        long right = configuration.bot().generation();

        // when, then
        assertThat(RepairFold.asked(told, new RepairRequest.Refused(5, REFUSED), Optional.of(right), START))
                .isEqualTo(told);
        book.told(OF_APPSERVICE, Optional.of(told.record(SERVER)));
        configuration.token = Optional.of("old");
        assertThat(new ToldBearers("ta", configuration, book).bot().token()).isEmpty();
    }
}
