package net.openmeet.matrix.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;

/** Rows of one part of a screen, of what an instance told: nothing in it is trusted to be there, or to be fit for a terminal. */
final class Section {
    static final String NOTHING = "-";

    private final List<List<String>> rows = new ArrayList<>();

    /** A row of a name and what it is. */
    Section row(String name, String... values) {
        List<String> row = new ArrayList<>(List.of("  " + name));
        row.addAll(List.of(values));
        rows.add(row);
        return this;
    }

    /** The row, if there is anything to say. */
    Section maybe(String name, String value) {
        return value.equals(NOTHING) ? this : row(name, value);
    }

    void print(PrintWriter out) {
        if (!rows.isEmpty()) {
            Terminal.table(rows, out);
        }
    }

    /** A text or number; {@code -} if there is none. */
    static String text(JsonNode value) {
        return value.isMissingNode() || value.isNull() || value.asText().isEmpty() ? NOTHING : value.asText();
    }

    /** Texts with commas between. */
    static String list(JsonNode values) {
        StringJoiner all = new StringJoiner(", ");
        values.forEach(value -> all.add(value.asText()));
        return all.length() == 0 ? NOTHING : all.toString();
    }

    /** What went wrong, in a line. */
    static String problem(JsonNode problem) {
        if (problem.isMissingNode()) {
            return NOTHING;
        }
        String errcode = problem.path("errcode").asText("");
        return problem.path("reason").asText() + ": " + problem.path("detail").asText()
                + (errcode.isEmpty() ? "" : " (" + errcode + ")") + ", since "
                + problem.path("since").asText();
    }

    /** Where something comes from, in a line. */
    static String from(JsonNode from) {
        if (from.isMissingNode()) {
            return NOTHING;
        }
        String event = from.path("eventId").asText("");
        return from.path("record").asText() + ", " + from.path("time").asText()
                + (event.isEmpty() ? "" : ", event " + event);
    }

    /** What is being done, in a line. */
    static String work(JsonNode work) {
        String state = work.path("state").asText();
        StringJoiner words = new StringJoiner(", ");
        if (state.equals("converged")) {
            words.add("nothing left to do");
        } else if (state.equals("waiting")) {
            words.add("waits for " + waited(work.path("waiting")) + " since "
                    + work.path("since").asText());
            words.add("looked at again by " + work.path("lookAt").asText());
        } else {
            words.add("due " + work.path("lookAt").asText() + ", since "
                    + work.path("since").asText());
        }
        if (work.path("backfill").asBoolean()) {
            words.add("behind live work");
        }
        if (work.has("inFlightSince")) {
            words.add("a call is under way since " + work.path("inFlightSince").asText());
        }
        if (work.has("notBefore")) {
            words.add("no call before " + work.path("notBefore").asText());
        }
        if (work.path("attempts").asInt() > 0) {
            words.add(work.path("attempts").asInt() + " failed tries");
        }
        return words.toString();
    }

    /** A reason and whose turn it is. */
    static String waited(JsonNode waiting) {
        if (waiting.isMissingNode()) {
            return NOTHING;
        }
        String turn = waiting.path("turn").asText();
        return waiting.path("reason").asText() + (turn.equals("openmeet") ? " (others' turn)" : " (our turn)");
    }
}
