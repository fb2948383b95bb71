package net.openmeet.matrix.credential;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Optional;
import net.openmeet.matrix.homeserver.UserId;

/**
 * Names a credential, written {@code tenant/appservice}, {@code tenant/admin} or {@code tenant/user/@ana:server}.
 *
 * @param tenant OpenMeet's tenant id
 * @param user whose token it is; absent for the tenant's own two
 */
public record CredentialKey(String tenant, Kind kind, Optional<UserId> user) {
    private static final String USERS = "/user/";

    /** What kind of credential. */
    public enum Kind {
        /** The application service's token, which acts as any user. */
        APPSERVICE,
        /** The administrator's token, who is the bot where there is no application service. */
        ADMIN,
        /** One person's token. */
        USER;

        /** In lower case, as in keys and metrics. */
        public String word() {
            return switch (this) {
                case APPSERVICE -> "appservice";
                case ADMIN -> "admin";
                case USER -> "user";
            };
        }
    }

    /** The application service's token of a tenant. */
    public static CredentialKey ofAppservice(String tenant) {
        return new CredentialKey(tenant, Kind.APPSERVICE, Optional.empty());
    }

    /** The administrator's token of a tenant. */
    public static CredentialKey ofAdmin(String tenant) {
        return new CredentialKey(tenant, Kind.ADMIN, Optional.empty());
    }

    /** One person's token. */
    public static CredentialKey of(String tenant, UserId user) {
        return new CredentialKey(tenant, Kind.USER, Optional.of(user));
    }

    /** Reads what {@link #toString} writes; empty if it isn't that. A localpart may hold slashes. */
    public static Optional<CredentialKey> read(String text) {
        int slash = text.indexOf('/');
        if (slash < 1) {
            return Optional.empty();
        }
        String tenant = text.substring(0, slash);
        String rest = text.substring(slash);
        if (rest.startsWith(USERS)) {
            return user(rest.substring(USERS.length())).map(user -> of(tenant, user));
        }
        return switch (rest) {
            case "/appservice" -> Optional.of(ofAppservice(tenant));
            case "/admin" -> Optional.of(ofAdmin(tenant));
            default -> Optional.empty();
        };
    }

    /** Reads a key that we wrote ourselves.
     *
     * @throws IllegalArgumentException if it isn't one
     */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static CredentialKey parse(String text) {
        return read(text)
                .orElseThrow(() -> new IllegalArgumentException("Expected tenant/admin, tenant/appservice or"
                        + " tenant/user/@localpart:server, but got " + text));
    }

    private static Optional<UserId> user(String text) {
        try {
            return Optional.of(UserId.parse(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    @Override
    @JsonValue
    public String toString() {
        return tenant + "/" + kind.word() + user.map(id -> "/" + id).orElse("");
    }
}
