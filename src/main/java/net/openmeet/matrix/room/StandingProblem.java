package net.openmeet.matrix.room;

import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
import net.openmeet.matrix.event.LaneKey;
import net.openmeet.matrix.homeserver.Problem;
import net.openmeet.matrix.homeserver.RoomState;

/** What of a room was refused for good and is still wanted so: nobody tries it again, so nothing else tells of it. */
public final class StandingProblem {
    private StandingProblem() {}

    /** The latest, if there is one. */
    public static Optional<Problem> of(LaneKey lane, RoomBody body, Policy policy) {
        return Stream.concat(
                        body.home().notMade().stream(),
                        body.desired(lane, policy).stream()
                                .flatMap(desired -> Stream.of(
                                                refusal(
                                                        body,
                                                        "alias",
                                                        desired.alias().toString()),
                                                refusal(body, "name", new RoomState.Name(desired.name()).toString()),
                                                refusal(body, "topic", new RoomState.Topic(desired.topic()).toString()))
                                        .flatMap(Optional::stream)))
                .max(Comparator.comparing(Problem::since).thenComparing(Problem::detail));
    }

    private static Optional<Problem> refusal(RoomBody body, String attribute, String value) {
        return Optional.ofNullable(body.refused().get(attribute))
                .filter(refused -> refused.value().equals(value))
                .map(RoomBody.Refused::problem);
    }
}
