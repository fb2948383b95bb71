package net.openmeet.matrix.execution;

import java.time.Instant;
import java.util.Optional;
import net.openmeet.matrix.credential.CredentialKey;
import net.openmeet.matrix.credential.RepairRequest;
import net.openmeet.matrix.deadletter.Disposition;
import net.openmeet.matrix.deadletter.Fate;
import net.openmeet.matrix.deadletter.LetterHeaders;
import net.openmeet.matrix.deadletter.OperationLetter;
import net.openmeet.matrix.deadletter.Provenance;
import net.openmeet.matrix.event.Kind;
import net.openmeet.matrix.event.LaneKey;
import net.openmeet.matrix.homeserver.Problem;
import net.openmeet.matrix.people.AccountFold;
import net.openmeet.matrix.people.AccountNews;
import net.openmeet.matrix.room.MemberSlot;
import net.openmeet.matrix.room.Operation;
import net.openmeet.matrix.room.Plan;
import net.openmeet.matrix.room.Refusal;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/** Sends on what the executor has to say. What fails here fails the task: nothing is caught. Owned by the stream thread. */
final class Outbox {
    private final LaneTable table;
    private final ReplayNotes replays;
    private final Observer.OfTask observer;
    private final ProcessorContext<String, Effect> context;

    Outbox(LaneTable table, ReplayNotes replays, Observer.OfTask observer, ProcessorContext<String, Effect> context) {
        this.table = table;
        this.replays = replays;
        this.observer = observer;
        this.context = context;
    }

    Instant now() {
        return Instant.ofEpochMilli(context.currentSystemTimeMs());
    }

    void news(LaneKey lane, AccountNews news) {
        forward(lane, new Effect.News(news));
    }

    /** @param tries how often it was tried before it was refused */
    void letter(LaneKey lane, LaneRecord record, Refusal refusal, int tries) {
        observer.refused(lane, refusal);
        Optional<MemberSlot> slot =
                refusal.target().personId().flatMap(id -> table.slots().get(lane, id));
        letter(lane, Letters.of(lane, record, slot, refusal, tries), refusal);
    }

    /** A letter for a lane that may not even be readable, because of a {@code failure} of ours. */
    void letter(LaneKey lane, Optional<Operation> operation, Refusal refusal, Throwable failure) {
        observer.refused(lane, refusal);
        letter(lane, Letters.of(lane, operation, refusal, failure), refusal);
    }

    private void letter(LaneKey lane, OperationLetter letter, Refusal refusal) {
        Changes.lettered(lane, letter, refusal);
        Optional<Provenance> replay = refusedAgain(lane, refusal);
        context.forward(new Record<>(
                lane.toString(),
                new Effect.Letter(letter),
                context.currentSystemTimeMs(),
                LetterHeaders.of(letter, replay, now())));
    }

    /** What became of a replay. */
    void fate(Provenance provenance, Fate.Word word, Optional<String> detail) {
        Fate fate = new Fate(word, detail, now());
        context.forward(new Record<>(
                provenance.letter().toString(),
                new Effect.TellFate(Disposition.replayed(provenance).with(fate)),
                context.currentSystemTimeMs()));
    }

    /** There is another letter about what was replayed. Answers as what of that which was replayed most often. */
    private Optional<Provenance> refusedAgain(LaneKey lane, Refusal refusal) {
        Problem problem = refusal.problem();
        Optional<Provenance> most = Optional.empty();
        boolean all = Quarantine.BROKEN.equals(problem.reason());
        for (ReplayNote note : replays.of(lane)) {
            if (all || note.isAbout(refusal.target())) {
                fate(note.provenance(), Fate.Word.REJECTED, Optional.of(problem.reason()));
                replays.remove(lane, note);
                most = most.filter(its -> its.pass() >= note.provenance().pass())
                        .or(() -> Optional.of(note.provenance()));
            }
        }
        return most;
    }

    /** The homeserver didn't know the account that {@code sent} acted as: its lane has to look. */
    void pokeAccount(LaneKey lane, Plan.Do sent) {
        sent.target().personId().ifPresent(id -> {
            LaneKey person = new LaneKey(lane.tenant(), Kind.USER, id);
            forward(
                    person,
                    new Effect.Command(new Operation.Poke(Optional.of("account"), AccountFold.UNKNOWN_ACCOUNT)));
        });
    }

    /** What a lane was refused is granted by now: it has to look again. */
    void poke(LaneKey lane) {
        forward(lane, new Effect.Command(new Operation.Poke(Optional.empty(), "granted-again")));
    }

    /** A credential has to be repaired. */
    void ask(CredentialKey key, RepairRequest request) {
        context.forward(new Record<>(key.toString(), new Effect.AskRepair(request), context.currentSystemTimeMs()));
    }

    private void forward(LaneKey key, Effect effect) {
        context.forward(new Record<>(key.toString(), effect, context.currentSystemTimeMs()));
    }
}
