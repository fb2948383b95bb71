package net.openmeet.matrix.execution;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import net.openmeet.matrix.credential.CredentialBody;
import net.openmeet.matrix.credential.CredentialKey;
import net.openmeet.matrix.credential.CredentialRecord;
import net.openmeet.matrix.credential.Means;
import net.openmeet.matrix.credential.RepairFold;
import net.openmeet.matrix.credential.RepairLearning;
import net.openmeet.matrix.credential.RepairPlan;
import net.openmeet.matrix.credential.RepairPlanner;
import net.openmeet.matrix.credential.RepairRequest;
import org.apache.kafka.streams.processor.api.ProcessorContext;

/** The credentials of one task and their repairs. Owned by the stream thread. */
final class Repairs implements AutoCloseable {

    /** Of a credential whose decisions throw: the next start of this process may run corrected code. */
    private static final Duration BROKEN = Duration.ofMinutes(10);

    private final CredentialTable table;
    private final Function<String, Optional<Tenant>> tenants;
    private final Backoff backoff;
    private final ProcessorContext<String, Effect> context;
    private final RepairCalls calls;
    private final Reprieves reprieves;
    private final RepairOrder order = new RepairOrder();
    /** By tenant, those that wait for its administrator. */
    private final Map<String, Set<CredentialKey>> awaiting = new HashMap<>();

    private boolean loaded;

    Repairs(
            CredentialTable table,
            Function<String, Optional<Tenant>> tenants,
            Standings standings,
            Duty duty,
            Backoff backoff,
            ProcessorContext<String, Effect> context) {
        this.table = table;
        this.tenants = tenants;
        this.backoff = backoff;
        this.context = context;
        this.calls = new RepairCalls(duty);
        this.reprieves = new Reprieves(standings, tenants, table, this::asked);
    }

    /** How a credential was, and how it is after something. */
    private record Step(CredentialBody before, CredentialBody after) {}

    /** Takes one request; what it makes the repairer do follows in the next tick. */
    void asked(CredentialKey key, RepairRequest request) {
        Optional<Tenant> known = tenants.apply(key.tenant());
        if (known.isEmpty()) {
            return;
        }
        Tenant tenant = known.get();
        Instant now = now();
        load(now);
        table.asked(key, request);
        table.guarded(key, tenant, now, () -> folded(key, request, tenant, now)).ifPresent(step -> {
            if (step.after().equals(step.before())) {
                // Who asked may have missed the answer.
                table.tell(key, tenant, step.before(), now);
            } else {
                table.change(key, tenant, step.before(), step.after(), now);
                order.due(key, now);
            }
        });
        table.flush();
    }

    private Step folded(CredentialKey key, RepairRequest request, Tenant tenant, Instant now) {
        Optional<CredentialBody> held = table.get(key);
        CredentialBody before = held.orElseGet(() -> CredentialBody.unheardOf(now));
        if (held.isEmpty()) {
            table.counts(key, before);
        }
        Optional<Long> configured = tenant.credentials().configured(key).map(Means.Configured::generation);
        return new Step(before, RepairFold.asked(before, request, configured, now));
    }

    void tick(Instant now) {
        calls.renew();
        load(now);
        for (Optional<RepairCalls.Answered> next = calls.next(); next.isPresent(); next = calls.next()) {
            learn(next.get(), now);
        }
        takeUp(now);
        reprieves.grant(now);
        for (Optional<CredentialKey> next = order.take(now); next.isPresent(); next = order.take(now)) {
            look(next.get(), now);
        }
        calls.send(now);
        table.flush();
    }

    @Override
    public void close() {
        calls.close();
        table.close();
    }

    /** What an earlier run left open. */
    private void load(Instant now) {
        if (loaded) {
            return;
        }
        loaded = true;
        for (CredentialKey key : table.keys()) {
            tenants.apply(key.tenant())
                    .flatMap(tenant -> table.guarded(key, tenant, now, () -> table.get(key)))
                    .flatMap(Function.identity())
                    .ifPresent(body -> table.counts(key, body));
            order.due(key, now);
        }
    }

