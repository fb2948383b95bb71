package net.openmeet.matrix.people;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import net.openmeet.matrix.homeserver.Problem;
import net.openmeet.matrix.homeserver.UserId;
import net.openmeet.matrix.room.Identity;
import net.openmeet.matrix.room.Policy;

/**
 * What OpenMeet reads back of a person on {@code openmeet.matrix.people}, keyed by {@code tenant/user/9}. Equal records need not be
 * written again. What is absent is written as null, as the schema asks.
 *
 * @param matrixId their Matrix user id; absent until they have one, and not usable for chat before {@code state} is present
 * @param lastProblem what keeps their account, name or picture from being as it should
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record PersonRecord(Optional<UserId> matrixId, Identity.State state, Optional<LastProblem> lastProblem) {

    /**
     * A problem without its text, which may name others.
     *
     * @param errcode the homeserver's, if it gave one
     */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    public record LastProblem(String reason, Optional<String> errcode, Instant since) {}

    /** The record for a lane; absent while nothing was told to it. */
    public static Optional<PersonRecord> of(AccountBody body, Policy policy) {
        return body.identity()
                .map(identity -> new PersonRecord(
                        identity.localpart().map(localpart -> new UserId(localpart, policy.server())),
                        state(body, identity),
                        problem(body)));
    }

    private static Identity.State state(AccountBody body, Identity identity) {
        if (identity.state() == Identity.State.GONE || identity.localpart().isEmpty()) {
            return identity.state();
        }
        return switch (body.hold()) {
            case CONFIRMED -> Identity.State.PRESENT;
            case REFUSED -> Identity.State.REFUSED;
            // Of an account that is only looked at again nothing new is told.
            case MADE, DOUBTED, LOST ->
                body.announced().filter(Identity.State.PRESENT::equals).orElse(Identity.State.NO_ACCOUNT);
            case UNSEEN, UNANSWERED, TAKEN, RETAKEN, FOUND, CLAIMED -> Identity.State.NO_ACCOUNT;
        };
    }

    private static Optional<LastProblem> problem(AccountBody body) {
        Stream<Problem> attributes =
                body.attributes().values().stream().flatMap(attribute -> attribute.problem().stream());
        return Stream.concat(body.refusal().stream(), attributes)
                .findFirst()
                .map(problem -> new LastProblem(problem.reason(), problem.errcode(), problem.since()));
    }
}
