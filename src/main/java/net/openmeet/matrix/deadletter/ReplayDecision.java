package net.openmeet.matrix.deadletter;

import java.util.Optional;
import net.openmeet.matrix.event.Coordinates;
import net.openmeet.matrix.event.LaneKey;

/** What replaying a letter comes to. */
public sealed interface ReplayDecision {
    /** Why the service's own records are dead-lettered: they aren't what their topic holds. */
    String OWN_RECORD = "unreadable-record";

    /** The domain event goes to the replay topic, byte for byte. */
    record Event(Coordinates origin, int pass) implements ReplayDecision {}

    /** A record of the service's own goes back to where it was read. */
    record Back(Coordinates source, int pass) implements ReplayDecision {}

    /** The slot is looked at again. */
    record Look(LaneKey lane, String slot, Optional<Coordinates> origin, int pass) implements ReplayDecision {}

    /** It was replayed as often as it may be. */
    record Parked(int passes) implements ReplayDecision {}

    /** Somebody did something about it. */
    record Done(Disposition disposition) implements ReplayDecision {}

    /** There is a newer letter about the same. */
    record Overtaken(Coordinates by) implements ReplayDecision {}

    /** It can't be. */
    record Impossible(String why) implements ReplayDecision {}

    /**
     * Decides about {@code letter}.
     *
     * @param cap how often one thing may be replayed
     * @param again whether those are meant, too, that were replayed and of which nothing was heard
     */
    static ReplayDecision of(Letter letter, LetterStanding standing, int cap, boolean again) {
        return switch (standing) {
            case LetterStanding.Overtaken overtaken -> new Overtaken(overtaken.by());
            case LetterStanding.Done done ->
                again && done.isUnanswered() ? within(letter, done.pass(), cap) : new Done(done.disposition());
            case LetterStanding.Open open -> within(letter, open.pass(), cap);
        };
    }

    private static ReplayDecision within(Letter letter, int pass, int cap) {
        return pass > cap ? new Parked(pass - 1) : possible(letter, pass);
    }

    private static ReplayDecision possible(Letter letter, int pass) {
        return switch (letter.about()) {
            case About.Garbled ignored -> new Impossible("it isn't what its topic holds; dead-letters show says more");
            case About.Operation operation ->
                new Look(LaneKey.parse(operation.lane()), operation.slot(), operation.origin(), pass);
            case About.Event event -> letter.reason().equals(OWN_RECORD) ? back(event, pass) : onward(event, pass);
        };
    }

    private static ReplayDecision onward(About.Event event, int pass) {
        return event.origin()
                .<ReplayDecision>map(origin -> new Event(origin, pass))
                .orElseGet(() -> new Impossible("it doesn't say where the event first stood"));
    }

    /** A header names the topic, and who may write letters must not choose where operators write. */
    private static ReplayDecision back(About.Event event, int pass) {
        return event.source()
                .filter(source -> source.topic().equals("openmeet.matrix.accounts")
                        || source.topic().endsWith("-repartition"))
                .<ReplayDecision>map(source -> new Back(source, pass))
                .orElseGet(() -> new Impossible("it doesn't come from a topic of the service's own"));
    }
}
