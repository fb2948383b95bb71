package net.openmeet.matrix.execution;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;
import net.openmeet.matrix.event.LaneKey;
import net.openmeet.matrix.room.MemberSlot;
import net.openmeet.matrix.room.MemberSlot.Condition;
import net.openmeet.matrix.room.WaitReason;

/**
 * Measures how long OpenMeet's facts take until they are true at the homeserver, those of a backfill left aside: slot by slot. What waited for OpenMeet counts from when it no longer did.
 * Owned by the stream thread.
 */
final class Latency {
    /** An account is ours to make in seconds; who waits longer for one waits for a person to log in. */
    private static final Duration ACCOUNT = Duration.ofMinutes(10);

    private final Agenda agenda;
    private final Function<String, Optional<Tenant>> tenants;
    private final Observer.OfTask observer;
    private final InstantSource clock;

    Latency(Agenda agenda, Function<String, Optional<Tenant>> tenants, Observer.OfTask observer, InstantSource clock) {
        this.agenda = agenda;
        this.tenants = tenants;
        this.observer = observer;
        this.clock = clock;
    }

    /** A member's {@code slot} was told something live at {@code told}. */
    MemberSlot told(MemberSlot slot, Instant told) {
        if (slot.condition().state() == Condition.State.CLEAN) {
            // It was so already: to count it would make the level look better than changes are.
            return slot;
        }
        Instant oldest =
                slot.condition().heard().filter(heard -> heard.isBefore(told)).orElse(told);
        return slot.with(slot.condition().heard(oldest));
    }

    /** A member's slot as it is to be stored in place of {@code before}: it remembers what isn't true yet. */
    MemberSlot stored(LaneKey lane, MemberSlot before, MemberSlot slot) {
        Optional<Instant> heard =
                slot.condition().heard().or(() -> before.condition().heard());
        if (heard.isEmpty()) {
            return slot;
        }
        return switch (slot.condition().state()) {
            case CLEAN -> {
                applied(lane, "member", heard.get());
                yield slot.with(Condition.clean());
            }
            case DIRTY ->
                waitedForAPerson(before.condition())
                        ? slot
                        : slot.with(slot.condition().heard(heard.get()));
            case WAITING ->
                slot.condition().waiting().filter(Latency::mayEndByUs).isPresent()
                        ? slot.with(slot.condition().heard(heard.get()))
                        : slot;
        };
    }

    /** The room or the person themselves are as they should be, whoever else waits in the lane. */
    void settled(LaneKey lane) {
        agenda.applied(lane).ifPresent(heard -> applied(lane, lane.isRoom() ? "room" : "account", heard));
    }

    private static boolean mayEndByUs(WaitReason reason) {
        return reason.turn() == WaitReason.Turn.OURS || reason == WaitReason.NO_ACCOUNT;
    }

    private boolean waitedForAPerson(Condition before) {
        return before.waiting().filter(WaitReason.NO_ACCOUNT::equals).isPresent()
                && before.since()
                        .filter(since -> since.isBefore(clock.instant().minus(ACCOUNT)))
                        .isPresent();
    }

    private void applied(LaneKey lane, String slot, Instant heard) {
        boolean outage = tenants.apply(lane.tenant())
                .filter(tenant -> tenant.gate().wasOutSince(heard))
                .isPresent();
        Duration took = Duration.between(heard, clock.instant());
        observer.applied(lane, slot, took.isNegative() ? Duration.ZERO : took, outage);
    }
}
