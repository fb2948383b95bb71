package net.openmeet.matrix.simulator;

import java.net.URI;

/**
 * A homeserver as its operator knows it.
 *
 * @param asToken of an application service that may act as every local user and owns {@code #(event|group)-.*}
 * @param bot user id of its sender
 * @param sharedSecret of registration
 */
public record ContractSubject(URI baseUrl, String serverName, String asToken, String bot, String sharedSecret) {
    /** Secrets stay out of logs. */
    @Override
    public String toString() {
        return "ContractSubject[" + baseUrl + "]";
    }
}
