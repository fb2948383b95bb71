package net.openmeet.matrix.homeserver;

import java.util.Optional;
import java.util.Set;

/**
 * The Matrix error codes that may stand in a metric's label. An error code is text that the homeserver, or whoever answers in its place,
 * makes up: one that isn't listed is {@link #OTHER}, so that nobody can add series by answering.
 *
 * @see <a href="https://spec.matrix.org/v1.15/client-server-api/#standard-error-response">Matrix specification, error codes</a>
 */
public final class Errcodes {
    /** Of an answer without one. */
    public static final String NONE = "none";

    /** Of any that isn't listed. */
    public static final String OTHER = "other";

    private static final Set<String> KNOWN = Set.of(
            "M_ALREADY_JOINED",
            "M_APPSERVICE_LOGIN_UNSUPPORTED",
            "M_BAD_ALIAS",
            "M_BAD_JSON",
            "M_BAD_STATE",
            "M_CANNOT_LEAVE_SERVER_NOTICE_ROOM",
            "M_CAPTCHA_INVALID",
            "M_CAPTCHA_NEEDED",
            "M_CONNECTION_FAILED",
            "M_CONNECTION_TIMEOUT",
            "M_DUPLICATE_ANNOTATION",
            "M_EXCLUSIVE",
            "M_FORBIDDEN",
            "M_GUEST_ACCESS_FORBIDDEN",
            "M_INCOMPATIBLE_ROOM_VERSION",
            "M_INVALID_PARAM",
            "M_INVALID_ROOM_STATE",
            "M_INVALID_USERNAME",
            "M_LIMIT_EXCEEDED",
            "M_MISSING_PARAM",
            "M_MISSING_TOKEN",
            "M_NOT_FOUND",
            "M_NOT_JSON",
            "M_RESOURCE_LIMIT_EXCEEDED",
            "M_ROOM_IN_USE",
            "M_TOO_LARGE",
            "M_UNABLE_TO_AUTHORISE_JOIN",
            "M_UNABLE_TO_GRANT_JOIN",
            "M_UNAUTHORIZED",
            "M_UNKNOWN",
            "M_UNKNOWN_TOKEN",
            "M_UNRECOGNIZED",
            "M_UNSUPPORTED_ROOM_VERSION",
            "M_USER_DEACTIVATED",
            "M_USER_IN_USE",
            "M_USER_LIMIT_EXCEEDED",
            "M_USER_LOCKED",
            "M_USER_SUSPENDED",
            "M_WEAK_PASSWORD");

    private Errcodes() {}

    /** The code itself if it is known, else {@link #OTHER}; {@link #NONE} if there is none. */
    public static String label(Optional<String> errcode) {
        return errcode.map(code -> KNOWN.contains(code) ? code : OTHER).orElse(NONE);
    }

    /** All of them, without the two words. */
    static Set<String> known() {
        return KNOWN;
    }
}
