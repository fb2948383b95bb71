package net.openmeet.matrix.config;

import com.fasterxml.jackson.annotation.JsonValue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A token or password, given as it is or as the file that holds it. Never shown by {@link #toString}, in JSON or in an exception.
 * Immutable; a file may change, so it is read each time.
 */
public final class Secret {
    private static final String MASK = "********";

    private final Optional<String> value;
    private final Optional<Path> file;

    private Secret(Optional<String> value, Optional<Path> file) {
        this.value = value;
        this.file = file;
    }

    /** The secret itself. */
    public static Secret of(String value) {
        return new Secret(Optional.of(value), Optional.empty());
    }

    /** The secret that {@code file} holds, without white space around it. Nothing is read yet. */
    public static Secret in(Path file) {
        return new Secret(Optional.empty(), Optional.of(file));
    }

    /** The file to watch or read again, if the secret is in one. */
    public Optional<Path> file() {
        return file;
    }

    /** The secret as it now is.
     *
     * @throws UncheckedIOException if the file can't be read or is empty; the message names it
     */
    public String read() {
        return value.orElseGet(() -> read(file.orElseThrow()));
    }

    private static String read(Path file) {
        String text;
        try {
            text = Files.readString(file).strip();
        } catch (IOException e) {
            // Without the cause: that of malformed input may quote the content.
            throw refusal("expected a secret in " + file + ", but can't read it");
        }
        if (text.isEmpty()) {
            throw refusal("expected a secret in " + file + ", but it is empty");
        }
        return text;
    }

    private static UncheckedIOException refusal(String message) {
        return new UncheckedIOException(message, new IOException());
    }

    /** Stars, and the file's name if there is one. */
    @Override
    @JsonValue
    public String toString() {
        return file.map(path -> MASK + " (in " + path + ")").orElse(MASK);
    }
}
