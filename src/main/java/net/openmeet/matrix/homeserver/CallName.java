package net.openmeet.matrix.homeserver;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What kinds of calls are called in metrics and logs: dashboards name them, so that a class may be renamed and these may not. */
public enum CallName {
    LOOKUP_ALIAS,
    READ_ROOM,
    READ_LISTING,
    READ_LEVELS,
    READ_MEMBER,
    CREATE_ROOM,
    PUT_STATE,
    PUT_ALIAS,
    DELETE_ALIAS,
    LIST_ROOM,
    INVITE,
    JOIN,
    KICK,
    LEAVE,
    REGISTER,
    READ_CLAIM,
    PUT_CLAIM,
    PUT_DISPLAY_NAME,
    PUT_AVATAR,
    DEACTIVATE,
    READ_EPOCH(false),
    PUT_EPOCH(false),
    WHO_AM_I(false),
    LOGIN_PASSWORD(false),
    LOGIN_AS(false),
    REFRESH(false),
    LOGOUT(false),
    WHO_AM_I_WITH(false),
    READ_USER(false),
    MAKE_USER(false),
    LOGIN_FLOWS(false);

    private final boolean ofLane;

    CallName() {
        this(true);
    }

    CallName(boolean ofLane) {
        this.ofLane = ofLane;
    }

    /** What rooms and accounts are driven by; all others are about a homeserver or a credential. */
    public static List<CallName> ofLanes() {
        return Arrays.stream(values()).filter(name -> name.ofLane).toList();
    }

    /** The name of a call's kind. */
    public static CallName of(MatrixCall call) {
        return switch (call) {
            case MatrixCall.LookupAlias ignored -> LOOKUP_ALIAS;
            case MatrixCall.ReadRoom ignored -> READ_ROOM;
            case MatrixCall.ReadListing ignored -> READ_LISTING;
            case MatrixCall.ReadLevels ignored -> READ_LEVELS;
            case MatrixCall.ReadMember ignored -> READ_MEMBER;
            case MatrixCall.CreateRoom ignored -> CREATE_ROOM;
            case MatrixCall.PutState ignored -> PUT_STATE;
            case MatrixCall.PutAlias ignored -> PUT_ALIAS;
            case MatrixCall.DeleteAlias ignored -> DELETE_ALIAS;
            case MatrixCall.ListRoom ignored -> LIST_ROOM;
            case MatrixCall.Invite ignored -> INVITE;
            case MatrixCall.Join ignored -> JOIN;
            case MatrixCall.Kick ignored -> KICK;
            case MatrixCall.Leave ignored -> LEAVE;
            case MatrixCall.Register ignored -> REGISTER;
            case MatrixCall.ReadClaim ignored -> READ_CLAIM;
            case MatrixCall.PutClaim ignored -> PUT_CLAIM;
            case MatrixCall.PutDisplayName ignored -> PUT_DISPLAY_NAME;
            case MatrixCall.PutAvatar ignored -> PUT_AVATAR;
            case MatrixCall.Deactivate ignored -> DEACTIVATE;
            case MatrixCall.ReadEpoch ignored -> READ_EPOCH;
            case MatrixCall.PutEpoch ignored -> PUT_EPOCH;
            case MatrixCall.WhoAmI ignored -> WHO_AM_I;
            case MatrixCall.LoginPassword ignored -> LOGIN_PASSWORD;
            case MatrixCall.LoginAs ignored -> LOGIN_AS;
            case MatrixCall.Refresh ignored -> REFRESH;
            case MatrixCall.Logout ignored -> LOGOUT;
            case MatrixCall.WhoAmIWith ignored -> WHO_AM_I_WITH;
            case MatrixCall.ReadUser ignored -> READ_USER;
            case MatrixCall.MakeUser ignored -> MAKE_USER;
            case MatrixCall.LoginFlows ignored -> LOGIN_FLOWS;
        };
    }

    /** In lower case, with hyphens: {@code create-room}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
