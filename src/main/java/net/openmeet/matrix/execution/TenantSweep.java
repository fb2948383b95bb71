package net.openmeet.matrix.execution;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import net.openmeet.matrix.event.LaneKey;
import net.openmeet.matrix.log.Fields;
import net.openmeet.matrix.room.WaitReason;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The sweep of one tenant's lanes in one task. Owned by the stream thread. */
final class TenantSweep {
    private static final Logger LOG = LoggerFactory.getLogger(TenantSweep.class);

    /** Lanes of the sweep that are being driven: enough to keep a homeserver busy, and few beside live work. */
    private static final int MOST_OUTSTANDING = 25;
    /** Keys counted in a step: some 2 ms. */
    private static final int COUNTED_A_STEP = 1_000;
    /** Lanes looked at in a step: some 3 ms. */
    private static final int PASSED_A_STEP = 100;
    /** A crash repeats what was passed since, which finds nothing to do. */
    private static final Duration STORE = Duration.ofSeconds(1);
    /** A pause between steps that is no delay but a restart or a rebalance. */
    private static final Duration BREAK = Duration.ofMinutes(1);

    /** What a lane waits for only a moment: it is still being driven. All else goes on without the sweep. */
    private static final Set<WaitReason> SOON = EnumSet.of(
            WaitReason.SETTLING,
            WaitReason.HOMESERVER,
            WaitReason.CREDENTIAL,
            WaitReason.UNCERTAIN,
            WaitReason.ROOM_GONE);

    private final String tenant;
    private final SweepParts parts;
    private final Consumer<SweepState> store;
    private final Set<LaneKey> outstanding = new HashSet<>();
    private SweepState state;
    private Instant storeAt = Instant.EPOCH;
    private Instant steppedAt = Instant.EPOCH;
    private RebuildRate rate = RebuildRate.unknown();
    /** Of this lap: one that finds no lane behind, as the first of a new tenant, is no news. */
    private int driven;

    TenantSweep(String tenant, SweepState state, SweepParts parts, Consumer<SweepState> store) {
        this.tenant = tenant;
        this.state = state;
        this.parts = parts;
        this.store = store;
    }

    /** Begins a lap if {@code present} differs from what the lanes were driven with. */
    void look(Basis present, Instant now) {
        if (state.isBehind(present)) {
            Lap lap = Lap.begin(tenant, state.basis().reason(present), now);
            outstanding.clear();
            driven = 0;
            rate = RebuildRate.unknown();
            change(state.begun(present, lap));
        }
    }

    /** A few lanes further. Not while the homeserver is out or refuses us: nothing would come of it. */
    void step(Tenant its, Instant now) {
        outstanding.removeIf(this::isDriven);
        if (its.gate().isOut() || its.suspension().until(now).isPresent()) {
            return;
        }
        boolean resumed = now.isAfter(steppedAt.plus(BREAK));
        steppedAt = now;
        if (state.lap().isPresent()) {
            lap(its, state.lap().get(), now);
        }
        if (!its.resyncEvery().isZero()) {
            walk(its, resumed, now);
        }
    }

    /** How far the lap is; absent while nothing ever was to be rebuilt here. */
    Optional<Rebuild> rebuild(Instant now) {
        return state.lap().map(lap -> {
            int remaining = lap.ahead() + outstanding.size();
            return new Rebuild(
                    tenant, lap.reason(), remaining, rate.end(lap.passed() - outstanding.size(), remaining, now));
        });
    }

    private void lap(Tenant its, Lap lap, Instant now) {
        switch (lap.stage()) {
            case COUNTING -> count(lap);
            case ACCOUNTS, EVENTS, GROUPS -> pass(its, lap, now);
            case ENDING -> {
                if (outstanding.isEmpty()) {
                    over(lap, now);
                }
            }
        }
    }

    private void count(Lap lap) {
        List<LaneKey> page = parts.table().after(lap.after(), lap.end(), COUNTED_A_STEP);
        Lap counted = page.isEmpty() ? lap : lap.counted(page.getLast(), page.size());
        if (page.size() == COUNTED_A_STEP) {
            change(state.with(Optional.of(counted)));
            return;
        }
        change(state.with(Optional.of(counted.nextStage(tenant))));
    }

