package net.openmeet.matrix.room;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import net.openmeet.matrix.homeserver.JoinRule;
import net.openmeet.matrix.homeserver.MatrixCall;
import net.openmeet.matrix.homeserver.PowerLevels;
import net.openmeet.matrix.homeserver.RoomAlias;
import net.openmeet.matrix.homeserver.RoomState;
import net.openmeet.matrix.homeserver.UserId;

/** What a call would change, in words for people: a line for each thing. */
public final class ChangeWords {
    private static final String NONE = "none";

    private ChangeWords() {}

    /**
     * The lines of one call; a read has none.
     *
     * @param body of the room as known right before; absent for an account
     */
    public static List<String> of(MatrixCall call, Optional<RoomBody> body) {
        return switch (call) {
            case MatrixCall.Read ignored -> List.of();
            case MatrixCall.CreateRoom it -> List.of(made(it));
            case MatrixCall.PutState it -> state(it, body);
            case MatrixCall.PutAlias it -> List.of("add alias " + it.alias());
            case MatrixCall.DeleteAlias it -> List.of("remove alias " + it.alias());
            case MatrixCall.ListRoom it ->
                List.of(it.listed() ? "list it in the room directory" : "take it out of the room directory");
            case MatrixCall.Invite it -> List.of("invite " + it.user());
            case MatrixCall.Join it -> List.of("join " + it.user());
            case MatrixCall.Kick it -> List.of("kick " + it.user());
            case MatrixCall.Leave it -> List.of("leave as " + it.user());
            case MatrixCall.Register it -> List.of("make the account " + it.user());
            case MatrixCall.PutClaim it -> List.of("mark " + it.user() + " as the account of " + it.person());
            case MatrixCall.PutDisplayName it -> List.of("set display name → " + quoted(it.name()));
            case MatrixCall.PutAvatar it -> List.of("set avatar → " + quoted(it.url()));
            case MatrixCall.Deactivate it -> List.of("deactivate the account " + it.user());
            case MatrixCall.OfHomeserver it -> List.of(it.getClass().getSimpleName());
            case MatrixCall.OfCredential it -> List.of(it.getClass().getSimpleName());
        };
    }

    private static String made(MatrixCall.CreateRoom it) {
        return "make a room named " + quoted(it.name()) + " with alias " + it.alias() + ", join rule "
                + it.joinRule().word() + (it.listed() ? ", listed" : ", not listed") + ", version " + it.roomVersion()
                + (it.invite().isEmpty() ? "" : ", inviting " + it.invite().size())
                + (it.levels().isEmpty()
                        ? ""
                        : ", with levels for " + it.levels().size());
    }

    private static List<String> state(MatrixCall.PutState put, Optional<RoomBody> body) {
        Observed seen = body.map(RoomBody::observed).orElseGet(Observed::nothing);
        List<String> lines = switch (put.state()) {
            case RoomState.Name it -> List.of(changed("name", quoted(seen.name()), quoted(it.name())));
            case RoomState.Topic it -> List.of(changed("topic", quoted(seen.topic()), quoted(it.topic())));
            case RoomState.Join it ->
                List.of(changed(
                        "join rule",
                        seen.joinRule().map(JoinRule::word).orElse(NONE),
                        it.rule().word()));
            case RoomState.GuestAccess it ->
                List.of(changed(
                        "guests allowed",
                        seen.guestsAllowed().map(String::valueOf).orElse(NONE),
                        String.valueOf(it.allowed())));
            case RoomState.HistoryVisibility it ->
                List.of(changed("history visibility", seen.historyVisibility().orElse(NONE), it.visibility()));
            case RoomState.CanonicalAlias it -> aliases(seen, it);
            case RoomState.Lane it -> List.of("mark the room as that of " + it.lane());
            case RoomState.Levels it -> levels(body.flatMap(its -> its.power().levels()), it.levels());
        };
        return put.as()
                .map(user ->
                        lines.stream().map(line -> line + " (as " + user + ")").toList())
                .orElse(lines);
    }

    private static List<String> aliases(Observed seen, RoomState.CanonicalAlias next) {
        List<String> lines = new ArrayList<>();
        if (!seen.canonicalAlias().equals(next.alias())) {
            lines.add(changed("canonical alias", name(seen.canonicalAlias()), name(next.alias())));
        }
        if (!seen.alternatives().equals(next.alternatives()) || lines.isEmpty()) {
            lines.add(changed("alternative aliases", names(seen.alternatives()), names(next.alternatives())));
        }
        return lines;
    }

    private static List<String> levels(Optional<PowerLevels> before, PowerLevels after) {
        List<String> lines = new ArrayList<>();
        Map<UserId, Integer> old = before.map(PowerLevels::users).orElse(Map.of());
        Map<UserId, Integer> next = after.users();
        TreeSet<UserId> users = new TreeSet<>((one, other) -> one.toString().compareTo(other.toString()));
        users.addAll(old.keySet());
        users.addAll(next.keySet());
        for (UserId user : users) {
            int was = before.map(levels -> levels.of(user)).orElse(0);
            if (was != after.of(user) || old.containsKey(user) != next.containsKey(user)) {
                lines.add("level of " + user + " " + was + " → " + after.of(user));
            }
        }
        if (before.filter(levels -> levels.toInvite() == after.toInvite()).isEmpty()) {
            lines.add("level to invite → " + after.toInvite());
        }
        return lines;
    }

    private static String changed(String what, String before, String after) {
        return "set " + what + " " + before + " → " + after;
    }

    private static String name(Optional<RoomAlias> alias) {
        return alias.map(RoomAlias::toString).orElse(NONE);
    }

    private static String names(List<RoomAlias> aliases) {
        return aliases.isEmpty()
                ? NONE
                : String.join(", ", aliases.stream().map(RoomAlias::toString).toList());
    }

    private static String quoted(Optional<String> text) {
        return text.map(ChangeWords::quoted).orElse(NONE);
    }

    private static String quoted(String text) {
        return "\"" + text + "\"";
    }
}
