package net.openmeet.matrix.deadletter;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import net.openmeet.matrix.event.LaneKey;

/**
 * Which letters are meant: of each question any of its answers, an empty set being any answer.
 *
 * @param topics by full name
 * @param since written then or later
 * @param until written before then
 * @param ids as {@code topic/partition/offset}
 */
public record LetterFilter(
        Set<String> topics,
        Set<String> tenants,
        Set<String> lanes,
        Set<String> reasons,
        Set<String> errcodes,
        Optional<Instant> since,
        Optional<Instant> until,
        Set<String> ids) {

    public LetterFilter {
        topics = Set.copyOf(topics);
        tenants = Set.copyOf(tenants);
        lanes = Set.copyOf(lanes);
        reasons = Set.copyOf(reasons);
        errcodes = Set.copyOf(errcodes);
        ids = Set.copyOf(ids);
    }

    /** Every letter. */
    public static LetterFilter all() {
        return new LetterFilter(
                Set.of(), Set.of(), Set.of(), Set.of(), Set.of(), Optional.empty(), Optional.empty(), Set.of());
    }

    /** Whether it leaves nothing out. */
    public boolean isAll() {
        return equals(all());
    }

    /** Whether {@code letter} is meant. */
    public boolean means(Letter letter) {
        return isAmong(topics, Optional.of(letter.id().topic()))
                && isAmong(tenants, letter.tenant())
                && isAmong(lanes, letter.lane().map(LaneKey::toString))
                && isAmong(reasons, Optional.of(letter.reason()))
                && isAmong(errcodes, letter.errcode())
                && since.filter(letter.at()::isBefore).isEmpty()
                && until.filter(end -> !letter.at().isBefore(end)).isEmpty()
                && isAmong(ids, Optional.of(letter.id().toString()));
    }

    private static boolean isAmong(Set<String> wanted, Optional<String> found) {
        return wanted.isEmpty() || found.filter(wanted::contains).isPresent();
    }
}