    private void pass(Tenant its, Lap lap, Instant now) {
        rate = rate.since(lap.passed() - outstanding.size(), now);
        int room = Math.min(PASSED_A_STEP, MOST_OUTSTANDING - outstanding.size());
        if (room <= 0) {
            return;
        }
        List<LaneKey> page = parts.table().after(lap.after(), lap.end(), room);
        Lap passed = lap;
        for (LaneKey lane : page) {
            if (isBehind(lane, its)) {
                parts.agenda().behind(lane, now);
                outstanding.add(lane);
                begun(lap);
            }
            passed = passed.past(lane);
        }
        if (page.size() == room) {
            keep(state.with(Optional.of(passed)), now);
        } else if (lap.stage() != Lap.Stage.ACCOUNTS || outstanding.isEmpty()) {
            change(state.with(Optional.of(passed.nextStage(tenant))));
        } else {
            // Rooms need accounts: those of this task are there before its rooms are driven.
            keep(state.with(Optional.of(passed)), now);
        }
    }

    private void begun(Lap lap) {
        if (driven++ == 0) {
            Fields.of(LOG.atInfo())
                    .with(Fields.TENANT, tenant)
                    .with(Fields.REASON, lap.reason().word())
                    .with(Fields.LANES, lap.total())
                    .log(
                            "Task {} drives lanes of tenant {} again, up to {}: {}",
                            parts.task(),
                            tenant,
                            lap.total(),
                            lap.reason().word());
        }
    }

    private void over(Lap lap, Instant now) {
        if (driven > 0) {
            Fields.of(LOG.atInfo())
                    .with(Fields.TENANT, tenant)
                    .with(Fields.REASON, lap.reason().word())
                    .with(Fields.LANES, driven)
                    .log(
                            "Task {} drove lanes of tenant {} again: {} in {} s",
                            parts.task(),
                            tenant,
                            driven,
                            Duration.between(lap.began(), now).toSeconds());
        }
        change(state.with(Optional.empty()));
    }

    /** The daily resync: at most one lane a step, when its time has come. */
    private void walk(Tenant its, boolean resumed, Instant now) {
        Duration every = its.resyncEvery();
        Walk walk = state.walk()
                .map(held -> resumed ? held.resumed(every, now) : held)
                .map(held -> held.isOver(every, now) ? held.again(parts.table().count(tenant), now) : held)
                .orElseGet(() -> Walk.begin(tenant, parts.table().count(tenant), now));
        if (state.walk().filter(walk::equals).isEmpty()) {
            change(state.with(walk));
        }
        if (!walk.isDue(every, now) || outstanding.size() >= MOST_OUTSTANDING) {
            return;
        }
        Optional<LaneKey> next =
                parts.table().after(walk.after(), walk.end(), 1).stream().findFirst();
        if (next.isEmpty()) {
            change(state.with(walk.around()));
        } else if (!parts.dispatch().isInFlight(next.get())) { // else its answer comes first
            reread(next.get(), every, now);
            change(state.with(walk.past(next.get().toString())));
        }
    }

    private void reread(LaneKey lane, Duration every, Instant now) {
        Instant lately = now.minus(every.dividedBy(2));
        parts.quarantine()
                .guarded(lane, () -> parts.table().get(lane))
                .flatMap(record -> record)
                .filter(record -> record.readAt().filter(lately::isBefore).isEmpty())
                .flatMap(record -> Renewal.reread(record).filter(next -> !next.equals(record)))
                .ifPresent(record -> {
                    parts.dispatch().withdraw(lane);
                    parts.table().put(lane, record);
                    parts.agenda().behind(lane, now);
                    outstanding.add(lane);
                });
    }

    private boolean isBehind(LaneKey lane, Tenant its) {
        return parts.quarantine()
                .guarded(lane, () -> parts.table().get(lane))
                .flatMap(record -> record)
                .filter(record -> parts.renewal().isBehind(lane, record, its.policy()))
                .isPresent();
    }

    private boolean isDriven(LaneKey lane) {
        return parts.agenda()
                .entry(lane)
                .filter(entry -> entry.waiting().map(SOON::contains).orElse(true))
                .isEmpty();
    }

    private void change(SweepState next) {
        state = next;
        store.accept(next);
    }

    /** Stores at most once a second. */
    private void keep(SweepState next, Instant now) {
        boolean moved = !next.equals(state);
        state = next;
        if (moved && !now.isBefore(storeAt)) {
            storeAt = now.plus(STORE);
            store.accept(next);
        }
    }
}
