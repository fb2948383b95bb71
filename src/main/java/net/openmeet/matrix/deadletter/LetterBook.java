package net.openmeet.matrix.deadletter;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import net.openmeet.matrix.event.Coordinates;

/**
 * Letters and what was done with them. Of letters that aren't wanted it keeps only what decides about others: of several about one thing
 * the newest counts, and how often that was replayed is a matter of all of them. Owned by one thread.
 */
public final class LetterBook {
    /** Operations of one lane lie in one partition, in order; clocks of two instances may differ. */
    private static final Comparator<Mention> BY_PLACE = Comparator.<Mention>comparingInt(
                    mention -> mention.id().partition())
            .thenComparingLong(mention -> mention.id().offset());

    private static final Comparator<Mention> BY_TIME =
            Comparator.comparing(Mention::at).thenComparing(BY_PLACE);

    private final Predicate<Letter> wanted;
    private final Map<String, Letter> letters = new LinkedHashMap<>();
    private final Map<String, List<Mention>> things = new HashMap<>();
    private final Map<String, Disposition> ledger = new HashMap<>();

    /** One of several letters about one thing. */
    private record Mention(Coordinates id, Instant at, Optional<Coordinates> origin) {}

    /** @param wanted which letters {@link #letters} answers */
    public LetterBook(Predicate<Letter> wanted) {
        this.wanted = wanted;
    }

    /** There is this letter. */
    public void take(Letter letter) {
        letter.about()
                .thing()
                .ifPresent(
                        thing -> things.computeIfAbsent(letter.id().topic() + "|" + thing, none -> new ArrayList<>(1))
                                .add(new Mention(
                                        letter.id(), letter.at(), letter.about().origin())));
        if (wanted.test(letter)) {
            letters.put(letter.id().toString(), letter);
        }
    }

    /** The ledger's newest word on a letter; empty where it was deleted. */
    public void tell(String id, Optional<Disposition> disposition) {
        disposition.ifPresentOrElse(it -> ledger.put(id, it), () -> ledger.remove(id));
    }

    /** Those that are wanted, oldest first, so that those of one key are in order. */
    public List<Letter> letters() {
        return letters.values().stream()
                .sorted(Comparator.comparing(Letter::at)
                        .thenComparing(letter -> letter.id().topic())
                        .thenComparingInt(letter -> letter.id().partition())
                        .thenComparingLong(letter -> letter.id().offset()))
                .toList();
    }

    /** The one of that id, if it is wanted. */
    public Optional<Letter> letter(String id) {
        return Optional.ofNullable(letters.get(id));
    }

    /** What the ledger says of one. */
    public Optional<Disposition> disposition(String id) {
        return Optional.ofNullable(ledger.get(id));
    }

    /** How it stands. */
    public LetterStanding standing(Letter letter) {
        Optional<Disposition> done = disposition(letter.id().toString());
        if (done.isPresent()) {
            return new LetterStanding.Done(done.get(), pass(letter));
        }
        return mentions(letter)
                .max(order(letter))
                .filter(newest -> !newest.id().equals(letter.id()))
                .<LetterStanding>map(newest -> new LetterStanding.Overtaken(newest.id()))
                .orElseGet(() -> new LetterStanding.Open(pass(letter)));
    }

    /** Other letters about the same, oldest first. */
    public List<Coordinates> othersAboutTheSame(Letter letter) {
        return mentions(letter)
                .filter(mention -> !mention.id().equals(letter.id()))
                .sorted(order(letter))
                .map(Mention::id)
                .toList();
    }

    /** A newer fact about a slot starts from one: it may well fare better. */
    private int pass(Letter letter) {
        int told = Stream.concat(
                        Stream.of(letter.id()),
                        mentions(letter)
                                .filter(mention ->
                                        mention.origin().equals(letter.about().origin()))
                                .map(Mention::id))
                .flatMap(id -> disposition(id.toString()).stream())
                .mapToInt(Disposition::pass)
                .max()
                .orElse(0);
        return Math.max(told, letter.about().passes()) + 1;
    }

    private static Comparator<Mention> order(Letter letter) {
        return letter.about() instanceof About.Operation ? BY_PLACE : BY_TIME;
    }

    private Stream<Mention> mentions(Letter letter) {
        return letter
                .about()
                .thing()
                .map(thing -> things.getOrDefault(letter.id().topic() + "|" + thing, List.of()))
                .orElse(List.of())
                .stream();
    }
}
