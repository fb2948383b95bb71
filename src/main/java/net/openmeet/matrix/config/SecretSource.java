package net.openmeet.matrix.config;

import java.io.UncheckedIOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where a secret was written.
 *
 * @param inFile whether what was written is the name of the file that holds it
 */
record SecretSource(Given given, boolean inFile) {

    /** The one of the two that is set; both is a problem. */
    static Optional<SecretSource> eitherOf(Optional<Given> value, Optional<Given> file, Problems problems) {
        if (value.isPresent() && file.isPresent()) {
            problems.add(value.get().name() + " and " + file.get().name(), "both are set; keep the one that is meant");
        }
        return file.map(it -> new SecretSource(it, true)).or(() -> value.map(it -> new SecretSource(it, false)));
    }

    /** The secret; absent, with a problem, if it isn't one value or its file can't be read now. Never quotes it. */
    Optional<Secret> secret(Problems problems) {
        if (given.values().size() != 1) {
            problems.add(given.name(), "expected one value");
            return Optional.empty();
        }
        String written = given.values().getFirst();
        if (!inFile) {
            return Optional.of(Secret.of(written));
        }
        try {
            Secret secret = Secret.in(Path.of(written));
            secret.read();
            return Optional.of(secret);
        } catch (UncheckedIOException e) {
            problems.add(given.name(), String.valueOf(e.getMessage()));
        } catch (InvalidPathException e) {
            problems.add(given.name(), "expected the name of a file");
        }
        return Optional.empty();
    }
}
