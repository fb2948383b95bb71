package net.openmeet.matrix.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import net.openmeet.matrix.credential.KeyRing;

/** The file with the keys that tokens are kept with. */
final class KeyFile {
    private KeyFile() {}

    /** Its keys.
     *
     * @throws IllegalArgumentException saying what is wrong with it, never quoting it
     */
    static KeyRing read(String name) {
        try {
            return KeyRing.parse(Files.readAllLines(Path.of(name)));
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("expected the name of a file");
        } catch (IOException e) {
            // Without the cause: that of malformed input may quote the content.
            throw new IllegalArgumentException("expected a file of keys, but can't read " + name);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(name + ": " + e.getMessage());
        }
    }
}
