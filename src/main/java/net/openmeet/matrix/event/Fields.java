package net.openmeet.matrix.event;

import static net.openmeet.matrix.event.Rejection.Reason.ILLEGAL_VALUE;
import static net.openmeet.matrix.event.Rejection.Reason.MISSING_FIELD;
import static net.openmeet.matrix.event.Rejection.Reason.UNKNOWN_VALUE;
import static net.openmeet.matrix.event.Rejection.Reason.WRONG_TYPE;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Reads the fields of one JSON object and knows its path, so that every {@link Refusal} names what is wrong. Unknown fields
 * are never looked at; null is absent.
 */
final class Fields {

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1," + Limits.ID + "}");

    /**
     * OpenMeet's slugs and the dot. Not the tilde: escaped in a Matrix user id it takes three characters, so the limit on
     * slugs would no longer be one on ids.
     */
    private static final Pattern SLUG = Pattern.compile("[A-Za-z0-9._-]{1," + Limits.SLUG + "}");

    /** The largest integer that every JSON library keeps, 2^53 - 1. */
    private static final long MAX_ID = (1L << 53) - 1;

    private final ObjectNode node;
    private final String path;
    private final List<Notice> notices;

    Fields(ObjectNode node, String path, List<Notice> notices) {
        this.node = node;
        this.path = path;
        this.notices = notices;
    }

    /** The full path of a field. */
    String path(String name) {
        return path + "." + name;
    }

    Fields object(String name) {
        return asObject(required(name), path(name));
    }

    List<Fields> objects(String name) {
        JsonNode array = required(name);
        if (!array.isArray()) {
            throw Refusal.of(WRONG_TYPE, path(name), "expected an array");
        }
        List<Fields> objects = new ArrayList<>(array.size());
        for (int i = 0; i < array.size(); i++) {
            objects.add(asObject(array.get(i), path(name) + "[" + i + "]"));
        }
        return objects;
    }

    /** A tenant's, group's, event's or user's id; 7 and "7" are one. */
    String id(String name) {
        JsonNode id = required(name);
        if (id.isIntegralNumber() && id.canConvertToLong() && id.longValue() >= 0 && id.longValue() <= MAX_ID) {
            return Long.toString(id.longValue());
        }
        if (id.isTextual()) {
            return matching(name, ID, "an integer below 2^53 or up to 64 characters of A-Z a-z 0-9 _ -");
        }
        throw Refusal.of(
                id.isNumber() ? ILLEGAL_VALUE : WRONG_TYPE, path(name), "expected an integer below 2^53 or a string");
    }

    /** A tenant id, which is a string. */
    String tenant(String name) {
        return matching(name, ID, "up to 64 characters of A-Z a-z 0-9 _ -");
    }

    String slug(String name) {
        return matching(name, SLUG, "1 to 100 characters of A-Z a-z 0-9 . _ -");
    }

    /** A string that matches {@code pattern}, which {@code expected} describes. */
    String matching(String name, Pattern pattern, String expected) {
        String text = string(name);
        if (!pattern.matcher(text).matches()) {
            throw Refusal.of(ILLEGAL_VALUE, path(name), "expected " + expected);
        }
        return text;
    }

    /** Text for people, on one line, cut to {@code limit} code points; never blank. */
    String line(String name, int limit) {
        String written = string(name);
        String line = Text.oneLine(written);
        if (!line.equals(written)) {
            notices.add(new Notice(Notice.What.TEXT_TIDIED, path(name)));
        }
        if (Text.isBlank(line)) {
            throw Refusal.of(ILLEGAL_VALUE, path(name), "expected text");
        }
        return cutClean(name, line, limit);
    }

    /** Text for people, on as many lines as it has. */
    String paragraphs(String name, int limit) {
        String written = string(name);
        String tidied = written.replace("\r\n", "\n").replaceAll("[\\x0b-\\r\\x85]", "\n");
        cutClean(name, tidied.replace('\n', ' ').replace('\t', ' '), Integer.MAX_VALUE);
        return cut(name, tidied, limit);
    }

    <E extends Enum<E> & Worded> E word(String name, Class<E> words) {
        return word(name, Arrays.asList(words.getEnumConstants()));
    }

    <E extends Enum<E> & Worded> E word(String name, List<E> words) {
        String text = string(name);
        return words.stream()
                .filter(word -> word.word().equals(text))
                .findFirst()
                .orElseThrow(() -> {
                    String expected = words.stream().map(Worded::word).collect(Collectors.joining(", "));
                    return Refusal.of(
                            UNKNOWN_VALUE,
                            path(name),
                            "expected one of " + expected + "; got " + Text.printable(text, 40));
                });
    }

    int integer(String name, int min, int max) {
        JsonNode number = required(name);
        if (!number.isIntegralNumber()) {
            throw Refusal.of(WRONG_TYPE, path(name), "expected an integer");
        }
        if (!number.canConvertToInt() || number.intValue() < min || number.intValue() > max) {
            throw Refusal.of(ILLEGAL_VALUE, path(name), "expected " + min + " to " + max);
        }
        return number.intValue();
    }

    String string(String name) {
        JsonNode text = required(name);
        if (!text.isTextual()) {
            throw Refusal.of(WRONG_TYPE, path(name), "expected a string");
        }
        return text.textValue();
    }

    /** The field if it is there: absent and null are one. */
    <T> Optional<T> optional(String name, Function<Fields, T> reader) {
        return node.hasNonNull(name) ? Optional.of(reader.apply(this)) : Optional.empty();
    }

    /** The same for a field that no rule uses: an illegal value is counted and taken as absent. */
    <T> Optional<T> unused(String name, Notice.What what, Function<Fields, T> reader) {
        try {
            return optional(name, reader);
        } catch (Refusal illegal) {
            notices.add(new Notice(what, path(name)));
            return Optional.empty();
        }
    }

    private String cutClean(String name, String text, int limit) {
        if (!Text.isClean(text)) {
            throw Refusal.of(ILLEGAL_VALUE, path(name), "control characters or half characters aren't allowed");
        }
        return cut(name, text, limit);
    }

    private String cut(String name, String text, int limit) {
        String cut = Text.cut(text, limit);
        if (cut.length() < text.length()) {
            notices.add(new Notice(Notice.What.TEXT_CUT, path(name)));
        }
        return cut;
    }

    private JsonNode required(String name) {
        JsonNode value = node.path(name);
        if (value.isMissingNode() || value.isNull()) {
            throw Refusal.of(MISSING_FIELD, path(name), "the field is missing or null");
        }
        return value;
    }

    private Fields asObject(JsonNode value, String valuePath) {
        if (value instanceof ObjectNode object) {
            return new Fields(object, valuePath, notices);
        }
        throw Refusal.of(WRONG_TYPE, valuePath, "expected an object");
    }
}
