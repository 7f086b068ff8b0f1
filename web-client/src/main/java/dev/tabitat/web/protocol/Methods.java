package dev.tabitat.web.protocol;

import java.util.ArrayList;
import java.util.List;

/** All methods. */
public final class Methods {

    private static final Method[] ALL = all();

    private Methods() {}

    private static Method[] all() {
        List<Method> all = new ArrayList<>();
        for (Method[] some : new Method[][]{StartMethod.values(), EngineMethod.values(), LabMethod.values(),
                DocumentMethod.values(), PageMethod.values()}) {
            all.addAll(List.of(some));
        }
        return all.toArray(new Method[0]);
    }

    public static Method[] values() {
        return ALL.clone();
    }

    /**
     * The method of this name. @throws dev.tabitat.core.error.InvalidInput when there is none; it names those there are
     */
    public static Method named(String name) {
        return Method.named(name, ALL);
    }

    /** The names of what scripts may call, of those that have a trait. */
    public static List<String> publicNames(int trait) {
        List<String> names = new ArrayList<>();
        for (Method method : ALL) {
            if (method.has(Method.API) && method.has(trait)) {
                names.add(method.wireName());
            }
        }
        return names;
    }
}
