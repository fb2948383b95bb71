package net.openmeet.matrix.people;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.openmeet.matrix.homeserver.MatrixCall;
import net.openmeet.matrix.homeserver.Outcome;
import net.openmeet.matrix.room.Plan;
import net.openmeet.matrix.room.Policy.Accounts;
import net.openmeet.matrix.room.Policy.Identities;

/**
 * Whatever people are told, and however the homeserver fails meanwhile, once it answers again people stage and account agree with
 * it. After that nothing costs a call.
 */
class AccountPropertyTest {
    /** What happens to the lane or the homeserver between two calls. */
    enum Step {
        FACT,
        RENAME,
        HANDLE,
        DELETE,
        CREATE,
        WIPE,
        BACKUP,
        RESTORE,
        RAISED_EPOCH,
        RESYNC,
        POKE,
        CRASH,
        CALL,
        CALL_LOST,
        CALL_LOST_WITHOUT_EFFECT
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        return Arbitraries.of(Step.class).list().ofMaxSize(40);
    }

    @Property(tries = 3000)
    void itEndsAsOpenMeetSays(@ForAll("steps") List<Step> steps, @ForAll boolean deactivates) {
        // given
        Play play = new Play(deactivates);
        play.step(Step.FACT);
        steps.forEach(play::step);

        // when
        play.settle();

        // then
        play.assertConverged();
    }

    /** One person, their lane, and a homeserver. */
    private static final class Play {
        private final ModelAccounts homeserver = new ModelAccounts();
        private final Ledger people = new Ledger();
        private final AccountLane lane;
        private int offset;
        private int newsTaken;
        private Map<String, ModelAccounts.Account> backup = Map.of();
        private boolean unnoticed;

        Play(boolean deactivates) {
            lane = new AccountLane(Facts.with(Identities.REGISTERED_OR_DERIVED, Accounts.CREATE, deactivates));
        }

        void step(Step step) {
            switch (step) {
                case FACT -> take(Facts.member(Facts.EVENT, Facts.COMING, Facts.at(++offset)));
                case RENAME -> take(Facts.updated("ana-k3j2h1", "Ana " + offset, Facts.at(++offset)));
                case HANDLE -> take(Facts.handle("ana" + new Random(offset).nextInt(2), Facts.at(++offset)));
                case DELETE -> take(Facts.deleted(Facts.at(++offset)));
                case CREATE -> take(Facts.created("ana-k3j2h1", "Ana", Facts.at(++offset)));
                case WIPE -> {
                    homeserver.wipe();
                    unnoticed = true;
                    lane.poke(AccountFold.UNKNOWN_ACCOUNT);
                }
                case BACKUP -> {
                    // One from between register and claim, restored after a deletion and a wipe, is nobody's account: a
                    // conflict.
                    Map<String, ModelAccounts.Account> now = homeserver.backup();
                    if (now.values().stream().allMatch(account -> account.claim.isPresent())) {
                        backup = now;
                    }
                }
                case RESTORE -> {
                    homeserver.restore(backup);
                    unnoticed = true;
                }
                case RAISED_EPOCH -> raiseEpoch();
                case RESYNC -> lane.resync();
                case POKE -> lane.poke("operator");
                case CRASH -> lane.crash();
                case CALL -> call(false, true);
                case CALL_LOST -> call(true, true);
                case CALL_LOST_WITHOUT_EFFECT -> call(true, false);
            }
            lane.pass(Duration.ofSeconds(1));
        }

        private void take(PeopleInput input) {
            Ledger.accounts(people.take(input)).forEach(lane::tell);
        }

        private void call(boolean lost, boolean effect) {
            if (lane.plan() instanceof Plan.Do step) {
                Outcome outcome = effect ? homeserver.apply(step.call()) : new Outcome.Uncertain("reset");
                lane.answer(step, lost ? new Outcome.Uncertain("timeout") : outcome);
            }
            tellNews();
        }

        private void tellNews() {
            while (newsTaken < lane.news.size()) {
                take(new PeopleInput.Account(lane.news.get(newsTaken++)));
            }
        }

        private void raiseEpoch() {
            unnoticed = false;
            lane.raiseEpoch();
        }

        void settle() {
            if (unnoticed) {
                raiseEpoch();
            }
            lane.pass(Duration.ofDays(1));
            lane.run(homeserver::apply);
            tellNews();
        }

        void assertConverged() {
            assertThat(lane.refusals).isEmpty();
            Optional<String> localpart = people.identity().localpart();
            switch (people.identity().state()) {
                case PRESENT -> {
                    ModelAccounts.Account account = homeserver.get(localpart.orElseThrow());
                    assertThat(account.claim).contains(Facts.ANA.toString());
                    people.person()
                            .profile()
                            .flatMap(Person.Profile::displayName)
                            .ifPresent(name -> assertThat(account.name).isEqualTo(name));
                }
                case GONE ->
                    localpart
                            .filter(homeserver::has)
                            .map(homeserver::get)
                            .filter(account -> account.claim.isPresent())
                            .ifPresent(account -> assertThat(account.name).isEmpty());
                case NO_ACCOUNT -> assertThat(people.person().account()).isFalse();
                case NO_HANDLE, REFUSED -> throw new AssertionError(people.identity());
            }
            assertThat(Ledger.rooms(people.sent()).get(Facts.EVENT).identity().state())
                    .isEqualTo(people.identity().state());
            List<MatrixCall> more = lane.run(homeserver::apply);
            assertThat(more).isEmpty();
        }
    }
}
