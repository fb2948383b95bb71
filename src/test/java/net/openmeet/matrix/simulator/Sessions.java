package net.openmeet.matrix.simulator;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Access tokens, refresh tokens and whom they act as. Guarded by the lock of {@link Homeserver}. */
final class Sessions {
    /**
     * What an access token stands for.
     *
     * @param device absent for a token that an admin minted
     * @param mintedBy the admin, whose logout everywhere ends it; the user's own doesn't
     */
    record Session(String userId, Optional<String> device, Optional<Instant> expiresAt, Optional<String> mintedBy) {
        static Session of(String userId, String device, Optional<Duration> lifetime) {
            return new Session(
                    userId,
                    Optional.of(device),
                    lifetime.map(time -> Instant.now().plus(time)),
                    Optional.empty());
        }

        private String owner() {
            return mintedBy.orElse(userId);
        }
    }

    /** @param next the access token it was last spent for */
    private record Renewal(String userId, String device, Optional<Instant> expiresAt, Optional<String> next) {}

    /** What a client is given. */
    record Pair(String access, String refresh) {}

    private final Map<String, Session> sessions = new HashMap<>();
    private final Map<String, Renewal> renewals = new HashMap<>();
    private final Set<String> used = new HashSet<>();

    Sessions copy() {
        Sessions copy = new Sessions();
        copy.sessions.putAll(sessions);
        copy.renewals.putAll(renewals);
        copy.used.addAll(used);
        return copy;
    }

    Optional<Session> find(String token) {
        return Optional.ofNullable(sessions.get(token));
    }

    String open(Session session) {
        String token = RandomIds.token();
        sessions.put(token, session);
        return token;
    }

    Pair openRefreshable(String userId, String device, LoginSettings settings) {
        String access = open(Session.of(userId, device, Optional.of(settings.refreshable())));
        String refresh = RandomIds.refreshToken();
        Optional<Instant> end =
                settings.refreshTokens().map(time -> Instant.now().plus(time));
        renewals.put(refresh, new Renewal(userId, device, end, Optional.empty()));
        return new Pair(access, refresh);
    }

    /** A new pair; the token is spent once the new one was used. */
    Pair refresh(String token, LoginSettings settings) {
        Renewal renewal = renewals.get(token);
        if (renewal == null) {
            // Synapse says otherwise of what it signed once: "refresh token does not exist".
            throw new MatrixError(401, "M_UNKNOWN_TOKEN", "invalid refresh token");
        }
        if (renewal.next().filter(used::contains).isPresent()) {
            throw MatrixError.forbidden("refresh token isn't valid anymore");
        }
        if (isOver(renewal.expiresAt())) {
            throw MatrixError.forbidden("The supplied refresh token has expired");
        }
        Pair pair = openRefreshable(renewal.userId(), renewal.device(), settings);
        renewals.put(
                token,
                new Renewal(renewal.userId(), renewal.device(), renewal.expiresAt(), Optional.of(pair.access())));
        return pair;
    }

    void use(String token) {
        used.add(token);
    }

    /** Ends a token and all of its device. */
    void close(String token) {
        Session session = sessions.remove(token);
        if (session == null || session.device().isEmpty()) {
            return;
        }
        String device = session.device().get();
        sessions.values()
                .removeIf(other -> other.userId().equals(session.userId())
                        && other.device().filter(device::equals).isPresent());
        renewals.values()
                .removeIf(other -> other.userId().equals(session.userId())
                        && other.device().equals(device));
    }

    /** Ends a user's tokens, and those they minted for others. */
    void closeAll(String userId) {
        sessions.values().removeIf(session -> session.owner().equals(userId));
        renewals.values().removeIf(renewal -> renewal.userId().equals(userId));
    }

    /** Ends all that act as a user, whoever got them. */
    void endAllOf(String userId) {
        sessions.values().removeIf(session -> session.userId().equals(userId));
        renewals.values().removeIf(renewal -> renewal.userId().equals(userId));
    }

    void clear() {
        sessions.clear();
        renewals.clear();
    }

    /** An access token or a refresh token comes to its end now. */
    void expire(String token) {
        Optional<Instant> now = Optional.of(Instant.now());
        sessions.computeIfPresent(
                token, (key, session) -> new Session(session.userId(), session.device(), now, session.mintedBy()));
        renewals.computeIfPresent(
                token, (key, renewal) -> new Renewal(renewal.userId(), renewal.device(), now, renewal.next()));
    }

    static boolean isOver(Optional<Instant> end) {
        return end.filter(instant -> !Instant.now().isBefore(instant)).isPresent();
    }
}
