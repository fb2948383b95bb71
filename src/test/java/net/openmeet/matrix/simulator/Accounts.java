package net.openmeet.matrix.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Registered users and the tokens that act as them. Guarded by the lock of {@link Homeserver}. */
final class Accounts {
    private final Map<String, Account> accounts = new HashMap<>();
    private final Sessions sessions;
    private final Map<String, ObjectNode> data = new HashMap<>();

    Accounts() {
        this(new Sessions());
    }

    private Accounts(Sessions sessions) {
        this.sessions = sessions;
    }

    Accounts copy() {
        Accounts copy = new Accounts(sessions.copy());
        accounts.forEach((id, account) -> copy.accounts.put(id, account.copy()));
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

    Sessions sessions() {
        return sessions;
    }

    /** Refuses what a suspended user may not do. */
    void requireUnsuspended(String userId, String what) {
        if (find(userId).filter(Account::isSuspended).isPresent()) {
            throw new MatrixError(403, "M_USER_SUSPENDED", what + " while account is suspended is not allowed.");
        }
    }

    /** Account data; an application service's sender has some without being registered. */
    Optional<ObjectNode> data(String userId, String type) {
        return Optional.ofNullable(data.get(userId + " " + type));
    }

    void keep(String userId, String type, ObjectNode content) {
        data.put(userId + " " + type, content);
    }
}
