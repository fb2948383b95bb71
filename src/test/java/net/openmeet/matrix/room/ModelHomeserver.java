package net.openmeet.matrix.room;

import static net.openmeet.matrix.homeserver.Outcome.Belief.ACTOR_HAS_POWER;
import static net.openmeet.matrix.homeserver.Outcome.Belief.ACTOR_IN_ROOM;
import static net.openmeet.matrix.homeserver.Outcome.Belief.ALIAS_FREE;
import static net.openmeet.matrix.homeserver.Outcome.Belief.ALIAS_OURS;
import static net.openmeet.matrix.homeserver.Outcome.Belief.INVITES_FIT;
import static net.openmeet.matrix.homeserver.Outcome.Belief.MAY_JOIN;
import static net.openmeet.matrix.homeserver.Outcome.Belief.NOT_BANNED;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import net.openmeet.matrix.homeserver.JoinRule;
import net.openmeet.matrix.homeserver.MatrixCall;
import net.openmeet.matrix.homeserver.Membership.State;
import net.openmeet.matrix.homeserver.Outcome;
import net.openmeet.matrix.homeserver.PowerLevels;
import net.openmeet.matrix.homeserver.RoomAlias;
import net.openmeet.matrix.homeserver.RoomId;
import net.openmeet.matrix.homeserver.RoomState;
import net.openmeet.matrix.homeserver.Seen;
import net.openmeet.matrix.homeserver.UserId;

/** A homeserver as far as rooms go, in memory: who may do what follows what Synapse was seen to answer. */
final class ModelHomeserver {
    /** How far a createRoom comes that is cut off. */
    enum Stage {
        ALIAS_ONLY,
        CREATED,
        WITHOUT_ALL_INVITES
    }

    final UserId bot;
    final Map<RoomId, ModelRoom> rooms = new LinkedHashMap<>();
    final Map<RoomAlias, RoomId> aliases = new TreeMap<>();
    final Map<RoomAlias, UserId> aliasCreators = new TreeMap<>();
    final Set<UserId> unknownAccounts = new HashSet<>();
    final List<MatrixCall> calls = new ArrayList<>();
    /** Calls that are refused for good. */
    Predicate<MatrixCall> refusing = call -> false;

    int mostInvites = 1000;
    private int made;

    ModelHomeserver(UserId bot) {
        this.bot = bot;
    }

    static Outcome.Failure failure(String text) {
        return new Outcome.Failure(403, Optional.of("M_FORBIDDEN"), text);
    }

    private static Outcome contradicted(Outcome.Belief belief) {
        return new Outcome.Contradicted(belief, failure(belief.name()));
    }

    private static Outcome done() {
        return new Outcome.Applied(new Seen.Done());
    }

    private static Outcome unknown() {
        return new Outcome.RoomUnknown(failure("unknown room"));
    }

    /** Answers {@code call}, and does what it says. */
    Outcome execute(MatrixCall call) {
        calls.add(call);
        return effect(call);
    }

