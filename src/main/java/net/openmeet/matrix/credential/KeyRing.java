package net.openmeet.matrix.credential;

import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * The keys that tokens are sealed with, from the key file: a key a line, {@code id:base64} of 32 bytes, or one bare line of base64. The
 * first encrypts, all decrypt, so that a key is rotated by putting a new one on top. Never shown. Immutable.
 */
public final class KeyRing {
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9._-]{1,64}");
    private static final String BARE = "default";
    private static final int BYTES = 32;

    private final Map<String, SecretKey> keys;

    private KeyRing(Map<String, SecretKey> keys) {
        this.keys = keys;
    }

    /** Reads the lines of a key file; empty ones and comments ({@code #}) count for nothing.
     *
     * @throws IllegalArgumentException naming the line that isn't a key, never its content
     */
    public static KeyRing parse(List<String> lines) {
        Map<String, SecretKey> keys = new LinkedHashMap<>();
        for (int number = 1; number <= lines.size(); number++) {
            String line = lines.get(number - 1).strip();
            if (!line.isEmpty() && !line.startsWith("#")) {
                add(keys, line, number);
            }
        }
        if (keys.isEmpty()) {
            throw new IllegalArgumentException("expected a key a line, id:base64 of 32 bytes, but there is none");
        }
        return new KeyRing(keys);
    }

    private static void add(Map<String, SecretKey> keys, String line, int number) {
        int colon = line.indexOf(':');
        String id = colon < 0 ? BARE : line.substring(0, colon).strip();
        if (!ID.matcher(id).matches()) {
            throw new IllegalArgumentException("line " + number + ": expected a key id of letters, digits, . _ -");
        }
        if (keys.putIfAbsent(id, key(line.substring(colon + 1).strip(), number)) != null) {
            throw new IllegalArgumentException("line " + number + ": a key with the id " + id + " is above");
        }
    }

    private static SecretKey key(String base64, int number) {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            // Without the cause, which may quote what was read.
            throw new IllegalArgumentException("line " + number + ": expected id:base64, but that isn't base64");
        }
        if (bytes.length != BYTES) {
            throw new IllegalArgumentException(
                    "line " + number + ": expected 32 bytes in base64, but got " + bytes.length);
        }
        return new SecretKeySpec(bytes, "AES");
    }

    /** The id of the key that encrypts. */
    String first() {
        return keys.keySet().iterator().next();
    }

    Optional<SecretKey> key(String id) {
        return Optional.ofNullable(keys.get(id));
    }

    /** The ids, in the order of the file. */
    public Set<String> ids() {
        return keys.keySet();
    }

    /** The ids alone. */
    @Override
    public String toString() {
        return "KeyRing" + keys.keySet();
    }
}
