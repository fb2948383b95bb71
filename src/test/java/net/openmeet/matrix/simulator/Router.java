package net.openmeet.matrix.simulator;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds the endpoint of a path; segments are decoded one by one, so that an encoded slash stays inside its segment. */
final class Router {
    /** What a request asked for, with the decoded variable parts of its path. */
    record Route(Endpoint endpoint, Map<String, String> parts) {}

    private record Candidate(Endpoint endpoint, List<String> segments) {}

    private final Map<Integer, List<Candidate>> candidates = new HashMap<>();

    Router() {
        for (Endpoint endpoint : Endpoint.values()) {
            for (String template : endpoint.templates()) {
                List<String> segments = List.of(template.split("/", -1));
                candidates
                        .computeIfAbsent(segments.size(), length -> new ArrayList<>())
                        .add(new Candidate(endpoint, segments));
            }
        }
    }

    Route find(String method, String path) {
        List<String> segments = List.of(path.split("/", -1));
        boolean pathKnown = false;
        for (Candidate candidate : candidates.getOrDefault(segments.size(), List.of())) {
            Optional<Map<String, String>> parts = match(candidate.segments(), segments);
            if (parts.isPresent()) {
                if (candidate.endpoint().method().equals(method)) {
                    return new Route(candidate.endpoint(), parts.get());
                }
                pathKnown = true;
            }
        }
        throw new MatrixError(pathKnown ? 405 : 404, "M_UNRECOGNIZED", "Unrecognized request");
    }

    private static Optional<Map<String, String>> match(List<String> template, List<String> path) {
        Map<String, String> parts = new HashMap<>();
        for (int i = 0; i < template.size(); i++) {
            String wanted = template.get(i);
            if (wanted.startsWith("{")) {
                parts.put(wanted.substring(1, wanted.length() - 1), decode(path.get(i)));
            } else if (!wanted.equals(path.get(i))) {
                return Optional.empty();
            }
        }
        return Optional.of(parts);
    }

    static String decode(String encoded) {
        return URLDecoder.decode(encoded.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
