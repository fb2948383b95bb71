package net.openmeet.matrix.topology;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import net.openmeet.matrix.credential.CredentialBook;
import net.openmeet.matrix.credential.RepairRequest;
import net.openmeet.matrix.execution.Effect;
import net.openmeet.matrix.execution.Executor;
import net.openmeet.matrix.execution.Repairer;
import net.openmeet.matrix.json.Json;
import net.openmeet.matrix.people.PeopleInput;
import net.openmeet.matrix.room.Operation;
import net.openmeet.matrix.room.Policy;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.kstream.Repartitioned;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.state.StoreBuilder;

/** The serdes, stores and names behind the lines of {@link ServiceTopology}. */
final class Wiring {
    static final List<String> DOMAIN_EVENTS = List.of(Topics.DOMAIN_EVENTS, Topics.DOMAIN_EVENTS_REPLAY);

    private Wiring() {}

    static Consumed<byte[], byte[]> domainEvents() {
        return Consumed.with(Serdes.ByteArray(), Serdes.ByteArray()).withName(Names.DOMAIN_EVENTS);
    }

    static Consumed<String, Operation> commands() {
        JsonSerde<Operation> format = JsonSerde.of(Operation.class);
        return Consumed.with(Serdes.String(), Serdes.serdeFrom(format.serializer(), format.lenient()))
                .withName(Names.COMMANDS);
    }

    static Consumed<String, PeopleInput> accounts() {
        return Consumed.with(Serdes.String(), JsonSerde.of(PeopleInput.class)).withName(Names.ACCOUNTS);
    }

    static <V> KStream<String, V> of(Map<String, KStream<String, V>> branches, String branch) {
        return Objects.requireNonNull(branches.get(branch), branch);
    }

    /** Letters keep their partition, so that the order of one source partition is kept among them. */
    static void deadLetters(KStream<String, Taken> rejected) {
        rejected.process(LetterBytes::new, Named.as("letter-bytes"))
                .to(
                        Topics.DOMAIN_EVENTS_DEAD_LETTER,
                        Produced.<byte[], LetterBytes.Placed>with(Serdes.ByteArray(), LetterBytes.serde())
                                .withStreamPartitioner((topic, key, letter, partitions) ->
                                        Optional.of(Set.of(letter.partition() % partitions)))
                                .withName("domain-events-dead-letter"));
    }

    static KStream<String, PeopleInput> repartitioned(KStream<String, Taken> toPerson) {
        return toPerson.mapValues(to -> ((Taken.ToPerson) to).input(), Named.as("person-facts"))
                .repartition(Repartitioned.<String, PeopleInput>as(Names.PEOPLE)
                        .withNumberOfPartitions(Topics.PARTITIONS)
                        .withKeySerde(Serdes.String())
                        .withValueSerde(JsonSerde.of(PeopleInput.class)));
    }

    static KStream<String, Operation> operations(
            KStream<String, Taken> toLane, KStream<String, PeopleOutput> fromPeople) {
        return toLane.mapValues(to -> ((Taken.ToLane) to).operation(), Named.as("room-facts"))
                .merge(
                        fromPeople.mapValues(to -> ((PeopleOutput.ToLane) to).operation(), Named.as("people-facts")),
                        Named.as("all-operations"))
                .repartition(Repartitioned.<String, Operation>as(Names.OPERATIONS)
                        .withNumberOfPartitions(Topics.PARTITIONS)
                        .withKeySerde(Serdes.String())
                        .withValueSerde(JsonSerde.of(Operation.class)));
    }

    static ProcessorSupplier<String, PeopleInput, String, PeopleOutput> people(
            Function<String, Optional<Policy>> policies, Consumer<PeopleInput> stale, StoreBuilder<?> persons) {
        PromptCommit.Lull lull = new PromptCommit.Lull();
        return supplier(
                () -> new PromptCommit<>(
                        new PeopleProcessor(policies, stale), lull, input -> input == null || !input.isBackfill()),
                Set.of(persons));
    }

    static ProcessorSupplier<String, Operation, String, Effect> executor(Supplier<Executor> executor) {
        return supplier(executor::get, Set.of(Stores.lanes()));
    }

    static Consumed<String, RepairRequest> repairs() {
        JsonSerde<RepairRequest> format = JsonSerde.of(RepairRequest.class);
        return Consumed.with(Serdes.String(), Serdes.serdeFrom(format.serializer(), format.lenient()))
                .withName(Names.CREDENTIAL_REPAIR);
    }

    static ProcessorSupplier<String, RepairRequest, String, Effect> repairer(Supplier<Repairer> repairer) {
        return supplier(repairer::get, Set.of(Stores.credentials()));
    }

