package net.openmeet.matrix.homeserver;

/**
 * The tokens of one tenant as they are now. Asked for each request, on its I/O thread, by several at once: so a renewed token is used
 * by the next call, and an implementation may read a file. What it throws ends the call as if there was no token.
 */
public interface Bearers {

    /** For what is done as the bot: the application service's token, or that of the account that makes the rooms. */
    Bearer bot();

    /** For what is done as {@code user}: a token that masquerades, or the user's own. */
    Bearer user(UserId user);

    /** For the admin API. */
    Bearer admin();
}
