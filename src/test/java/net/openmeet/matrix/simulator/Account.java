package net.openmeet.matrix.simulator;

import java.util.Optional;

/** One registered user. Guarded by the lock of {@link Homeserver}. */
final class Account {
    private final String id;
    private final long createdAt;
    private Optional<String> displayName;
    private Optional<String> avatarUrl = Optional.empty();
    private boolean admin;
    private boolean deactivated;
    private boolean locked;
    private boolean suspended;
    private Optional<String> password = Optional.empty();

    /** Synapse names a new user after the localpart. */
    Account(String id) {
        this(id, System.currentTimeMillis());
    }

    private Account(String id, long createdAt) {
        this.id = id;
        this.createdAt = createdAt;
        this.displayName = Optional.of(UserIds.localpart(id));
    }

    Account copy() {
        Account copy = new Account(id, createdAt);
        copy.displayName = displayName;
        copy.avatarUrl = avatarUrl;
        copy.admin = admin;
        copy.deactivated = deactivated;
        copy.locked = locked;
        copy.suspended = suspended;
        copy.password = password;
        return copy;
    }

    String id() {
        return id;
    }

    long createdAt() {
        return createdAt;
    }

    Optional<String> displayName() {
        return displayName;
    }

    void rename(Optional<String> name) {
        displayName = name;
    }

    Optional<String> avatarUrl() {
        return avatarUrl;
    }

    void showAvatar(Optional<String> url) {
        avatarUrl = url;
    }

    boolean isAdmin() {
        return admin;
    }

    void makeAdmin(boolean isAdmin) {
        admin = isAdmin;
    }

    boolean isDeactivated() {
        return deactivated;
    }

    void deactivate(boolean isDeactivated) {
        deactivated = isDeactivated;
    }

    boolean isSuspended() {
        return suspended;
    }

    void suspend(boolean isSuspended) {
        suspended = isSuspended;
    }

    boolean hasPassword(String candidate) {
        return password.filter(candidate::equals).isPresent();
    }

    void protectWith(String newPassword) {
        password = Optional.of(newPassword);
    }

    boolean isLocked() {
        return locked;
    }

    void lock(boolean isLocked) {
        locked = isLocked;
    }
}
