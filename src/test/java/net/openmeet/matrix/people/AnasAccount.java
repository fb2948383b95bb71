package net.openmeet.matrix.people;

import java.time.Duration;
import net.openmeet.matrix.homeserver.MatrixCall;
import net.openmeet.matrix.homeserver.UserId;
import net.openmeet.matrix.room.Identity.State;
import net.openmeet.matrix.room.Policy.Accounts;
import net.openmeet.matrix.room.Policy.Identities;

/** Ana and the homeserver that her account is on, for tests of what is done for it. */
abstract class AnasAccount {
    static final String NAME = "ana_cia";
    static final UserId USER = UserId.parse("@ana_cia:matrix.example");
    static final String SOMEBODY_ELSE = "ciTenantA/user/8";
    static final Duration RECHECK = Facts.POLICY.patience().recheck();
    static final MatrixCall REGISTER = new MatrixCall.Register(USER);
    static final MatrixCall READ_CLAIM = new MatrixCall.ReadClaim(USER);
    static final MatrixCall PUT_CLAIM = new MatrixCall.PutClaim(USER, Facts.ANA.toString());
    static final MatrixCall PUT_NAME = new MatrixCall.PutDisplayName(USER, "Ana");

    final ModelAccounts homeserver = new ModelAccounts();
    final AccountLane lane = laneWith(Accounts.CREATE, false);

    static AccountLane laneWith(Accounts accounts, boolean deactivateDeleted) {
        return new AccountLane(Facts.with(Identities.REGISTERED_OR_DERIVED, accounts, deactivateDeleted));
    }

    static AccountLane toldDerived(AccountLane lane) {
        return lane.tell(1, NAME, false, State.NO_ACCOUNT, "Ana");
    }

    static AccountLane toldRegistered(AccountLane lane) {
        return lane.tell(1, NAME, true, State.NO_ACCOUNT, "Ana");
    }

    AccountLane confirmed() {
        toldDerived(lane).run(homeserver::apply);
        return lane;
    }
}
