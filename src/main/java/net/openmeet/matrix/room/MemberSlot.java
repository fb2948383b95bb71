package net.openmeet.matrix.room;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import net.openmeet.matrix.event.LaneKey;
import net.openmeet.matrix.homeserver.Problem;
import net.openmeet.matrix.homeserver.UserId;

/**
 * One person's place in one room, as stored: what OpenMeet says (a fact, never a result), who they are, and what we know of the
 * homeserver.
 *
 * @param v format version of the stored value
 * @param person the person's key, {@code tenant/user/9}
 * @param told OpenMeet's newest word; absent where only a snapshot mentioned them
 * @param era of the lane when {@code presence} was seen; of an older era it counts as {@link Presence#NONE}
 * @param seenAs the Matrix id that {@code presence} is about
 * @param former Matrix ids of theirs that still have to leave (a handle changed)
 * @param listedIn the running snapshot that names them
 * @param condition whether anything is left to do
 * @param past Matrix ids they had before, the latest last: a homeserver restored from a backup may have them in again
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record MemberSlot(
        int v,
        LaneKey person,
        Optional<Operation.Told> told,
        Identity identity,
        int era,
        Presence presence,
        Optional<UserId> seenAs,
        List<UserId> former,
        Optional<String> listedIn,
        Condition condition,
        Optional<List<UserId>> past) {

    /** The same slot in another condition. */
    public MemberSlot with(Condition next) {
        return new MemberSlot(v, person, told, identity, era, presence, seenAs, former, listedIn, next, past);
    }

    /** A person changes their name a few times in a life; older names than these are forgotten. */
    private static final int MOST_PAST = 5;

    /** Another name was theirs until now. */
    MemberSlot withPast(UserId name) {
        List<UserId> names = new ArrayList<>(past.orElse(List.of()));
        names.remove(name);
        names.add(name);
        List<UserId> latest = List.copyOf(names.subList(Math.max(0, names.size() - MOST_PAST), names.size()));
        return new MemberSlot(
                v, person, told, identity, era, presence, seenAs, former, listedIn, condition, Optional.of(latest));
    }

    /** Every name they have to leave by, and every one they ever had, but {@code present}. */
    List<UserId> everyOtherName(Optional<UserId> present) {
        return Stream.of(former, past.orElse(List.of()))
                .flatMap(List::stream)
                .filter(name -> present.filter(name::equals).isEmpty())
                .distinct()
                .toList();
    }

    /** What we know of them in the room. */
    public enum Presence {
        /** Never in, as far as we know: joining them drags nobody back. */
        NONE,
        /** A call had no answer: read before acting. */
        UNKNOWN,
        INVITED,
        JOINED,
        /** Out by us. */
        OUT,
        /** Left on their own, or kicked by somebody else. */
        LEFT,
        /** Banned by somebody else. */
        BANNED;

        @JsonValue
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * Whether anything is left to do for a slot.
     *
     * @param retryAt not before this, when the last try failed
     * @param attempts failed tries since the last success
     * @param spent milliseconds of backoff served while the homeserver answered others
     * @param heard when the oldest of OpenMeet's facts was told that isn't true yet, backfills left aside; for measuring alone
     */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    public record Condition(
            State state,
            Optional<WaitReason> waiting,
            Optional<Instant> since,
            Optional<Instant> retryAt,
            int attempts,
            long spent,
            Optional<Problem> problem,
            Optional<Instant> heard) {

        /** Which of the four a slot is. */
        public enum State {
            /** Something to do, or to find out. */
            DIRTY,
            /** Equal to what is desired. */
            CLEAN,
            /** Nothing to do until somebody else moves. */
            WAITING;

            @JsonValue
            public String word() {
                return name().toLowerCase(Locale.ROOT);
            }
        }

        /** Something to do, since {@code now}. */
        public static Condition dirty(Instant now) {
            return new Condition(
                    State.DIRTY,
                    Optional.empty(),
                    Optional.of(now),
                    Optional.empty(),
                    0,
                    0,
                    Optional.empty(),
                    Optional.empty());
        }

        /** The same, tried in vain once more: not again before {@code until}. */
        public Condition backingOff(Instant until, Duration served, Problem failure) {
            return new Condition(
                    State.DIRTY,
                    Optional.empty(),
                    since,
                    Optional.of(until),
                    attempts + 1,
                    spent + served.toMillis(),
                    Optional.of(failure),
                    heard);
        }

        /** Not before {@code until}, for want of a credential: that is no failed try. */
        public Condition wanting(Instant until, Problem failure) {
            return new Condition(
                    State.DIRTY,
                    Optional.of(WaitReason.CREDENTIAL),
                    since,
                    Optional.of(until),
                    attempts,
                    spent,
                    Optional.of(failure),
                    heard);
        }

        /** Nothing to do. */
        public static Condition clean() {
            return new Condition(
                    State.CLEAN,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    0,
                    0,
                    Optional.empty(),
                    Optional.empty());
        }

        /** Nothing to do until {@code reason} is over. */
        public static Condition waiting(WaitReason reason, Instant now, Optional<Problem> problem) {
            return new Condition(
                    State.WAITING,
                    Optional.of(reason),
                    Optional.of(now),
                    Optional.empty(),
                    0,
                    0,
                    problem,
                    Optional.empty());
        }

        /** The same, for a fact that was told then. */
        public Condition heard(Instant told) {
            return new Condition(state, waiting, since, retryAt, attempts, spent, problem, Optional.of(told));
        }
    }
}
