package net.openmeet.matrix.room;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.openmeet.matrix.event.Fact;
import net.openmeet.matrix.event.LaneKey;
import net.openmeet.matrix.event.Origin;
import net.openmeet.matrix.homeserver.Problem;
import net.openmeet.matrix.homeserver.RoomAlias;
import net.openmeet.matrix.homeserver.RoomId;

/**
 * A room lane as stored: what OpenMeet said of it, and what we know of its room. Its members are slots of their own.
 *
 * @param v format version of the stored value
 * @param said what OpenMeet said
 * @param home which room it is, and how sure we are
 * @param observed the room's attributes, as last seen or written
 * @param power its levels, and who may change them
 * @param aliases every alias that is or may be ours, and what we know of it
 * @param evictions who was seen in the room and has to go without a slot of theirs saying so
 * @param refused attribute to what the homeserver refused of it: not tried again until the value changes, or a poke
 * @param pace when things happened, for what is better done a moment later
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record RoomBody(
        int v,
        Said said,
        Home home,
        Observed observed,
        Power power,
        List<AliasSight> aliases,
        Evictions evictions,
        Map<String, Refused> refused,
        Pace pace) {

    /** Something the homeserver refused. */
    public record Refused(String value, Problem problem) {}

    /** A lane nothing is known of yet. */
    public static RoomBody fresh() {
        return new RoomBody(
                1,
                Said.nothing(),
                Home.unknown(),
                Observed.nothing(),
                Power.unknown(),
                List.of(),
                Evictions.none(),
                Map.of(),
                Pace.still());
    }

    /** The room, once there is one. */
    public Optional<RoomId> roomId() {
        return home.roomId();
    }

    /** What OpenMeet last said of it. */
    @JsonIgnore
    public Optional<Fact.RoomStated> fact() {
        return said.fact();
    }

    /** Where that, or its deletion, came from. */
    @JsonIgnore
    public Optional<Origin> origin() {
        return said.origin();
    }

    /**
     * After a call of which neither the kind nor the end is known, as after a crash: a room that is known is read before anything is
     * done, with its aliases, also one that was closed already; one that isn't known may have been made.
     *
     * @param late until when such a call may take effect; empty if that is over
     */
    public RoomBody interrupted(Optional<Instant> late) {
        Home known = home.withLateUntil(late);
        if (home.roomId().isEmpty()) {
            return with(known.withAttempted(true)).asking(AliasSight.Kind.FREE);
        }
        boolean closes = home.closing() || said.deleted();
        return with(known.withUnread(true).withClosing(closes))
                .asking(AliasSight.Kind.FREE)
                .asking(AliasSight.Kind.OURS);
    }

    /** With all aliases of a kind to be looked up again. */
    private RoomBody asking(AliasSight.Kind kind) {
        return withAliases(aliases.stream()
                .map(sight -> sight.kind() == kind ? AliasSight.ask(sight.alias()) : sight)
                .toList());
    }

    /** Whether members can come in, as far as OpenMeet is concerned. */
    @JsonIgnore
    public boolean isAnnounced() {
        return roomId().isPresent()
                || said.fact().filter(fact -> !fact.status().isDraft()).isPresent();
    }

    /** Whether OpenMeet deleted it and everybody is out: nothing but this body need be kept. */
    public boolean purgeable() {
        return said.deleted() && !home.closing();
    }

    /** What policy makes of what OpenMeet says; empty before it said anything, and once it is deleted. */
    Optional<DesiredRoom> desired(LaneKey lane, Policy policy) {
        return said.fact().map(fact -> DesiredRoom.of(lane, fact, said.formerSlugs(), policy));
    }

    /** What we know of {@code alias}, if anything. */
    Optional<AliasSight> sight(RoomAlias alias) {
        return aliases.stream().filter(sight -> sight.alias().equals(alias)).findFirst();
    }

    /** Whether this value of an attribute was refused. */
    boolean wasRefused(String attribute, String value) {
        Refused known = refused.get(attribute);
        return known != null && known.value().equals(value);
    }

    RoomBody with(Said next) {
        return new RoomBody(v, next, home, observed, power, aliases, evictions, refused, pace);
    }

    RoomBody with(Home next) {
        return new RoomBody(v, said, next, observed, power, aliases, evictions, refused, pace);
    }

    RoomBody with(Observed next) {
        return new RoomBody(v, said, home, next, power, aliases, evictions, refused, pace);
    }

    RoomBody with(Power next) {
        return new RoomBody(v, said, home, observed, next, aliases, evictions, refused, pace);
    }

    RoomBody with(Evictions next) {
        return new RoomBody(v, said, home, observed, power, aliases, next, refused, pace);
    }

    RoomBody with(Pace next) {
        return new RoomBody(v, said, home, observed, power, aliases, evictions, refused, next);
    }

    RoomBody withAliases(List<AliasSight> next) {
        return new RoomBody(v, said, home, observed, power, next, evictions, refused, pace);
    }

    /** With {@code sight} instead of what was known of its alias. */
    RoomBody with(AliasSight sight) {
        return withAliases(AliasSight.replace(aliases, sight));
    }

    RoomBody without(RoomAlias alias) {
        return withAliases(
                aliases.stream().filter(sight -> !sight.alias().equals(alias)).toList());
    }

    RoomBody withRefused(String attribute, String value, Problem problem) {
        Map<String, Refused> next = new LinkedHashMap<>(refused);
        next.put(attribute, new Refused(value, problem));
        return withRefused(next);
    }

    RoomBody withRefused(Map<String, Refused> next) {
        return new RoomBody(v, said, home, observed, power, aliases, evictions, Map.copyOf(next), pace);
    }

    /** Suspects that the room is gone, or that the bot isn't in it any more, unless that is suspected already. */
    RoomBody doubting(Instant now) {
        return home.roomId().isEmpty() || home.doubt().isPresent()
                ? this
                : with(home.with(Optional.of(Doubt.since(now))));
    }
}
