package net.openmeet.matrix.simulator;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * Which requests a fault is for.
 *
 * @param endpoints empty for all
 * @param actingAs the user id the request acts as
 * @param pathPart a part of the decoded path, for instance a room id or an alias
 */
public record RequestPattern(Set<Endpoint> endpoints, Optional<String> actingAs, Optional<String> pathPart) {
    /** Every request. */
    public static RequestPattern any() {
        return new RequestPattern(Set.of(), Optional.empty(), Optional.empty());
    }

    /** Requests of these kinds. */
    public static RequestPattern of(Endpoint first, Endpoint... others) {
        Set<Endpoint> endpoints = EnumSet.of(first);
        endpoints.addAll(Arrays.asList(others));
        return new RequestPattern(endpoints, Optional.empty(), Optional.empty());
    }

    /** Only those that act as this user. */
    public RequestPattern actingAs(String userId) {
        return new RequestPattern(endpoints, Optional.of(userId), pathPart);
    }

    /** Only those whose decoded path has this in it. */
    public RequestPattern about(String part) {
        return new RequestPattern(endpoints, actingAs, Optional.of(part));
    }

    boolean matches(Endpoint endpoint, Optional<String> actor, String decodedPath) {
        return (endpoints.isEmpty() || endpoints.contains(endpoint))
                && (actingAs.isEmpty() || actingAs.equals(actor))
                && pathPart.filter(part -> !decodedPath.contains(part)).isEmpty();
    }
}
