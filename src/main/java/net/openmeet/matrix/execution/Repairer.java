package net.openmeet.matrix.execution;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import net.openmeet.matrix.credential.CredentialKey;
import net.openmeet.matrix.credential.RepairRequest;
import net.openmeet.matrix.log.Fields;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stage 4 of the pipeline: repairs each credential that is asked about, one call at a time, and tells every instance. However often it is
 * asked about one token, it repairs it once.
 *
 * <p>Threading: as the executor's. Everything runs on the stream thread but the calls.
 */
public final class Repairer implements Processor<String, RepairRequest, String, Effect> {
    private static final Duration TICK = Duration.ofMillis(50);
    private static final Logger LOG = LoggerFactory.getLogger(Repairer.class);

    private final Function<String, Optional<Tenant>> tenants;
    private final Function<ProcessorContext<?, ?>, Standings> standings;
    private final Duty duty;
    private final Observer observer;
    private final String storeName;
    private Optional<Repairs> repairs = Optional.empty();

    /**
     * @param tenants by id; a credential of an unknown tenant is left alone
     * @param standings how tenants stand, as seen from the task with this context
     * @param duty shared by all that call homeservers in a process
     * @param storeName the state store of strings and bytes that holds the credentials under repair
     */
    public Repairer(
            Function<String, Optional<Tenant>> tenants,
            Function<ProcessorContext<?, ?>, Standings> standings,
            Duty duty,
            Observer observer,
            String storeName) {
        this.tenants = tenants;
        this.standings = standings;
        this.duty = duty;
        this.observer = observer;
        this.storeName = storeName;
    }

    @Override
    public void init(ProcessorContext<String, Effect> context) {
        Repairs here = new Repairs(
                new CredentialTable(
                        Keyspace.Kind.CREDENTIALS.in(context.getStateStore(storeName)),
                        observer.forRepairs(context.taskId().toString()),
                        context),
                tenants,
                standings.apply(context),
                duty,
                new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(5), RandomGenerator.getDefault()),
                context);
        repairs = Optional.of(here);
        context.schedule(TICK, PunctuationType.WALL_CLOCK_TIME, time -> here.tick(Instant.ofEpochMilli(time)));
    }

    @Override
    public void process(Record<String, RepairRequest> record) {
        Optional<CredentialKey> key = Optional.ofNullable(record.key()).flatMap(CredentialKey::read);
        Optional<RepairRequest> request = Optional.ofNullable(record.value());
        if (key.isPresent() && request.isPresent()) {
            repairs.orElseThrow().asked(key.get(), request.get());
        } else {
            LOG.warn(
                    "Left out a record for {}: no credential, or nothing that can be asked of one",
                    Fields.quoted(record.key()));
        }
    }

    @Override
    public void close() {
        repairs.ifPresent(Repairs::close);
    }
}
