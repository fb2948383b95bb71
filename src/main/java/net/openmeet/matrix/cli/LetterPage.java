package net.openmeet.matrix.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import net.openmeet.matrix.deadletter.About;
import net.openmeet.matrix.deadletter.Disposition;
import net.openmeet.matrix.deadletter.Fate;
import net.openmeet.matrix.deadletter.Glance;
import net.openmeet.matrix.deadletter.Letter;
import net.openmeet.matrix.deadletter.LetterReading;
import net.openmeet.matrix.deadletter.LetterStanding;
import net.openmeet.matrix.deadletter.OperationLetter;
import net.openmeet.matrix.json.Json;

/** Prints one letter for people: what was asked, what was wrong with it, how often, since when, what is so now, what was done. */
final class LetterPage {
    private final LetterFile file;
    private final PrintWriter out;
    private final List<List<String>> rows = new ArrayList<>();

    LetterPage(LetterFile file, PrintWriter out) {
        this.file = file;
        this.out = out;
    }

    void print(int cap) {
        Letter letter = file.letter();
        out.println(letter.id());
        row("state", state(cap));
        letter.lane().ifPresent(lane -> row("lane", lane.toString()));
        switch (letter.about()) {
            case About.Event event -> event(event);
            case About.Operation operation -> operation(operation);
            case About.Garbled ignored -> {}
        }
        row("problem", problem(letter));
        row("written", letter.at().toString());
        if (!file.others().isEmpty()) {
            row("same matter", String.join(", ", file.others()));
        }
        file.now().forEach(this::now);
        Terminal.table(rows, out);
        value();
    }

    private void event(About.Event event) {
        Glance glance = Glance.of(file.record());
        row("event", glance.type().orElse("type not known"));
        glance.of("subject").ifPresent(subject -> row("subject", subject));
        glance.of("id").ifPresent(id -> row("event id", id));
        glance.of("time").ifPresent(time -> row("event time", time));
        event.field().ifPresent(field -> row("field", field));
        event.source().ifPresent(source -> row("read at", source.toString()));
        if (!event.origin().equals(event.source())) {
            event.origin().ifPresent(origin -> row("first at", origin.toString()));
        }
    }

    private void operation(About.Operation operation) {
        row(
                "slot",
                operation.slot()
                        + operation.attribute().map(word -> ", " + word).orElse(""));
        row("call", operation.call().orElse("none was made"));
        row("attempts", operation.attempts() + ", the problem first seen " + operation.since());
        operation.origin().ifPresent(origin -> row("told at", origin.toString()));
    }

    private static String problem(Letter letter) {
        return letter.reason()
                + letter.errcode().map(code -> " (" + code + ")").orElse("")
                + letter.message().map(text -> ": " + text).orElse("");
    }

    private String state(int cap) {
        LetterStanding standing = file.standing();
        String word = standing.word(cap);
        return switch (standing) {
            case LetterStanding.Open open ->
                open.pass() == 1 ? word : word + ", replayed before: " + (open.pass() - 1) + " of at most " + cap;
            case LetterStanding.Done done -> done(word, done.disposition());
            case LetterStanding.Overtaken overtaken -> word + " by " + overtaken.by();
        };
    }

    static String done(String word, Disposition disposition) {
        return word + " by " + disposition.by() + " at " + disposition.at()
                + (disposition.pass() > 1 ? ", for the " + disposition.pass() + ". time" : "")
                + disposition.reason().map(why -> ": " + why).orElse("")
                + disposition.fate().map(fate -> "; " + fate(fate)).orElse("");
    }

    static String fate(Fate fate) {
        return fate.word().word() + fate.detail().map(detail -> ": " + detail).orElse("") + " (" + fate.at() + ")";
    }

    private void now(StandsNow.Told told) {
        String what = told.lane().isRoom() ? "room now" : "person now";
        row(what, told.record().map(StandsNow::words).or(told::why).orElse("nothing was told of it"));
        if (told.lane().isRoom()) {
            row("", "rooms show " + told.lane() + " asks a running instance");
        }
    }

    private void value() {
        switch (file.letter().about()) {
            case About.Operation ignored -> desired();
            case About.Event ignored -> original();
            case About.Garbled ignored -> original();
        }
    }

    private void desired() {
        Optional<Object> desired =
                LetterReading.operationLetter(file.record().value()).flatMap(OperationLetter::desired);
        out.println(desired.isPresent() ? "  desired then:" : "  what was desired then isn't in the letter");
        desired.ifPresent(facts -> indented(LetterValue.lines(Json.mapper().valueToTree(facts))));
        LetterReading.operationLetter(file.record().value())
                .flatMap(OperationLetter::stackTrace)
                .ifPresent(this::thrown);
    }

    private void thrown(String frames) {
        out.println("  thrown at:");
        indented(frames.lines().map(Terminal::safe).toList());
    }

    private void original() {
        LetterValue.json(file.record().value())
                .ifPresentOrElse(
                        json -> {
                            out.println("  data:");
                            indented(LetterValue.lines(LetterValue.data(json)));
                        },
                        () -> out.println("  value, which isn't JSON: "
                                + Terminal.safe(LetterValue.text(file.record().value()))));
    }

    private void indented(List<String> lines) {
        out.println(lines.stream().map(line -> "    " + line).collect(Collectors.joining(System.lineSeparator())));
    }

    private void row(String what, String text) {
        rows.add(List.of("  " + what, text));
    }
}
