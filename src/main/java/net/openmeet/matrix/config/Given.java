package net.openmeet.matrix.config;

import java.util.Arrays;
import java.util.List;

/**
 * What somebody wrote for one setting.
 *
 * @param name the variable or YAML path it was written at
 */
record Given(List<String> values, String name) {

    /** The values of a list, which may be written as one text with commas. */
    List<String> list() {
        return values.stream()
                .flatMap(value -> Arrays.stream(value.split(",")))
                .map(String::strip)
                .filter(value -> !value.isEmpty())
                .toList();
    }
}
