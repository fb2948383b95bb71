package net.openmeet.matrix.people;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import net.openmeet.matrix.homeserver.MatrixCall;
import net.openmeet.matrix.homeserver.Outcome;
import net.openmeet.matrix.homeserver.Outcome.Belief;
import net.openmeet.matrix.homeserver.Outcome.Credential;
import net.openmeet.matrix.homeserver.Outcome.Failure;
import net.openmeet.matrix.homeserver.Seen;
import net.openmeet.matrix.homeserver.UserId;

/** The accounts of a homeserver, as outcomes tell them. */
final class ModelAccounts {
    static final Failure FAILURE = new Failure(403, Optional.of("M_FORBIDDEN"), "no");

    private final Map<String, Account> accounts = new HashMap<>();

    /** One account; empty strings where nothing is set. */
    static final class Account {
        Optional<String> claim = Optional.empty();
        String name = "";
        String avatar = "";
        boolean deactivated;

        private Account copy() {
            Account copy = new Account();
            copy.claim = claim;
            copy.name = name;
            copy.avatar = avatar;
            copy.deactivated = deactivated;
            return copy;
        }
    }

    Account add(String localpart) {
        Account account = new Account();
        account.name = localpart;
        accounts.put(localpart, account);
        return account;
    }

    Account get(String localpart) {
        return Optional.ofNullable(accounts.get(localpart)).orElseThrow();
    }

    boolean has(String localpart) {
        return accounts.containsKey(localpart);
    }

    /** What a backup holds. */
    Map<String, Account> backup() {
        Map<String, Account> copies = new HashMap<>();
        accounts.forEach((localpart, account) -> copies.put(localpart, account.copy()));
        return copies;
    }

    /** Every account is as it was when the backup was made. */
    void restore(Map<String, Account> backup) {
        wipe();
        backup.forEach((localpart, account) -> accounts.put(localpart, account.copy()));
    }

    void wipe() {
        accounts.clear();
    }

    Outcome apply(MatrixCall call) {
        MatrixCall.OfAccount ofAccount = (MatrixCall.OfAccount) call;
        UserId user = ofAccount.user();
        if (call instanceof MatrixCall.Register) {
            if (has(user.localpart())) {
                return new Outcome.Contradicted(Belief.NAME_FREE, FAILURE);
            }
            add(user.localpart());
            return done();
        }
        return has(user.localpart())
                ? applied(ofAccount, get(user.localpart()))
                : new Outcome.CredentialRejected(Credential.ACCOUNT, FAILURE);
    }

    private static Outcome applied(MatrixCall.OfAccount call, Account account) {
        return switch (call) {
            case MatrixCall.ReadClaim ignored ->
                new Outcome.Applied(account.claim.<Seen>map(Seen.Claim::new).orElse(new Seen.Absent()));
            case MatrixCall.PutClaim put -> {
                account.claim = Optional.of(put.person());
                yield done();
            }
            case MatrixCall.PutDisplayName put -> {
                account.name = put.name();
                yield done();
            }
            case MatrixCall.PutAvatar put -> {
                account.avatar = put.url();
                yield done();
            }
            case MatrixCall.Deactivate ignored -> {
                account.deactivated = true;
                yield done();
            }
            case MatrixCall.Register ignored -> throw new IllegalStateException("Handled before");
        };
    }

    private static Outcome done() {
        return new Outcome.Applied(new Seen.Done());
    }
}
