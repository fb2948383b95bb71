package net.openmeet.matrix.epoch;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import net.openmeet.matrix.homeserver.EpochMark;
import net.openmeet.matrix.homeserver.EpochMark.Half;
import net.openmeet.matrix.homeserver.MatrixCall;
import net.openmeet.matrix.homeserver.Outcome;
import net.openmeet.matrix.homeserver.Seen;

/** A watch over a model of a homeserver, with a clock that only {@link #pass} moves. */
final class WatchDriver {
    static final Pace PACE = new Pace(Duration.ofMinutes(1), Duration.ofSeconds(5), Duration.ofSeconds(30));
    private static final Instant START = Instant.parse("2026-11-22T10:00:00Z");

    /** The homeserver's database, as far as it concerns us. */
    private final Map<Half, EpochMark> database = new EnumMap<>(Half.class);

    private Watch watch = Watch.begin(Ledger.fresh(0, 0), PACE, START);
    private Instant now = START;
    private Function<MatrixCall, Optional<Outcome>> script = call -> Optional.empty();
    private Runnable beforeNextWrite = () -> {};
    private final List<MatrixCall> calls = new ArrayList<>();
    private final List<Ledger.Loss> losses = new ArrayList<>();

    /** Lets time pass, second by second, and does what is due. */
    void pass(Duration time) {
        Instant end = now.plus(time);
        act();
        while (now.isBefore(end)) {
            now = now.plusSeconds(1);
            act();
        }
    }

    private void act() {
        Optional<Watch.Step> step = watch.next("t", now);
        while (step.isPresent()) {
            watch = step.get().watch();
            MatrixCall call = step.get().call();
            calls.add(call);
            Watch.Learned learned = watch.learn(call, answer(call), PACE, now);
            watch = learned.watch();
            learned.loss().ifPresent(losses::add);
            step = watch.next("t", now);
        }
    }

    private Outcome answer(MatrixCall call) {
        if (call instanceof MatrixCall.PutEpoch) {
            Runnable first = beforeNextWrite;
            beforeNextWrite = () -> {};
            first.run();
        }
        return script.apply(call).orElseGet(() -> effect(call));
    }

    /** What the homeserver does about a call, and answers. */
    Outcome effect(MatrixCall call) {
        return new Outcome.Applied(
                switch (call) {
                    case MatrixCall.ReadEpoch read ->
                        Optional.ofNullable(database.get(read.half()))
                                .<Seen>map(Seen.Epoch::new)
                                .orElse(new Seen.Absent());
                    case MatrixCall.PutEpoch put -> {
                        database.put(put.mark().half(), put.mark());
                        yield new Seen.Done();
                    }
                    default -> throw new AssertionError("Not expected: " + call);
                });
    }

    /** Answers as {@code answers} says from now on, and by the model where it is silent. */
    void answers(Function<MatrixCall, Optional<Outcome>> answers) {
        script = answers;
    }

    /** Answers every call of one type with {@code outcome}, without effect. */
    void answers(Class<? extends MatrixCall> type, Outcome outcome) {
        script = call -> Optional.of(outcome).filter(ignored -> type.isInstance(call));
    }

    void recovers() {
        script = call -> Optional.empty();
    }

    /** Something happens when the next write is on its way, after the reads before it. */
    void beforeNextWrite(Runnable happens) {
        beforeNextWrite = happens;
    }

    void wipe() {
        database.clear();
    }

    Map<Half, EpochMark> backup() {
        return new EnumMap<>(database);
    }

    void restore(Map<Half, EpochMark> backup) {
        database.clear();
        database.putAll(backup);
    }

    /** Another task takes the watch over, with what was stored. */
    void takenOver(Ledger stored) {
        watch = Watch.begin(stored, PACE, now);
    }

    void outageEnded() {
        watch = watch.lookingAgain(now);
    }

    void askedForResync() {
        watch = watch.resync(now);
    }

    Ledger ledger() {
        return watch.ledger();
    }

    List<Ledger.Loss> losses() {
        return List.copyOf(losses);
    }

    List<Cause> causes() {
        return losses.stream().map(Ledger.Loss::cause).toList();
    }

    int calls() {
        return calls.size();
    }

    long heartbeatThere() {
        return database.values().stream().mapToLong(EpochMark::heartbeat).max().orElse(0);
    }

    int epochThere() {
        return database.values().stream().mapToInt(EpochMark::epoch).max().orElse(-1);
    }
}
