package dev.tabitat.core.chat.template;

import java.util.HashMap;
import java.util.Map;

/** Names of a block and, through its parent, of the blocks around it. Setting a name changes only the own block. */
final class Scope {

    private final Scope parent;
    private final Map<String, Value> names = new HashMap<>();

    Scope(Scope parent) {
        this.parent = parent;
    }

    Value find(String name) {
        for (Scope scope = this; scope != null; scope = scope.parent) {
            Value value = scope.names.get(name);
            if (value != null) {
                return value;
            }
        }
        return new Value.Undefined(name);
    }

    void set(String name, Value value) {
        names.put(name, value);
    }
}
