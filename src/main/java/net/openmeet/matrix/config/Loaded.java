package net.openmeet.matrix.config;

import java.util.List;
import java.util.Optional;

/**
 * What came of reading the configuration, or a part of it.
 *
 * @param config absent exactly if there are problems
 * @param problems all of them, each beginning with the variable or YAML path it is about
 * @param warnings what works but is probably not meant
 * @param effective every setting, in the order of the documentation, secrets masked
 */
public record Loaded<T>(Optional<T> config, List<String> problems, List<String> warnings, List<Effective> effective) {

    public Loaded {
        problems = List.copyOf(problems);
        warnings = List.copyOf(warnings);
        effective = List.copyOf(effective);
    }
}
