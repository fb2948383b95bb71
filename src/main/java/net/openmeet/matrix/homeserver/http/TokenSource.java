package net.openmeet.matrix.homeserver.http;

/** Where a token of the configuration comes from. Asked for every request, on its I/O thread, so that a renewed token is used at once. */
@FunctionalInterface
public interface TokenSource {

    /**
     * The token as it is now. It may throw: then the request isn't sent, and the answer is the one a homeserver gives to a request
     * without a token.
     */
    String current();
}
