package net.openmeet.matrix.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import net.openmeet.matrix.deadletter.Disposition;
import net.openmeet.matrix.deadletter.Fate;
import net.openmeet.matrix.deadletter.Provenance;
import net.openmeet.matrix.event.AttendeeRole;
import net.openmeet.matrix.event.AttendeeStatus;
import net.openmeet.matrix.event.Coordinates;
import net.openmeet.matrix.event.Fact;
import net.openmeet.matrix.event.LaneKey;
import net.openmeet.matrix.event.Origin;
import net.openmeet.matrix.event.Standing;
import net.openmeet.matrix.homeserver.UserId;
import net.openmeet.matrix.people.AccountNews;
import net.openmeet.matrix.people.PeopleInput;
import net.openmeet.matrix.room.Identity;
import net.openmeet.matrix.room.Operation;
import net.openmeet.matrix.room.Policy;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Each person's memberships are kept apart from all others', one value for each. Everybody concerned is told, keyed by lane.
 */
class PeopleProcessorTest {
    private static final LaneKey ANA = LaneKey.parse("ciTenantA/user/9");
    private static final LaneKey BO = LaneKey.parse("ciTenantA/user/90");
    private static final LaneKey EVENT = LaneKey.parse("ciTenantA/event/42");
    private static final Policy POLICY = Policy.defaults("ciTenantA", UserId.parse("@openmeet-bot:matrix.example"));
    private static final Standing COMING = new Standing.Attendee(AttendeeStatus.CONFIRMED, AttendeeRole.PARTICIPANT);

    private static final Provenance REPLAY = new Provenance(
            new Coordinates(Topics.DOMAIN_EVENTS_DEAD_LETTER, 3, 17), "ops", Instant.parse("2026-11-22T11:00:00Z"), 2);

    @TempDir
    Path state;

    private final List<PeopleInput> stale = new ArrayList<>();
    private TopologyTestDriver driver;
    private TestInputTopic<String, PeopleInput> input;
    private TestOutputTopic<String, Operation> output;
    private TestOutputTopic<String, Disposition> fates;
    private long offset;

    @BeforeEach
    void open() {
        driver = driver();
        input = driver.createInputTopic(
                "in", new StringSerializer(), JsonSerde.of(PeopleInput.class).serializer());
        fates = driver.createOutputTopic(
                "fates",
                new StringDeserializer(),
                JsonSerde.of(Disposition.class).deserializer());
        output = driver.createOutputTopic(
                "out", new StringDeserializer(), JsonSerde.of(Operation.class).deserializer());
    }

    @AfterEach
    void close() {
        driver.close();
    }

    private TopologyTestDriver driver() {
        ProcessorSupplier<String, PeopleInput, String, PeopleOutput> people = () -> new PeopleProcessor(
                tenant -> Optional.of(POLICY).filter(policy -> policy.tenant().equals(tenant)), stale::add);
        Topology topology = new Topology()
                .addSource(
                        "source",
                        Serdes.String().deserializer(),
                        JsonSerde.of(PeopleInput.class).deserializer(),
                        "in")
                .addProcessor("people", people, "source")
                .addStateStore(Stores.persons(), "people")
                .addProcessor("parted", Parted::new, "people")
                .addSink(
                        "sink",
                        "out",
                        Serdes.String().serializer(),
                        JsonSerde.of(Operation.class).serializer(),
                        "parted")
                .addSink(
                        "ledger",
                        "fates",
                        Serdes.String().serializer(),
                        JsonSerde.of(Disposition.class).serializer(),
                        "parted");
        Properties settings = new Properties();
        settings.putAll(Map.of(
                StreamsConfig.APPLICATION_ID_CONFIG, "people", StreamsConfig.STATE_DIR_CONFIG, state.toString()));
        return new TopologyTestDriver(topology, settings);
    }

    /** Lanes' operations one way, what became of replays another. */
    private static final class Parted extends ContextualProcessor<String, PeopleOutput, String, Object> {
        @Override
        public void process(Record<String, PeopleOutput> record) {
            switch (record.value()) {
                case PeopleOutput.ToLane lane -> context().forward(record.withValue(lane.operation()), "sink");
                case PeopleOutput.ToLedger ledger ->
                    context().forward(record.withValue(ledger.disposition()), "ledger");
            }
        }
    }

    private void joins(LaneKey person, LaneKey room) {
        pipe(new PeopleInput.Member(
                new Fact.MemberStated(room, person, Optional.of("slug-" + person.id()), COMING), next()));
    }

    private void pipe(PeopleInput told) {
        input.pipeInput(told.person().toString(), told);
    }

    private void replay(PeopleInput told) {
        input.pipeInput(new TestRecord<>(told.person().toString(), told, Fates.headers(Optional.of(REPLAY))));
    }

