package net.openmeet.matrix.cli;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import net.openmeet.matrix.deadletter.Fate;
import net.openmeet.matrix.deadletter.Letter;
import net.openmeet.matrix.json.Json;

/** Gathers what became of each letter; with {@code --json} prints a line for each at once. Owned by one thread. */
final class LetterReport {
    private final String did;
    private final boolean json;
    private final boolean fates;
    private final PrintWriter out;
    private final List<Letter> done = new ArrayList<>();
    private final Map<String, List<String>> left = new TreeMap<>();

    /**
     * One letter in the JSON of {@code replay} and {@code discard}: a contract, additive only.
     *
     * @param did {@code replayed}, {@code discarded}, {@code left-out}, or {@code would-replay}, {@code would-discard}
     * @param why it was left out
     * @param fate what became of the replay; absent if nothing was heard, or not waited for
     * @param newLetter the new letter, if it was rejected again and the letter was seen
     */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record Line(String id, String did, Optional<String> why, Optional<Fate> fate, Optional<String> newLetter) {}

    /**
     * @param did the word for what is done
     * @param fates whether what became of it is told later: then there is no line before
     */
    LetterReport(String did, boolean json, boolean fates, PrintWriter out) {
        this.did = did;
        this.json = json;
        this.fates = fates;
        this.out = out;
    }

    void done(Letter letter) {
        done.add(letter);
        if (!fates) {
            line(letter.id().toString(), did, Optional.empty(), Optional.empty(), Optional.empty());
        }
    }

    void leftOut(Letter letter, String why) {
        left.computeIfAbsent(why, none -> new ArrayList<>()).add(letter.id().toString());
        line(letter.id().toString(), "left-out", Optional.of(why), Optional.empty(), Optional.empty());
    }

    /** What became of one that was done. */
    void fate(Letter letter, Optional<Fate> fate, Optional<String> newLetter) {
        line(letter.id().toString(), did, Optional.empty(), fate, newLetter);
    }

    /** Those to which it was done. */
    List<Letter> done() {
        return List.copyOf(done);
    }

    boolean isJson() {
        return json;
    }

    /** Those that are left out are told by reason: of thousands nobody wants a line each. */
    void printLeftOut() {
        if (!json) {
            left.forEach((why, ids) -> out.println(Terminal.safe(
                    "left out " + (ids.size() == 1 ? ids.getFirst() : String.valueOf(ids.size())) + ": " + why)));
        }
    }

    private void line(String id, String word, Optional<String> why, Optional<Fate> fate, Optional<String> newLetter) {
        if (json) {
            out.println(new String(Json.write(new Line(id, word, why, fate, newLetter)), StandardCharsets.UTF_8));
            out.flush();
        }
    }
}
