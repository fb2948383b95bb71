package net.openmeet.matrix.log;

import ch.qos.logback.classic.pattern.ClassicConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import java.util.List;
import java.util.Set;
import org.slf4j.event.KeyValuePair;

/**
 * The fields of a line as people read them, after its message: those that the message doesn't say already and that somebody at a terminal
 * looks for. JSON has all of them.
 */
public final class TextFields extends ClassicConverter {
    private static final Set<String> SHOWN = Set.of(
            Fields.LANE,
            Fields.SLOT,
            Fields.ATTRIBUTE,
            Fields.ATTEMPT,
            Fields.REASON,
            Fields.ERRCODE,
            Fields.EVENT_ID,
            Fields.CREDENTIAL,
            Fields.FIELD);

    @Override
    public String convert(ILoggingEvent event) {
        List<KeyValuePair> pairs = event.getKeyValuePairs();
        if (pairs == null || pairs.isEmpty()) {
            return "";
        }
        StringBuilder text = new StringBuilder();
        for (KeyValuePair pair : pairs) {
            if (SHOWN.contains(pair.key) && !isKnown(pair, event.getFormattedMessage())) {
                text.append(' ').append(pair.key).append('=').append(pair.value);
            }
        }
        return text.toString();
    }

    /** A first attempt is no news. */
    private static boolean isKnown(KeyValuePair pair, String message) {
        return pair.value instanceof Number number
                ? number.longValue() == 1
                : message.contains(String.valueOf(pair.value));
    }
}
