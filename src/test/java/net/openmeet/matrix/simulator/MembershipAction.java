package net.openmeet.matrix.simulator;

import java.util.Locale;

/** The verbs that change a membership; LEAVE is also what a state event with membership "leave" does. */
enum MembershipAction {
    INVITE(Membership.INVITE),
    JOIN(Membership.JOIN),
    LEAVE(Membership.LEAVE),
    KICK(Membership.LEAVE),
    BAN(Membership.BAN),
    UNBAN(Membership.LEAVE);

    private final Membership membership;

    MembershipAction(Membership membership) {
        this.membership = membership;
    }

    Membership membership() {
        return membership;
    }

    String verb() {
        return name().toLowerCase(Locale.ROOT);
    }

    static MembershipAction settingTo(Membership membership) {
        return switch (membership) {
            case INVITE -> INVITE;
            case JOIN -> JOIN;
            case LEAVE -> LEAVE;
            case BAN -> BAN;
            case NONE -> throw MatrixError.unknown(400, "Invalid membership key");
        };
    }
}
