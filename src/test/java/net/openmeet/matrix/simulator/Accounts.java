package net.openmeet.matrix.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Registered users and the access tokens that act as them. Guarded by the lock of {@link Homeserver}. */
final class Accounts {
    /** A token without a device was minted by an admin: it outlives logout everywhere and deactivation. */
    record Session(String userId, Optional<String> device) {}

    private final Map<String, Account> accounts = new HashMap<>();
    private final Map<String, Session> sessions = new HashMap<>();
    private final Map<String, ObjectNode> data = new HashMap<>();

    Accounts copy() {
        Accounts copy = new Accounts();
        accounts.forEach((id, account) -> copy.accounts.put(id, account.copy()));
        copy.sessions.putAll(sessions);
        copy.data.putAll(data);
        return copy;
    }

    Optional<Account> find(String userId) {
        return Optional.ofNullable(accounts.get(userId));
    }

    Account register(String userId) {
        if (accounts.containsKey(userId)) {
            throw new MatrixError(400, "M_USER_IN_USE", "User ID already taken.");
        }
        Account account = new Account(userId);
        accounts.put(userId, account);
        return account;
    }

    boolean isAdmin(String userId) {
        return find(userId).filter(Account::isAdmin).isPresent();
    }

    Optional<Session> session(String token) {
        return Optional.ofNullable(sessions.get(token));
    }

    String open(Session session) {
        String token = RandomIds.token();
        sessions.put(token, session);
        return token;
    }

    void close(String token) {
        sessions.remove(token);
    }

    void closeDevices(String userId) {
        sessions.values()
                .removeIf(session ->
                        session.userId().equals(userId) && session.device().isPresent());
    }

    /** Account data; an application service's sender has some without being registered. */
    Optional<ObjectNode> data(String userId, String type) {
        return Optional.ofNullable(data.get(userId + " " + type));
    }

    void keep(String userId, String type, ObjectNode content) {
        data.put(userId + " " + type, content);
    }
}
