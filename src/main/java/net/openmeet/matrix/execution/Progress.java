package net.openmeet.matrix.execution;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import net.openmeet.matrix.homeserver.Problem;

/**
 * How a lane fares, whatever it is for.
 *
 * @param inFlightSince a call was sent and its answer isn't known: found at start-up, it makes the lane uncertain
 * @param notBefore no call before this: backing off, or giving an unanswered call time to take effect
 * @param attempts failed tries of the room's or account's own attributes since the last success
 * @param spent milliseconds of backoff served while the homeserver answered others
 * @param lastProblem the last thing that went wrong and isn't over
 * @param verifyAt when the last call of an earlier owner can't take effect any more: the lane is looked at once more then
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record Progress(
        Optional<Instant> inFlightSince,
        Optional<Instant> notBefore,
        int attempts,
        long spent,
        Optional<Problem> lastProblem,
        Optional<Instant> verifyAt) {
    static final String NO_ANSWER = "no-answer";
    static final String REJECTED = "rejected";

    /** Nothing sent, nothing failed. */
    public static Progress fresh() {
        return new Progress(Optional.empty(), Optional.empty(), 0, 0, Optional.empty(), Optional.empty());
    }

    Progress sent(Instant now) {
        return new Progress(Optional.of(now), Optional.empty(), attempts, spent, lastProblem, verifyAt);
    }

    Progress verifying(Instant at) {
        return verifying(Optional.of(at));
    }

    Progress verified() {
        return verifying(Optional.empty());
    }

    private Progress verifying(Optional<Instant> at) {
        return new Progress(inFlightSince, notBefore, attempts, spent, lastProblem, at);
    }

    Progress succeeded() {
        return new Progress(Optional.empty(), Optional.empty(), 0, 0, Optional.empty(), verifyAt);
    }

    Progress answered() {
        return new Progress(Optional.empty(), notBefore, attempts, spent, lastProblem, verifyAt);
    }

    Progress failed(Problem problem) {
        return new Progress(Optional.empty(), notBefore, attempts, spent, Optional.of(since(problem)), verifyAt);
    }

    /** Given up: what is tried next has a budget of its own. */
    Progress refused(Problem problem) {
        return new Progress(Optional.empty(), Optional.empty(), 0, 0, Optional.of(since(problem)), verifyAt);
    }

    Progress backingOff(Instant until, Duration served, Problem problem) {
        return new Progress(
                Optional.empty(),
                Optional.of(until),
                attempts + 1,
                spent + served.toMillis(),
                Optional.of(since(problem)),
                verifyAt);
    }

    /** What went wrong is ours: a call that may be under way stays so. */
    Progress broken(Problem problem) {
        return new Progress(inFlightSince, notBefore, attempts, spent, Optional.of(since(problem)), verifyAt);
    }

    /** Somebody wants it tried now; but a call that may still take effect is waited for all the same. */
    Progress poked() {
        return isUncertain()
                ? new Progress(inFlightSince, notBefore, 0, 0, lastProblem, verifyAt)
                : new Progress(inFlightSince, Optional.empty(), 0, 0, Optional.empty(), verifyAt);
    }

    /** Converged: what was only in the way is over, what was given up is not. */
    Progress converged() {
        Optional<Problem> stays = lastProblem.filter(problem -> REJECTED.equals(problem.reason()));
        return new Progress(Optional.empty(), Optional.empty(), 0, 0, stays, verifyAt);
    }

    /** Whether the last call had no answer. */
    @JsonIgnore
    boolean isUncertain() {
        return lastProblem.filter(problem -> NO_ANSWER.equals(problem.reason())).isPresent();
    }

    /** The same problem once more was first seen when it was first seen. */
    private Problem since(Problem problem) {
        return lastProblem
                .filter(last ->
                        last.reason().equals(problem.reason()) && last.errcode().equals(problem.errcode()))
                .map(last -> new Problem(problem.reason(), problem.errcode(), problem.detail(), last.since()))
                .orElse(problem);
    }

    /** The time spent backing off, as a duration. */
    @JsonIgnore
    public Duration spentTime() {
        return Duration.ofMillis(spent);
    }
}
