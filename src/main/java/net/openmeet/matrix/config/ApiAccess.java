package net.openmeet.matrix.config;

import java.net.URI;
import java.util.Optional;

/**
 * How a command reaches the API of a running instance.
 *
 * @param url of any instance
 * @param token absent where none is configured; the API then refuses
 */
public record ApiAccess(URI url, Optional<Secret> token) {
    /** Names the instance to ask. */
    public static final String URL = "OPENMEET_API_URL";
}
