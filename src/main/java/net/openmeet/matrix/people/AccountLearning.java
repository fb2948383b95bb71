package net.openmeet.matrix.people;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import net.openmeet.matrix.event.LaneKey;
import net.openmeet.matrix.homeserver.MatrixCall;
import net.openmeet.matrix.homeserver.Outcome;
import net.openmeet.matrix.room.Identity;
import net.openmeet.matrix.room.Plan;
import net.openmeet.matrix.room.Policy;
import net.openmeet.matrix.room.Refusal;

/** Takes what a call of a person's account lane came to. Pure. */
public final class AccountLearning {
    private AccountLearning() {}

    /**
     * What is known now.
     *
     * @param refusals to be dead-lettered
     * @param news to be sent to the people stage
     */
    public record Learned(AccountBody body, List<Refusal> refusals, Optional<AccountNews> news) {}

    /**
     * {@code body} after {@code sent} ended with {@code outcome}. Nothing changes for a call that certainly had no effect, nor for one
     * about an account that isn't the lane's any more.
     *
     * @throws IllegalArgumentException if {@code sent} isn't about an account
     */
    public static Learned learn(
            LaneKey lane, AccountBody body, Plan.Do sent, Outcome outcome, Policy policy, Instant now) {
        if (!(sent.call() instanceof MatrixCall.OfAccount call)) {
            throw new IllegalArgumentException("Not about an account: " + sent.call());
        }
        if (isElsewhere(body, call) || changesNothing(outcome)) {
            return new Learned(body, List.of(), Optional.empty());
        }
        Finding finding = new Finding(lane, body, sent, policy, now);
        return switch (call) {
            case MatrixCall.Register ignored -> finding.registered(outcome);
            case MatrixCall.ReadClaim ignored -> finding.claimRead(outcome);
            case MatrixCall.PutClaim ignored -> finding.claimPut(outcome);
            case MatrixCall.PutDisplayName put -> finding.attributePut(AccountAttribute.Wanted.of(put), outcome);
            case MatrixCall.PutAvatar put -> finding.attributePut(AccountAttribute.Wanted.of(put), outcome);
            case MatrixCall.Deactivate ignored -> finding.attributePut(AccountAttribute.Wanted.DEACTIVATION, outcome);
        };
    }

    /**
     * {@code body} after a call of which neither the kind nor the end is known, as after a crash: an account that is there now without
     * a claim may be one we were just making.
     */
    public static AccountBody interrupted(AccountBody body) {
        AccountBody.Hold hold = switch (body.hold()) {
            case UNSEEN, UNANSWERED, LOST -> AccountBody.Hold.UNANSWERED;
            // The claim may have been put: look before putting it again over somebody else's.
            case FOUND, TAKEN -> AccountBody.Hold.TAKEN;
            case RETAKEN, MADE, CLAIMED, CONFIRMED, DOUBTED, REFUSED -> body.hold();
        };
        AccountBody next = hold == body.hold() ? body : body.holding(hold);
        Map<String, AccountBody.Attribute> attributes = new TreeMap<>();
        body.attributes()
                .forEach((word, known) -> attributes.put(
                        word, new AccountBody.Attribute(Optional.empty(), known.refused(), known.problem())));
        return next.withAttributes(attributes);
    }

    private static boolean isElsewhere(AccountBody body, MatrixCall.OfAccount call) {
        return !body.identity()
                .flatMap(Identity::localpart)
                .equals(Optional.of(call.user().localpart()));
    }

    private static boolean changesNothing(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Retry ignored -> true;
            case Outcome.CredentialRejected rejected -> rejected.credential() == Outcome.Credential.APPSERVICE;
            case Outcome.Applied ignored -> false;
            case Outcome.AlreadySo ignored -> false;
            case Outcome.RoomUnknown ignored -> false;
            case Outcome.Contradicted ignored -> false;
            case Outcome.Rejected ignored -> false;
            case Outcome.Uncertain ignored -> false;
        };
    }
}
