package net.openmeet.matrix.room;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.openmeet.matrix.homeserver.JoinRule;
import net.openmeet.matrix.homeserver.MatrixCall;
import net.openmeet.matrix.homeserver.Outcome;
import net.openmeet.matrix.homeserver.Outcome.Belief;
import net.openmeet.matrix.homeserver.Problem;
import net.openmeet.matrix.homeserver.RoomId;
import net.openmeet.matrix.homeserver.Seen;
import net.openmeet.matrix.homeserver.UserId;
import net.openmeet.matrix.room.MemberSlot.Condition;
import net.openmeet.matrix.room.MemberSlot.Presence;

/** What a call about one member came to. */
final class MemberLearning {
    private final Lesson l;
    private final MemberSlot slot;
    private final UserId user;
    private final boolean main;

    private MemberLearning(Lesson l, Seat seat, UserId user) {
        this.l = l;
        this.slot = seat.slot();
        this.user = user;
        this.main = seat.subject().filter(user::equals).isPresent();
    }

    /** Learns from a call in {@code room} about {@code user}, unless the room or the deletion it was for is over. */
    static void learn(Lesson l, RoomId room, UserId user) {
        boolean here = l.body().roomId().filter(room::equals).isPresent();
        Optional<MemberSlot> slot = l.sent.target().personId().flatMap(l.slots::member);
        if (!here || l.body().home().closing() || slot.isEmpty()) {
            return;
        }
        MemberLearning learning = new MemberLearning(l, Seat.of(slot.get(), l.body(), l.policy), user);
        switch (l.sent.call()) {
            case MatrixCall.Join ignored -> learning.join();
            case MatrixCall.Invite ignored -> learning.invite();
            case MatrixCall.Kick ignored -> learning.out();
            case MatrixCall.Leave ignored -> learning.out();
            default -> learning.look();
        }
    }

    private void join() {
        if (l.isDone()) {
            joined();
        } else if (l.isUncertain()) {
            mayBeIn();
        } else if (l.contradicts(Belief.NOT_BANNED)) {
            become(Presence.BANNED);
        } else if (l.contradicts(Belief.MAY_JOIN) && slot.presence() == Presence.INVITED) {
            // The invitation was withdrawn.
            become(Presence.UNKNOWN);
        } else if (l.contradicts(Belief.MAY_JOIN)) {
            // The room isn't as open as we thought.
            l.body(l.body().with(l.body().observed().withJoinRule(Optional.of(JoinRule.INVITE))));
        } else {
            failed();
        }
    }

    private void invite() {
        if (l.outcome instanceof Outcome.Applied) {
            become(Presence.INVITED);
        } else if (l.isDone()) {
            joined();
        } else if (l.isUncertain()) {
            mayBeIn();
        } else if (l.contradicts(Belief.NOT_BANNED)) {
            become(Presence.BANNED);
        } else {
            failed();
        }
    }

    private void out() {
        boolean leave = l.sent.call() instanceof MatrixCall.Leave;
        boolean wasOut = l.contradicts(Belief.NOT_BANNED) || (leave && l.contradicts(Belief.ACTOR_IN_ROOM));
        if (l.isDone() || l.isRoomUnknown() || wasOut) {
            l.change(Seat.with(
                    slot,
                    slot.era(),
                    slot.seenAs().filter(user::equals).isPresent() ? Presence.OUT : slot.presence(),
                    slot.seenAs(),
                    without(slot.former()),
                    slot.condition()));
        } else if (l.isUncertain()) {
            if (main) {
                become(Presence.UNKNOWN);
            }
        } else {
            failed();
        }
    }

    private void look() {
        if (l.outcome instanceof Outcome.Applied) {
            if (main) {
                become(l.seen(Seen.Member.class)
                        .map(seen -> OurReason.presence(seen.membership(), user, l.policy))
                        .orElse(Presence.NONE));
            }
        } else if (!l.isUncertain()) {
            failed();
        }
    }

