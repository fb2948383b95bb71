package net.openmeet.matrix.room;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import net.openmeet.matrix.event.LaneKey;
import net.openmeet.matrix.homeserver.Problem;
import net.openmeet.matrix.homeserver.RoomState;

/** What of a room was refused for good and is still wanted so: nobody tries it again, so nothing else tells of it. */
public final class StandingProblem {
    private StandingProblem() {}

    /** The latest, if there is one. */
    public static Optional<Problem> of(LaneKey lane, RoomBody body, Policy policy) {
        List<Optional<Problem>> problems = new ArrayList<>();
        problems.add(body.home().notMade());
        body.desired(lane, policy).ifPresent(desired -> {
            problems.add(refusal(body, "alias", desired.alias().toString()));
            problems.add(refusal(body, "name", new RoomState.Name(desired.name()).toString()));
            problems.add(refusal(body, "topic", new RoomState.Topic(desired.topic()).toString()));
        });
        body.power()
                .levels()
                .map(levels -> String.valueOf(levels.of(policy.bot())))
                .ifPresent(level -> problems.add(refusal(body, Authority.POWER, level)));
        body.roomId()
                .filter(room -> body.home().doubt().flatMap(Doubt::shutSince).isPresent())
                .ifPresent(room -> problems.add(refusal(body, Doubting.BOT, room.value())));
        return problems.stream()
                .flatMap(Optional::stream)
                .max(Comparator.comparing(Problem::since).thenComparing(Problem::detail));
    }

    private static Optional<Problem> refusal(RoomBody body, String attribute, String value) {
        return Optional.ofNullable(body.refused().get(attribute))
                .filter(refused -> refused.value().equals(value))
                .map(RoomBody.Refused::problem);
    }
}
