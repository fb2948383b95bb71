package net.openmeet.matrix.room;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Optional;
import net.openmeet.matrix.homeserver.JoinRule;
import net.openmeet.matrix.homeserver.MatrixCall;
import net.openmeet.matrix.homeserver.RoomAlias;
import net.openmeet.matrix.homeserver.RoomState;
import net.openmeet.matrix.homeserver.Seen;

/**
 * A room's attributes, as last seen or written. Empty means unknown or absent, which comes to the same: it is written, and
 * writing what is so already is a no-op for the homeserver. Only the directory is asked instead.
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
record Observed(
        Optional<String> name,
        Optional<String> topic,
        Optional<RoomAlias> canonicalAlias,
        List<RoomAlias> alternatives,
        Optional<JoinRule> joinRule,
        Optional<Boolean> listed,
        Optional<Boolean> guestsAllowed,
        Optional<String> historyVisibility) {

    static Observed nothing() {
        return new Observed(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /** What a createRoom that succeeded made. */
    static Observed of(MatrixCall.CreateRoom made) {
        return new Observed(
                Optional.of(made.name()),
                Optional.of(made.topic()),
                Optional.of(made.alias()),
                List.of(),
                Optional.of(made.joinRule()),
                Optional.of(made.listed()),
                Optional.of(false),
                Optional.of(DesiredRoom.HISTORY));
    }

    /** What a reading shows, which isn't whether the room is in the directory. */
    static Observed of(Seen.RoomReading seen) {
        return new Observed(
                seen.name(),
                seen.topic(),
                seen.canonicalAlias(),
                seen.alternatives(),
                seen.joinRule(),
                Optional.empty(),
                seen.guestsAllowed(),
                seen.historyVisibility());
    }

    /** With a state event as it was written. */
    Observed with(RoomState state) {
        return switch (state) {
            case RoomState.Name its -> withName(Optional.of(its.name()));
            case RoomState.Topic its -> withTopic(Optional.of(its.topic()));
            case RoomState.Join its -> withJoinRule(Optional.of(its.rule()));
            case RoomState.GuestAccess its -> withGuests(Optional.of(its.allowed()));
            case RoomState.HistoryVisibility its -> withHistory(Optional.of(its.visibility()));
            case RoomState.CanonicalAlias its -> withAliases(its.alias(), its.alternatives());
            case RoomState.Levels ignored -> this;
            case RoomState.Lane ignored -> this;
        };
    }

    /** Without what is known of a state event, after a write of it that nobody answered. */
    Observed without(RoomState state) {
        return switch (state) {
            case RoomState.Name ignored -> withName(Optional.empty());
            case RoomState.Topic ignored -> withTopic(Optional.empty());
            case RoomState.Join ignored -> withJoinRule(Optional.empty());
            case RoomState.GuestAccess ignored -> withGuests(Optional.empty());
            case RoomState.HistoryVisibility ignored -> withHistory(Optional.empty());
            case RoomState.CanonicalAlias ignored -> withAliases(Optional.empty(), alternatives);
            case RoomState.Levels ignored -> this;
            case RoomState.Lane ignored -> this;
        };
    }

    Observed withAliases(Optional<RoomAlias> canonical, List<RoomAlias> others) {
        return new Observed(name, topic, canonical, others, joinRule, listed, guestsAllowed, historyVisibility);
    }

    /** Whether the room's state names {@code alias}, be it that it points elsewhere by now. */
    boolean names(RoomAlias alias) {
        return alternatives.contains(alias)
                || canonicalAlias.filter(alias::equals).isPresent();
    }

    Observed withJoinRule(Optional<JoinRule> next) {
        return new Observed(name, topic, canonicalAlias, alternatives, next, listed, guestsAllowed, historyVisibility);
    }

    Observed withListed(Optional<Boolean> next) {
        return new Observed(
                name, topic, canonicalAlias, alternatives, joinRule, next, guestsAllowed, historyVisibility);
    }

    private Observed withName(Optional<String> next) {
        return new Observed(
                next, topic, canonicalAlias, alternatives, joinRule, listed, guestsAllowed, historyVisibility);
    }

    private Observed withTopic(Optional<String> next) {
        return new Observed(
                name, next, canonicalAlias, alternatives, joinRule, listed, guestsAllowed, historyVisibility);
    }

    private Observed withGuests(Optional<Boolean> next) {
        return new Observed(name, topic, canonicalAlias, alternatives, joinRule, listed, next, historyVisibility);
    }

    private Observed withHistory(Optional<String> next) {
        return new Observed(name, topic, canonicalAlias, alternatives, joinRule, listed, guestsAllowed, next);
    }
}
