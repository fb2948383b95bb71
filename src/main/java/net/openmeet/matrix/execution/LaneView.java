package net.openmeet.matrix.execution;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import net.openmeet.matrix.event.LaneKey;
import net.openmeet.matrix.homeserver.Problem;
import net.openmeet.matrix.people.AccountView;
import net.openmeet.matrix.room.MemberView;
import net.openmeet.matrix.room.RoomView;
import net.openmeet.matrix.room.Waited;

/**
 * A lane as people read it. Holds no secret.
 *
 * @param progress what is being done or waited for
 * @param lastProblem the last thing that went wrong and isn't over
 * @param room of a group or event
 * @param account of a person
 * @param members those that were asked for
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record LaneView(
        LaneKey lane,
        Work progress,
        Optional<Problem> lastProblem,
        Optional<RoomView> room,
        Optional<AccountView> account,
        Optional<Members> members) {

    /** The same with some of its members. */
    public LaneView with(Members some) {
        return new LaneView(lane, progress, lastProblem, room, account, Optional.of(some));
    }

    /**
     * Some members of a room.
     *
     * @param next the id to go on after; absent if there are no more
     */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    public record Members(List<MemberView> page, Optional<String> next) {
        public Members {
            page = List.copyOf(page);
        }
    }

    /**
     * How a lane fares.
     *
     * @param state {@code converged}, {@code due} or {@code waiting}
     * @param waiting what for
     * @param since since when it isn't converged
     * @param lookAt when it is looked at next at the latest
     * @param backfill whether only a backfill or a rebuild is to be done
     * @param inFlightSince a call was sent then, and its answer didn't come yet
     * @param notBefore no call before this
     * @param attempts failed tries since the last success, those for single members not counted
     * @param readAt when what is believed was last seen whole at the homeserver
     */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    public record Work(
            String state,
            Optional<Waited> waiting,
            Optional<Instant> since,
            Optional<Instant> lookAt,
            boolean backfill,
            Optional<Instant> inFlightSince,
            Optional<Instant> notBefore,
            int attempts,
            Optional<Instant> readAt) {

        static Work of(LaneRecord record, Optional<AgendaEntry> agenda) {
            Progress progress = record.progress();
            Optional<Waited> waiting = agenda.flatMap(AgendaEntry::waiting).map(Waited::new);
            return new Work(
                    agenda.isEmpty() ? "converged" : waiting.isPresent() ? "waiting" : "due",
                    waiting,
                    agenda.map(AgendaEntry::since),
                    agenda.map(AgendaEntry::at),
                    agenda.map(AgendaEntry::backfill).orElse(false),
                    progress.inFlightSince(),
                    progress.notBefore(),
                    progress.attempts(),
                    record.readAt());
        }
    }
}
