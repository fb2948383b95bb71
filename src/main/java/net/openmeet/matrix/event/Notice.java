package net.openmeet.matrix.event;

import java.util.Locale;

/**
 * Something odd in a record that was accepted all the same. Counted by what it is, never fatal.
 *
 * @param what the kind of oddity, for a metric
 * @param field where, as in {@link Rejection#field()}
 */
public record Notice(What what, String field) {

    /** Kinds of oddity, written with hyphens: {@code text-cut}. */
    public enum What implements Worded {
        /** Text longer than its limit was cut at a code point. */
        TEXT_CUT,
        /** Line breaks or tabs in one-line text became blanks. */
        TEXT_TIDIED,
        /** An illegal value in a field that no rule uses was taken as absent. */
        VALUE_IGNORED,
        /** An avatar that isn't {@code mxc://}: fetching it would be a request-forgery hole. */
        AVATAR_IGNORED,
        /** The record isn't in the partition where Java clients put its key, so it has no order with its kin. */
        WRONG_PARTITION;

        @Override
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }
}
