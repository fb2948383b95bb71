package net.openmeet.matrix.observability;

import java.util.OptionalInt;
import java.util.Set;

/**
 * The HTTP status codes that may stand in a metric's label: those a Matrix homeserver or a proxy before it answers. Any other is {@code
 * other}, so that nobody can add series by answering.
 */
final class Statuses {
    private static final Set<Integer> KNOWN = Set.of(
            200, 201, 202, 204, 301, 302, 303, 307, 308, 400, 401, 403, 404, 405, 408, 409, 410, 411, 413, 414, 415,
            421, 422, 429, 431, 451, 500, 501, 502, 503, 504, 520, 521, 522, 523, 524, 525, 526, 530);

    private Statuses() {}

    /** {@code none} if there was no whole answer. */
    static String label(OptionalInt status) {
        if (status.isEmpty()) {
            return "none";
        }
        return KNOWN.contains(status.getAsInt()) ? Integer.toString(status.getAsInt()) : "other";
    }
}
