package net.openmeet.matrix.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;

/** A room's state for people. */
final class RoomScreen {
    private static final List<String> HEADINGS =
            List.of("PERSON", "MATRIX ID", "OPENMEET SAYS", "WANTED", "SEEN", "WAITS FOR", "SINCE", "PROBLEM");

    private RoomScreen() {}

    static void print(JsonNode view, PrintWriter out) {
        JsonNode room = view.path("room");
        out.println(Terminal.safe(view.path("lane").asText()));
        new Section()
                .row("state", Section.text(room.path("state")))
                .row("work", Section.work(view.path("progress")))
                .maybe("problem", Section.problem(view.path("lastProblem")))
                .row("last word", Section.from(room.path("from")))
                .row("last read", Section.text(view.at("/progress/readAt")))
                .row("members", counts(room.path("members")))
                .print(out);
        out.println();
        attributes(room, out);
        details(room, out);
        if (view.has("members")) {
            out.println();
            members(view.at("/members/page"), room.at("/observed/roomId").isMissingNode(), out);
        }
    }

    private static String counts(JsonNode counts) {
        StringJoiner waiting = new StringJoiner(", ");
        counts.path("waiting")
                .properties()
                .forEach(reason -> waiting.add(reason.getValue().asInt() + " " + reason.getKey()));
        return counts.path("desired").asInt() + " wanted in, "
                + counts.path("joined").asInt() + " joined" + (waiting.length() == 0 ? "" : "; waiting: " + waiting);
    }

    private static void attributes(JsonNode room, PrintWriter out) {
        JsonNode desired = room.path("desired");
        JsonNode observed = room.path("observed");
        String version = observed.path("version").asText("");
        new Section()
                .row("", "WANTED", "ON THE HOMESERVER")
                .row(
                        "room",
                        desired.isMissingNode()
                                ? Section.NOTHING
                                : desired.path("status").asText() + ", "
                                        + desired.path("visibility").asText(),
                        Section.text(observed.path("roomId")) + (version.isEmpty() ? "" : " (version " + version + ")"))
                .row("name", Section.text(desired.path("name")), Section.text(observed.path("name")))
                .row("topic", Section.text(desired.path("topic")), Section.text(observed.path("topic")))
                .row("alias", Section.text(desired.path("alias")), Section.text(observed.path("alias")))
                .row("also", Section.list(desired.path("formerAliases")), Section.list(observed.path("alternatives")))
                .row("join rule", Section.text(desired.path("joinRule")), Section.text(observed.path("joinRule")))
                .row("listed", Section.text(desired.path("listed")), Section.text(observed.path("listed")))
                .row("levels", Section.NOTHING, observed.path("levelsKnown").asBoolean() ? "known" : "not known")
                .print(out);
    }

    private static void details(JsonNode room, PrintWriter out) {
        Section section = new Section();
        room.path("doubts").forEach(doubt -> section.row("not certain", doubt.asText()));
        room.path("refused")
                .properties()
                .forEach(refused -> section.row(
                        "refused",
                        refused.getKey() + " "
                                + refused.getValue().path("value").asText() + ": "
                                + Section.problem(refused.getValue().path("problem"))));
        room.path("aliases")
                .properties()
                .forEach(alias -> section.row(
                        "alias", alias.getKey() + " " + alias.getValue().asText()));
        section.maybe("rooms before", Section.list(room.at("/observed/previousRoomIds")));
        out.println();
        section.print(out);
    }

    private static void members(JsonNode members, boolean roomless, PrintWriter out) {
        List<List<String>> rows = new ArrayList<>(List.of(HEADINGS));
        members.forEach(member -> rows.add(List.of(
                member.path("person").asText(),
                Section.text(member.path("user")),
                standing(member.path("standing")),
                wanted(member.path("desired")),
                Section.text(member.path("observed")),
                member.has("waiting")
                        ? Section.waited(member.path("waiting"))
                        : member.path("condition").asText().equals("dirty")
                                ? (roomless ? "the room" : "to be done")
                                : Section.NOTHING,
                Section.text(member.path("since")),
                Section.problem(member.path("problem")) + tries(member))));
        Terminal.table(rows, out);
    }

    private static String tries(JsonNode member) {
        int attempts = member.path("attempts").asInt();
        return (attempts > 0 ? ", " + attempts + " failed tries" : "")
                + (member.has("retryAt")
                        ? ", again at " + member.path("retryAt").asText()
                        : "");
    }

    private static String standing(JsonNode standing) {
        StringJoiner words = new StringJoiner(" ");
        standing.properties().forEach(part -> words.add(part.getValue().asText()));
        return words.length() == 0 ? Section.NOTHING : words.toString();
    }

    private static String wanted(JsonNode desired) {
        return desired.path("in").asBoolean()
                ? "in, level " + desired.path("level").asInt()
                : "out";
    }
}
