package net.openmeet.matrix.homeserver.http;

import java.util.Optional;
import net.openmeet.matrix.credential.Fingerprint;
import net.openmeet.matrix.homeserver.Bearer;
import net.openmeet.matrix.homeserver.Bearers;
import net.openmeet.matrix.homeserver.SecretText;
import net.openmeet.matrix.homeserver.TokenOwner;
import net.openmeet.matrix.homeserver.UserId;

/**
 * The tokens of a tenant that works through an application service: one that acts as everybody, and perhaps an admin's. They are read
 * anew each time; their generation is a fingerprint, so that every instance that reads the same token names it alike.
 */
public final class ConfiguredBearers implements Bearers {
    /** The generation of no token at all. */
    public static final long NONE = 0;

    private final String tenant;
    private final String server;
    private final TokenSource appservice;
    private final Optional<TokenSource> admin;

    /**
     * @param server the homeserver's name
     * @param admin without one the admin calls are answered as if their token was missing
     */
    public ConfiguredBearers(String tenant, String server, TokenSource appservice, Optional<TokenSource> admin) {
        this.tenant = tenant;
        this.server = server;
        this.appservice = appservice;
        this.admin = admin;
    }

    @Override
    public Bearer bot() {
        return read(new TokenOwner.Appservice(), appservice);
    }

    @Override
    public Bearer user(UserId user) {
        return bot();
    }

    @Override
    public Bearer admin() {
        TokenOwner owner = new TokenOwner.Admin();
        return admin.map(source -> read(owner, source))
                .orElseGet(() -> Bearer.none(owner, NONE, "none is configured for this call"));
    }

    private Bearer read(TokenOwner owner, TokenSource source) {
        String token;
        try {
            token = source.current().strip();
        } catch (RuntimeException e) {
            // Its message may quote what was read.
            return Bearer.none(
                    owner, NONE, "it could not be read: " + e.getClass().getSimpleName());
        }
        return Bearer.of(owner, generation(token), SecretText.of(token));
    }

    private long generation(String token) {
        return Long.parseUnsignedLong(Fingerprint.of(token, tenant, server), 16);
    }
}
