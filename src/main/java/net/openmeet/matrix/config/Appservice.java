package net.openmeet.matrix.config;

/**
 * The application service as it is registered with the homeserver.
 *
 * @param localpart of its own user, which creates every room
 * @param token the {@code as_token}
 */
public record Appservice(String localpart, Secret token) {}
