package net.openmeet.matrix.execution;

import java.util.HashMap;
import java.util.Map;
import net.openmeet.matrix.room.Policy;
import net.openmeet.matrix.room.PolicyFingerprint;

/** With what lanes are driven now. Owned by the stream thread. */
final class Bases {
    private final Standings standings;
    private final Map<String, Fingerprint> fingerprints = new HashMap<>();

    /** Kept beside the policy it is of, because a hash for each visit of a lane is some microseconds too many. */
    private record Fingerprint(Policy policy, String value) {}

    Bases(Standings standings) {
        this.standings = standings;
    }

    /** What holds for a tenant with this policy. */
    Basis now(String tenant, Policy policy) {
        Fingerprint known = fingerprints.get(tenant);
        if (known == null || !known.policy().equals(policy)) {
            known = new Fingerprint(policy, PolicyFingerprint.of(policy));
            fingerprints.put(tenant, known);
        }
        Standing standing = standings.of(tenant);
        return new Basis(standing.epoch(), standing.resync(), known.value());
    }
}
