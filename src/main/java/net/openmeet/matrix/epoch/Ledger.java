package net.openmeet.matrix.epoch;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import net.openmeet.matrix.homeserver.EpochMark;
import net.openmeet.matrix.homeserver.EpochMark.Half;

/**
 * What is known of one tenant's homeserver, as the task that watches it stores it.
 *
 * @param v format version of the stored value
 * @param epoch raised each time the homeserver turned out to be wiped or restored from an older backup
 * @param resync raised each time somebody asks for a resync of the whole tenant
 * @param sent the highest heartbeat that was ever sent, answered or not
 * @param even the even heartbeat that the homeserver certainly has, or a later one; absent where nothing is expected
 * @param odd the same for odd heartbeats
 * @param since when epoch or resync last rose
 * @param cause why
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record Ledger(
        int v,
        int epoch,
        int resync,
        long sent,
        Optional<Long> even,
        Optional<Long> odd,
        Optional<Instant> since,
        Optional<Cause> cause) {

    /** The format that this code writes. */
    public static final int FORMAT = 1;

    /** What a loss shows itself by. {@code found} is absent where no mark is. */
    public record Loss(long expected, Optional<Long> found) {

        public Cause cause() {
            return found.isEmpty() ? Cause.WIPED : Cause.RESTORED;
        }
    }

    /** Of a homeserver that was never looked at, and a tenant that stands as given. */
    public static Ledger fresh(int epoch, int resync) {
        return new Ledger(
                FORMAT, epoch, resync, 0, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** What these two marks lack of what was acknowledged, if they lack anything. */
    Optional<Loss> loss(Optional<EpochMark> evenMark, Optional<EpochMark> oddMark) {
        Optional<Loss> inEven = lossOf(even, evenMark);
        Optional<Loss> inOdd = lossOf(odd, oddMark);
        // Of a wiped database one half may be back already: a write that was on its way.
        return Stream.of(inEven, inOdd)
                .flatMap(Optional::stream)
                .filter(loss -> loss.found().isEmpty())
                .findFirst()
                .or(() -> inEven)
                .or(() -> inOdd);
    }

    private static Optional<Loss> lossOf(Optional<Long> expected, Optional<EpochMark> mark) {
        Optional<Long> found = mark.map(EpochMark::heartbeat);
        return expected.filter(
                        heartbeat -> found.filter(there -> there >= heartbeat).isEmpty())
                .map(heartbeat -> new Loss(heartbeat, found));
    }

    /** These two marks are there. Later ones than we know of were writes without an answer, or somebody with newer state. */
    Ledger seen(Optional<EpochMark> evenMark, Optional<EpochMark> oddMark, Instant now) {
        long highest = Stream.of(evenMark, oddMark)
                .flatMap(Optional::stream)
                .mapToLong(EpochMark::heartbeat)
                .max()
                .orElse(0);
        int marked = Stream.of(evenMark, oddMark)
                .flatMap(Optional::stream)
                .mapToInt(EpochMark::epoch)
                .max()
                .orElse(0);
        Ledger known = new Ledger(
                v,
                epoch,
                resync,
                Math.max(sent, highest),
                evenMark.map(EpochMark::heartbeat),
                oddMark.map(EpochMark::heartbeat),
                since,
                cause);
        return marked > epoch ? known.risen(marked, resync, Cause.ADOPTED, now) : known;
    }

    /** The database isn't the one we knew: nothing is expected of it until it was marked anew. */
    Ledger lost(Cause why, Instant now) {
        return new Ledger(v, epoch, resync, sent, Optional.empty(), Optional.empty(), since, cause)
                .risen(epoch + 1, resync, why, now);
    }

    /** Somebody asked for a resync of the whole tenant. */
    Ledger asked(Instant now) {
        return risen(epoch, resync + 1, Cause.RESYNC, now);
    }

    private Ledger risen(int toEpoch, int toResync, Cause why, Instant now) {
        return new Ledger(v, toEpoch, toResync, sent, even, odd, Optional.of(now), Optional.of(why));
    }

    /** The next heartbeat is about to be sent, over the older half: the newer one stays to tell what became of the database. */
    Ledger sending() {
        Half older = even.orElse(-1L) < odd.orElse(-1L) ? Half.EVEN : Half.ODD;
        long next = Half.of(sent + 1) == older ? sent + 1 : sent + 2;
        return new Ledger(v, epoch, resync, next, even, odd, since, cause);
    }

    /** Whether a write was sent that nobody knows the end of. */
    boolean isUncertain() {
        return sent > Math.max(even.orElse(0L), odd.orElse(0L));
    }

    /** The mark to send, or that was sent last. */
    EpochMark mark() {
        return new EpochMark(epoch, sent);
    }

    /** The homeserver certainly has this heartbeat. */
    Ledger acknowledged(long heartbeat) {
        return switch (Half.of(heartbeat)) {
            case EVEN -> new Ledger(v, epoch, resync, sent, Optional.of(heartbeat), odd, since, cause);
            case ODD -> new Ledger(v, epoch, resync, sent, even, Optional.of(heartbeat), since, cause);
        };
    }

    /** Whether both halves are marked, so that each write leaves one that tells. */
    boolean isMarked() {
        return even.isPresent() && odd.isPresent();
    }
}
