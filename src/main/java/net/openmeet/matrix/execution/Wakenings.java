package net.openmeet.matrix.execution;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import net.openmeet.matrix.room.WaitReason;

/**
 * Lets a task's lanes go on when a misconfiguration is over, or the tenant's own token is accepted again, whoever found that out. They
 * become due, and go as fast as the limiter lets them. Owned by the stream thread.
 */
final class Wakenings {
    private final Agenda agenda;
    private final Map<String, Seen> tenants = new HashMap<>();

    private record Seen(Misconfiguration misconfiguration, int ends, Suspension suspension, int accepted) {
        Seen(Misconfiguration misconfiguration, Suspension suspension) {
            this(misconfiguration, misconfiguration.ends(), suspension, suspension.ends());
        }
    }

    Wakenings(Agenda agenda) {
        this.agenda = agenda;
    }

    /** The task has lanes of this tenant. */
    void watch(Tenant tenant) {
        tenants.computeIfAbsent(tenant.id(), ignored -> new Seen(tenant.misconfiguration(), tenant.suspension()));
    }

    void wake(Instant now) {
        tenants.replaceAll((tenant, before) -> {
            Seen seen = new Seen(before.misconfiguration(), before.suspension());
            seen.misconfiguration().overdue(now).forEach(lane -> agenda.wake(lane, WaitReason.MISCONFIGURED, now));
            if (seen.ends() != before.ends()) {
                agenda.wake(tenant, WaitReason.MISCONFIGURED, now);
            }
            if (seen.accepted() != before.accepted()) {
                agenda.wake(tenant, WaitReason.CREDENTIAL, now);
            }
            return seen;
        });
    }
}
