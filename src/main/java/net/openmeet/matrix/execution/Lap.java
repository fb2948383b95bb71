package net.openmeet.matrix.execution;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.time.Instant;
import net.openmeet.matrix.event.Kind;
import net.openmeet.matrix.event.LaneKey;

/**
 * One lap of the sweep over a tenant's lanes in one task, as stored: it goes on where it was after a crash.
 *
 * @param reason why the lanes are driven again
 * @param began when the lap did
 * @param stage which lanes it is at
 * @param after the last key that it passed in this stage
 * @param total lanes there are, once they are counted
 * @param passed lanes it looked at
 */
record Lap(RebuildReason reason, Instant began, Stage stage, String after, int total, int passed) {

    /** In this order: rooms need the accounts of their members. */
    enum Stage {
        COUNTING,
        ACCOUNTS,
        EVENTS,
        GROUPS,
        /** Every lane was put on the agenda; some aren't driven yet. */
        ENDING;

        Stage next() {
            return switch (this) {
                case COUNTING -> ACCOUNTS;
                case ACCOUNTS -> EVENTS;
                case EVENTS -> GROUPS;
                case GROUPS, ENDING -> ENDING;
            };
        }
    }

    static Lap begin(String tenant, RebuildReason reason, Instant now) {
        return new Lap(reason, now, Stage.COUNTING, first(tenant, Stage.COUNTING), 0, 0);
    }

    /** With {@code more} lanes counted, the last of them {@code last}. */
    Lap counted(LaneKey last, int more) {
        return new Lap(reason, began, stage, last.toString(), total + more, passed);
    }

    /** Past one lane. */
    Lap past(LaneKey lane) {
        return new Lap(reason, began, stage, lane.toString(), total, passed + 1);
    }

    /** At the beginning of the next stage. */
    Lap nextStage(String tenant) {
        return new Lap(reason, began, stage.next(), first(tenant, stage.next()), total, passed);
    }

    /** Behind the last key of this stage. */
    @JsonIgnore
    String end() {
        return after.substring(0, after.indexOf('/'))
                + (stage == Stage.COUNTING ? "" : "/" + word(stage))
                + LaneTable.END;
    }

    /** Lanes it didn't look at yet. */
    @JsonIgnore
    int ahead() {
        return Math.max(0, total - passed);
    }

    private static String first(String tenant, Stage stage) {
        return tenant + "/" + (stage == Stage.COUNTING ? "" : word(stage) + "/");
    }

    private static String word(Stage stage) {
        return switch (stage) {
            case ACCOUNTS -> Kind.USER.word();
            case EVENTS -> Kind.EVENT.word();
            case GROUPS -> Kind.GROUP.word();
            case COUNTING, ENDING -> "";
        };
    }
}