    private void joined() {
        l.body(l.body().with(l.body().pace().joined(l.now)));
        become(Presence.JOINED);
    }

    /** What they are now; under a name they don't have any more it only means that this name has to leave. */
    private void become(Presence presence) {
        if (main) {
            List<UserId> former = presence == Presence.JOINED ? without(slot.former()) : slot.former();
            l.change(Seat.with(slot, slot.era(), presence, Optional.of(user), former, slot.condition()));
        } else if (presence == Presence.JOINED || presence == Presence.INVITED) {
            l.change(Seat.with(
                    slot, slot.era(), slot.presence(), slot.seenAs(), with(slot.former()), Condition.dirty(l.now)));
        }
    }

    /**
     * They may be in. Who was out by OpenMeet's word stays so, because their own leaving before that must not be read as newer than
     * it; their name is noted to be put out should they be out again.
     */
    private void mayBeIn() {
        if (main && slot.presence() != Presence.OUT) {
            become(Presence.UNKNOWN);
        } else {
            l.change(
                    Seat.with(slot, slot.era(), slot.presence(), slot.seenAs(), with(slot.former()), slot.condition()));
        }
    }

    private void failed() {
        boolean byBot = !(l.sent.call() instanceof MatrixCall.Leave) && !(l.sent.call() instanceof MatrixCall.Join);
        switch (l.outcome) {
            case Outcome.Rejected rejected -> giveUp(rejected.failure());
            case Outcome.CredentialRejected rejected -> {
                if (rejected.credential() == Outcome.Credential.ACCOUNT) {
                    noAccount();
                }
            }
            case Outcome.RoomUnknown ignored -> l.body(l.body().doubting(l.now));
            case Outcome.Contradicted contradicted -> {
                Belief belief = contradicted.belief();
                if (belief == Belief.ACTOR_HAS_POWER && !l.body().power().fresh()) {
                    l.body(l.body().with(l.body().power().doubtful()));
                } else if (belief == Belief.ACTOR_IN_ROOM && byBot) {
                    l.body(l.body().doubting(l.now));
                } else {
                    giveUp(contradicted.failure());
                }
            }
            case Outcome.Applied ignored -> {}
            case Outcome.AlreadySo ignored -> {}
            case Outcome.Retry ignored -> {}
            case Outcome.Uncertain ignored -> {}
        }
    }

    /** Refused for good, until a newer fact or a poke. */
    void giveUp(Outcome.Failure failure) {
        Problem problem = l.problem("refused", failure);
        WaitReason reason = l.isEverybodys() ? WaitReason.MISCONFIGURED : WaitReason.DEAD_LETTERED;
        l.change(Seat.with(slot, Condition.waiting(reason, l.now, Optional.of(problem))));
        l.refusal(problem);
    }

    /** The homeserver doesn't know the account (any more): it is made again, and its identity told anew. */
    private void noAccount() {
        Identity identity = slot.identity();
        Identity missing = new Identity(
                identity.version(), identity.localpart(), identity.registered(), Identity.State.NO_ACCOUNT);
        boolean known = slot.presence() != Presence.NONE && slot.presence() != Presence.OUT;
        l.change(new MemberSlot(
                slot.v(),
                slot.person(),
                slot.told(),
                identity.state() == Identity.State.PRESENT ? missing : identity,
                slot.era(),
                known ? Presence.UNKNOWN : slot.presence(),
                slot.seenAs(),
                slot.former(),
                slot.listedIn(),
                Condition.waiting(WaitReason.NO_ACCOUNT, l.now, Optional.empty()),
                slot.past()));
    }

    private List<UserId> without(List<UserId> some) {
        return some.stream().filter(other -> !other.equals(user)).toList();
    }

    private List<UserId> with(List<UserId> some) {
        List<UserId> more = new ArrayList<>(without(some));
        more.add(user);
        return List.copyOf(more);
    }
}
