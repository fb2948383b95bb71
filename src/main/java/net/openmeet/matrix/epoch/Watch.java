package net.openmeet.matrix.epoch;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import net.openmeet.matrix.homeserver.EpochMark;
import net.openmeet.matrix.homeserver.EpochMark.Half;
import net.openmeet.matrix.homeserver.MatrixCall;
import net.openmeet.matrix.homeserver.Outcome;
import net.openmeet.matrix.homeserver.Seen;

/**
 * Watches one tenant's homeserver: once a minute both halves of its mark are read, and the older one is overwritten with the next
 * heartbeat. A mark that is gone or older than what was acknowledged is a loss, once a second look a few seconds later shows the
 * same: with several workers one of them may lag behind.
 *
 * <p>Why two halves: between the read and the write the database may be wiped, and the write would then hide it. It lands in one
 * half, and the other still tells.
 *
 * @param ledger to be stored whenever it changed, before {@link Step#call} is sent
 * @param even what the first read of this look showed
 * @param suspects whether the last look showed a loss
 * @param due when the next call is to be sent
 * @param writesFrom no write before this: one without an answer may still take effect, and must not do so after a later one
 */
public record Watch(
        Ledger ledger, Stage stage, Optional<EpochMark> even, boolean suspects, Instant due, Instant writesFrom) {

    /** The calls of one look, in this order. */
    public enum Stage {
        READ_EVEN,
        READ_ODD,
        WRITE
    }

    /** What to send, and what is known from then on. */
    public record Step(Watch watch, MatrixCall call) {}

    /**
     * What an answer taught.
     *
     * @param loss what was lost, if that is certain now; the ledger's epoch has risen then
     */
    public record Learned(Watch watch, Optional<Ledger.Loss> loss) {}

    /** The watch over a homeserver, which is looked at as soon as may be. */
    public static Watch begin(Ledger ledger, Pace pace, Instant now) {
        Instant writesFrom = ledger.isUncertain() ? now.plus(pace.uncertain()) : now;
        return new Watch(ledger, Stage.READ_EVEN, Optional.empty(), false, now, writesFrom);
    }

    /** What is to be sent now. One call at a time: not to be asked while one is under way. */
    public Optional<Step> next(String tenant, Instant now) {
        if (now.isBefore(due)) {
            return Optional.empty();
        }
        return Optional.of(
                switch (stage) {
                    case READ_EVEN -> new Step(this, new MatrixCall.ReadEpoch(tenant, Half.EVEN));
                    case READ_ODD -> new Step(this, new MatrixCall.ReadEpoch(tenant, Half.ODD));
                    case WRITE -> {
                        Ledger sending = ledger.sending();
                        yield new Step(with(sending), new MatrixCall.PutEpoch(tenant, sending.mark()));
                    }
                });
    }

    /** Takes in what the call that {@link #next} gave came to. Only complete, good answers conclude anything. */
    public Learned learn(MatrixCall sent, Outcome outcome, Pace pace, Instant now) {
        return switch (outcome) {
            case Outcome.Applied applied ->
                switch (sent) {
                    case MatrixCall.ReadEpoch read -> read(read.half(), mark(applied.seen()), pace, now);
                    case MatrixCall.PutEpoch put -> only(written(put.mark(), pace, now));
                    default -> throw new IllegalArgumentException("Not of a watch: " + sent);
                };
            case Outcome.Uncertain ignored -> only(doubting(now.plus(pace.uncertain())));
            case Outcome.Retry retry -> only(lookingAt(now.plus(longer(pace.again(), retry.after()))));
            default -> only(lookingAt(now.plus(pace.again())));
        };
    }

    /** An outage ended: what came back may be another database. Not to be told while a call is under way. */
    public Watch lookingAgain(Instant now) {
        return lookingAt(now);
    }

    /** Somebody asked for a resync of the whole tenant. */
    public Watch resync(Instant now) {
        return with(ledger.asked(now));
    }

    private Learned read(Half half, Optional<EpochMark> mark, Pace pace, Instant now) {
        return switch (half) {
            case EVEN -> only(new Watch(ledger, Stage.READ_ODD, mark, suspects, now, writesFrom));
            case ODD -> judged(even, mark, pace, now);
        };
    }

    private Learned judged(Optional<EpochMark> evenMark, Optional<EpochMark> oddMark, Pace pace, Instant now) {
        Optional<Ledger.Loss> loss = ledger.loss(evenMark, oddMark);
        if (loss.isEmpty()) {
            return only(writing(ledger.seen(evenMark, oddMark, now), now));
        }
        if (!suspects) {
            return only(new Watch(ledger, Stage.READ_EVEN, Optional.empty(), true, now.plus(pace.again()), writesFrom));
        }
        return new Learned(writing(ledger.lost(loss.get().cause(), now), now), loss);
    }

    private Watch writing(Ledger next, Instant now) {
        Instant at = writesFrom.isAfter(now) ? writesFrom : now;
        return new Watch(next, Stage.WRITE, Optional.empty(), false, at, writesFrom);
    }

    private Watch written(EpochMark mark, Pace pace, Instant now) {
        Ledger next = ledger.acknowledged(mark.heartbeat());
        return next.isMarked() ? with(next).lookingAt(now.plus(pace.heartbeat())) : writing(next, now);
    }

    private Watch lookingAt(Instant at) {
        return new Watch(ledger, Stage.READ_EVEN, Optional.empty(), suspects, at, writesFrom);
    }

    private Watch doubting(Instant until) {
        return new Watch(ledger, Stage.READ_EVEN, Optional.empty(), suspects, until, until);
    }

    private Watch with(Ledger next) {
        return new Watch(next, stage, even, suspects, due, writesFrom);
    }

    private static Learned only(Watch watch) {
        return new Learned(watch, Optional.empty());
    }

    private static Duration longer(Duration pause, Optional<Duration> asked) {
        return asked.filter(longer -> longer.compareTo(pause) > 0).orElse(pause);
    }

    private static Optional<EpochMark> mark(Seen seen) {
        return seen instanceof Seen.Epoch found ? Optional.of(found.mark()) : Optional.empty();
    }
}
