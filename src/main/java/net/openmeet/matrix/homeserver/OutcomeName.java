package net.openmeet.matrix.homeserver;

import java.util.Locale;
import java.util.Optional;

/** What outcomes are called in metrics and logs. */
public enum OutcomeName {
    APPLIED,
    ALREADY_SO,
    RETRY,
    UNCERTAIN,
    CREDENTIAL_REJECTED,
    ROOM_UNKNOWN,
    CONTRADICTED,
    REJECTED;

    /** The name of an outcome's kind. */
    public static OutcomeName of(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Applied ignored -> APPLIED;
            case Outcome.AlreadySo ignored -> ALREADY_SO;
            case Outcome.Retry ignored -> RETRY;
            case Outcome.Uncertain ignored -> UNCERTAIN;
            case Outcome.CredentialRejected ignored -> CREDENTIAL_REJECTED;
            case Outcome.RoomUnknown ignored -> ROOM_UNKNOWN;
            case Outcome.Contradicted ignored -> CONTRADICTED;
            case Outcome.Rejected ignored -> REJECTED;
        };
    }

    /** The homeserver's error code behind an outcome, if it gave one: as it came, so not yet a label. */
    public static Optional<String> errcode(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Applied ignored -> Optional.empty();
            case Outcome.AlreadySo ignored -> Optional.empty();
            case Outcome.Uncertain ignored -> Optional.empty();
            case Outcome.Retry retry -> retry.failure().errcode();
            case Outcome.CredentialRejected rejected -> rejected.failure().errcode();
            case Outcome.RoomUnknown unknown -> unknown.failure().errcode();
            case Outcome.Contradicted contradicted -> contradicted.failure().errcode();
            case Outcome.Rejected rejected -> rejected.failure().errcode();
        };
    }

    /** In lower case, with hyphens: {@code already-so}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