    /** Branches what the repairer sends on. */
    static void repaired(KStream<String, Effect> effects) {
        send(
                effects,
                Effect.TellCredential.class,
                Names.REPAIR_EFFECT + "tell-credentials",
                Topics.CREDENTIALS,
                tell -> Optional.of(Json.write(tell.credential())));
        send(
                effects,
                Effect.AskRepair.class,
                Names.REPAIR_EFFECT + "repairs",
                Topics.CREDENTIAL_REPAIR,
                ask -> Optional.of(Json.write(ask.request())));
    }

    /** Branches what the executor sends on, each to its topic. */
    static void effects(KStream<String, Effect> effects) {
        send(
                effects,
                Effect.TellRoom.class,
                "tell-rooms",
                Topics.ROOMS,
                tell -> tell.room().map(Json::write));
        send(
                effects,
                Effect.TellPerson.class,
                "tell-people",
                Topics.PEOPLE,
                tell -> tell.person().map(Json::write));
        send(
                effects,
                Effect.Letter.class,
                "operation-letters",
                Topics.OPERATIONS_DEAD_LETTER,
                letter -> Optional.of(Json.write(letter.letter())));
        send(
                effects,
                Effect.TellFate.class,
                "tell-fates",
                Topics.DEAD_LETTERS,
                tell -> Optional.of(Json.write(tell.disposition())));
        send(
                effects,
                Effect.Command.class,
                "pokes",
                Topics.COMMANDS,
                command -> Optional.of(Json.write(command.poke())));
        send(
                effects,
                Effect.TellHomeserver.class,
                "tell-homeservers",
                Topics.HOMESERVERS,
                tell -> Optional.of(Json.write(tell.homeserver())));
        send(
                effects,
                Effect.AskRepair.class,
                "repairs",
                Topics.CREDENTIAL_REPAIR,
                ask -> Optional.of(Json.write(ask.request())));
        send(
                effects,
                Effect.News.class,
                "account-news",
                Topics.ACCOUNTS,
                news -> Optional.of(Json.write(new PeopleInput.Account(news.news()))));
    }

    /** Every instance has all of it, in memory: a record a tenant. */
    static void homeservers(Topology topology) {
        topology.addGlobalStore(
                org.apache.kafka.streams.state.Stores.keyValueStoreBuilder(
                                org.apache.kafka.streams.state.Stores.inMemoryKeyValueStore(Names.HOMESERVERS),
                                Serdes.String(),
                                Serdes.ByteArray())
                        .withLoggingDisabled(),
                Names.HOMESERVERS_SOURCE,
                Serdes.String().deserializer(),
                Serdes.ByteArray().deserializer(),
                Topics.HOMESERVERS,
                Names.HOMESERVERS_READ,
                GlobalStandings.Reader::new);
    }

    /** Every instance has all of it, in memory, tokens sealed. */
    static void credentials(Topology topology, CredentialBook book) {
        topology.addGlobalStore(
                org.apache.kafka.streams.state.Stores.keyValueStoreBuilder(
                                org.apache.kafka.streams.state.Stores.inMemoryKeyValueStore(Names.KNOWN_CREDENTIALS),
                                Serdes.String(),
                                Serdes.ByteArray())
                        .withLoggingDisabled(),
                Names.KNOWN_CREDENTIALS_SOURCE,
                Serdes.String().deserializer(),
                Serdes.ByteArray().deserializer(),
                Topics.CREDENTIALS,
                Names.KNOWN_CREDENTIALS_READ,
                () -> new KnownCredentials(book));
    }

    private static <E extends Effect> void send(
            KStream<String, Effect> effects,
            Class<E> type,
            String name,
            String topic,
            Function<E, Optional<byte[]>> value) {
        effects.filter((lane, effect) -> type.isInstance(effect), Named.as(name))
                // Kafka's null is the tombstone.
                .process(() -> new Tombstones<>(type, value), Named.as(name + "-bytes"))
                .to(topic, Produced.with(Serdes.String(), Serdes.ByteArray()).withName(Names.EFFECT + name));
    }

    static ProcessorSupplier<byte[], byte[], String, Taken> intake(Supplier<Intake> intake, StoreBuilder<?> persons) {
        return supplier(prompt(intake::get), Set.of(persons));
    }

    /** For a stage whose output another stage of ours waits for. */
    static <I, V, O, W> ProcessorSupplier<I, V, O, W> prompt(ProcessorSupplier<I, V, O, W> stage) {
        PromptCommit.Lull lull = new PromptCommit.Lull();
        return () -> new PromptCommit<>(stage.get(), lull, record -> true);
    }

    private static <K, I, O> ProcessorSupplier<K, I, String, O> supplier(
            Supplier<Processor<K, I, String, O>> processor, Set<StoreBuilder<?>> stores) {
        return new ProcessorSupplier<>() {
            @Override
            public Processor<K, I, String, O> get() {
                return processor.get();
            }

            @Override
            public Set<StoreBuilder<?>> stores() {
                return stores;
            }
        };
    }
}
