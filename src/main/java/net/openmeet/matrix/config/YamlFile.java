package net.openmeet.matrix.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.representer.Representer;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * Reads a YAML file into its leaves: {@code tenants[0].appservice.localpart} and the text there. Every scalar is text, so a tenant
 * called 007, no or 1e5 stays that. Anchors and merge keys work; a key written twice is a problem.
 */
final class YamlFile {
    private final Map<String, List<String>> leaves = new LinkedHashMap<>();
    private final Problems problems;

    private YamlFile(Problems problems) {
        this.problems = problems;
    }

    /** The leaves of the file {@code path}, in its order; none if it can't be read, which is then a problem of {@code name}. */
    static Map<String, List<String>> read(Path path, String name, Problems problems) {
        var file = new YamlFile(problems);
        try {
            file.flatten("", yaml().load(Files.readString(path)), name);
        } catch (IOException e) {
            problems.add(name, "can't read the file " + path);
            return Map.of();
        } catch (MarkedYAMLException e) {
            // Neither the message nor the cause: both quote the line, which may hold a secret.
            var mark = e.getProblemMark();
            problems.add(
                    name,
                    "not valid YAML: " + path
                            + (mark == null
                                    ? ""
                                    : ", line " + (mark.getLine() + 1) + ", column " + (mark.getColumn() + 1)));
            return Map.of();
        } catch (YAMLException e) {
            problems.add(name, "not valid YAML: " + path);
            return Map.of();
        }
        return file.leaves;
    }

    private void flatten(String path, @Nullable Object node, String name) {
        if (node instanceof Map<?, ?> map) {
            map.forEach((key, value) -> flatten(path.isEmpty() ? key.toString() : path + "." + key, value, name));
        } else if (path.isEmpty()) {
            if (node != null) {
                problems.add(name, "expected settings with names, but got something else");
            }
        } else if (node instanceof List<?> list) {
            flattenList(path, list, name);
        } else if (node instanceof String text && !text.isBlank()) { // an empty one counts as not set
            leaf(path, List.of(text.strip()));
        }
    }

    private void flattenList(String path, List<?> list, String name) {
        if (list.stream().allMatch(String.class::isInstance)) {
            leaf(path, list.stream().map(Object::toString).map(String::strip).toList());
            return;
        }
        for (int i = 0; i < list.size(); i++) {
            flatten(path + "[" + i + "]", list.get(i), name);
        }
    }

    private void leaf(String path, List<String> values) {
        if (leaves.putIfAbsent(path, values) != null) {
            problems.add(path, "is given twice");
        }
    }

    private static Yaml yaml() {
        var options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        var dumper = new DumperOptions();
        return new Yaml(new SafeConstructor(options), new Representer(dumper), dumper, options, new TextOnly());
    }

    /** Takes every scalar as text, but for the key {@code <<} that merges an anchor. */
    private static final class TextOnly extends Resolver {
        @Override
        protected void addImplicitResolvers() {
            addImplicitResolver(Tag.MERGE, Pattern.compile("<<"), "<");
        }
    }
}
