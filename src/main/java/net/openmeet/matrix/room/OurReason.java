package net.openmeet.matrix.room;

import net.openmeet.matrix.homeserver.Membership;
import net.openmeet.matrix.homeserver.UserId;

/** The reason our kicks and leaves carry, which tells them apart from those of people. */
public final class OurReason {
    /** What every reason of ours starts with. */
    public static final String PREFIX = "OpenMeet: ";

    static final String NOT_A_MEMBER = PREFIX + "not a member any more";
    static final String MOVED = PREFIX + "here under another name now";
    static final String MEMBERS_ONLY = PREFIX + "members only";
    static final String DELETED = PREFIX + "the room was deleted";
    static final String JUST_LOOKING = PREFIX + "entered only to look whose room this is";

    private OurReason() {}

    /** What a member event of {@code user} tells of them. Who was put out by us may be brought back by us. */
    static MemberSlot.Presence presence(Membership seen, UserId user, Policy policy) {
        return switch (seen.state()) {
            case JOIN -> MemberSlot.Presence.JOINED;
            case INVITE -> MemberSlot.Presence.INVITED;
            case BAN -> MemberSlot.Presence.BANNED;
            case KNOCK -> MemberSlot.Presence.NONE;
            case LEAVE -> {
                boolean byUs =
                        seen.reason().filter(text -> text.startsWith(PREFIX)).isPresent()
                                || (!seen.sender().equals(user)
                                        && (seen.sender().equals(policy.bot())
                                                || policy.legacyCreators().contains(seen.sender())));
                yield byUs ? MemberSlot.Presence.OUT : MemberSlot.Presence.LEFT;
            }
        };
    }
}
