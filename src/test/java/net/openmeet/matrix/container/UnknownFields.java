package net.openmeet.matrix.container;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Fields of a manifest that its type hasn't: the models keep them apart instead of refusing them, and the API server drops them. */
final class UnknownFields {
    private static final String MODELS = "io.fabric8.";

    private final List<String> found = new ArrayList<>();

    private UnknownFields() {}

    /** Their paths. */
    static List<String> of(Object manifest) {
        UnknownFields fields = new UnknownFields();
        fields.visit(manifest, manifest.getClass().getSimpleName());
        return fields.found;
    }

    private void visit(Object value, String path) {
        switch (value) {
            case null -> {}
            case Collection<?> many -> many.forEach(each -> visit(each, path + "[]"));
            case Map<?, ?> map -> map.forEach((name, each) -> visit(each, path + "." + name));
            default -> {
                if (value.getClass().getName().startsWith(MODELS)) {
                    model(value, path);
                }
            }
        }
    }

    private void model(Object model, String path) {
        for (Method method : model.getClass().getMethods()) {
            if (method.getParameterCount() != 0 || !method.getName().startsWith("get")) {
                continue;
            }
            Object value = call(model, method);
            String field = path + "." + method.getName().substring(3);
            if (method.getName().equals("getAdditionalProperties")) {
                ((Map<?, ?>) value).keySet().forEach(name -> found.add(path + "." + name));
            } else {
                visit(value, field);
            }
        }
    }

    private static Object call(Object model, Method method) {
        try {
            return method.invoke(model);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException("can't read " + method, e);
        }
    }
}
