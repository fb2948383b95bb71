package net.openmeet.matrix.execution;

import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import net.openmeet.matrix.credential.CredentialKey;
import net.openmeet.matrix.credential.RepairPlan;
import net.openmeet.matrix.homeserver.CallTrace;
import net.openmeet.matrix.homeserver.Outcome;
import net.openmeet.matrix.log.Fields;
import net.openmeet.matrix.log.Unspoken;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The calls of the repairs of one task, through the same gates as all others: one in flight for each credential.
 *
 * <p>Owned by the stream thread, but for {@code answers}, which I/O threads add to, and {@code lease} and {@code duty}, which they ask.
 */
final class RepairCalls implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RepairCalls.class);

    private final Lease lease;
    private final Duty duty;
    private final Map<String, Tenant> tenants = new LinkedHashMap<>();
    private final Map<String, LinkedHashMap<CredentialKey, RepairPlan.Do>> ready = new LinkedHashMap<>();
    private final Set<CredentialKey> inFlight = new HashSet<>();
    private final Queue<Answered> answers = new ConcurrentLinkedQueue<>();

    /** @param withheld whether this instance itself held it back at the last moment */
    record Answered(CredentialKey key, RepairPlan.Do sent, Outcome outcome, boolean withheld) {}

    RepairCalls(Duty duty) {
        this.duty = duty;
        this.lease = duty.lease();
    }

    void renew() {
        lease.renew();
    }

    /** Whether a call for the credential is ready or in flight. */
    boolean isBusy(CredentialKey key) {
        return inFlight.contains(key) || ready.values().stream().anyMatch(lot -> lot.containsKey(key));
    }

    /** It goes once a ticket is granted. */
    void ready(CredentialKey key, Tenant tenant, RepairPlan.Do next) {
        tenants.put(tenant.id(), tenant);
        ready.computeIfAbsent(tenant.id(), ignored -> new LinkedHashMap<>()).put(key, next);
    }

    /** The next call that ended, if one did. */
    Optional<Answered> next() {
        Optional<Answered> answered = Optional.ofNullable(answers.poll());
        answered.ifPresent(its -> inFlight.remove(its.key()));
        return answered;
    }

    /** Sends what tickets and the senders' pauses allow; nothing while the lease doesn't hold. */
    void send(Instant now) {
        if (duty.isEnding() || !lease.holds()) {
            return;
        }
        tenants.forEach((id, tenant) -> {
            LinkedHashMap<CredentialKey, RepairPlan.Do> lot = ready.getOrDefault(id, new LinkedHashMap<>());
            // Live, and in turn with the accounts: there are few of them.
            CallGate.Turn turn = new CallGate.Turn(id, false, false);
            tenant.gate().demand(this, turn, lot.size());
            Optional<CallGate.Ticket> ticket = tenant.gate().collect(this);
            while (ticket.isPresent()) {
                use(ticket.get(), tenant);
                ticket = tenant.gate().collect(this);
            }
        });
    }

    private void use(CallGate.Ticket ticket, Tenant tenant) {
        LinkedHashMap<CredentialKey, RepairPlan.Do> lot =
                ready.getOrDefault(ticket.turn().tenant(), new LinkedHashMap<>());
        Map.Entry<CredentialKey, RepairPlan.Do> first = lot.pollFirstEntry();
        if (first == null) {
            tenant.gate().giveBack(ticket);
            return;
        }
        CredentialKey key = first.getKey();
        RepairPlan.Do next = first.getValue();
        Permit permit = new Permit(lease, duty);
        inFlight.add(key);
        try {
            Calls.send(
                    tenant,
                    next.call(),
                    permit,
                    CallTrace.of(next.body().traceparent()),
                    outcome -> answers.add(new Answered(key, next, outcome, permit.wasWithheld())));
        } catch (KafkaException e) {
            throw e;
        } catch (RuntimeException e) {
            Fields.of(LOG.atError().setCause(Unspoken.of(e)))
                    .with(Fields.TENANT, key.tenant())
                    .with(Fields.CREDENTIAL, key.toString())
                    .log("Credential {}: a step of its repair could not be sent", key);
            tenant.gate().giveBack(ticket);
            answers.add(new Answered(key, next, new Outcome.Uncertain("it could not be sent"), false));
        }
    }

    /** No request is written from here on; answers still under way are dropped. */
    @Override
    public void close() {
        lease.end();
        tenants.values().forEach(tenant -> tenant.gate().forget(this));
    }
}
