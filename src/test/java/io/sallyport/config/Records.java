package io.sallyport.config;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Takes records apart and puts them together, so that a component that is new is not forgotten. */
final class Records {

    private Records() {}

    static Map<String, @Nullable Object> values(Object record) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        for (RecordComponent component : record.getClass().getRecordComponents()) {
            try {
                component.getAccessor().setAccessible(true);
                values.put(component.getName(), component.getAccessor().invoke(record));
            } catch (IllegalAccessException | InvocationTargetException e) {
                throw new AssertionError(e);
            }
        }
        return values;
    }

    static <T> T make(Class<T> type, List<@Nullable Object> values) {
        Class<?>[] types = Arrays.stream(type.getRecordComponents())
                .map(RecordComponent::getType)
                .toArray(Class<?>[]::new);
        try {
            var constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return constructor.newInstance(values.toArray());
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    /** The same record with another value of one component. */
    static <T> T with(T record, String name, @Nullable Object value) {
        Map<String, @Nullable Object> values = values(record);
        if (!values.containsKey(name)) {
            throw new AssertionError(record.getClass() + " has no " + name);
        }
        values.put(name, value);
        @SuppressWarnings("unchecked")
        Class<T> type = (Class<T>) record.getClass();
        return make(type, new ArrayList<>(values.values()));
    }
}
