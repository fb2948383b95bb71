package net.openmeet.matrix.credential;

import java.util.Optional;
import net.openmeet.matrix.homeserver.Bearer;
import net.openmeet.matrix.homeserver.Bearers;
import net.openmeet.matrix.homeserver.UserId;

/**
 * The tokens of the configuration, held back where it is known to all instances that they would be refused. Safe for use by several threads.
 */
public final class ToldBearers implements Bearers {
    private final String tenant;
    private final Bearers configured;
    private final CredentialBook book;

    /** @param configured what is read from the configuration, each time */
    public ToldBearers(String tenant, Bearers configured, CredentialBook book) {
        this.tenant = tenant;
        this.configured = configured;
        this.book = book;
    }

    @Override
    public Bearer bot() {
        return known(CredentialKey.ofAppservice(tenant), configured.bot());
    }

    @Override
    public Bearer user(UserId user) {
        return bot();
    }

    @Override
    public Bearer admin() {
        return known(CredentialKey.ofAdmin(tenant), configured.admin());
    }

    private Bearer known(CredentialKey key, Bearer bearer) {
        Optional<Means.Configured> token = bearer.token().map(text -> new Means.Configured(bearer.generation(), text));
        return token.map(its -> Configuration.bearer(bearer.owner(), its, book.of(key)))
                .orElse(bearer);
    }
}
