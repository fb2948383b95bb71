package net.openmeet.matrix.room;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import net.openmeet.matrix.event.GroupRole;
import net.openmeet.matrix.event.RoomStatus;
import net.openmeet.matrix.event.Standing;
import net.openmeet.matrix.event.Visibility;
import net.openmeet.matrix.homeserver.MatrixCall;
import net.openmeet.matrix.homeserver.Membership;
import net.openmeet.matrix.homeserver.Outcome;
import net.openmeet.matrix.homeserver.UserId;

/** One random life of a lane: what OpenMeet says, what people do on their own, and what the homeserver swallows, all from a seed. */
final class RandomHistory {
    static final int PEOPLE = 5;
    static final UserId STRANGER = UserId.parse("@stranger:hs.test");

    final LaneDriver lane = LaneDriver.of("t/group/7");
    final Say say = new Say("t/group/7");
    final List<Operation> said = new ArrayList<>();
    final Leavers leavers = new Leavers(lane);

    /** Sees every operation, for a person who looks into a seed. */
    Consumer<Operation> trace = operation -> {};

    private final Random random;
    private final boolean people;
    private final Optional<Upheavals> upheavals;
    private final int crashes;
    private final long[] versions = new long[PEOPLE + 1];
    private final String[] names = new String[PEOPLE + 1];

    /** @param faults percent of calls that go wrong
     * @param people whether people act on their own */
    RandomHistory(long seed, int faults, boolean people) {
        this(seed, faults, people, 0, false);
    }

    /**
     * @param crashes percent of steps after which the lane's owner dies
     * @param shaken whether the homeserver is wiped and restored, and the policy changed, at any moment
     */
    RandomHistory(long seed, int faults, boolean people, int crashes, boolean shaken) {
        this.crashes = crashes;
        this.random = new Random(seed);
        this.people = people;
        this.upheavals = shaken ? Optional.of(new Upheavals(random, this)) : Optional.empty();
        for (int person = 1; person <= PEOPLE; person++) {
            versions[person] = 1;
            names[person] = "p" + person;
        }
        lane.fate = (call, server, late) -> {
            if (call instanceof MatrixCall.Join join) {
                assertThat(leavers.mayJoin(join))
                        .as("%s isn't dragged back in the history of seed %d", join.user(), seed)
                        .isTrue();
            }
            upheavals.ifPresent(Upheavals::maybeDuringACall);
            if (upheavals.filter(its -> its.isNoticedBy(call)).isPresent()) {
                return new Outcome.Retry(Optional.empty(), Outcome.Scope.HOMESERVER, ModelHomeserver.failure("down"));
            }
            Outcome outcome = random.nextInt(100) < faults ? fault(call, server, late) : server.execute(call);
            return upheavals
                    .filter(Upheavals::maybeDuringACall)
                    .filter(ignored -> random.nextBoolean())
                    .<Outcome>map(ignored -> new Outcome.Uncertain("the homeserver went down"))
                    .orElse(outcome);
        };
    }

    private Outcome fault(MatrixCall call, ModelHomeserver server, Consumer<Runnable> late) {
        if (call instanceof MatrixCall.Read || random.nextInt(4) == 0) {
            return new Outcome.Retry(Optional.empty(), Outcome.Scope.TARGET, ModelHomeserver.failure("busy"));
        }
        server.calls.add(call);
        switch (random.nextInt(3)) {
            case 0 -> server.effect(call);
            case 1 -> late.accept(() -> server.effect(call));
            default -> {
                if (call instanceof MatrixCall.CreateRoom create) {
                    server.half(create, any(ModelHomeserver.Stage.class));
                }
            }
        }
        return new Outcome.Uncertain("lost");
    }

    /** What befalls the homeserver, for a person who looks into a seed. */
    Optional<Upheavals> upheavals() {
        return upheavals;
    }

    /** Plays {@code steps} random ones. */
    void play(int steps) {
        for (int step = 0; step < steps; step++) {
            upheavals.ifPresent(Upheavals::step);
            switch (random.nextInt(people ? 14 : 10)) {
                case 0, 1 -> tell(room());
                case 2, 3, 4, 5 -> tell(member());
                case 6 -> tell(identity());
                case 7 -> tell(rare());
                case 8, 9 -> {
                    lane.run(random.nextInt(6));
                    lane.pass(Duration.ofMillis(random.nextInt(3000)));
                }
                default -> onTheirOwn();
            }
            if (crashes > 0) {
                end();
            }
        }
    }

