package net.openmeet.matrix.people;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import net.openmeet.matrix.homeserver.MatrixCall;
import net.openmeet.matrix.homeserver.Outcome;
import net.openmeet.matrix.json.Json;
import net.openmeet.matrix.room.Identity;
import net.openmeet.matrix.room.Operation;
import net.openmeet.matrix.room.Plan;
import net.openmeet.matrix.room.Policy;
import net.openmeet.matrix.room.Refusal;

/** Ana's account lane as an executor would drive it, with a clock of its own. */
final class AccountLane {
    /** More steps than any honest chain has. */
    private static final int MOST_STEPS = 40;

    final List<Refusal> refusals = new ArrayList<>();
    final List<AccountNews> news = new ArrayList<>();
    private final Policy policy;
    private AccountBody body = AccountBody.fresh();
    private Instant now = Instant.parse("2026-11-22T10:00:00Z");

    AccountLane(Policy policy) {
        this.policy = policy;
    }

    AccountLane tell(long version, String localpart, boolean registered, Identity.State state, String name) {
        return tell(new Operation.AccountTold(
                new Identity(version, Optional.of(localpart), registered, state),
                Optional.of(name).filter(text -> !text.isEmpty()),
                Optional.empty()));
    }

    AccountLane tell(Operation operation) {
        store(AccountFold.fold(Facts.ANA, body, operation, policy, now));
        return this;
    }

    AccountLane poke(String reason) {
        return tell(new Operation.Poke(Optional.of("account"), reason));
    }

    AccountLane crash() {
        store(AccountLearning.interrupted(body));
        return this;
    }

    AccountLane raiseEpoch() {
        store(AccountRenewal.afterUpheaval(body));
        return this;
    }

    AccountLane resync() {
        store(AccountRenewal.resynced(body));
        return this;
    }

    AccountLane pass(Duration time) {
        now = now.plus(time);
        return this;
    }

    /** Plans and calls until there is nothing to call; returns the calls. */
    List<MatrixCall> run(Function<MatrixCall, Outcome> homeserver) {
        List<MatrixCall> calls = new ArrayList<>();
        while (plan() instanceof Plan.Do step) {
            if (calls.size() == MOST_STEPS) {
                throw new AssertionError("No end: " + calls);
            }
            calls.add(step.call());
            answer(step, homeserver.apply(step.call()));
        }
        return calls;
    }

    Plan plan() {
        AccountPlanner.Planned planned = AccountPlanner.plan(Facts.ANA, body, policy, now);
        store(planned.body());
        refusals.addAll(planned.refusals());
        planned.news().ifPresent(news::add);
        return planned.plan();
    }

    void answer(Plan.Do step, Outcome outcome) {
        AccountLearning.Learned learned = AccountLearning.learn(Facts.ANA, body, step, outcome, policy, now);
        store(learned.body());
        refusals.addAll(learned.refusals());
        learned.news().ifPresent(news::add);
    }

    AccountBody body() {
        return body;
    }

    Optional<PersonRecord> record() {
        return PersonRecord.of(body, policy);
    }

    /** States told to the people stage, in order. */
    List<Identity.State> states() {
        return news.stream().map(AccountNews::state).toList();
    }

    List<String> reasons() {
        return refusals.stream().map(refusal -> refusal.problem().reason()).toList();
    }

    Instant now() {
        return now;
    }

    /** As a store does: what isn't written is lost. */
    private void store(AccountBody next) {
        body = Json.read(Json.write(next), AccountBody.class);
    }
}