    private Origin next() {
        return new Origin(
                "openmeet.domain-events",
                0,
                offset++,
                Instant.parse("2026-11-22T10:00:00Z"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    @Test
    void aMembershipIsForwardedToTheAccountAndToTheRoom() {
        // when
        joins(ANA, EVENT);

        // then
        List<KeyValue<String, Operation>> told = output.readKeyValuesToList();
        assertThat(told).extracting(sent -> sent.key).containsExactly("ciTenantA/user/9", "ciTenantA/event/42");
        assertThat(told.get(0).value).isInstanceOf(Operation.AccountTold.class);
        assertThat(told.get(1).value)
                .isInstanceOfSatisfying(
                        Operation.MemberTold.class,
                        member -> assertThat(member.identity().localpart()).contains("slug-9_citenanta"));
    }

    @Test
    void newsReachesEveryRoomOfThePersonAndNobodyElses() {
        // given
        joins(ANA, EVENT);
        joins(ANA, LaneKey.parse("ciTenantA/group/7"));
        joins(BO, LaneKey.parse("ciTenantA/group/8"));
        output.readKeyValuesToList();

        // when
        pipe(new PeopleInput.Account(
                new AccountNews(ANA, Optional.of("slug-9_citenanta"), Identity.State.PRESENT, Optional.empty())));

        // then
        assertThat(output.readKeyValuesToList())
                .extracting(sent -> sent.key)
                .containsExactly("ciTenantA/event/42", "ciTenantA/group/7");
    }

    @Test
    void whatIsKeptIsReadAgain() {
        // given
        joins(ANA, EVENT);
        KeyValueStore<String, byte[]> memberships = driver.getKeyValueStore(Stores.PERSONS);
        assertThat(memberships.get("ciTenantA/user/9|ciTenantA/event/42")).isNotNull();
        output.readKeyValuesToList();

        // when
        joins(ANA, LaneKey.parse("ciTenantA/group/7"));

        // then
        assertThat(output.readKeyValuesToList()).extracting(sent -> sent.key).containsExactly("ciTenantA/group/7");
    }

    @Test
    void whatIsStaleIsCountedAndForwardsNothing() {
        // given
        joins(ANA, EVENT);
        output.readKeyValuesToList();
        offset = 0;

        // when
        joins(ANA, EVENT);

        // then
        assertThat(output.isEmpty()).isTrue();
        assertThat(stale).hasSize(1);
    }

    @Test
    void aReplayedMembershipIsItsRoomsToTellOfUnlessItIsStaleHere() {
        // given
        PeopleInput first =
                new PeopleInput.Member(new Fact.MemberStated(EVENT, ANA, Optional.of("slug-9"), COMING), next());

        // when
        replay(first);

        // then
        List<TestRecord<String, Operation>> told = output.readRecordsToList();
        assertThat(told)
                .filteredOn(sent -> Provenance.read(sent.headers()).equals(Optional.of(REPLAY)))
                .singleElement()
                .satisfies(sent -> assertThat(sent.key()).isEqualTo(EVENT.toString()));
        assertThat(fates.isEmpty()).isTrue();

        // when
        replay(first);

        // then
        assertThat(output.isEmpty()).isTrue();
        assertThat(fates.readValue().fate()).hasValueSatisfying(fate -> {
            assertThat(fate.word()).isEqualTo(Fate.Word.SUPERSEDED);
            assertThat(fate.detail()).contains("openmeet.domain-events/0/0");
        });
    }

    @Test
    void newsOfAnAccountThatIsPutBackIsToldOfHere() {
        // given
        joins(ANA, EVENT);

        // when
        replay(new PeopleInput.Account(
                new AccountNews(ANA, Optional.of("slug-9_citenanta"), Identity.State.PRESENT, Optional.empty())));

        // then
        assertThat(fates.readValue().fate().map(Fate::word)).contains(Fate.Word.TAKEN);
        assertThat(fates.isEmpty()).isTrue();
    }

    @Test
    void aReplayedFactOfAPersonIsToldOfHereAndNotByTheirRooms() {
        // given
        joins(ANA, EVENT);
        output.readRecordsToList();

        // when
        replay(new PeopleInput.Person(new Fact.HandleRegistered(ANA, Optional.empty(), "ana-handle"), next()));

        // then
        assertThat(output.readRecordsToList())
                .isNotEmpty()
                .allSatisfy(sent -> assertThat(sent.headers()).isEmpty());
        KeyValue<String, Disposition> told = fates.readKeyValue();
        assertThat(told.key).isEqualTo(REPLAY.letter().toString());
        assertThat(told.value.pass()).isEqualTo(2);
        assertThat(told.value.fate().map(Fate::word)).contains(Fate.Word.TAKEN);
    }

    @Test
    void aDeletedPersonIsOutOfEachOfAThousandRooms() {
        // given
        for (int room = 0; room < 1000; room++) {
            joins(ANA, LaneKey.parse("ciTenantA/event/" + room));
        }
        output.readKeyValuesToList();

        // when
        pipe(new PeopleInput.Person(new Fact.PersonDeleted(ANA), next()));

        // then
        List<KeyValue<String, Operation>> told = output.readKeyValuesToList();
        assertThat(told).hasSize(1001);
        assertThat(told.stream().filter(sent -> isOut(sent.value))).hasSize(1000);
    }

    private static boolean isOut(Operation operation) {
        return operation instanceof Operation.MemberTold member
                && member.identity().state() == Identity.State.GONE
                && member.told().orElseThrow().standing() instanceof Standing.Gone;
    }

    @Test
    void aTenantThatIsNotConfiguredIsLeftOut() {
        joins(LaneKey.parse("elsewhere/user/9"), LaneKey.parse("elsewhere/event/42"));
        assertThat(output.isEmpty()).isTrue();
    }

    @Test
    void aStoredValueThatCannotBeReadThrows() {
        // given
        joins(ANA, EVENT);
        KeyValueStore<String, byte[]> persons = driver.getKeyValueStore(Stores.PERSONS);
        persons.put(ANA.toString(), "not a person".getBytes(StandardCharsets.UTF_8));

        // then
        assertThatThrownBy(() -> joins(ANA, EVENT)).hasRootCauseInstanceOf(JsonProcessingException.class);
    }
}
