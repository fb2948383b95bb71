package net.openmeet.matrix.room;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import net.openmeet.matrix.event.LaneKey;
import net.openmeet.matrix.homeserver.MatrixCall;
import net.openmeet.matrix.homeserver.Outcome;
import net.openmeet.matrix.homeserver.RoomAlias;
import net.openmeet.matrix.homeserver.RoomId;
import net.openmeet.matrix.homeserver.RoomState;
import net.openmeet.matrix.homeserver.UserId;
import net.openmeet.matrix.room.AliasSight.Kind;

/** Corrects what a room lane believes by what a call came to: pure. What to do about it is the planner's to say. */
public final class RoomLearning {
    /** Stands for the value of an attribute whose reading was refused. */
    static final String READ = "read";

    /** So many contradictions in a row for one target, and the homeserver contradicts itself: given up. */
    private static final int MOST_CONTRADICTIONS = 10;

    /**
     * A lane after an outcome.
     *
     * @param changed the member slots that differ now
     * @param refusals what is given up, to be dead-lettered
     */
    public record Learned(RoomBody body, List<MemberSlot> changed, List<Refusal> refusals) {}

    private RoomLearning() {}

    /** Learns from the outcome of {@code sent}, which may have been planned before what {@code body} holds now. */
    public static Learned learn(
            LaneKey lane, RoomBody body, Slots slots, Plan.Do sent, Outcome outcome, Policy policy, Instant now) {
        RoomBody counted = body;
        Outcome meant = outcome;
        if (outcome instanceof Outcome.Contradicted contradicted) {
            Pace pace = body.pace().contradicted(sent.target());
            counted = body.with(pace.contradictions() > MOST_CONTRADICTIONS ? pace.calm() : pace);
            meant = pace.contradictions() > MOST_CONTRADICTIONS
                    ? new Outcome.Rejected(contradicted.failure())
                    : outcome;
        }
        Lesson lesson = new Lesson(lane, counted, slots, sent, meant, policy, now);
        learn(lesson);
        boolean levels = sent.call() instanceof MatrixCall.ReadLevels || sent.call() instanceof MatrixCall.ReadRoom;
        if (!levels) {
            lesson.body(lesson.body().with(lesson.body().power().stale()));
        }
        return lesson.done();
    }

    private static void learn(Lesson l) {
        switch (l.sent.call()) {
            case MatrixCall.LookupAlias it -> lookup(l, it.alias());
            case MatrixCall.ReadRoom it -> reading(l, it.room());
            case MatrixCall.ReadListing it -> inRoom(l, it.room(), () -> Access.learnRead(l));
            case MatrixCall.ReadLevels it -> inRoom(l, it.room(), () -> LevelWrites.learnRead(l));
            case MatrixCall.ReadMember it -> MemberLearning.learn(l, it.room(), it.user());
            case MatrixCall.CreateRoom it -> Founding.learn(l, it);
            case MatrixCall.PutState it -> inRoom(l, it.room(), () -> state(l, it));
            case MatrixCall.PutAlias it -> inRoom(l, it.room(), () -> AliasMoves.learnPut(l, it.alias()));
            case MatrixCall.DeleteAlias it -> deletion(l, it.alias());
            case MatrixCall.ListRoom it -> inRoom(l, it.room(), () -> Access.learn(l, it.listed()));
            case MatrixCall.Invite it -> invited(l, it);
            case MatrixCall.Join it -> entered(l, it.room(), it.user());
            case MatrixCall.Kick it -> out(l, it.room(), it.user());
            case MatrixCall.Leave it -> out(l, it.room(), it.user());
            case MatrixCall.OfAccount ignored -> {}
            case MatrixCall.OfHomeserver ignored -> {}
            case MatrixCall.OfCredential ignored -> {}
        }
    }

    private static void state(Lesson l, MatrixCall.PutState sent) {
        if (sent.state() instanceof RoomState.Levels levels) {
            LevelWrites.learn(l, levels.levels(), sent.as());
        } else if (sent.state() instanceof RoomState.Lane) {
            Claiming.learn(l, sent.state());
        } else {
            Attributes.learn(l, sent.state());
        }
    }

    private static void invited(Lesson l, MatrixCall.Invite sent) {
        if (sent.as().isPresent()) {
            inRoom(l, sent.room(), () -> Doubting.learnInvite(l, sent.as().get()));
        } else {
            MemberLearning.learn(l, sent.room(), sent.user());
        }
    }

    private static void lookup(Lesson l, RoomAlias alias) {
        Optional<Doubt> doubt = l.body().home().doubt();
        if (doubt.isPresent()) {
            Doubting.learnAlias(l, doubt.get(), alias);
        } else {
            AliasWork.learnLookup(l, l.body().sight(alias).orElseGet(() -> AliasSight.ask(alias)));
        }
    }

    private static void deletion(Lesson l, RoomAlias alias) {
        Optional<Doubt> doubt = l.body().home().doubt();
        if (doubt.isPresent()) {
            Doubting.learnDeletion(l, doubt.get(), alias);
        } else {
            AliasWork.learnDeletion(l, l.body().sight(alias).orElseGet(() -> AliasSight.ask(alias)));
        }
    }

    private static void reading(Lesson l, RoomId room) {
        if (l.body().roomId().filter(room::equals).isPresent()) {
            Reading.learn(l);
        } else {
            pointing(l, room, Kind.POINTS).ifPresent(sight -> AliasWork.learnReading(l, sight));
        }
    }

    private static void entered(Lesson l, RoomId room, UserId user) {
        if (!user.equals(l.policy.bot())) {
            MemberLearning.learn(l, room, user);
        } else if (l.body().roomId().filter(room::equals).isPresent()) {
            Doubting.learnEntry(l);
        } else {
            pointing(l, room, Kind.CLOSED).ifPresent(sight -> AliasWork.learnEntry(l, sight));
        }
    }

    private static void out(Lesson l, RoomId room, UserId user) {
        if (user.equals(l.policy.bot())) {
            pointing(l, room, Kind.LEAVE).ifPresent(sight -> AliasWork.learnLeaving(l, sight));
        } else if (l.sent.target().personId().isPresent()) {
            MemberLearning.learn(l, room, user);
        } else {
            inRoom(l, room, () -> Evicting.learn(l, user));
        }
    }

    private static Optional<AliasSight> pointing(Lesson l, RoomId room, Kind kind) {
        return l.body().aliases().stream()
                .filter(sight -> sight.kind() == kind)
                .filter(sight -> sight.room().filter(room::equals).isPresent())
                .findFirst();
    }

    /** What was learned of a room that isn't ours any more is of no use. */
    private static void inRoom(Lesson l, RoomId room, Runnable learning) {
        if (l.body().roomId().filter(room::equals).isPresent()) {
            learning.run();
        }
    }
}
