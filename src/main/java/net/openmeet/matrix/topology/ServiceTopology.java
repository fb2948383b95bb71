package net.openmeet.matrix.topology;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntFunction;
import net.openmeet.matrix.credential.CredentialBook;
import net.openmeet.matrix.execution.Duty;
import net.openmeet.matrix.execution.Effect;
import net.openmeet.matrix.execution.Executor;
import net.openmeet.matrix.execution.Observer;
import net.openmeet.matrix.execution.Repairer;
import net.openmeet.matrix.execution.Standings;
import net.openmeet.matrix.execution.TaskInput;
import net.openmeet.matrix.execution.Tenant;
import net.openmeet.matrix.people.PeopleInput;
import net.openmeet.matrix.room.Operation;
import net.openmeet.matrix.room.Policy;
import net.openmeet.matrix.trace.Tracing;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Branched;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.StoreBuilder;

/**
 * The pipeline, as in the design: domain events are taken in and turned into facts, a person's facts are joined with their
 * identity, and every lane is driven to what its facts ask for.
 *
 * <pre>
 * domain-events, .replay ─ intake ─┬─────────────────────────────► dead letters, their ledger
 *                                  ├─ membership, person ─ people ─┐
 *                                  └─ room ────────────────────────┤
 *                     commands ─────────────────────┐              ▼
 *                                                executor ◄── operations
 *                                                   ├─► rooms, people        what OpenMeet reads back
 *                                                   ├─► operations dead letters
 *                                                   ├─► commands             another lane has to look
 *                                                   ├─► homeservers          which every executor reads
 *                                                   ├─► accounts ─► people
 *                                                   └─► credential-repair
 *                                                              │
 *                                                          repairer ─► credentials   which every executor reads
 * </pre>
 */
public final class ServiceTopology {
    private final Function<String, Optional<Tenant>> tenants;
    private final IntFunction<List<String>> watched;
    private final boolean skipOtherTenants;
    private final TaskInput input;
    private final Duty duty;
    private final Function<ProcessorContext<?, ?>, Standings> standings;
    private final CredentialBook credentials;
    private final IntakeObserver intakeObserver;
    private final Observer executorObserver;
    private Valve valve = Valve.OPEN;
    private Tracing tracing = Tracing.none();

    /**
     * @param tenants by id
     * @param watched the tenants whose homeserver the task of a partition watches: each tenant in one partition
     * @param skipOtherTenants whether events of other tenants are skipped rather than dead-lettered
     * @param input tells where a task's operations end
     * @param duty shared by the executors of this process
     * @param credentials what this process knows of them; written as it is read
     */
    public ServiceTopology(
            Function<String, Optional<Tenant>> tenants,
            IntFunction<List<String>> watched,
            boolean skipOtherTenants,
            TaskInput input,
            Duty duty,
            CredentialBook credentials,
            IntakeObserver intakeObserver,
            Observer executorObserver) {
        this(
                tenants,
                watched,
                skipOtherTenants,
                input,
                duty,
                context -> new GlobalStandings(context.getStateStore(Names.HOMESERVERS)),
                credentials,
                intakeObserver,
                executorObserver);
    }

    /** The same, with another source of how tenants stand. */
    public ServiceTopology(
            Function<String, Optional<Tenant>> tenants,
            IntFunction<List<String>> watched,
            boolean skipOtherTenants,
            TaskInput input,
            Duty duty,
            Function<ProcessorContext<?, ?>, Standings> standings,
            CredentialBook credentials,
            IntakeObserver intakeObserver,
            Observer executorObserver) {
        this.tenants = tenants;
        this.watched = watched;
        this.skipOtherTenants = skipOtherTenants;
        this.input = input;
        this.duty = duty;
        this.standings = standings;
        this.credentials = credentials;
        this.intakeObserver = intakeObserver;
        this.executorObserver = executorObserver;
    }

    /** Holds back what there is no room for of a backfill. */
    public ServiceTopology pacing(Valve backfills) {
        valve = backfills;
        return this;
    }

    /** Shows what is done with each event. */
    public ServiceTopology traced(Tracing spans) {
        tracing = spans;
        return this;
    }

    /** The topology; each call builds a new one. */
    public Topology build() {
        StreamsBuilder builder = new StreamsBuilder();
        StoreBuilder<?> persons = Stores.persons();

        Map<String, KStream<String, Taken>> taken = builder.stream(Wiring.DOMAIN_EVENTS, Wiring.domainEvents())
                .process(
                        Wiring.intake(
                                () -> new Intake(this::isOurs, skipOtherTenants, intakeObserver, valve, tracing),
                                persons),
                        Named.as(Names.INTAKE))
                .split(Named.as(Names.TAKEN))
                .branch((key, to) -> to instanceof Taken.ToLane, Branched.as(Names.TO_LANE))
                .branch((key, to) -> to instanceof Taken.ToPerson, Branched.as(Names.TO_PERSON))
                .branch((key, to) -> to instanceof Taken.ToLedger, Branched.as(Names.TO_LEDGER))
                .defaultBranch(Branched.as(Names.TO_DEAD_LETTERS));
        Wiring.deadLetters(Wiring.of(taken, Names.TAKEN + Names.TO_DEAD_LETTERS));

        KStream<String, PeopleInput> aboutPeople = Wiring.repartitioned(Wiring.of(taken, Names.TAKEN + Names.TO_PERSON))
                .merge(builder.stream(Topics.ACCOUNTS, Wiring.accounts()), Named.as("people-input"));
        Map<String, KStream<String, PeopleOutput>> found = aboutPeople
                .process(Wiring.people(this::policy, intakeObserver::stale, persons), Named.as(Names.PEOPLE))
                .split(Named.as(Names.FOUND))
                .branch((key, to) -> to instanceof PeopleOutput.ToLane, Branched.as(Names.TO_LANE))
                .defaultBranch(Branched.as(Names.TO_LEDGER));
        Fates.toLedger(
                Wiring.of(taken, Names.TAKEN + Names.TO_LEDGER), Wiring.of(found, Names.FOUND + Names.TO_LEDGER));

        KStream<String, Operation> operations = Wiring.operations(
                        Wiring.of(taken, Names.TAKEN + Names.TO_LANE), Wiring.of(found, Names.FOUND + Names.TO_LANE))
                .merge(builder.stream(Topics.COMMANDS, Wiring.commands()), Named.as("executor-input"));
        KStream<String, Effect> effects = operations.process(
                Wiring.executor(() -> new Executor(
                        tenants, input, duty, watched, standings, credentials, executorObserver, Stores.LANES)),
                Named.as(Names.EXECUTOR));
        Wiring.effects(effects);

        KStream<String, Effect> repaired = builder.stream(Topics.CREDENTIAL_REPAIR, Wiring.repairs())
                .process(
                        Wiring.repairer(
                                () -> new Repairer(tenants, standings, duty, executorObserver, Stores.CREDENTIALS)),
                        Named.as(Names.REPAIRER));
        Wiring.repaired(repaired);

        Topology topology = builder.build();
        // Last, so that no part of what is deployed gets another number.
        Wiring.homeservers(topology);
        Wiring.credentials(topology, credentials);
        return topology;
    }

    private boolean isOurs(String tenant) {
        return tenants.apply(tenant).isPresent();
    }

    private Optional<Policy> policy(String tenant) {
        return tenants.apply(tenant).map(Tenant::policy);
    }
}
