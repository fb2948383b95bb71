package net.openmeet.matrix.event;

import java.util.Locale;

/**
 * Why a record can't be used. Goes into the headers of its dead letter, so it is one line without control characters.
 *
 * @param reason a stable code, for filters and metrics
 * @param field what is wrong: {@code data.event.visibility}, {@code data.members[3].role}, an attribute such as
 *     {@code time}, {@code key}, {@code value}, {@code headers.content-type}
 * @param message what was expected, for people
 */
public record Rejection(Reason reason, String field, String message) {

    /** Stable codes, written with hyphens: {@code null-value}. */
    public enum Reason implements Worded {
        /** The record has no value; the input topic isn't compacted, so that is no tombstone. */
        NULL_VALUE,
        /** The record is larger than any event of the contract may be. */
        TOO_LARGE,
        /** Not one JSON document in UTF-8, or nested too deeply, or with a key twice. */
        BAD_JSON,
        /** No CloudEvents attributes in the headers and no CloudEvent in the value. */
        NOT_A_CLOUDEVENT,
        /** A CloudEvent of a version other than 1.0. */
        UNSUPPORTED_SPECVERSION,
        /** An encoding other than JSON. */
        UNSUPPORTED_CONTENT_TYPE,
        /** A field that the rule needs is absent or null. */
        MISSING_FIELD,
        /** A field of another JSON type than the contract's. */
        WRONG_TYPE,
        /** A field of the right type that the contract, or the homeserver, doesn't allow. */
        ILLEGAL_VALUE,
        /** A word that isn't in the contract's enum. */
        UNKNOWN_VALUE,
        /** The record's key isn't the CloudEvent's subject. */
        WRONG_KEY,
        /** Two fields that must agree don't. */
        MISMATCH,
        /** One person twice in one snapshot. */
        DUPLICATE_PERSON,
        /** A record on the replay topic that doesn't say where it first stood. */
        BAD_REPLAY_ORIGIN,
        /** A tenant this service isn't configured for; found by intake, not by the decoder. */
        UNKNOWN_TENANT;

        @Override
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }
}
