package net.openmeet.matrix.endtoend;

import java.time.Duration;
import java.util.Set;
import net.openmeet.matrix.homeserver.UserId;
import net.openmeet.matrix.room.Policy;

/** Policies that differ from the defaults in one thing. */
final class Policies {
    private Policies() {}

    /** Looks again soon at what waits for somebody else, though seldom enough to be quiet in between, and at what seems dead. */
    static Policy impatient(Policy policy) {
        Policy.Patience held = policy.patience();
        return patient(policy, Duration.ofSeconds(1), Duration.ofSeconds(3), held.callTimeout(), held.heartbeat());
    }

    /** A createRoom without an answer is waited for four seconds. */
    static Policy quickToDoubt(Policy policy) {
        return waitingFor(Duration.ofSeconds(1), policy);
    }

    /** A call without an answer is waited for twice as long as {@code timeout}, and a createRoom four times. */
    static Policy waitingFor(Duration timeout, Policy policy) {
        Policy.Patience held = policy.patience();
        return patient(policy, held.secondLook(), held.recheck(), timeout, held.heartbeat());
    }

    /** Looks each second whether the homeserver still has its database. */
    static Policy watchful(Policy policy) {
        Policy.Patience held = policy.patience();
        return patient(policy, held.secondLook(), held.recheck(), held.callTimeout(), Duration.ofSeconds(1));
    }

    static Policy version(Policy policy, String version) {
        return with(policy, version, policy.accounts(), policy.legacyCreators(), policy.patience());
    }

    /** Accounts are made by somebody else. */
    static Policy waiting(Policy policy) {
        return with(policy, policy.roomVersion(), Policy.Accounts.WAIT, policy.legacyCreators(), policy.patience());
    }

    /** Rooms without a marker may be ours if one of {@code creators} made them. */
    static Policy adopting(Policy policy, UserId... creators) {
        return with(policy, policy.roomVersion(), policy.accounts(), Set.of(creators), policy.patience());
    }

    /** Nobody has a Matrix id that OpenMeet didn't register, nor an account that they didn't make. */
    static Policy registeredOnly(Policy policy) {
        return with(
                policy,
                policy.roomVersion(),
                Policy.Identities.REGISTERED_ONLY,
                Policy.Accounts.WAIT,
                policy.legacyCreators(),
                policy.patience());
    }

    private static Policy patient(
            Policy policy, Duration secondLook, Duration recheck, Duration callTimeout, Duration heartbeat) {
        Policy.Patience held = policy.patience();
        return with(
                policy,
                policy.roomVersion(),
                policy.accounts(),
                policy.legacyCreators(),
                new Policy.Patience(
                        held.settleQuiet(), held.settleMost(), secondLook, recheck, callTimeout, heartbeat));
    }

    private static Policy with(
            Policy policy,
            String version,
            Policy.Accounts accounts,
            Set<UserId> legacyCreators,
            Policy.Patience patience) {
        return with(policy, version, policy.identities(), accounts, legacyCreators, patience);
    }

    private static Policy with(
            Policy policy,
            String version,
            Policy.Identities identities,
            Policy.Accounts accounts,
            Set<UserId> legacyCreators,
            Policy.Patience patience) {
        return new Policy(
                policy.tenant(),
                policy.bot(),
                policy.templates(),
                policy.groupLevels(),
                policy.attendeeLevels(),
                policy.inRoomGroupRoles(),
                policy.inRoomStatuses(),
                version,
                identities,
                accounts,
                policy.deactivateDeleted(),
                legacyCreators,
                policy.reservedLocalparts(),
                patience);
    }
}
