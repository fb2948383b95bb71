package net.openmeet.matrix.config;

import java.util.Optional;

/**
 * A server administrator's account. The application service needs none; it is kept for what only an administrator may do.
 *
 * @param user the account's localpart
 * @param accessToken used first, if there is one
 * @param password to log in again
 */
public record Admin(String user, Optional<Secret> accessToken, Optional<Secret> password) {}
