package net.openmeet.matrix.homeserver;

import java.util.Optional;

/**
 * What a request is sent with: somebody's token as it was at one moment. Nothing of it but {@link #sentWith} outlives the request.
 *
 * @param generation which of the owner's tokens it is: another number is another token. Of a kept token it counts up, of one in a file it is
 *     a fingerprint
 * @param token absent if there is none to send; the call is then answered as if the homeserver had missed it
 * @param missing why there is none, for people; empty if there is one
 */
public record Bearer(TokenOwner owner, long generation, Optional<SecretText> token, String missing) {

    /** A token to send. */
    public static Bearer of(TokenOwner owner, long generation, SecretText token) {
        return new Bearer(owner, generation, Optional.of(token), "");
    }

    /** No token; {@code why} never holds any part of one. */
    public static Bearer none(TokenOwner owner, long generation, String why) {
        return new Bearer(owner, generation, Optional.empty(), why);
    }

    /** Whether it acts as other users by naming them, as only an application service does. All others act as their owner. */
    public boolean masquerades() {
        return owner instanceof TokenOwner.Appservice;
    }

    /** What an answer keeps of it. */
    public SentWith sentWith() {
        return new SentWith(owner, generation);
    }
}
