package net.openmeet.matrix.execution;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import net.openmeet.matrix.json.Json;

/** The words that enums are written as, of all that stored values may hold. */
final class Words {
    private final Map<String, List<String>> found = new TreeMap<>();
    private final Set<Class<?>> seen = new HashSet<>();

    /** By the name of the enum, with that of the type around it. */
    static Map<String, List<String>> stored(List<Object> values) {
        Words words = new Words();
        values.forEach(value -> words.look(value.getClass()));
        return words.found;
    }

    static List<String> of(Class<?> type) {
        return Arrays.stream(type.getEnumConstants())
                .map(constant -> new String(Json.write(constant), StandardCharsets.UTF_8).replace("\"", ""))
                .toList();
    }

    private void look(Type type) {
        if (type instanceof ParameterizedType generic) {
            Arrays.stream(generic.getActualTypeArguments()).forEach(this::look);
        } else if (type instanceof Class<?> plain && seen.add(plain)) {
            if (plain.isEnum()) {
                found.put(plain.getName().replaceAll(".*\\.", "").replace('$', '.'), of(plain));
            } else if (plain.isSealed()) {
                Arrays.stream(plain.getPermittedSubclasses()).forEach(this::look);
            } else if (plain.isRecord()) {
                Arrays.stream(plain.getRecordComponents())
                        .map(RecordComponent::getGenericType)
                        .forEach(this::look);
            }
        }
    }
}
