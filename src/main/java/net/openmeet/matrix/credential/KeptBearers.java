package net.openmeet.matrix.credential;

import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;
import net.openmeet.matrix.homeserver.Bearer;
import net.openmeet.matrix.homeserver.Bearers;
import net.openmeet.matrix.homeserver.TokenOwner;
import net.openmeet.matrix.homeserver.UserId;

/**
 * The tokens of a tenant without an application service: an administrator's, who makes the rooms, and one a person. Those that were got are
 * opened for each request and kept nowhere. Safe for use by several threads.
 */
public final class KeptBearers implements Bearers {
    private final String tenant;
    private final String server;
    private final CredentialBook book;
    private final Vault vault;
    private final Supplier<Optional<Means.Configured>> configured;
    private final InstantSource clock;

    /** @param configured the administrator's token of the configuration, read anew each time */
    public KeptBearers(
            String tenant,
            String server,
            CredentialBook book,
            Vault vault,
            Supplier<Optional<Means.Configured>> configured,
            InstantSource clock) {
        this.tenant = tenant;
        this.server = server;
        this.book = book;
        this.vault = vault;
        this.configured = configured;
        this.clock = clock;
    }

    @Override
    public Bearer bot() {
        return admin();
    }

    @Override
    public Bearer user(UserId user) {
        CredentialKey key = CredentialKey.of(tenant, user);
        TokenOwner owner = new TokenOwner.User(user);
        return book.of(key)
                .map(record -> kept(key, owner, record))
                .orElseGet(() -> Bearer.none(owner, 0, "none was got for it yet"));
    }

    @Override
    public Bearer admin() {
        CredentialKey key = CredentialKey.ofAdmin(tenant);
        TokenOwner owner = new TokenOwner.Admin();
        Optional<CredentialRecord> record = book.of(key);
        if (record.flatMap(CredentialRecord::tokens).isPresent()) {
            return kept(key, owner, record.get());
        }
        return configured
                .get()
                .map(token -> Configuration.bearer(owner, token, record))
                .orElseGet(() -> Bearer.none(
                        owner, record.map(CredentialRecord::generation).orElse(0L), "none was got for it yet"));
    }

    private Bearer kept(CredentialKey key, TokenOwner owner, CredentialRecord record) {
        long generation = record.generation();
        if (!record.isUsable(clock.instant()) || record.tokens().isEmpty()) {
            return Bearer.none(owner, generation, "it is " + record.state().word() + " or ends soon");
        }
        if (book.isRefused(key, generation)) {
            return Bearer.none(owner, generation, "it was refused");
        }
        if (!record.server().equals(server)) {
            return Bearer.none(owner, generation, "it is for " + record.server());
        }
        try {
            Tokens tokens = vault.open(record.tokens().get(), new Vault.Binding(key, generation, server));
            return Bearer.of(owner, generation, tokens.access());
        } catch (Vault.UnopenedException e) {
            return Bearer.none(owner, generation, String.valueOf(e.getMessage()));
        }
    }
}
