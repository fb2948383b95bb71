package net.openmeet.matrix.homeserver;

import com.fasterxml.jackson.annotation.JsonValue;

/**
 * A token or password on its way to or from a homeserver. Never shown by {@link #toString} or in JSON, so that what holds one may be
 * logged. Immutable.
 */
public final class SecretText {
    private static final String MASK = "********";

    private final String text;

    private SecretText(String text) {
        this.text = text;
    }

    /** Hides {@code text}. */
    public static SecretText of(String text) {
        return new SecretText(text);
    }

    /** The secret itself: for a request's header or body, and for encryption. */
    public String reveal() {
        return text;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SecretText that && text.equals(that.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    /** Stars. */
    @Override
    @JsonValue
    public String toString() {
        return MASK;
    }
}
