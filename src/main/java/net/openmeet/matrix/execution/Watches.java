package net.openmeet.matrix.execution;

import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import net.openmeet.matrix.credential.CredentialKey;
import net.openmeet.matrix.epoch.HomeserverRecord;
import net.openmeet.matrix.epoch.Ledger;
import net.openmeet.matrix.homeserver.CallTrace;
import net.openmeet.matrix.homeserver.MatrixCall;
import net.openmeet.matrix.homeserver.Outcome;
import net.openmeet.matrix.json.Json;
import net.openmeet.matrix.log.Fields;
import net.openmeet.matrix.log.Unspoken;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches the homeservers of the tenants that are this task's, and tells every instance when one was lost or a resync was asked for.
 * One call in flight a tenant, through the same gate as all others. It doesn't wait for the task to catch up: no fact changes it.
 *
 * <p>Owned by the stream thread, but for {@code answers}, which I/O threads add to.
 */
final class Watches implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Watches.class);

    private final Collection<Tenant> own;
    private final Standings standings;
    private final Map<String, HomeserverWatch> watches = new LinkedHashMap<>();
    private final Keyspace store;
    private final Lease lease;
    private final Duty duty;
    private final Observer.OfTask observer;
    private final ProcessorContext<String, Effect> context;
    private final Queue<Answered> answers = new ConcurrentLinkedQueue<>();

    private record Answered(String tenant, MatrixCall call, Outcome outcome) {}

    /** @param own the tenants to watch: each is one task's alone, so that nobody else writes what is stored and told of it */
    Watches(
            Collection<Tenant> own,
            Keyspace store,
            Standings standings,
            Duty duty,
            Observer.OfTask observer,
            ProcessorContext<String, Effect> context) {
        this.own = own;
        this.standings = standings;
        this.store = store;
        this.duty = duty;
        this.lease = duty.lease();
        this.observer = observer;
        this.context = context;
    }

    /** Reads what an earlier run left, once. */
    private void load() {
        if (watches.size() == own.size()) {
            return;
        }
        for (Tenant tenant : own) {
            Ledger ledger = store.get(tenant.id())
                    .map(json -> Json.read(json, Ledger.class))
                    .orElseGet(() -> asTold(standings.of(tenant.id())));
            watches.put(tenant.id(), new HomeserverWatch(tenant, ledger, observer, now()));
            observer.epoch(tenant.id(), ledger.epoch());
        }
    }

    /** Should the store be lost, numbers still only grow. */
    private static Ledger asTold(Standing standing) {
        return Ledger.fresh(standing.epoch(), standing.resync());
    }

    /** Somebody asked for a resync of a whole tenant; false if it isn't watched here. */
    boolean resync(String tenant) {
        load();
        Optional<HomeserverWatch> watch = of(tenant);
        watch.ifPresent(found -> keeping(found, asked -> asked.resync(now())));
        return watch.isPresent();
    }

    /** One punctuation: takes in answers, and sends what is due. */
    void tick(Instant now) {
        lease.renew();
        load();
        Optional<Answered> answered = Optional.ofNullable(answers.poll());
        while (answered.isPresent()) {
            Answered next = answered.get();
            of(next.tenant()).ifPresent(watch -> {
                ask(watch.tenant(), next.outcome());
                keeping(watch, it -> it.learn(next.call(), next.outcome(), now));
            });
            answered = Optional.ofNullable(answers.poll());
        }
        if (duty.isEnding() || !lease.holds()) {
            return;
        }
        watches.values().forEach(watch -> watch.tenant().gate().demand(this, watch.turn(), watch.isReady(now) ? 1 : 0));
        for (CallGate gate : gates()) {
            Optional<CallGate.Ticket> ticket = gate.collect(this);
            while (ticket.isPresent()) {
                use(ticket.get(), gate, now);
                ticket = gate.collect(this);
            }
        }
    }

    /** No request is written from here on; answers still under way are dropped. */
    @Override
    public void close() {
        lease.end();
        gates().forEach(gate -> gate.forget(this));
    }

    private void use(CallGate.Ticket ticket, CallGate gate, Instant now) {
        HomeserverWatch watch = of(ticket.turn().tenant()).orElseThrow();
        Ledger before = watch.ledger();
        Optional<MatrixCall> call = watch.take(now);
        keep(watch, before);
        call.ifPresentOrElse(next -> send(watch.tenant(), next, ticket, gate), () -> gate.giveBack(ticket));
    }

    /** A port that throws, which it shouldn't, costs this look alone: the task and its lanes go on. */
    private void send(Tenant tenant, MatrixCall call, CallGate.Ticket ticket, CallGate gate) {
        try {
            Calls.send(
                    tenant,
                    call,
                    new Permit(lease, duty),
                    CallTrace.none(),
                    outcome -> answers.add(new Answered(tenant.id(), call, outcome)));
        } catch (KafkaException e) {
            throw e;
        } catch (RuntimeException e) {
            Fields.of(LOG.atError().setCause(Unspoken.of(e)))
                    .with(Fields.TENANT, tenant.id())
                    .log("Tenant {}: its homeserver could not be looked at", tenant.id());
            gate.giveBack(ticket);
            answers.add(new Answered(tenant.id(), call, new Outcome.Uncertain("it could not be sent")));
        }
    }

    /** Where nothing else happens, this is who notices that a token is refused. */
    private void ask(Tenant tenant, Outcome outcome) {
        Optional<CredentialKey> refused = AwaitedCredentials.key(outcome, tenant);
        if (refused.isPresent() && outcome instanceof Outcome.CredentialRejected rejected) {
            context.forward(new Record<>(
                    refused.get().toString(),
                    new Effect.AskRepair(AwaitedCredentials.request(rejected, Optional.empty(), now())),
                    now().toEpochMilli()));
        }
    }

    private void keeping(HomeserverWatch watch, Consumer<HomeserverWatch> change) {
        Ledger before = watch.ledger();
        change.accept(watch);
        keep(watch, before);
    }

    private void keep(HomeserverWatch watch, Ledger before) {
        Ledger after = watch.ledger();
        if (after.equals(before)) {
            return;
        }
        String tenant = watch.tenant().id();
        store.put(tenant, Json.write(after));
        if (after.epoch() != before.epoch() || after.resync() != before.resync()) {
            observer.epoch(tenant, after.epoch());
            Effect told = new Effect.TellHomeserver(HomeserverRecord.of(after));
            context.forward(new Record<>(tenant, told, now().toEpochMilli()));
        }
    }

    private Optional<HomeserverWatch> of(String tenant) {
        return Optional.ofNullable(watches.get(tenant));
    }

    private Set<CallGate> gates() {
        return watches.values().stream().map(watch -> watch.tenant().gate()).collect(Collectors.toSet());
    }

    private Instant now() {
        return Instant.ofEpochMilli(context.currentSystemTimeMs());
    }
}