    /** The same for a call that nobody counts, because its answer is lost. */
    Outcome effect(MatrixCall call) {
        if (refusing.test(call)) {
            return new Outcome.Rejected(new Outcome.Failure(400, Optional.of("M_UNKNOWN"), "refused"));
        }
        return switch (call) {
            case MatrixCall.LookupAlias it ->
                Optional.ofNullable(aliases.get(it.alias()))
                        .<Seen>map(Seen.AliasTarget::new)
                        .<Outcome>map(Outcome.Applied::new)
                        .orElseGet(() -> new Outcome.Applied(new Seen.Absent()));
            case MatrixCall.ReadRoom it -> inside(it.room(), bot, room -> new Outcome.Applied(room.reading()));
            case MatrixCall.ReadListing it ->
                rooms.containsKey(it.room())
                        ? new Outcome.Applied(new Seen.Listing(room(it.room()).listed))
                        : unknown();
            case MatrixCall.ReadLevels it ->
                inside(
                        it.room(),
                        bot,
                        room -> new Outcome.Applied(
                                room.levels.<Seen>map(Seen.Levels::new).orElse(new Seen.Absent())));
            case MatrixCall.ReadMember it ->
                inside(
                        it.room(),
                        bot,
                        room -> new Outcome.Applied(Optional.ofNullable(room.members.get(it.user()))
                                .<Seen>map(Seen.Member::new)
                                .orElse(new Seen.Absent())));
            case MatrixCall.CreateRoom it -> create(it);
            case MatrixCall.PutState it ->
                actor(it.as())
                        .<Outcome>map(actor -> inside(it.room(), actor, room -> put(room, it.state(), actor)))
                        .orElseGet(ModelHomeserver::noAccount);
            case MatrixCall.PutAlias it -> putAlias(it);
            case MatrixCall.DeleteAlias it -> deleteAlias(it.alias());
            case MatrixCall.ListRoom it ->
                inside(it.room(), bot, room -> {
                    room.listed = it.listed();
                    return done();
                });
            case MatrixCall.Invite it ->
                actor(it.as()).map(actor -> invite(it.room(), it.user(), actor)).orElseGet(ModelHomeserver::noAccount);
            case MatrixCall.Join it -> join(it.room(), it.user());
            case MatrixCall.Kick it -> kick(it.room(), it.user(), bot, it.reason());
            case MatrixCall.Leave it -> leave(it.room(), it.user(), it.reason());
            case MatrixCall.OfAccount ignored -> done();
            case MatrixCall.OfHomeserver ignored -> done();
            case MatrixCall.OfCredential ignored -> done();
        };
    }

    /** A createRoom that is cut off. */
    void half(MatrixCall.CreateRoom call, Stage stage) {
        if (aliases.containsKey(call.alias())) {
            return;
        }
        if (stage == Stage.ALIAS_ONLY) {
            ModelRoom room = fresh();
            aliases.put(call.alias(), room.id);
            aliasCreators.put(call.alias(), bot);
            return;
        }
        create(call);
        ModelRoom room = room(aliases.get(call.alias()));
        if (stage == Stage.CREATED) {
            room.name = Optional.empty();
            room.topic = Optional.empty();
            room.canonical = Optional.empty();
            room.joinRule = Optional.empty();
            room.guests = Optional.empty();
            room.history = Optional.empty();
            room.levels = Optional.empty();
            room.listed = false;
            room.members.keySet().removeIf(user -> !user.equals(bot));
        } else {
            room.members.keySet().removeIf(user -> !user.equals(bot) && user.hashCode() % 2 == 0);
        }
    }

    /** The database is gone, with every room and alias in it. */
    void wipe() {
        rooms.clear();
        aliases.clear();
        aliasCreators.clear();
    }

    /** What a backup holds. */
    record Backup(Map<RoomId, ModelRoom> rooms, Map<RoomAlias, RoomId> aliases, Map<RoomAlias, UserId> aliasCreators) {}

    Backup backup() {
        return new Backup(copies(rooms), new TreeMap<>(aliases), new TreeMap<>(aliasCreators));
    }

    /** Everything is as it was when the backup was made; rooms made later are gone, and their ids never come again. */
    void restore(Backup backup) {
        wipe();
        rooms.putAll(copies(backup.rooms()));
        aliases.putAll(backup.aliases());
        aliasCreators.putAll(backup.aliasCreators());
    }

    private static Map<RoomId, ModelRoom> copies(Map<RoomId, ModelRoom> rooms) {
        Map<RoomId, ModelRoom> copies = new LinkedHashMap<>();
        rooms.forEach((id, room) -> copies.put(id, room.copy()));
        return copies;
    }

    ModelRoom fresh() {
        RoomId id = RoomId.of("!r" + ++made + ":" + bot.server());
        ModelRoom room = new ModelRoom(id);
        rooms.put(id, room);
        return room;
    }

    ModelRoom room(RoomId id) {
        return Objects.requireNonNull(rooms.get(id), id.value());
    }

    /** Rooms that carry the marker. */
    List<ModelRoom> roomsOf(String lane) {
        return rooms.values().stream()
                .filter(room -> room.lane.filter(lane::equals).isPresent())
                .toList();
    }

