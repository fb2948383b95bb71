package net.openmeet.matrix.execution;

import java.time.Duration;
import net.openmeet.matrix.credential.TenantCredentials;
import net.openmeet.matrix.homeserver.Homeserver;
import net.openmeet.matrix.room.Policy;

/**
 * What the executor needs to serve one tenant. Safe for use by several threads.
 *
 * @param gate shared with the other tenants of the same homeserver
 * @param budget how long one thing is retried, counted while the homeserver answers others
 * @param resyncEvery in which time every lane is read once; zero for never
 * @param credentials what its calls are sent with, and how that is repaired
 */
public record Tenant(
        String id,
        Policy policy,
        Homeserver homeserver,
        CallGate gate,
        Suspension suspension,
        Misconfiguration misconfiguration,
        Duration budget,
        Duration resyncEvery,
        TenantCredentials credentials) {

    /** What holds on this homeserver, as far as it is known by now. */
    @Override
    public Policy policy() {
        return homeserver.delegatesLogins() ? policy.delegated() : policy;
    }
}
