package net.openmeet.matrix.credential;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/**
 * Seals and opens tokens with AES-256-GCM. A sealed value opens only for the credential, generation and server name it was sealed for, so
 * that one can't be put in another's place. Safe for use by several threads.
 *
 * @see <a href="https://csrc.nist.gov/pubs/sp/800/38/d/final">NIST SP 800-38D</a>
 */
public final class Vault {
    private static final String CIPHER = "AES/GCM/NoPadding";
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final KeyRing keys;
    private final SecureRandom random = new SecureRandom();

    /** With the keys of one key file. */
    public Vault(KeyRing keys) {
        this.keys = keys;
    }

    /**
     * Why a sealed value can't be opened: its key isn't in the file any more, or it was changed or moved. Holds nothing of it.
     */
    public static final class UnopenedException extends Exception {
        private static final long serialVersionUID = 1L;

        UnopenedException(String message) {
            super(message);
        }
    }

    /** What a sealed value belongs to. */
    public record Binding(CredentialKey key, long generation, String server) {
        private byte[] bytes() {
            return (key + "\n" + generation + "\n" + server).getBytes(StandardCharsets.UTF_8);
        }
    }

    /** Seals {@code tokens} with the first key. */
    public Sealed seal(Tokens tokens, Binding binding) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        String id = keys.first();
        try {
            byte[] text = cipher(Cipher.ENCRYPT_MODE, keys.key(id).orElseThrow(), nonce, binding)
                    .doFinal(tokens.plain());
            Base64.Encoder base64 = Base64.getEncoder();
            return new Sealed(id, base64.encodeToString(nonce), base64.encodeToString(text));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JVM has no AES-256-GCM", e);
        }
    }

    /** Opens what {@link #seal} sealed for the same {@code binding}. */
    public Tokens open(Sealed sealed, Binding binding) throws UnopenedException {
        SecretKey key = keys.key(sealed.key())
                .orElseThrow(() -> new UnopenedException("the key file has no key " + sealed.key()));
        try {
            byte[] nonce = Base64.getDecoder().decode(sealed.nonce());
            byte[] text = Base64.getDecoder().decode(sealed.text());
            return Tokens.read(cipher(Cipher.DECRYPT_MODE, key, nonce, binding).doFinal(text));
        } catch (AEADBadTagException | IllegalArgumentException e) {
            // Without the cause, which may quote what was read.
            throw new UnopenedException("it isn't what was sealed with key " + sealed.key() + " for " + binding.key());
        } catch (GeneralSecurityException e) {
            throw new UnopenedException("it can't be opened: " + e.getClass().getSimpleName());
        }
    }

    private static Cipher cipher(int mode, SecretKey key, byte[] nonce, Binding binding)
            throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance(CIPHER);
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(binding.bytes());
        return cipher;
    }
}
