package net.openmeet.matrix.api;

import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import net.openmeet.matrix.event.Kind;
import net.openmeet.matrix.event.LaneKey;

/**
 * What is asked of a lane, checked: nothing of it can lead a question that is passed on anywhere else.
 *
 * @param aspect what is asked for
 * @param member the id of the one person that is asked for
 * @param after members from the first after this id on; empty for all
 * @param limit of members
 * @param waiting only members for whom something is left to do
 * @param rejoin of a difference: as if those who left were to come back
 */
record Question(
        LaneKey lane,
        Aspect aspect,
        Optional<String> member,
        String after,
        int limit,
        boolean waiting,
        boolean rejoin) {
    static final String LANES = "/api/v1/lanes/";
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,64}");
    private static final int PAGE = 100;
    private static final int MOST = 1_000;

    /** What can be asked for. */
    enum Aspect {
        STATE(""),
        /** What a resync would change. */
        DIFFERENCE("/difference");

        private final String path;

        Aspect(String path) {
            this.path = path;
        }
    }

    /**
     * Reads one.
     *
     * @param path the parameters of the path, by name
     * @param query those of the query
     * @throws RefusedException if something of it can't be, naming it
     */
    static Question read(Aspect aspect, Function<String, String> path, Function<String, Optional<String>> query) {
        LaneKey lane = new LaneKey(
                id("tenant", path.apply("tenant")),
                Kind.ofWord(path.apply("kind"))
                        .orElseThrow(
                                () -> wrong("kind", "expected event, group or user, but got " + path.apply("kind"))),
                id("id", path.apply("id")));
        return new Question(
                lane,
                aspect,
                query.apply("member").map(text -> id("member", text)),
                query.apply("after")
                        .filter(text -> !text.isEmpty())
                        .map(text -> id("after", text))
                        .orElse(""),
                query.apply("limit").map(Question::limit).orElse(PAGE),
                query.apply("waiting").map(text -> flag("waiting", text)).orElse(false),
                query.apply("rejoin").map(text -> flag("rejoin", text)).orElse(false));
    }

    /** The same question, as it is asked of another instance. */
    String path() {
        return LANES + lane + aspect.path + "?after=" + after + "&limit=" + limit + "&waiting=" + waiting + "&rejoin="
                + rejoin + member.map(id -> "&member=" + id).orElse("");
    }

    private static String id(String field, String text) {
        if (!ID.matcher(text).matches()) {
            throw wrong(field, "expected 1 to 64 of A-Z a-z 0-9 _ -, but got " + text);
        }
        return text;
    }

    private static int limit(String text) {
        try {
            int limit = Integer.parseInt(text);
            if (limit >= 1 && limit <= MOST) {
                return limit;
            }
        } catch (NumberFormatException e) {
            // said below, with the range
        }
        throw wrong("limit", "expected a number from 1 to " + MOST + ", but got " + text);
    }

    private static boolean flag(String field, String text) {
        return switch (text) {
            case "", "true" -> true;
            case "false" -> false;
            default -> throw wrong(field, "expected true or false, but got " + text);
        };
    }

    private static RefusedException wrong(String field, String detail) {
        return RefusedException.of(400, "bad-" + field, field + ": " + detail);
    }
}
