package net.openmeet.matrix.homeserver;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a complete, good answer showed us. */
public sealed interface Seen {

    /** Done; the answer tells nothing more. */
    record Done() implements Seen {}

    /** What we looked for isn't there (the 404 of a read). */
    record Absent() implements Seen {}

    /** The room an alias points to. */
    record AliasTarget(RoomId room) implements Seen {}

    /** The room that was made. */
    record RoomMade(RoomId room) implements Seen {}

    /** Whether the room is in the directory. */
    record Listing(boolean listed) implements Seen {}

    /** The room's power levels. */
    record Levels(PowerLevels levels) implements Seen {}

    /** A user's membership. */
    record Member(Membership membership) implements Seen {}

    /** The person an account is claimed for, {@code tenant/user/9}. */
    record Claim(String person) implements Seen {}

    /** What we last wrote to the homeserver to know it again by. */
    record Epoch(EpochMark mark) implements Seen {}

    /** Who we are to the homeserver. */
    record Self(UserId user) implements Seen {}

    /**
     * A token that was given.
     *
     * @param refresh spent by its first use; absent if it can't be refreshed
     * @param expiresAt by our clock, counted from when it was asked for; absent if never
     * @param deviceId absent for one that an admin or a refresh token was given
     */
    record Token(
            SecretText access, Optional<SecretText> refresh, Optional<Instant> expiresAt, Optional<String> deviceId)
            implements Seen {}

    /**
     * An account as an admin sees it.
     *
     * @param deactivated closed, which also logged it out; a login-as still works
     * @param locked none of its tokens is accepted until it is unlocked
     * @param suspended it may read, but not join or write
     */
    record Account(UserId user, boolean admin, boolean deactivated, boolean locked, boolean suspended)
            implements Seen {}

    /**
     * An account that was asked for is there.
     *
     * @param isNew false if it was before
     */
    record AccountMade(boolean isNew) implements Seen {}

    /** The ways to log in, {@code m.login.password} among them where that is allowed. */
    record Flows(List<String> types) implements Seen {}

    /**
     * A room's whole state. Absent where the room has no such event, or where it says something we never set.
     *
     * @param creator the sender of {@code m.room.create}
     * @param additionalCreators room version 12: others whose power is without bound
     * @param lane the ownership marker, {@code net.openmeet.lane}
     * @param claims the same, written later: by whom, and for which lane
     * @param roomVersion of the create event
     * @param members every {@code m.room.member} event, those who left among them
     */
    record RoomReading(
            Optional<UserId> creator,
            List<UserId> additionalCreators,
            Optional<String> lane,
            Map<UserId, String> claims,
            String roomVersion,
            Optional<String> name,
            Optional<String> topic,
            Optional<RoomAlias> canonicalAlias,
            List<RoomAlias> alternatives,
            Optional<JoinRule> joinRule,
            Optional<Boolean> guestsAllowed,
            Optional<String> historyVisibility,
            Optional<PowerLevels> levels,
            Map<UserId, Membership> members)
            implements Seen {}
}
