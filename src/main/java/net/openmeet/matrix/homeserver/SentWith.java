package net.openmeet.matrix.homeserver;

/**
 * Which token a request was sent with, without the token. A refusal of one generation says nothing of the next: it may come late.
 *
 * @param generation as in {@link Bearer}
 */
public record SentWith(TokenOwner owner, long generation) {}
