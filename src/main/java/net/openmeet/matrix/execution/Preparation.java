package net.openmeet.matrix.execution;

import java.time.Instant;
import java.util.Optional;
import net.openmeet.matrix.event.LaneKey;
import net.openmeet.matrix.room.WaitReason;

/** What a lane has to know before it is planned. Owned by the stream thread. */
final class Preparation {
    private final LaneTable table;
    private final LaneLogic logic;
    private final Renewal renewal;
    private final Takeover takeover;
    private final Agenda agenda;
    private final Tellings tellings;
    private final Quarantine quarantine;

    Preparation(
            LaneTable table,
            LaneLogic logic,
            Renewal renewal,
            Takeover takeover,
            Agenda agenda,
            Tellings tellings,
            Quarantine quarantine) {
        this.table = table;
        this.logic = logic;
        this.renewal = renewal;
        this.takeover = takeover;
        this.agenda = agenda;
        this.tellings = tellings;
        this.quarantine = quarantine;
    }

    /** The lane, ready to be planned; empty if it isn't yet, and is on the agenda. */
    Optional<LaneRecord> prepared(LaneKey lane, LaneRecord found, Tenant tenant, Instant now) {
        LaneRecord known = known(lane, found, tenant, now);
        return renewed(lane, released(lane, known, tenant, now), tenant, now);
    }

    /** What changed for the whole tenant goes before what is to be done for the lane. */
    private Optional<LaneRecord> renewed(LaneKey lane, LaneRecord before, Tenant tenant, Instant now) {
        Optional<Renewal.Renewed> renewed =
                quarantine.guarded(lane, () -> renewal.renewed(lane, before, tenant.policy(), now));
        if (renewed.isEmpty()) {
            return Optional.empty();
        }
        LaneRecord record = renewed.get().record();
        if (!record.equals(before)) {
            table.put(lane, record);
            tellings.changed(lane, record, now);
        }
        if (renewed.get().done()) {
            return Optional.of(record);
        }
        agenda.due(lane, now.plusMillis(1), true, now);
        return Optional.empty();
    }

    /** Whatever it waited for because everybody was refused it is planned again: if it still is, it isn't sent. */
    private LaneRecord released(LaneKey lane, LaneRecord record, Tenant tenant, Instant now) {
        boolean waited = agenda.entry(lane)
                .flatMap(AgendaEntry::waiting)
                .filter(WaitReason.MISCONFIGURED::equals)
                .isPresent();
        if (!waited) {
            return record;
        }
        LaneRecord released = logic.released(lane, record, tenant.policy(), now);
        if (!released.equals(record)) {
            table.put(lane, released);
        }
        return released;
    }

    /** A lane that a call may have changed of which this task knows nothing: an earlier owner sent it, or it had no answer. */
    private LaneRecord known(LaneKey lane, LaneRecord record, Tenant tenant, Instant now) {
        boolean suspect = takeover.suspects(lane);
        boolean verify =
                record.progress().verifyAt().filter(at -> !now.isBefore(at)).isPresent();
        if (!suspect && !verify && record.progress().inFlightSince().isEmpty()) {
            return record;
        }
        LaneRecord sure = verify ? record.with(record.progress().verified()) : record;
        LaneRecord next = suspect
                ? takeover.doubted(sure, tenant, now)
                : Takeover.looked(sure, sure.progress().verifyAt());
        LaneRecord known = next.with(next.progress().answered());
        table.put(lane, known);
        return known;
    }
}
