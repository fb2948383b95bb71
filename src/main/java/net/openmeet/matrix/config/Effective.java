package net.openmeet.matrix.config;

import java.util.Optional;

/**
 * One setting as it takes effect, fit to be printed.
 *
 * @param path in the YAML file
 * @param variable in the environment; absent where there is none
 * @param value with secrets masked; empty where nothing is set
 * @param origin the variable or YAML path it was taken from, or {@code default}
 */
public record Effective(String path, Optional<String> variable, String value, String origin) {

    /** The origin of what nobody set. */
    public static final String DEFAULT = "default";
}
