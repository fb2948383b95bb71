package net.openmeet.matrix.topology;

import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import net.openmeet.matrix.deadletter.Fate;
import net.openmeet.matrix.deadletter.Provenance;
import net.openmeet.matrix.event.Coordinates;
import net.openmeet.matrix.event.LaneKey;
import net.openmeet.matrix.event.Origin;
import net.openmeet.matrix.people.Addressed;
import net.openmeet.matrix.people.PeopleFold;
import net.openmeet.matrix.people.PeopleInput;
import net.openmeet.matrix.people.Person;
import net.openmeet.matrix.room.Operation;
import net.openmeet.matrix.room.Policy;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The people stage: keeps {@link Stores#PERSONS}, takes what is keyed by person, and forwards
 * operations keyed by lane. Of a replay it tells what became of it, or leaves that to the lane. A stored value that can't be read throws, and so does a failed forward.
 */
public final class PeopleProcessor implements Processor<String, PeopleInput, String, PeopleOutput> {
    private static final Logger LOG = LoggerFactory.getLogger(PeopleProcessor.class);

    private final Function<String, Optional<Policy>> policies;
    private final Consumer<PeopleInput> stale;
    private ProcessorContext<String, PeopleOutput> context;
    private StoredPersons persons;

    /**
     * Makes one for one task.
     *
     * @param policies the policy of a tenant; facts of one without are left out, since a tenant that was taken out of the
     *     configuration has no homeserver to tell
     * @param stale told of each input that was too old to count
     */
    @SuppressWarnings("NullAway.Init") // Kafka Streams calls init before anything else.
    public PeopleProcessor(Function<String, Optional<Policy>> policies, Consumer<PeopleInput> stale) {
        this.policies = policies;
        this.stale = stale;
    }

    @Override
    public void init(ProcessorContext<String, PeopleOutput> context) {
        this.context = context;
        this.persons = new StoredPersons(context.getStateStore(Stores.PERSONS));
    }

    @Override
    public void process(Record<String, PeopleInput> record) {
        if (record.value() == null) {
            LOG.warn("Left out a record for {}: it says nothing", record.key());
            return;
        }
        PeopleInput input = record.value();
        LaneKey key = input.person();
        Optional<Provenance> replay = Provenance.read(record.headers());
        Optional<Policy> policy = policies.apply(key.tenant());
        if (policy.isEmpty()) {
            LOG.debug("Left out {}: its tenant isn't configured any more", key);
            replay.ifPresent(its -> end(its, Fate.Word.NOTHING, Optional.empty()));
            return;
        }
        Person held = persons.get(key).orElseGet(() -> Person.unheardOf(key));
        StoredPersons.Memberships theirs = persons.memberships(key);
        PeopleFold.Folded folded = PeopleFold.fold(held, theirs, input, policy.get());
        if (folded.stale()) {
            stale.accept(input);
            replay.ifPresent(
                    its -> end(its, Fate.Word.SUPERSEDED, folded.newer().map(PeopleProcessor::at)));
            return;
        }
        persons.put(key, folded.person());
        folded.memberships().forEach(theirs::put);
        for (Addressed told : folded.operations()) {
            Optional<Provenance> its = replay.filter(ignored -> decidesFate(told, input));
            context.forward(record.withKey(told.lane().toString())
                    .<PeopleOutput>withValue(new PeopleOutput.ToLane(told.operation()))
                    .withHeaders(Fates.headers(its)));
        }
        if (!(input instanceof PeopleInput.Member)) {
            replay.ifPresent(its -> end(its, Fate.Word.TAKEN, Optional.empty()));
        }
    }

    /** A membership's room may know of something newer, a deletion or a complete list: it tells what became of it. */
    private static boolean decidesFate(Addressed told, PeopleInput input) {
        return input instanceof PeopleInput.Member member
                && told.lane().equals(member.fact().subject())
                && told.operation() instanceof Operation.MemberTold;
    }

    private void end(Provenance replay, Fate.Word word, Optional<String> detail) {
        long now = context.currentSystemTimeMs();
        PeopleOutput fate = new PeopleOutput.ToLedger(Fates.ended(replay, word, detail, now));
        context.forward(new Record<>(replay.letter().toString(), fate, now));
    }

    private static String at(Origin newer) {
        return new Coordinates(newer.topic(), newer.partition(), newer.offset()).toString();
    }
}
