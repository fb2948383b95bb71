package net.openmeet.matrix.simulator;

import java.net.URI;

/**
 * The homeserver a contract runs against, as an operator knows it.
 *
 * @param asToken of an application service that may act as every local user and owns {@code #(event|group)-.*}
 * @param bot user id of its sender
 * @param sharedSecret of registration
 */
record ContractSubject(URI baseUrl, String serverName, String asToken, String bot, String sharedSecret) {}
