package net.openmeet.matrix.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import net.openmeet.matrix.homeserver.UserId;

/** Turns the text of one setting into its value; an {@link IllegalArgumentException} says what was expected. */
final class Parse {
    private static final Pattern DURATION = Pattern.compile("(\\d{1,9})\\s*(ms|s|m|h|d)");
    private static final Pattern TENANT = Pattern.compile("[A-Za-z0-9_-]{1,64}");
    private static final Pattern APPLICATION = Pattern.compile("[A-Za-z0-9._-]{1,100}");

    /** Of a new Matrix user id, see the Matrix specification, appendix "User identifiers". */
    private static final Pattern LOCALPART = Pattern.compile("[a-z0-9._=/+-]{1,255}");

    /** See the Matrix specification, appendix "Server name". */
    private static final Pattern SERVER = Pattern.compile("([A-Za-z0-9.-]{1,230}|\\[[0-9A-Fa-f:.]{2,45}])(:\\d{1,5})?");

    private static final Pattern BROKER = Pattern.compile("([A-Za-z0-9_.-]+|\\[[0-9A-Fa-f:.]+]):\\d{1,5}");

    private Parse() {}

    static String text(String text) {
        return text;
    }

    static boolean flag(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("expected true or false, but got " + text);
        };
    }

    static int number(String text, int least, int most) {
        try {
            int number = Integer.parseInt(text);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // said below, with the range
        }
        throw new IllegalArgumentException("expected a number from " + least + " to " + most + ", but got " + text);
    }

    static Duration duration(String text) {
        Matcher simple = DURATION.matcher(text);
        if (simple.matches()) {
            long count = Long.parseLong(simple.group(1));
            return switch (simple.group(2)) {
                case "ms" -> Duration.ofMillis(count);
                case "s" -> Duration.ofSeconds(count);
                case "m" -> Duration.ofMinutes(count);
                case "h" -> Duration.ofHours(count);
                default -> Duration.ofDays(count);
            };
        }
        try {
            return Duration.parse(text);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("expected a duration such as 300ms, 15s, 10m or 1h, but got " + text, e);
        }
    }

    /** A duration of a millisecond or more. */
    static Duration positive(String text) {
        Duration duration = duration(text);
        if (duration.toMillis() < 1) {
            throw new IllegalArgumentException("expected a duration above zero, but got " + text);
        }
        return duration;
    }

    /** The constant that is written {@code like-this}. */
    static <E extends Enum<E>> E choice(Class<E> type, String text) {
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> word(constant).equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("expected " + words(type) + ", but got " + text));
    }

    static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static String words(Class<? extends Enum<?>> type) {
        return Arrays.stream(type.getEnumConstants()).map(Parse::word).collect(Collectors.joining(" or "));
    }

    static String oneOf(String text, List<String> allowed) {
        if (!allowed.contains(text)) {
            throw new IllegalArgumentException("expected " + String.join(" or ", allowed) + ", but got " + text);
        }
        return text;
    }

    /** A localpart in which {@code *} stands for any letters. */
    static Pattern localparts(String text) {
        if (!LOCALPART.matcher(text.replace('*', '-')).matches()) {
            throw new IllegalArgumentException(
                    "expected a Matrix localpart (a-z 0-9 . _ = / + -), in which * stands for anything, but got "
                            + text);
        }
        return Pattern.compile("\\Q" + text.replace("*", "\\E.*\\Q") + "\\E");
    }

    static UserId userId(String text) {
        UserId user = UserId.parse(text);
        serverName(user.server());
        return user;
    }

    static String tenantId(String text) {
        return matching(TENANT, text, "expected 1 to 64 of A-Z a-z 0-9 _ -, but got ");
    }

    static String applicationId(String text) {
        return matching(APPLICATION, text, "expected 1 to 100 of A-Z a-z 0-9 . _ -, but got ");
    }

    static String localpart(String text) {
        if (text.startsWith("@") || text.contains(":")) {
            throw new IllegalArgumentException("expected the localpart alone, without @ and server, but got " + text);
        }
        return matching(LOCALPART, text, "expected a Matrix localpart (a-z 0-9 . _ = / + -), but got ");
    }

    static String serverName(String text) {
        return matching(SERVER, text, "expected a server name such as matrix.example.org, without https://, but got ");
    }

    static String bootstrapServers(String text) {
        for (String server : text.split(",", -1)) {
            matching(BROKER, server.strip(), "expected host:port, or several with commas between, but got ");
        }
        return text;
    }

    static HostPort hostPort(String text) {
        matching(BROKER, text, "expected host:port, but got ");
        int colon = text.lastIndexOf(':');
        return new HostPort(text.substring(0, colon), number(text.substring(colon + 1), 1, 65_535));
    }

    static URI baseUrl(String text) {
        try {
            URI url = new URI(text);
            boolean web = "http".equalsIgnoreCase(url.getScheme()) || "https".equalsIgnoreCase(url.getScheme());
            if (url.getRawUserInfo() != null) {
                // Not quoted: it holds a password.
                throw new IllegalArgumentException("expected an address without user and password");
            }
            if (web && url.getHost() != null && url.getRawQuery() == null && url.getRawFragment() == null) {
                return URI.create(text.replaceFirst("/+$", ""));
            }
        } catch (URISyntaxException e) {
            // said below, with an example
        }
        throw new IllegalArgumentException(
                "expected an address that begins with http:// or https://, such as http://matrix:8008, but got "
                        + text);
    }

    private static String matching(Pattern pattern, String text, String expected) {
        if (!pattern.matcher(text).matches()) {
            throw new IllegalArgumentException(expected + text);
        }
        return text;
    }
}
