package net.openmeet.matrix.execution;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import net.openmeet.matrix.credential.CredentialBody;
import net.openmeet.matrix.credential.CredentialKey;
import net.openmeet.matrix.credential.CredentialRecord;
import net.openmeet.matrix.credential.CredentialState;
import net.openmeet.matrix.credential.RepairRequest;
import net.openmeet.matrix.homeserver.Problem;
import net.openmeet.matrix.log.ChangeLog;
import net.openmeet.matrix.log.Fields;
import net.openmeet.matrix.log.Unspoken;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The credentials of one task as they are stored, and what is told of each change: to every instance, the log and metrics. Owned by the stream thread. */
final class CredentialTable {
    private static final Logger LOG = LoggerFactory.getLogger(CredentialTable.class);
    private static final Logger CHANGES = ChangeLog.logger();

    private final Keyspace store;
    private final JsonStore<CredentialBody> bodies;
    private final Observer.OfRepairs observer;
    private final ProcessorContext<String, Effect> context;
    private final Set<CredentialKey> broken = new HashSet<>();

    CredentialTable(Keyspace store, Observer.OfRepairs observer, ProcessorContext<String, Effect> context) {
        this.store = store;
        this.bodies = new JsonStore<>(store, CredentialBody.class);
        this.observer = observer;
        this.context = context;
    }

    Optional<CredentialBody> get(CredentialKey key) {
        return bodies.get(key.toString());
    }

    List<CredentialKey> keys() {
        bodies.flush();
        List<CredentialKey> keys = new ArrayList<>();
        store.scan("", Keyspace.END, Integer.MAX_VALUE, (key, json) -> keys.add(CredentialKey.parse(key)));
        return keys;
    }

    /** Somebody asks something of it; what operations ask, of which there may be a thousand, is no line of its own. */
    void asked(CredentialKey key, RepairRequest request) {
        switch (request) {
            case RepairRequest.Refused ignored -> {}
            case RepairRequest.Retry retry -> said(key, retry.by() + " asks for another try");
            case RepairRequest.Reset reset -> said(key, reset.by() + " asks to forget it: " + reset.reason());
        }
    }

    private static void said(CredentialKey key, String what) {
        Fields.of(LOG.atInfo())
                .with(Fields.TENANT, key.tenant())
                .with(Fields.CREDENTIAL, key.toString())
                .log("Credential {}: {}", key, what);
    }

    /** It is here from now on, and counted. */
    void counts(CredentialKey key, CredentialBody body) {
        observer.credential(key, Optional.empty(), body.state(), body.since(), Duration.ZERO);
    }

    /**
     * What {@code decision} comes to; empty if it threw: then that credential is left alone and said to be suspended, and all others go on. It
     * must not forward. What Kafka and the stores throw goes through: a failed write must fail the task.
     */
    <T> Optional<T> guarded(CredentialKey key, Tenant tenant, Instant now, Supplier<T> decision) {
        try {
            Optional<T> decided = Optional.of(decision.get());
            broken.remove(key);
            return decided;
        } catch (KafkaException e) {
            throw e;
        } catch (RuntimeException e) {
            if (broken.add(key)) {
                Fields.of(LOG.atError().setCause(Unspoken.of(e)))
                        .with(Fields.TENANT, key.tenant())
                        .with(Fields.CREDENTIAL, key.toString())
                        .log("Credential {} is broken and waits; all others go on", key);
                tell(key, broken(key, tenant, e, now), now);
            }
            return Optional.empty();
        }
    }

    /** By what was told last, since what is stored may be what can't be read. */
    private static CredentialRecord broken(CredentialKey key, Tenant tenant, RuntimeException failure, Instant now) {
        // Not the message, which may quote what was read.
        Problem problem = new Problem(
                Quarantine.BROKEN, Optional.empty(), failure.getClass().getName(), now);
        CredentialRecord known = tenant.credentials()
                .book()
                .of(key)
                .orElseGet(() -> CredentialBody.unheardOf(now)
                        .record(tenant.credentials().server()));
        return new CredentialRecord(
                known.v(),
                known.server(),
                CredentialState.SUSPENDED,
                known.generation(),
                known.tokens(),
                known.expiresAt(),
                Optional.of(problem),
                now);
    }

    /** Stores what has become of it, and tells what others need to know. */
    void change(CredentialKey key, Tenant tenant, CredentialBody before, CredentialBody after, Instant now) {
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
            Duration lasted = Duration.between(before.since(), now);
            observer.credential(key, Optional.of(before.state()), after.state(), after.since(), lasted);
        }
    }

    /** What was answered is shown by those who read the credential: it may quote what was sent. */
    private static void said(CredentialKey key, CredentialBody before, CredentialBody after) {
        boolean suspended = after.state() == CredentialState.SUSPENDED;
        Fields line = Fields.of(suspended ? CHANGES.atError() : CHANGES.atInfo())
                .with(Fields.TENANT, key.tenant())
                .with(Fields.CREDENTIAL, key.toString())
                .with(Fields.STATE, after.state().word())
                .with(Fields.REASON, reason(after))
                .errcode(after.problem().flatMap(Problem::errcode))
                .trace(after.traceparent().or(before::traceparent));
        switch (after.state()) {
            case VALID ->
                line.log("Credential {} is valid (was {})", key, before.state().word());
            case REPAIRING -> line.log("Credential {} is being repaired", key);
            case SUSPENDED -> line.log("Credential {} is suspended and needs a person; what needs it waits", key);
            case FORGOTTEN -> line.log("Credential {} is forgotten, as asked", key);
        }
    }

    private static Optional<String> reason(CredentialBody body) {
        return body.problem().map(Problem::reason);
    }

    void tell(CredentialKey key, Tenant tenant, CredentialBody body, Instant now) {
        tell(key, body.record(tenant.credentials().server()), now);
    }

    private void tell(CredentialKey key, CredentialRecord record, Instant now) {
        context.forward(new Record<>(key.toString(), new Effect.TellCredential(record), now.toEpochMilli()));
    }

    void ask(CredentialKey key, RepairRequest request, Instant now) {
        context.forward(new Record<>(key.toString(), new Effect.AskRepair(request), now.toEpochMilli()));
    }

    /** Before each end of a step: Kafka Streams commits between two. */
    void flush() {
        bodies.flush();
    }

    void close() {
        observer.closed();
    }
}
