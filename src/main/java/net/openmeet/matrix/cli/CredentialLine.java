package net.openmeet.matrix.cli;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.Optional;
import net.openmeet.matrix.credential.CredentialKey;
import net.openmeet.matrix.credential.CredentialRecord;
import net.openmeet.matrix.credential.CredentialState;
import net.openmeet.matrix.homeserver.Problem;

/**
 * What may be shown of a credential, and the JSON of {@code credentials list --json}: a contract, additive only. Tokens have no place in
 * it, not even encrypted.
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
record CredentialLine(
        CredentialKey credential,
        String tenant,
        String kind,
        Optional<String> user,
        String server,
        CredentialState state,
        Optional<Problem> problem,
        Instant since,
        long generation,
        Optional<Instant> expiresAt) {

    static CredentialLine of(CredentialsReader.Credential credential) {
        CredentialKey key = credential.key();
        CredentialRecord record = credential.record();
        return new CredentialLine(
                key,
                key.tenant(),
                key.kind().word(),
                key.user().map(Object::toString),
                record.server(),
                record.state(),
                record.problem(),
                record.since(),
                record.generation(),
                record.expiresAt());
    }

    /** Why it isn't valid, in a word; a dash if there is nothing to say. */
    String reason() {
        return problem.map(Problem::reason).orElse("-");
    }
}
