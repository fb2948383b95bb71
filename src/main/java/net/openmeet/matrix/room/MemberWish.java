package net.openmeet.matrix.room;

import java.util.Optional;
import net.openmeet.matrix.event.Standing;
import net.openmeet.matrix.homeserver.UserId;

/**
 * A person's place in a room as it should be: policy applied to their standing and identity.
 *
 * @param in whether OpenMeet wants them in
 * @param level their power level when in
 * @param user their Matrix id; absent until they have one that may be used
 * @param waiting why they can't come in though they should
 */
public record MemberWish(boolean in, int level, Optional<UserId> user, Optional<WaitReason> waiting) {

    /** What {@code policy} makes of {@code slot}. */
    public static MemberWish of(MemberSlot slot, Policy policy) {
        Identity identity = slot.identity();
        boolean in = identity.state() != Identity.State.GONE
                && slot.told().map(told -> isIn(told.standing(), policy)).orElse(false);
        int level = slot.told().map(told -> level(told.standing(), policy)).orElse(0);
        Optional<UserId> user = identity.state() == Identity.State.REFUSED
                ? Optional.empty()
                : identity.localpart()
                        .map(localpart -> new UserId(localpart, policy.server()))
                        // The bot is never a person: kicking itself would kill the room.
                        .filter(id -> !id.equals(policy.bot()));
        return new MemberWish(in, in ? level : 0, user, in ? waiting(identity.state(), user) : Optional.empty());
    }

    /** Whether they should and can be in. */
    public boolean canJoin() {
        return in && waiting.isEmpty();
    }

    /** Whether this standing lets somebody into the room. */
    static boolean isIn(Standing standing, Policy policy) {
        return switch (standing) {
            case Standing.GroupMember member -> policy.inRoomGroupRoles().contains(member.role());
            case Standing.Attendee attendee -> policy.inRoomStatuses().contains(attendee.status());
            case Standing.Gone ignored -> false;
        };
    }

    /** Below the bot whatever is configured, so that it can always demote and kick. */
    private static int level(Standing standing, Policy policy) {
        int level = switch (standing) {
            case Standing.GroupMember member -> policy.groupLevels().getOrDefault(member.role(), 0);
            case Standing.Attendee attendee -> policy.attendeeLevels().getOrDefault(attendee.role(), 0);
            case Standing.Gone ignored -> 0;
        };
        return Math.min(level, Policy.BOT_LEVEL - 1);
    }

    private static Optional<WaitReason> waiting(Identity.State state, Optional<UserId> user) {
        return switch (state) {
            case NO_HANDLE -> Optional.of(WaitReason.NO_HANDLE);
            case NO_ACCOUNT -> Optional.of(WaitReason.NO_ACCOUNT);
            case REFUSED -> Optional.of(WaitReason.IDENTITY_REFUSED);
            case PRESENT -> user.isPresent() ? Optional.empty() : Optional.of(WaitReason.IDENTITY_REFUSED);
            case GONE -> Optional.empty();
        };
    }
}
