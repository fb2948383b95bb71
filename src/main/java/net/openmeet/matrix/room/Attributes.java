package net.openmeet.matrix.room;

import java.util.Optional;
import net.openmeet.matrix.homeserver.Outcome;
import net.openmeet.matrix.homeserver.RoomState;

/** A room's name, topic, and what guests and newcomers may. Each that is refused is dead-lettered by itself. */
final class Attributes {
    private Attributes() {}

    static Optional<Plan> next(Planning p) {
        Observed observed = p.body().observed();
        return p.desired.flatMap(desired -> p.put(
                        "guest-access",
                        observed.guestsAllowed().filter(allowed -> !allowed).isPresent(),
                        new RoomState.GuestAccess(false))
                .or(() -> p.put(
                        "history",
                        observed.historyVisibility()
                                .filter(DesiredRoom.HISTORY::equals)
                                .isPresent(),
                        new RoomState.HistoryVisibility(DesiredRoom.HISTORY)))
                .or(() -> p.put(
                        "name",
                        observed.name().filter(desired.name()::equals).isPresent(),
                        new RoomState.Name(desired.name())))
                .or(() -> p.put(
                        "topic",
                        observed.topic().filter(desired.topic()::equals).isPresent(),
                        new RoomState.Topic(desired.topic()))));
    }

    /** What a write of any state event but levels came to. */
    static void learn(Lesson l, RoomState state) {
        RoomBody body = l.body();
        String attribute = l.sent.target().attribute().orElse(state.type());
        switch (l.outcome) {
            case Outcome.Applied ignored -> {
                l.body(body.with(body.observed().with(state)));
                AliasMoves.learnYielded(l, state);
            }
            case Outcome.AlreadySo ignored -> l.body(body.with(body.observed().with(state)));
            case Outcome.Uncertain ignored -> l.body(body.with(body.observed().without(state)));
            case Outcome.Rejected rejected -> l.refuse(attribute, state.toString(), rejected.failure());
            case Outcome.Contradicted contradicted -> {
                switch (contradicted.belief()) {
                    case ALIAS_OURS -> AliasMoves.distrust(l);
                    case ACTOR_HAS_POWER -> {
                        // With levels just read there is nothing left to find out.
                        if (body.power().fresh()) {
                            l.refuse(attribute, state.toString(), contradicted.failure());
                        } else {
                            l.body(body.with(body.power().doubtful()));
                        }
                    }
                    case ACTOR_IN_ROOM -> l.doubtIfUnknown();
                    case ALIAS_FREE, MAY_JOIN, NOT_BANNED, INVITES_FIT, NAME_FREE, NAME_OURS ->
                        l.refuse(attribute, state.toString(), contradicted.failure());
                }
            }
            case Outcome.RoomUnknown ignored -> l.doubtIfUnknown();
            case Outcome.Retry ignored -> {}
            case Outcome.CredentialRejected ignored -> {}
        }
    }
}
