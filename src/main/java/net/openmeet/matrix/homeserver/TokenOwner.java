package net.openmeet.matrix.homeserver;

/** Whose a tenant's access token is. What is refused, repaired and suspended as one. */
public sealed interface TokenOwner {

    /** The application service: its {@code as_token}. */
    record Appservice() implements TokenOwner {}

    /** The server administrator that the tenant's configuration names. */
    record Admin() implements TokenOwner {}

    /** One person's account. */
    record User(UserId user) implements TokenOwner {}
}
