package net.openmeet.matrix.credential;

/**
 * Tokens as they are stored: encrypted, and bound to the credential, generation and server they were sealed for.
 *
 * @param key id of the key in the key file
 * @param nonce base64 of 12 random bytes
 * @param text base64 of ciphertext and tag
 */
public record Sealed(String key, String nonce, String text) {}
