package net.openmeet.matrix.event;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/** What makes text fit for a homeserver and for a log line. */
final class Text {

    /** Line separators and tabs: people paste them, a title can't hold them. */
    private static final Pattern BREAKS = Pattern.compile("[\\t-\\r\\x85\\u2028\\u2029]+");

    private Text() {}

    /** The text of {@code bytes}; empty if they aren't UTF-8. Java's own decoding would replace bad bytes without a word. */
    static Optional<String> utf8(byte[] bytes) {
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
        } catch (CharacterCodingException notUtf8) {
            return Optional.empty();
        }
    }

    /**
     * Whether every character is a whole one and none is a control character. Synapse answers 500 to a lone surrogate and
     * leaves a half-built room; PostgreSQL can't hold NUL.
     */
    static boolean isClean(String text) {
        return text.codePoints().noneMatch(c -> Character.isISOControl(c) || isSurrogate(c));
    }

    /** Whether there is nothing to see: blanks of any kind only. */
    static boolean isBlank(String text) {
        return text.codePoints().allMatch(c -> Character.isWhitespace(c) || Character.isSpaceChar(c));
    }

    /** The text with every run of line breaks and tabs as one blank. */
    static String oneLine(String text) {
        return BREAKS.matcher(text).replaceAll(" ");
    }

    /** The first {@code limit} code points. */
    static String cut(String text, int limit) {
        if (text.length() <= limit || text.codePointCount(0, text.length()) <= limit) {
            return text;
        }
        return text.substring(0, text.offsetByCodePoints(0, limit));
    }

    /** A quotation for messages: printable ASCII, short, whatever the text holds. */
    static String printable(String text, int limit) {
        return cut(text, limit).replaceAll("[^\\x20-\\x7e]", "?");
    }

    private static boolean isSurrogate(int codePoint) {
        return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
    }
}
