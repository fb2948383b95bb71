package net.openmeet.matrix.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.StringJoiner;

/** What a resync would change, for people. */
final class DifferenceScreen {
    private DifferenceScreen() {}

    /** Whether a resync would change anything, as far as that can be said. */
    static boolean differs(JsonNode difference) {
        return !difference.path("changes").isEmpty() || difference.has("beyond");
    }

    static void print(JsonNode difference, PrintWriter out) {
        int writes = difference.path("writes").asInt();
        StringJoiner head = new StringJoiner("; ");
        head.add(!differs(difference) ? "nothing differs" : writes + (writes == 1 ? " call" : " calls"));
        if (difference.has("waits")) {
            head.add("then waits for " + Section.waited(difference.path("waits")));
        }
        StringJoiner waiting = new StringJoiner(", ", "members waiting: ", "").setEmptyValue("");
        difference
                .path("waiting")
                .properties()
                .forEach(reason -> waiting.add(reason.getValue().asInt() + " " + reason.getKey()));
        if (waiting.length() > 0) {
            head.add(waiting.toString());
        }
        out.println(Terminal.safe(difference.path("lane").asText() + ": " + head));
        difference
                .path("changes")
                .forEach(change ->
                        out.println(Terminal.safe("  " + change.path("words").asText())));
        if (difference.has("beyond")) {
            out.println(Terminal.safe("  … " + difference.path("beyond").asText()));
        }
    }
}