    private void look(CredentialKey key, Instant now) {
        Optional<Tenant> known = tenants.apply(key.tenant());
        if (known.isEmpty() || calls.isBusy(key)) {
            return;
        }
        Tenant tenant = known.get();
        reprieves.concern(tenant);
        table.guarded(key, tenant, now, () -> planned(key, tenant, now))
                .ifPresentOrElse(
                        planned -> planned.ifPresent(next -> follow(key, tenant, next, now)),
                        () -> order.due(key, now.plus(BROKEN)));
    }

    /** How a credential is, and what is done about it. */
    private record Planned(CredentialBody before, RepairPlan plan) {}

    /** Empty if nothing is stored of it. */
    private Optional<Planned> planned(CredentialKey key, Tenant tenant, Instant now) {
        return table.get(key).map(before -> {
            if (!isAwaiting(before, tenant, now)) {
                Means means = tenant.credentials().means(key, before);
                return new Planned(before, RepairPlanner.plan(before.served(), means, now));
            }
            awaiting.computeIfAbsent(tenant.id(), ignored -> new HashSet<>()).add(key);
            return new Planned(
                    before, new RepairPlan.Wait(before, before.notBefore().orElse(now)));
        });
    }

    private void follow(CredentialKey key, Tenant tenant, Planned planned, Instant now) {
        switch (planned.plan()) {
            case RepairPlan.Do next -> {
                table.change(key, tenant, planned.before(), next.body(), now);
                calls.ready(key, tenant, next);
            }
            case RepairPlan.Wait wait -> {
                table.change(key, tenant, planned.before(), wait.body(), now);
                order.due(key, wait.until());
            }
            case RepairPlan.Done done -> table.change(key, tenant, planned.before(), done.body(), now);
        }
    }

    /** Those that waited for their administrator go on once it has a token. */
    private void takeUp(Instant now) {
        awaiting.entrySet().removeIf(each -> {
            boolean usable = tenants.apply(each.getKey())
                    .flatMap(tenant -> ofAdmin(tenant, now))
                    .isPresent();
            if (usable) {
                each.getValue().forEach(key -> order.due(key, now));
            }
            return usable;
        });
    }

    /** Whether it waits for the administrator's token, and there is no other yet. */
    private static boolean isAwaiting(CredentialBody body, Tenant tenant, Instant now) {
        boolean waits = body.awaited().isPresent()
                && body.notBefore().filter(now::isBefore).isPresent();
        return waits
                && ofAdmin(tenant, now)
                        .filter(record -> record.generation() != body.awaited().orElseThrow())
                        .isEmpty();
    }

    /** What this instance knows of the administrator's, if calls can be sent with it. */
    private static Optional<CredentialRecord> ofAdmin(Tenant tenant, Instant now) {
        return tenant.credentials()
                .book()
                .of(CredentialKey.ofAdmin(tenant.id()))
                .filter(record -> record.isUsable(now));
    }

    private void learn(RepairCalls.Answered answered, Instant now) {
        CredentialKey key = answered.key();
        order.due(key, now);
        Optional<Tenant> known = tenants.apply(key.tenant());
        if (known.isEmpty() || answered.withheld()) {
            return;
        }
        Tenant tenant = known.get();
        table.guarded(key, tenant, now, () -> learned(answered, tenant, now))
                .flatMap(Function.identity())
                .ifPresent(learned -> {
                    table.change(key, tenant, learned.before(), learned.now().body(), now);
                    learned.now()
                            .admin()
                            .ifPresent(request -> table.ask(CredentialKey.ofAdmin(tenant.id()), request, now));
                });
    }

    /** How a credential was, and what its call taught. */
    private record Learned(CredentialBody before, RepairLearning.Learned now) {}

    private Optional<Learned> learned(RepairCalls.Answered answered, Tenant tenant, Instant now) {
        return table.get(answered.key())
                .map(before -> new Learned(
                        before,
                        RepairLearning.learn(
                                before,
                                tenant.credentials(),
                                answered.sent().means(),
                                answered.sent().call(),
                                answered.outcome(),
                                backoff.delay(before.attempts(), Optional.empty()),
                                now)));
    }

    private Instant now() {
        return Instant.ofEpochMilli(context.currentSystemTimeMs());
    }
}
