package net.openmeet.matrix.homeserver;

import java.util.Optional;
import net.openmeet.matrix.homeserver.Outcome.Failure;
import net.openmeet.matrix.homeserver.Outcome.Scope;

/** Decides what an answer means. Pure; the decisions about refusals are the rows of {@link OutcomeTable}. */
public final class Outcomes {
    private Outcomes() {}

    /** What {@code answer} to {@code call} comes to: the same for the same two, always. */
    public static Outcome classify(MatrixCall call, Answer answer) {
        return switch (answer) {
            case Answer.Good good -> new Outcome.Applied(good.seen());
            case Answer.NotSent notSent -> retry(Scope.HOMESERVER, notSent.why());
            case Answer.Lost lost ->
                call instanceof MatrixCall.Read ? retry(Scope.TARGET, lost.why()) : new Outcome.Uncertain(lost.why());
            case Answer.Refusal refusal ->
                OutcomeTable.rowFor(call, refusal).verdict().on(refusal);
        };
    }

    private static Outcome retry(Scope scope, String why) {
        return new Outcome.Retry(Optional.empty(), scope, new Failure(0, Optional.empty(), why));
    }
}
