package net.openmeet.matrix.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import net.openmeet.matrix.homeserver.SecretText;
import net.openmeet.matrix.homeserver.UserId;
import net.openmeet.matrix.json.Json;
import org.junit.jupiter.api.Test;

/**
 * Tokens at rest open only with their key, and only for the credential, generation and server that they were sealed for. Nothing of them
 * is seen in what is stored or shown.
 */
class VaultTest {
    private static final CredentialKey ANA = CredentialKey.of("ta", new UserId("ana", "openmeet.test"));
    private static final Vault.Binding BINDING = new Vault.Binding(ANA, 3, "openmeet.test");
    private static final Tokens TOKENS = new Tokens(
            SecretText.of("syt_secret_access"),
            Optional.of(SecretText.of("syr_secret_refresh")),
            Optional.of(Instant.parse("2026-11-22T10:00:00Z")),
            Optional.of("DEVICE"));

    private static String key(int seed) {
        byte[] bytes = new byte[32];
        bytes[0] = (byte) seed;
        return Base64.getEncoder().encodeToString(bytes);
    }

    private final Vault vault = new Vault(KeyRing.parse(List.of("k1:" + key(1))));

    @Test
    void whatIsSealedOpens() throws Vault.UnopenedException {
        assertThat(vault.open(vault.seal(TOKENS, BINDING), BINDING)).isEqualTo(TOKENS);
    }

    @Test
    void theSameIsNeverSealedTheSameWay() {
        assertThat(vault.seal(TOKENS, BINDING)).isNotEqualTo(vault.seal(TOKENS, BINDING));
    }

    @Test
    void anotherCredentialGenerationOrServerDoesNotOpenIt() {
        // given
        Sealed sealed = vault.seal(TOKENS, BINDING);
        CredentialKey ben = CredentialKey.of("ta", new UserId("ben", "openmeet.test"));

        // then
        for (Vault.Binding other : List.of(
                new Vault.Binding(ben, 3, "openmeet.test"),
                new Vault.Binding(ANA, 4, "openmeet.test"),
                new Vault.Binding(ANA, 3, "elsewhere.test"))) {
            assertThatThrownBy(() -> vault.open(sealed, other))
                    .as("%s", other)
                    .isInstanceOf(Vault.UnopenedException.class);
        }
    }

    @Test
    void whatWasChangedDoesNotOpen() {
        Sealed sealed = vault.seal(TOKENS, BINDING);
        Sealed changed =
                new Sealed(sealed.key(), sealed.nonce(), "A" + sealed.text().substring(1) + "AAAA");
        assertThatThrownBy(() -> vault.open(changed, BINDING)).isInstanceOf(Vault.UnopenedException.class);
        Sealed garbage = new Sealed(sealed.key(), "%", "%");
        assertThatThrownBy(() -> vault.open(garbage, BINDING)).isInstanceOf(Vault.UnopenedException.class);
    }

    @Test
    void aKeyIsRotatedByPuttingANewOneOnTop() throws Vault.UnopenedException {
        // given
        Sealed old = vault.seal(TOKENS, BINDING);
        Vault rotated = new Vault(KeyRing.parse(List.of("k2:" + key(2), "k1:" + key(1))));

        // then
        assertThat(rotated.open(old, BINDING)).isEqualTo(TOKENS);
        assertThat(rotated.seal(TOKENS, BINDING).key()).isEqualTo("k2");
    }

    @Test
    void withoutItsKeyItSaysWhichOneIsMissing() {
        Sealed sealed = vault.seal(TOKENS, BINDING);
        Vault other = new Vault(KeyRing.parse(List.of("k2:" + key(2))));
        assertThatThrownBy(() -> other.open(sealed, BINDING)).hasMessage("the key file has no key k1");
    }

    @Test
    void nothingOfATokenIsSeen() {
        String stored = new String(Json.write(vault.seal(TOKENS, BINDING)), StandardCharsets.UTF_8);
        assertThat(stored + TOKENS).doesNotContain("secret");
    }

    @Test
    void fingerprintsTellTokensApartAndAreBoundToTheServer() {
        String one = Fingerprint.of("as_token", "ta", "openmeet.test");
        assertThat(one).hasSize(16).isEqualTo(Fingerprint.of("as_token", "ta", "openmeet.test"));
        assertThat(one)
                .isNotEqualTo(Fingerprint.of("as_token2", "ta", "openmeet.test"))
                .isNotEqualTo(Fingerprint.of("as_token", "ta", "elsewhere.test"));
    }
}
