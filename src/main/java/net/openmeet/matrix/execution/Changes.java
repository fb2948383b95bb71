package net.openmeet.matrix.execution;

import net.openmeet.matrix.deadletter.OperationLetter;
import net.openmeet.matrix.event.LaneKey;
import net.openmeet.matrix.event.Origin;
import net.openmeet.matrix.homeserver.CallName;
import net.openmeet.matrix.homeserver.MatrixCall;
import net.openmeet.matrix.homeserver.Outcome;
import net.openmeet.matrix.homeserver.OutcomeName;
import net.openmeet.matrix.log.ChangeLog;
import net.openmeet.matrix.log.Fields;
import net.openmeet.matrix.room.Refusal;
import org.slf4j.Logger;
import org.slf4j.event.Level;

/**
 * Tells logs of each change: one line for each call that changed something at the homeserver, and for each dead letter. They have a logger of
 * their own, so that they can be turned down. What is tried again, only looked at, or part of a backfill or rebuild, of which there may be
 * millions, is told at DEBUG.
 */
final class Changes {
    private static final Logger LOG = ChangeLog.logger();

    private Changes() {}

    /** A call came to its end. */
    static void answered(Dispatch.Answered answered) {
        Outcome outcome = answered.outcome();
        MatrixCall call = answered.sent().call();
        boolean change = outcome instanceof Outcome.Applied && !(call instanceof MatrixCall.Read);
        Level level = change && !answered.backfill() ? Level.INFO : Level.DEBUG;
        if (!LOG.isEnabledForLevel(level)) {
            return;
        }
        String what = CallName.of(call).word();
        String became = OutcomeName.of(outcome).word();
        Fields.of(LOG.atLevel(level))
                .lane(answered.lane())
                .with(Fields.SLOT, answered.sent().target().slot())
                .with(Fields.ATTRIBUTE, answered.sent().target().attribute())
                .with(Fields.CALL, what)
                .with(Fields.OUTCOME, became)
                .errcode(OutcomeName.errcode(outcome))
                .with(Fields.ATTEMPT, answered.trace().attempt())
                .with(
                        Fields.EVENT_ID,
                        answered.sent().causes().stream()
                                .flatMap(origin -> origin.eventId().stream())
                                .findFirst())
                .trace(answered.trace().context())
                .log("{} {}", what, became);
    }

    /** Something was dead-lettered. What the homeserver said of it is in the letter alone: it may quote what it was sent. */
    static void lettered(LaneKey lane, OperationLetter letter, Refusal refusal) {
        Fields.of(LOG.atWarn())
                .lane(lane)
                .with(Fields.SLOT, letter.slot())
                .with(Fields.ATTRIBUTE, letter.attribute())
                .with(Fields.CALL, refusal.call().map(call -> CallName.of(call).word()))
                .with(Fields.OUTCOME, "dead-lettered")
                .with(Fields.REASON, letter.problem().reason())
                .errcode(letter.problem().errcode())
                .with(Fields.ATTEMPT, letter.attempts())
                .with(Fields.EVENT_ID, letter.origin().flatMap(Origin::eventId))
                .trace(letter.origin().flatMap(Origin::traceparent))
                .log(
                        "Dead-lettered {}#{}: {}",
                        lane,
                        letter.slot(),
                        letter.problem().reason());
    }
}
