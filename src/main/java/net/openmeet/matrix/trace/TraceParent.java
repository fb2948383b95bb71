package net.openmeet.matrix.trace;

import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A {@code traceparent}, as W3C Trace Context writes it: which trace, which span of it, and what is known of its sampling. It is stored and
 * handed on as text, so that no stored value depends on a tracing library.
 *
 * @param traceId 32 lower-case hexadecimal digits
 * @param spanId 16 of them
 * @param flags one byte
 * @see <a href="https://www.w3.org/TR/trace-context-2/#traceparent-header">Trace Context level 2, traceparent</a>
 */
public record TraceParent(String traceId, String spanId, byte flags) {
    /** The header's name, and the CloudEvents extension's. */
    public static final String NAME = "traceparent";

    /** What follows the flags is a later version's. Its length is bounded before this is asked. */
    private static final Pattern TEXT =
            Pattern.compile("([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?");

    private static final int MOST = 512;
    private static final String OURS = "00";
    private static final String FORBIDDEN = "ff";
    /** Sampled, and random: all that level 2 knows. */
    private static final int KNOWN_FLAGS = 0x03;

    private static final HexFormat HEX = HexFormat.of();

    /** Reads one; empty if it is illegal. Of a later version what this one knows is taken. */
    public static Optional<TraceParent> parse(String text) {
        if (text.length() > MOST) {
            return Optional.empty();
        }
        Matcher found = TEXT.matcher(text);
        if (!found.matches() || found.group(1).equals(FORBIDDEN)) {
            return Optional.empty();
        }
        boolean later = !found.group(1).equals(OURS);
        boolean longer = found.group(5) != null;
        if ((longer && !later) || isZero(found.group(2)) || isZero(found.group(3))) {
            return Optional.empty();
        }
        int flags = HexFormat.fromHexDigits(found.group(4));
        return Optional.of(
                new TraceParent(found.group(2), found.group(3), (byte) (later ? flags & KNOWN_FLAGS : flags)));
    }

    private static boolean isZero(String digits) {
        return digits.chars().allMatch(digit -> digit == '0');
    }

    /** As version 00 writes it. */
    @Override
    public String toString() {
        return OURS + "-" + traceId + "-" + spanId + "-" + HEX.toHexDigits(flags);
    }
}
