package net.openmeet.matrix.execution;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import net.openmeet.matrix.homeserver.MatrixCall;
import net.openmeet.matrix.homeserver.Membership;
import net.openmeet.matrix.homeserver.Outcome;
import net.openmeet.matrix.homeserver.PowerLevels;
import net.openmeet.matrix.homeserver.RoomAlias;
import net.openmeet.matrix.homeserver.RoomId;
import net.openmeet.matrix.homeserver.RoomState;
import net.openmeet.matrix.homeserver.Seen;
import net.openmeet.matrix.homeserver.UserId;

/** A homeserver as it would be if what was only pretended had been written: it answers what the real one can't know. */
final class Pretended {
    private static final RoomId NEW = RoomId.of("!to-be-made");

    private final UserId bot;
    private final Map<RoomAlias, Optional<RoomId>> aliases = new HashMap<>();
    private final Map<RoomId, PowerLevels> levels = new HashMap<>();
    private final Map<RoomId, Boolean> listings = new HashMap<>();
    private final Map<RoomId, Map<UserId, Membership>> members = new HashMap<>();
    private final Map<UserId, Seen> claims = new HashMap<>();
    private final Set<RoomId> changed = new HashSet<>();

    Pretended(UserId bot) {
        this.bot = bot;
    }

    /** What a write would come to if all goes well; empty if what comes after it depends on what it finds. */
    Optional<Outcome> write(MatrixCall call) {
        Seen seen = new Seen.Done();
        switch (call) {
            case MatrixCall.CreateRoom it -> {
                changed.add(NEW);
                aliases.put(it.alias(), Optional.of(NEW));
                seen = new Seen.RoomMade(NEW);
            }
            case MatrixCall.PutState it -> {
                changed.add(it.room());
                if (it.state() instanceof RoomState.Levels its) {
                    levels.put(it.room(), its.levels());
                }
            }
            case MatrixCall.PutAlias it -> aliases.put(it.alias(), Optional.of(it.room()));
            case MatrixCall.DeleteAlias it -> aliases.put(it.alias(), Optional.empty());
            case MatrixCall.ListRoom it -> listings.put(it.room(), it.listed());
            case MatrixCall.Invite it ->
                member(it.room(), it.user(), Membership.State.INVITE, it.as().orElse(bot));
            case MatrixCall.Join it -> {
                if (it.user().equals(bot)) {
                    return Optional.empty();
                }
                member(it.room(), it.user(), Membership.State.JOIN, it.user());
            }
            case MatrixCall.Kick it -> member(it.room(), it.user(), Membership.State.LEAVE, bot);
            case MatrixCall.Leave it -> member(it.room(), it.user(), Membership.State.LEAVE, bot);
            case MatrixCall.Register it -> claims.put(it.user(), new Seen.Absent());
            case MatrixCall.PutClaim it -> claims.put(it.user(), new Seen.Claim(it.person()));
            default -> {
                // Nothing reads what they change.
            }
        }
        return Optional.of(new Outcome.Applied(seen));
    }

    /** What a read would be answered, if that depends on what was pretended; empty if the homeserver is to be asked. */
    Optional<Outcome> read(MatrixCall.Read call) {
        Optional<Seen> seen = switch (call) {
            case MatrixCall.LookupAlias it ->
                Optional.ofNullable(aliases.get(it.alias()))
                        .map(room -> room.<Seen>map(Seen.AliasTarget::new).orElseGet(Seen.Absent::new));
            case MatrixCall.ReadLevels it ->
                Optional.ofNullable(levels.get(it.room())).map(Seen.Levels::new);
            case MatrixCall.ReadListing it ->
                Optional.ofNullable(listings.get(it.room())).map(Seen.Listing::new);
            case MatrixCall.ReadMember it ->
                Optional.ofNullable(members.getOrDefault(it.room(), Map.of()).get(it.user()))
                        .map(Seen.Member::new);
            case MatrixCall.ReadClaim it -> Optional.ofNullable(claims.get(it.user()));
            default -> Optional.empty();
        };
        return seen.map(Outcome.Applied::new);
    }

    /** Whether a read would show the room as it isn't yet. */
    boolean isBeyond(MatrixCall.Read call) {
        return switch (call) {
            case MatrixCall.ReadRoom it -> changed.contains(it.room());
            case MatrixCall.ReadLevels it -> it.room().equals(NEW);
            case MatrixCall.ReadListing it -> it.room().equals(NEW);
            case MatrixCall.ReadMember it -> it.room().equals(NEW);
            default -> false;
        };
    }

    private void member(RoomId room, UserId user, Membership.State state, UserId sender) {
        changed.add(room);
        members.computeIfAbsent(room, ignored -> new HashMap<>())
                .put(user, new Membership(state, sender, Optional.empty()));
    }
}