    private void end() {
        if (random.nextInt(3) == 0) {
            lane.commit();
        }
        if (random.nextInt(100) < crashes) {
            lane.crash(random);
        }
    }

    /** Runs to the end, without a look that the lane doesn't take by itself. */
    void rest() {
        lane.run();
        lane.pass(Duration.ofMinutes(11));
        lane.run();
    }

    /** Runs to the end, and once more after a look at everything. */
    void conclude() {
        upheavals.ifPresent(Upheavals::end);
        lane.run();
        lane.fold(Say.resync());
        lane.run();
        lane.pass(Duration.ofMinutes(11));
        lane.run();
    }

    private void tell(Operation operation) {
        said.add(operation);
        trace.accept(operation);
        lane.fold(operation);
        leavers.told(operation);
        if (random.nextInt(5) == 0 && !said.isEmpty()) {
            Operation again = said.get(random.nextInt(said.size()));
            trace.accept(again);
            lane.fold(again);
            leavers.told(again);
        }
    }

    private Operation room() {
        String slug = List.of("hikers", "walkers", "climbers").get(random.nextInt(3));
        Visibility visibility = any(Visibility.class);
        RoomStatus status = random.nextInt(3) > 0 ? RoomStatus.PUBLISHED : any(RoomStatus.class);
        String name = random.nextBoolean() ? "Hikers" : "Walkers";
        return say.room(random.nextInt(4) == 0, slug, name, visibility, status);
    }

    private Operation member() {
        int person = 1 + random.nextInt(PEOPLE);
        Standing standing =
                random.nextInt(4) == 0 ? new Standing.Gone() : new Standing.GroupMember(any(GroupRole.class));
        return say.told(person, standing, now(person, Identity.State.PRESENT));
    }

    private Operation identity() {
        int person = 1 + random.nextInt(PEOPLE);
        versions[person]++;
        if (random.nextInt(3) == 0) {
            names[person] = names[person].equals("p" + person) ? "q" + person : "p" + person;
        }
        Identity.State state = random.nextInt(3) > 0 ? Identity.State.PRESENT : any(Identity.State.class);
        return Say.known(person, now(person, state));
    }

    private <E extends Enum<E>> E any(Class<E> type) {
        List<E> all = List.copyOf(EnumSet.allOf(type));
        return all.get(random.nextInt(all.size()));
    }

    private Identity now(int person, Identity.State state) {
        return Say.identity(versions[person], names[person], state);
    }

    private Operation rare() {
        return switch (random.nextInt(crashes > 0 ? 5 : 6)) {
            case 5 -> Say.resync().rejoining();
            case 0 -> say.deleted();
            case 1 -> say.created("hikers");
            case 2 -> say.listed(1 + random.nextInt(PEOPLE), 1 + random.nextInt(PEOPLE), 1 + random.nextInt(PEOPLE));
            case 3 -> Say.resync();
            default -> new Operation.Poke(Optional.of("member:" + (1 + random.nextInt(PEOPLE))), "retry");
        };
    }

    private void onTheirOwn() {
        // While everybody is being put out nobody can leave on their own.
        if (lane.body.home().closing()
                || lane.body.roomId().isEmpty()
                || !lane.server.rooms.containsKey(lane.body.roomId().get())) {
            return;
        }
        ModelRoom room = lane.room();
        UserId user = UserId.parse("@" + names[1 + random.nextInt(PEOPLE)] + ":hs.test");
        switch (random.nextInt(6)) {
            case 5 -> {
                lane.server.ban(room.id, user, UserId.parse("@mod:hs.test"));
                leavers.banned(user);
            }
            case 0 -> {
                if (room.isJoined(user)) {
                    room.set(user, Membership.State.LEAVE, user, "");
                    leavers.left(user);
                }
            }
            case 1 -> {
                if (room.isJoined(user)) {
                    room.set(user, Membership.State.LEAVE, UserId.parse("@mod:hs.test"), "rude");
                    leavers.left(user);
                }
            }
            case 2 -> lane.server.join(room.id, STRANGER);
            case 3 -> room.name = Optional.of("Hijinks");
            default -> room.levels = room.levels.map(levels -> levels.withInvite(0));
        }
    }
}
