package net.openmeet.matrix.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;

/** A person's account for people. */
final class PersonScreen {
    private PersonScreen() {}

    static void print(JsonNode view, PrintWriter out) {
        JsonNode account = view.path("account");
        JsonNode identity = account.path("identity");
        out.println(Terminal.safe(view.path("lane").asText()));
        new Section()
                .row("matrix id", Section.text(account.path("user")) + origin(identity))
                .row("state", Section.text(account.path("state")))
                .row("account", Section.text(account.path("hold")))
                .maybe("refused", Section.problem(account.path("refusal")))
                .row("work", Section.work(view.path("progress")))
                .maybe("problem", Section.problem(view.path("lastProblem")))
                .maybe("not before", Section.text(account.path("notBefore")))
                .row("last read", Section.text(view.at("/progress/readAt")))
                .print(out);
        NavigableSet<String> attributes = new TreeSet<>();
        for (String side : List.of("desired", "observed")) {
            account.path(side).properties().forEach(attribute -> attributes.add(attribute.getKey()));
        }
        if (attributes.isEmpty()) {
            return;
        }
        out.println();
        Section shown = new Section().row("", "WANTED", "SHOWN", "REFUSED");
        attributes.forEach(name -> {
            JsonNode observed = account.path("observed").path(name);
            String refused = Section.text(observed.path("refused"));
            shown.row(
                    name,
                    Section.text(account.path("desired").path(name)),
                    Section.text(observed.path("shown")),
                    refused.equals(Section.NOTHING)
                            ? refused
                            : refused + ": " + Section.problem(observed.path("problem")));
        });
        shown.print(out);
    }

    private static String origin(JsonNode identity) {
        return !identity.has("localpart")
                ? ""
                : identity.path("registered").asBoolean() ? " (registered by OpenMeet)" : " (derived)";
    }
}
