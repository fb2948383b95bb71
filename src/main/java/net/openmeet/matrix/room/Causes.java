package net.openmeet.matrix.room;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import net.openmeet.matrix.event.Origin;
import net.openmeet.matrix.homeserver.MatrixCall;
import net.openmeet.matrix.homeserver.PowerLevels;
import net.openmeet.matrix.homeserver.RoomState;
import net.openmeet.matrix.homeserver.UserId;

/** Which facts asked for a room's call, for logs and traces; nothing is decided by it. Pure. */
final class Causes {
    /** The newest, and enough others to find the rest by. */
    private static final int MOST = 21;

    private Causes() {}

    /** The newest first. */
    static List<Origin> of(Plan.Do next, RoomBody body, List<Seat> seats) {
        List<Origin> found = sorted(asking(next, body, seats));
        return found.isEmpty() ? body.origin().stream().toList() : found;
    }

    private static Stream<Origin> asking(Plan.Do next, RoomBody body, List<Seat> seats) {
        Optional<String> person = next.target().personId();
        if (person.isPresent()) {
            return of(seats, seat -> seat.slot().person().id().equals(person.get()));
        }
        return switch (next.call()) {
            case MatrixCall.CreateRoom create ->
                Stream.concat(
                        body.origin().stream(),
                        of(
                                seats,
                                isOneOf(user -> create.invite().contains(user)
                                        || create.levels().containsKey(user))));
            case MatrixCall.PutState put ->
                put.state() instanceof RoomState.Levels levels
                        ? of(seats, isOneOf(changedBy(levels.levels(), body)))
                        : body.origin().stream();
            // What is read is read for what is to be done next.
            case MatrixCall.Read ignored ->
                Stream.concat(body.origin().stream(), of(seats, seat -> true))
                        .max(Comparator.comparing(Origin::time))
                        .stream();
            default -> body.origin().stream();
        };
    }

    private static Predicate<Seat> isOneOf(Predicate<UserId> users) {
        return seat -> Stream.concat(seat.wish().user().stream(), seat.slot().seenAs().stream())
                .anyMatch(users);
    }

    private static Predicate<UserId> changedBy(PowerLevels written, RoomBody body) {
        Map<UserId, Integer> before =
                body.power().levels().map(PowerLevels::users).orElse(Map.of());
        Map<UserId, Integer> after = written.users();
        return user -> !Objects.equals(before.get(user), after.get(user));
    }

    private static Stream<Origin> of(List<Seat> seats, Predicate<Seat> which) {
        return seats.stream()
                .filter(which)
                .flatMap(seat -> seat.slot().told().stream())
                .map(Operation.Told::origin);
    }

    private static List<Origin> sorted(Stream<Origin> origins) {
        return origins.distinct()
                .sorted(Comparator.comparing(Origin::time).reversed())
                .limit(MOST)
                .toList();
    }
}
