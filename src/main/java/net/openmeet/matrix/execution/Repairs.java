package net.openmeet.matrix.execution;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
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
import net.openmeet.matrix.homeserver.Problem;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The credentials of one task and their repairs. Owned by the stream thread. */
final class Repairs implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Repairs.class);

    private final Keyspace store;
    private final JsonStore<CredentialBody> bodies;
    private final Function<String, Optional<Tenant>> tenants;
    private final Backoff backoff;
    private final Observer.OfRepairs observer;
    private final ProcessorContext<String, Effect> context;
    private final RepairCalls calls;
    private final RepairOrder order = new RepairOrder();
    /** By tenant, those that wait for its administrator. */
    private final Map<String, Set<String>> awaiting = new HashMap<>();

    private boolean loaded;

    Repairs(
            Keyspace store,
            Function<String, Optional<Tenant>> tenants,
            Duty duty,
            Backoff backoff,
            Observer.OfRepairs observer,
            ProcessorContext<String, Effect> context) {
        this.store = store;
        this.bodies = new JsonStore<>(store, CredentialBody.class);
        this.tenants = tenants;
        this.backoff = backoff;
        this.observer = observer;
        this.context = context;
        this.calls = new RepairCalls(duty);
    }

    /** Takes one request; what it makes the repairer do follows in the next tick. */
    void asked(CredentialKey key, RepairRequest request) {
        Optional<Tenant> tenant = tenants.apply(key.tenant());
        if (tenant.isEmpty()) {
            return;
        }
        Instant now = now();
        load(now);
        asker(request).ifPresent(by -> LOG.info("Credential {}: {}", key, by));
        Optional<CredentialBody> held = bodies.get(key.toString());
        CredentialBody before = held.orElseGet(() -> CredentialBody.unheardOf(now));
        if (held.isEmpty()) {
            observer.credential(key, Optional.empty(), before.state(), Duration.ZERO);
        }
        Optional<Long> configured = tenant.get().credentials().configured(key).map(Means.Configured::generation);
        CredentialBody after = RepairFold.asked(before, request, configured, now);
        if (after.equals(before)) {
            // Who asked may have missed the answer.
            tell(key, tenant.get(), before, now);
        } else {
            change(key, tenant.get(), before, after, now);
            order.due(key.toString(), now);
        }
        bodies.flush();
    }

    private static Optional<String> asker(RepairRequest request) {
        return switch (request) {
            case RepairRequest.Refused ignored -> Optional.empty();
            case RepairRequest.Retry retry -> Optional.of(retry.by() + " asks for another try");
            case RepairRequest.Reset reset -> Optional.of(reset.by() + " asks to forget it: " + reset.reason());
        };
    }

    void tick(Instant now) {
        calls.renew();
        load(now);
        for (Optional<RepairCalls.Answered> next = calls.next(); next.isPresent(); next = calls.next()) {
            learn(next.get(), now);
        }
        takeUp(now);
        for (Optional<String> next = order.take(now); next.isPresent(); next = order.take(now)) {
            look(CredentialKey.parse(next.get()), now);
        }
        calls.send(now);
        bodies.flush();
    }

    @Override
    public void close() {
        calls.close();
        observer.closed();
    }

    /** What an earlier run left open. */
    private void load(Instant now) {
        if (loaded) {
            return;
        }
        loaded = true;
        bodies.flush();
        List<String> keys = new ArrayList<>();
        store.scan("", Keyspace.END, Integer.MAX_VALUE, (key, json) -> keys.add(key));
        for (String key : keys) {
            bodies.get(key)
                    .ifPresent(body -> observer.credential(
                            CredentialKey.parse(key), Optional.empty(), body.state(), Duration.ZERO));
            order.due(key, now);
        }
    }

    private void look(CredentialKey key, Instant now) {
        String name = key.toString();
        Optional<Tenant> tenant = tenants.apply(key.tenant());
        Optional<CredentialBody> found = bodies.get(name);
        if (tenant.isEmpty() || found.isEmpty() || calls.isBusy(name)) {
            order.remove(name);
            return;
        }
        CredentialBody before = found.get();
        if (isAwaiting(before, tenant.get(), now)) {
            awaiting.computeIfAbsent(tenant.get().id(), ignored -> new TreeSet<>())
                    .add(name);
            order.due(name, before.notBefore().orElse(now));
            return;
        }
        Means means = tenant.get().credentials().means(key, before);
        switch (RepairPlanner.plan(before, means, now)) {
            case RepairPlan.Do next -> {
                change(key, tenant.get(), before, next.body(), now);
                calls.ready(name, tenant.get(), new RepairCalls.Next(next.call(), means));
            }
            case RepairPlan.Wait wait -> {
                change(key, tenant.get(), before, wait.body(), now);
                order.due(name, wait.until());
            }
            case RepairPlan.Done done -> {
                change(key, tenant.get(), before, done.body(), now);
                order.remove(name);
            }
        }
    }

    /** Those that waited for their administrator go on once it has a token. */
    private void takeUp(Instant now) {
        awaiting.entrySet().removeIf(each -> {
            boolean usable = tenants.apply(each.getKey())
                    .flatMap(tenant -> tenant.credentials().book().of(CredentialKey.ofAdmin(each.getKey())))
                    .filter(record -> record.isUsable(now))
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
        CredentialKey admin = CredentialKey.ofAdmin(tenant.id());
        return waits
                && tenant.credentials()
                        .book()
                        .of(admin)
                        .filter(record -> record.isUsable(now))
                        .filter(record -> record.generation() != body.awaited().orElseThrow())
                        .isEmpty();
    }

    private void learn(RepairCalls.Answered answered, Instant now) {
        CredentialKey key = CredentialKey.parse(answered.key());
        Optional<CredentialBody> found = bodies.get(answered.key());
        Optional<Tenant> tenant = tenants.apply(key.tenant());
        if (found.isEmpty() || tenant.isEmpty()) {
            return;
        }
        CredentialBody before = found.get();
        if (!answered.withheld()) {
            RepairLearning.Learned learned = RepairLearning.learn(
                    before,
                    tenant.get().credentials(),
                    answered.sent().means(),
                    answered.sent().call(),
                    answered.outcome(),
                    backoff.delay(before.attempts(), Optional.empty()),
                    now);
            change(key, tenant.get(), before, learned.body(), now);
            learned.admin().ifPresent(request -> ask(CredentialKey.ofAdmin(key.tenant()), request, now));
        }
        order.due(answered.key(), now);
    }

    private void change(CredentialKey key, Tenant tenant, CredentialBody before, CredentialBody after, Instant now) {
        if (after.equals(before)) {
            return;
        }
        bodies.put(key.toString(), after);
        boolean news = after.state() != before.state()
                || after.generation() != before.generation()
                || !after.tokens().equals(before.tokens())
                || !reason(after).equals(reason(before));
        if (news) {
            tell(key, tenant, after, now);
        }
        if (after.state() != before.state()) {
            said(key, before, after);
            observer.credential(key, Optional.of(before.state()), after.state(), Duration.between(before.since(), now));
        }
    }

    private static void said(CredentialKey key, CredentialBody before, CredentialBody after) {
        String why = after.problem()
                .map(problem -> problem.reason() + ": " + problem.detail())
                .orElse("");
        switch (after.state()) {
            case VALID ->
                LOG.info("Credential {} is valid (was {})", key, before.state().word());
            case REPAIRING -> LOG.info("Credential {} is being repaired: {}", key, why);
            case SUSPENDED ->
                LOG.error("Credential {} is suspended and needs a person; what needs it waits: {}", key, why);
            case FORGOTTEN -> LOG.info("Credential {} is forgotten, as asked", key);
        }
    }

    private static Optional<String> reason(CredentialBody body) {
        return body.problem().map(Problem::reason);
    }

    private void tell(CredentialKey key, Tenant tenant, CredentialBody body, Instant now) {
        CredentialRecord record = body.record(tenant.credentials().server());
        context.forward(new Record<>(key.toString(), new Effect.TellCredential(record), now.toEpochMilli()));
    }

    private void ask(CredentialKey key, RepairRequest request, Instant now) {
        context.forward(new Record<>(key.toString(), new Effect.AskRepair(request), now.toEpochMilli()));
    }

    private Instant now() {
        return Instant.ofEpochMilli(context.currentSystemTimeMs());
    }
}
