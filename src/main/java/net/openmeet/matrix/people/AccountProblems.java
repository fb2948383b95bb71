package net.openmeet.matrix.people;

/** Reasons for which an account is refused to a person, as dead letters and {@code openmeet.matrix.people} name them. */
final class AccountProblems {
    /** The bot, an admin, or another application service's user. */
    static final String HANDLE_RESERVED = "handle-reserved";

    /** Another person of OpenMeet has it. */
    static final String HANDLE_TAKEN = "handle-taken";

    /** No homeserver can have a user of that name. */
    static final String HANDLE_INVALID = "handle-invalid";

    /** It was there before us, nobody claimed it, and OpenMeet didn't register it for this person. */
    static final String IDENTITY_CONFLICT = "identity-conflict";

    /** The name is in use and still nobody can act as that user. */
    static final String ACCOUNT_UNUSABLE = "account-unusable";

    /** The homeserver refused for a reason of its own; its error code tells. */
    static final String ACCOUNT_REFUSED = "account-refused";

    private AccountProblems() {}
}
