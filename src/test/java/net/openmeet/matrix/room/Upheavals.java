package net.openmeet.matrix.room;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import net.openmeet.matrix.event.GroupRole;
import net.openmeet.matrix.homeserver.MatrixCall;
import net.openmeet.matrix.homeserver.Membership;

/**
 * What befalls a whole homeserver or its tenant in a random history: backups, wipes, restores from one of the backups, each found
 * out at once or later, also while a call is under way; and other policies. After {@link #end} nothing more happens.
 */
final class Upheavals {
    private final Random random;
    private final RandomHistory history;
    private final List<ModelHomeserver.Backup> backups = new ArrayList<>();

    /** Sees what happens, for a person who looks into a seed. */
    Consumer<String> trace = event -> {};

    /**
     * Whether the alias template changes in this history. Then nothing is restored: a room whose createRoom had no answer, under an
     * alias that no template of today gives, can't be found in a backup.
     */
    private final boolean renames;

    private boolean unnoticed;
    private boolean restored;
    private boolean over;

    Upheavals(Random random, RandomHistory history) {
        this.random = random;
        this.history = history;
        this.renames = random.nextInt(3) == 0;
    }

    /** Between two steps of the history. */
    void step() {
        switch (random.nextInt(12)) {
            case 0, 1 -> backups.add(history.lane.server.backup());
            case 2 -> strike();
            case 3 -> govern();
            case 4 -> notice();
            default -> {}
        }
    }

    /** Before or after the effect of a call; true if it hit. */
    boolean maybeDuringACall() {
        boolean hit = !over && random.nextInt(60) == 0;
        if (hit) {
            strike();
        }
        return hit;
    }

    /**
     * A restore takes longer than there is between the look-ups of a room's names and its createRoom: it is noticed before one
     * succeeds. True if it wasn't until now.
     */
    boolean isNoticedBy(MatrixCall call) {
        boolean late = unnoticed && restored && call instanceof MatrixCall.CreateRoom;
        if (late) {
            notice();
        }
        return late;
    }

    /** From here on the homeserver stays as it is, and the last upheaval is known of. */
    void end() {
        over = true;
        notice();
    }

    private void strike() {
        if (renames || backups.isEmpty() || random.nextInt(3) == 0) {
            trace.accept("wipe");
            restored = false;
            history.lane.server.wipe();
        } else {
            trace.accept("restore");
            restored = true;
            history.lane.server.restore(backups.get(random.nextInt(backups.size())));
        }
        unnoticed = true;
        if (random.nextBoolean()) {
            notice();
            forgetWhoIsBack();
        } else {
            // A reading before it is noticed may take an older state for a newer one.
            history.leavers.forgetAll();
        }
    }

    private void notice() {
        if (unnoticed) {
            trace.accept("epoch raised");
            unnoticed = false;
            history.lane.raiseEpoch();
        }
    }

    /** That they left is known only if it was seen before; and who is in by the restore isn't dragged in by us. */
    private void forgetWhoIsBack() {
        LaneDriver lane = history.lane;
        history.leavers.forgetIf(user -> lane.slots.values().stream()
                        .noneMatch(slot -> Seat.respected(slot.presence())
                                && slot.seenAs().filter(user::equals).isPresent())
                || lane.server.rooms.values().stream()
                        .anyMatch(room -> room.state(user)
                                .filter(Membership.State.JOIN::equals)
                                .isPresent()));
    }

    private void govern() {
        Policy now = history.lane.policy;
        Policy.Templates templates = new Policy.Templates(
                random.nextBoolean() ? "{name} Chat" : "Talk of {name}",
                now.templates().topic(),
                now.templates().cancelledTopic(),
                !renames || random.nextInt(4) > 0
                        ? now.templates().alias()
                        : "{kind}-{slug}-{tenantId}-" + random.nextInt(2));
        Set<GroupRole> in = random.nextBoolean()
                ? Set.of(GroupRole.OWNER, GroupRole.ADMIN, GroupRole.MODERATOR, GroupRole.MEMBER)
                : Set.of(GroupRole.OWNER, GroupRole.GUEST);
        trace.accept("policy: " + templates + " " + in);
        history.lane.govern(new Policy(
                now.tenant(),
                now.bot(),
                templates,
                Map.of(GroupRole.OWNER, 90, GroupRole.ADMIN, 60 + random.nextInt(2), GroupRole.GUEST, 5),
                now.attendeeLevels(),
                in,
                now.inRoomStatuses(),
                now.roomVersion(),
                now.identities(),
                now.accounts(),
                now.deactivateDeleted(),
                now.legacyCreators(),
                now.reservedLocalparts(),
                now.patience()));
        history.leavers.forgive();
    }
}