    private static Outcome noAccount() {
        return new Outcome.CredentialRejected(Outcome.Credential.ACCOUNT, failure("has not registered this user"));
    }

    private Optional<UserId> actor(Optional<UserId> as) {
        return as.filter(unknownAccounts::contains).isPresent() ? Optional.empty() : Optional.of(as.orElse(bot));
    }

    private interface InRoom {
        Outcome act(ModelRoom room);
    }

    private Outcome inside(RoomId id, UserId actor, InRoom act) {
        ModelRoom room = rooms.get(id);
        return room == null || !room.isJoined(actor) ? contradicted(ACTOR_IN_ROOM) : act.act(room);
    }

    private Outcome create(MatrixCall.CreateRoom call) {
        if (aliases.containsKey(call.alias())) {
            return contradicted(ALIAS_FREE);
        }
        if (call.invite().size() > mostInvites) {
            return contradicted(INVITES_FIT);
        }
        ModelRoom room = fresh();
        room.creator = Optional.of(bot);
        room.lane = Optional.of(call.lane());
        room.version = call.roomVersion();
        room.name = Optional.of(call.name());
        room.topic = Optional.of(call.topic());
        room.canonical = Optional.of(call.alias());
        room.joinRule = Optional.of(call.joinRule());
        room.guests = Optional.of(false);
        room.history = Optional.of("shared");
        room.listed = call.listed();
        Map<UserId, Optional<Integer>> users = new LinkedHashMap<>();
        call.levels().forEach((user, level) -> users.put(user, Optional.of(level)));
        room.levels = Optional.of(LevelRules.defaults(bot, LevelRules.creatorsUnlisted(call.roomVersion()))
                .with(users)
                .withInvite(call.inviteLevel()));
        room.set(bot, State.JOIN, bot, "");
        call.invite().forEach(user -> room.set(user, State.INVITE, bot, ""));
        aliases.put(call.alias(), room.id);
        aliasCreators.put(call.alias(), bot);
        return new Outcome.Applied(new Seen.RoomMade(room.id));
    }

    private Outcome put(ModelRoom room, RoomState state, UserId actor) {
        if (room.level(actor) < room.toSend(state.type())) {
            return contradicted(ACTOR_HAS_POWER);
        }
        switch (state) {
            case RoomState.Name it -> room.name = Optional.of(it.name());
            case RoomState.Topic it -> room.topic = Optional.of(it.topic());
            case RoomState.Join it -> room.joinRule = Optional.of(it.rule());
            case RoomState.GuestAccess it -> room.guests = Optional.of(it.allowed());
            case RoomState.HistoryVisibility it -> room.history = Optional.of(it.visibility());
            case RoomState.CanonicalAlias it -> {
                List<RoomAlias> all = new ArrayList<>(it.alternatives());
                it.alias().ifPresent(all::add);
                // Those it had already aren't checked again.
                all.removeAll(room.alternatives);
                room.canonical.ifPresent(all::remove);
                if (!all.stream().allMatch(alias -> room.id.equals(aliases.get(alias)))) {
                    return contradicted(ALIAS_OURS);
                }
                room.canonical = it.alias();
                room.alternatives = new ArrayList<>(it.alternatives());
            }
            case RoomState.Levels it -> {
                if (!mayWrite(room, it.levels(), actor)) {
                    return contradicted(ACTOR_HAS_POWER);
                }
                room.levels = Optional.of(it.levels());
            }
            case RoomState.Lane it -> {
                if (!it.by().equals(actor)) {
                    return contradicted(ACTOR_HAS_POWER);
                }
                room.claims.put(it.by(), it.lane());
            }
        }
        return done();
    }

