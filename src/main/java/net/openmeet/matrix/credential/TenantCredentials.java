package net.openmeet.matrix.credential;

import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import net.openmeet.matrix.homeserver.Bearer;
import net.openmeet.matrix.homeserver.Bearers;
import net.openmeet.matrix.homeserver.SecretText;
import net.openmeet.matrix.homeserver.UserId;
import net.openmeet.matrix.log.Fields;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One tenant's side of its credentials: what there is to repair them with, and how their tokens are sealed. Safe for use by several threads.
 *
 * @param server the homeserver's name
 * @param admin who may act for others where there is no application service
 * @param configured the tokens of the configuration, read anew each time
 * @param password the administrator's, likewise
 * @param vault absent where no key file is configured: then no token can be kept
 * @param mayMakeAccounts whether an account that nobody has seen may be made
 * @param book what every instance knows of them
 */
public record TenantCredentials(
        String tenant,
        String server,
        Optional<UserId> admin,
        Bearers configured,
        Supplier<Optional<SecretText>> password,
        Optional<Vault> vault,
        boolean mayMakeAccounts,
        CredentialBook book) {
    private static final Logger LOG = LoggerFactory.getLogger(TenantCredentials.class);

    /** What there is to repair {@code key} with. Reads files. */
    public Means means(CredentialKey key, CredentialBody body) {
        return new Means(
                key,
                body.tokens().flatMap(kept -> open(key, body.generation(), kept)),
                configured(key),
                key.kind() == CredentialKey.Kind.ADMIN ? password.get() : Optional.empty(),
                admin.orElseGet(() -> new UserId("nobody", server)),
                mayMakeAccounts,
                vault.isPresent());
    }

    /** The token that the configuration has for it. */
    public Optional<Means.Configured> configured(CredentialKey key) {
        Optional<Bearer> bearer = switch (key.kind()) {
            case APPSERVICE -> Optional.of(configured.bot());
            case ADMIN -> Optional.of(configured.admin());
            case USER -> Optional.empty();
        };
        return bearer.flatMap(its -> its.token().map(token -> new Means.Configured(its.generation(), token)));
    }

    /** {@code body} with the tokens that were got for it, sealed. */
    CredentialBody sealed(CredentialKey key, CredentialBody body, Tokens tokens, Instant now) {
        Sealed locked = vault.orElseThrow().seal(tokens, new Vault.Binding(key, body.next(), server));
        return body.minted(locked, tokens.expiresAt(), now);
    }

    /** What can't be opened is got anew. */
    private Optional<Tokens> open(CredentialKey key, long generation, Sealed kept) {
        if (vault.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(vault.get().open(kept, new Vault.Binding(key, generation, server)));
        } catch (Vault.UnopenedException e) {
            Fields.of(LOG.atWarn())
                    .with(Fields.TENANT, tenant)
                    .with(Fields.CREDENTIAL, key.toString())
                    .log("The tokens of {} can't be opened and are got anew: {}", key, String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }
}
