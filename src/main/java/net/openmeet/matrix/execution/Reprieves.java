package net.openmeet.matrix.execution;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import net.openmeet.matrix.credential.CredentialKey;
import net.openmeet.matrix.credential.CredentialState;
import net.openmeet.matrix.credential.RepairRequest;

/**
 * Ends the pauses of a tenant's suspended credentials when what suspended them may be over for all of them: its homeserver has another
 * database, or its administrator is valid again. Owned by the stream thread.
 */
final class Reprieves {
    private final Standings standings;
    private final Function<String, Optional<Tenant>> tenants;
    private final CredentialTable table;
    private final BiConsumer<CredentialKey, RepairRequest> ask;
    private final Map<String, Seen> seen = new HashMap<>();

    /** How a tenant was when it was looked at last. */
    private record Seen(int epoch, boolean adminSuspended) {}

    Reprieves(
            Standings standings,
            Function<String, Optional<Tenant>> tenants,
            CredentialTable table,
            BiConsumer<CredentialKey, RepairRequest> ask) {
        this.standings = standings;
        this.tenants = tenants;
        this.table = table;
        this.ask = ask;
    }

    /** There are credentials of this tenant here. */
    void concern(Tenant tenant) {
        seen.computeIfAbsent(tenant.id(), ignored -> look(tenant, false));
    }

    /** Has those tried again that got a reprieve since the last time. */
    void grant(Instant now) {
        seen.replaceAll((id, before) -> tenants.apply(id)
                .map(tenant -> {
                    Seen after = look(tenant, before.adminSuspended());
                    reason(before, after).ifPresent(why -> wake(tenant, why, now));
                    return after;
                })
                .orElse(before));
    }

    private static Optional<String> reason(Seen before, Seen after) {
        if (after.epoch() > before.epoch()) {
            return Optional.of("the loss of the homeserver's database");
        }
        return before.adminSuspended() && !after.adminSuspended()
                ? Optional.of("the administrator's recovery")
                : Optional.empty();
    }

    /** An administrator who was suspended is so until valid, so that an everyday renewal is no recovery. */
    private Seen look(Tenant tenant, boolean wasSuspended) {
        Optional<CredentialState> admin = tenant.credentials()
                .book()
                .of(CredentialKey.ofAdmin(tenant.id()))
                .map(record -> record.state());
        boolean suspended = admin.filter(CredentialState.SUSPENDED::equals).isPresent()
                || (wasSuspended && admin.filter(CredentialState.VALID::equals).isEmpty());
        return new Seen(standings.of(tenant.id()).epoch(), suspended);
    }

    private void wake(Tenant tenant, String why, Instant now) {
        for (CredentialKey key : table.keys()) {
            if (key.tenant().equals(tenant.id())) {
                table.guarded(key, tenant, now, () -> table.get(key))
                        .flatMap(Function.identity())
                        .filter(body -> body.state() == CredentialState.SUSPENDED)
                        .ifPresent(body -> ask.accept(key, new RepairRequest.Retry(why)));
            }
        }
    }
}