    /** Nobody gives more than they have, nor touches who equals them, but themselves. */
    private static boolean mayWrite(ModelRoom room, PowerLevels next, UserId actor) {
        if (room.levels.isEmpty()) {
            return true;
        }
        int own = room.level(actor);
        Map<UserId, Integer> before = room.levels.get().users();
        Map<UserId, Integer> after = next.users();
        if (LevelRules.creatorsUnlisted(room.version) && after.containsKey(room.creator.orElseThrow())) {
            return false;
        }
        Set<UserId> all = new TreeSet<>(before.keySet());
        all.addAll(after.keySet());
        for (UserId user : all) {
            Integer was = before.get(user);
            Integer is = after.get(user);
            if (Objects.equals(was, is)) {
                continue;
            }
            if ((is != null && is > own) || (was != null && was > own)) {
                return false;
            }
            if (was != null && was == own && !user.equals(actor)) {
                return false;
            }
        }
        return next.toInvite() <= own;
    }

    private Outcome putAlias(MatrixCall.PutAlias call) {
        if (aliases.containsKey(call.alias())) {
            return contradicted(ALIAS_FREE);
        }
        if (!rooms.containsKey(call.room())) {
            return unknown();
        }
        return inside(call.room(), bot, room -> {
            aliases.put(call.alias(), room.id);
            aliasCreators.put(call.alias(), bot);
            return done();
        });
    }

    Outcome deleteAlias(RoomAlias alias) {
        if (!aliases.containsKey(alias)) {
            return new Outcome.AlreadySo();
        }
        if (!bot.equals(aliasCreators.get(alias))) {
            return new Outcome.Rejected(failure("You don't have permission to delete the alias."));
        }
        aliases.remove(alias);
        aliasCreators.remove(alias);
        // Of an application service's deletion the canonical alias hears nothing.
        return done();
    }

    private Outcome invite(RoomId id, UserId user, UserId actor) {
        if (!rooms.containsKey(id)) {
            return unknown();
        }
        return inside(id, actor, room -> {
            if (room.isJoined(user)) {
                return new Outcome.AlreadySo();
            }
            if (room.state(user).filter(State.BAN::equals).isPresent()) {
                return contradicted(NOT_BANNED);
            }
            if (room.level(actor) < room.levels.map(PowerLevels::toInvite).orElse(0)) {
                return contradicted(ACTOR_HAS_POWER);
            }
            room.set(user, State.INVITE, actor, "");
            return done();
        });
    }

    Outcome join(RoomId id, UserId user) {
        if (unknownAccounts.contains(user)) {
            return noAccount();
        }
        ModelRoom room = rooms.get(id);
        if (room == null || !room.isAlive()) {
            return unknown();
        }
        Optional<State> state = room.state(user);
        if (state.filter(State.BAN::equals).isPresent()) {
            return contradicted(NOT_BANNED);
        }
        boolean open = room.joinRule.filter(JoinRule.PUBLIC::equals).isPresent();
        if (!open
                && state.filter(its -> its == State.INVITE || its == State.JOIN).isEmpty()) {
            return contradicted(MAY_JOIN);
        }
        room.set(user, State.JOIN, user, "");
        return done();
    }

    Outcome kick(RoomId id, UserId user, UserId actor, String reason) {
        if (!rooms.containsKey(id)) {
            return unknown();
        }
        return inside(id, actor, room -> {
            Optional<State> state = room.state(user);
            if (state.filter(its -> its == State.INVITE || its == State.JOIN).isEmpty()) {
                return new Outcome.AlreadySo();
            }
            int needed = room.levels.map(PowerLevels::toKick).orElse(50);
            if (room.level(actor) < needed || room.level(actor) <= room.level(user)) {
                return contradicted(ACTOR_HAS_POWER);
            }
            room.set(user, State.LEAVE, actor, reason);
            return done();
        });
    }

    Outcome leave(RoomId id, UserId user, String reason) {
        if (unknownAccounts.contains(user)) {
            return noAccount();
        }
        ModelRoom room = rooms.get(id);
        if (room == null) {
            return unknown();
        }
        if (room.state(user)
                .filter(its -> its == State.INVITE || its == State.JOIN)
                .isEmpty()) {
            return new Outcome.AlreadySo();
        }
        room.set(user, State.LEAVE, user, reason);
        return done();
    }

    void ban(RoomId id, UserId user, UserId actor) {
        room(id).set(user, State.BAN, actor, "spam");
    }
}
