package net.openmeet.matrix.homeserver.http;

import java.net.URI;
import net.openmeet.matrix.homeserver.Bearers;
import net.openmeet.matrix.homeserver.UserId;

/**
 * What it takes to reach one tenant's homeserver.
 *
 * @param tenant for the listener only
 * @param baseUrl {@code https://matrix.example.org}, or with a path if the homeserver is behind one
 * @param bot who makes the rooms: the application service's own user, or the account whose token does it
 * @param bearers what calls are sent with
 */
public record HttpSettings(String tenant, URI baseUrl, UserId bot, Bearers bearers, CallTimeouts timeouts) {

    /**
     * Checks the base URL.
     *
     * @throws IllegalArgumentException if it isn't absolute http or https, or carries credentials, a query or a fragment; the
     *     message doesn't repeat it
     */
    public HttpSettings {
        String scheme = baseUrl.getScheme();
        boolean web = "http".equals(scheme) || "https".equals(scheme);
        if (!web || baseUrl.getHost() == null) {
            throw new IllegalArgumentException("A homeserver's base URL starts with http:// or https:// and a host");
        }
        if (baseUrl.getRawUserInfo() != null || baseUrl.getRawQuery() != null || baseUrl.getRawFragment() != null) {
            throw new IllegalArgumentException("A homeserver's base URL has no user name, password, query or fragment: "
                    + scheme + "://" + baseUrl.getHost());
        }
    }

    /** Without the tokens. */
    @Override
    public String toString() {
        return "HttpSettings[" + tenant + ", " + baseUrl + ", " + bot + "]";
    }
}
