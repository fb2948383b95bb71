package net.openmeet.matrix.simulator;

import java.util.List;

/** Closing an account: it is logged out and leaves every room; tokens that an admin minted for it go on working. */
final class Deactivation {
    private final Database database;
    private final SimulatorSettings settings;

    Deactivation(Database database, SimulatorSettings settings) {
        this.database = database;
        this.settings = settings;
    }

    void close(Account account) {
        account.deactivate(true);
        database.accounts().sessions().closeAll(account.id());
        List<Room> rooms = database.rooms().stream()
                .filter(room -> room.membership(account.id()) == Membership.JOIN
                        || room.membership(account.id()) == Membership.INVITE)
                .toList();
        rooms.forEach(room -> new Memberships(database, settings)
                .change(account.id(), account.id(), room.id(), MembershipAction.LEAVE, Json.object()));
    }
}
