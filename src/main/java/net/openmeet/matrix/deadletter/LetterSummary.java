package net.openmeet.matrix.deadletter;

import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/** How many letters there are, by what people ask first. Owned by one thread. */
public final class LetterSummary {
    private final Map<String, Integer> topics = new TreeMap<>();
    private final Map<String, Integer> reasons = new TreeMap<>();
    private final Map<String, Integer> tenants = new TreeMap<>();
    private final Map<LetterAge, Integer> ages = new TreeMap<>();
    private final Instant now;
    private int count;

    /** @param now what ages are counted to */
    public LetterSummary(Instant now) {
        this.now = now;
    }

    /** One more. */
    public void add(Letter letter) {
        count++;
        topics.merge(letter.id().topic(), 1, Integer::sum);
        reasons.merge(letter.reason(), 1, Integer::sum);
        tenants.merge(letter.tenant().orElse("unknown"), 1, Integer::sum);
        ages.merge(LetterAge.of(letter.at(), now), 1, Integer::sum);
    }

    /** All of them. */
    public int count() {
        return count;
    }

    /** By the topic they lie on. */
    public Map<String, Integer> topics() {
        return topics;
    }

    /** By why. */
    public Map<String, Integer> reasons() {
        return reasons;
    }

    /** By tenant; {@code unknown} where the key doesn't tell it. */
    public Map<String, Integer> tenants() {
        return tenants;
    }

    /** By age, youngest first. */
    public Map<LetterAge, Integer> ages() {
        return ages;
    }
}
