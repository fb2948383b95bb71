package net.openmeet.matrix.homeserver.http;

import java.util.List;
import java.util.regex.Pattern;

/** Makes a homeserver's text fit to be logged and kept: short, and without anything that could be a token. */
final class Redaction {
    /** Enough for every text seen; more would only fill dead letters. */
    static final int LONGEST = 200;

    private static final String HIDDEN = "[hidden]";
    /** "Bearer x" as proxies echo it, and the shapes of Synapse's and the authentication service's tokens. */
    private static final Pattern TOKEN_LIKE = Pattern.compile(
            "(?i)\\bbearer\\s+\\S+|\\b(?:syt|syr|mat|mct|mar|mcr|mpt)_[a-z0-9._=-]{6,}|\\b(?:access|as|hs)_token\\b\\W*\\S+");

    private Redaction() {}

    /**
     * {@code text} without {@code secrets} and without whatever looks like one, cut to {@value #LONGEST} characters. Cutting comes
     * last: half a token would not be found.
     */
    static String clean(String text, List<String> secrets) {
        String known = text;
        for (String secret : secrets) {
            known = secret.isEmpty() ? known : known.replace(secret, HIDDEN);
        }
        String cleaned = TOKEN_LIKE.matcher(known).replaceAll(HIDDEN);
        if (cleaned.length() <= LONGEST) {
            return cleaned;
        }
        int end = Character.isHighSurrogate(cleaned.charAt(LONGEST - 1)) ? LONGEST - 1 : LONGEST;
        return cleaned.substring(0, end);
    }
}
