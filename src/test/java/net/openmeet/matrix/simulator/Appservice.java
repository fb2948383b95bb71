package net.openmeet.matrix.simulator;

import java.util.List;
import java.util.regex.Pattern;

/**
 * A registered application service, as its registration file describes it.
 *
 * @param users user ids it may act as, when they exist
 * @param exclusiveUsers user ids that nobody else may register
 * @param aliases aliases that only it may make
 */
public record Appservice(
        String id,
        String asToken,
        String senderLocalpart,
        List<Pattern> users,
        List<Pattern> exclusiveUsers,
        List<Pattern> aliases) {

    boolean mayActAs(String userId) {
        return anyMatches(users, userId) || reserves(userId);
    }

    boolean reserves(String userId) {
        return anyMatches(exclusiveUsers, userId);
    }

    boolean reservesAlias(String alias) {
        return anyMatches(aliases, alias);
    }

    private static boolean anyMatches(List<Pattern> patterns, String id) {
        return patterns.stream().anyMatch(pattern -> pattern.matcher(id).matches());
    }

    /** The token stays out of logs. */
    @Override
    public String toString() {
        return "Appservice[" + id + "]";
    }
}
