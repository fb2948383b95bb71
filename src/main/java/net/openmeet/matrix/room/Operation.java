package net.openmeet.matrix.room;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import java.util.Optional;
import net.openmeet.matrix.event.Fact;
import net.openmeet.matrix.event.LaneKey;
import net.openmeet.matrix.event.Origin;
import net.openmeet.matrix.event.Standing;

/** What reaches a lane, keyed by it: new facts for its slots, or a poke to look at one again. Never an edit to apply. */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "op")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Operation.RoomTold.class, name = "room"),
    @JsonSubTypes.Type(value = Operation.MemberTold.class, name = "member"),
    @JsonSubTypes.Type(value = Operation.MembersListed.class, name = "members-listed"),
    @JsonSubTypes.Type(value = Operation.AccountTold.class, name = "account"),
    @JsonSubTypes.Type(value = Operation.Poke.class, name = "poke")
})
public sealed interface Operation {

    /** A fact about the room itself. */
    record RoomTold(Fact.OfRoom fact, Origin origin) implements Operation {}

    /**
     * A person's standing in the room, their identity, or both. The standing is judged by its origin, the identity by its version.
     *
     * @param person the person's key
     * @param told absent when only the identity changed
     */
    record MemberTold(LaneKey person, Optional<Told> told, Identity identity) implements Operation {}

    /** A standing with where it comes from. */
    record Told(Standing standing, Origin origin) {}

    /** Who is in one part of a room's complete list of members: only for concluding who isn't. */
    record MembersListed(int part, int parts, List<String> personIds, Origin origin) implements Operation {}

    /**
     * A person's account, as it should be.
     *
     * @param displayName absent where OpenMeet told none: then it is left as it is
     * @param avatar an {@code mxc://} address, absent likewise
     * @param backfill whether a backfill says so, which goes behind live work
     * @param origin of the fact that it follows from, for logs and traces: nothing is judged by it. Absent in what older versions wrote
     */
    record AccountTold(
            Identity identity,
            Optional<String> displayName,
            Optional<String> avatar,
            boolean backfill,
            Optional<Origin> origin)
            implements Operation {

        /** As live work. */
        public AccountTold(Identity identity, Optional<String> displayName, Optional<String> avatar) {
            this(identity, displayName, avatar, false, Optional.empty());
        }

        /** The same, because of a fact; one of a backfill makes it wait behind live work. */
        public AccountTold saidBy(Origin its) {
            return new AccountTold(identity, displayName, avatar, its.snapshot().isPresent(), Optional.of(its));
        }
    }

    /**
     * Look again at a slot, or at the whole lane.
     *
     * @param slot such as {@code member:9}; absent means everything that waits or was refused
     * @param rejoin whether who OpenMeet wants in, and left on their own or was put out by others, is brought back; absent in what
     *     older versions wrote, which is no
     */
    record Poke(Optional<String> slot, String reason, Optional<Boolean> rejoin) implements Operation {

        /** One that drags nobody back. */
        public Poke(Optional<String> slot, String reason) {
            this(slot, reason, Optional.empty());
        }

        /** The same, that brings back whom OpenMeet wants in. */
        public Poke rejoining() {
            return new Poke(slot, reason, Optional.of(true));
        }

        /** Whether it brings anybody back. */
        boolean rejoins() {
            return rejoin.orElse(false);
        }
    }
}
