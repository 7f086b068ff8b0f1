package dev.tabitat.core.chat.template;

import java.util.List;
import java.util.Map;

/** The arguments of a call, by position and by name. */
record Arguments(List<Value> positional, Map<String, Value> named) {

    static final Arguments NONE = new Arguments(List.of(), Map.of());

    static Arguments of(Value... values) {
        return new Arguments(List.of(values), Map.of());
    }

    /** The argument at a position or of a name, else {@code otherwise}. */
    Value get(int index, String name, Value otherwise) {
        if (index < positional.size()) {
            return positional.get(index);
        }
        Value value = named.get(name);
        return value == null ? otherwise : value;
    }

    /** The argument at a position or of a name. */
    Value require(Evaluation evaluation, int index, String name) {
        Value value = get(index, name, null);
        if (value == null) {
            throw evaluation.error("The argument " + name + " is missing.");
        }
        return value;
    }

    /** Refuses arguments beyond those that are known. */
    void only(Evaluation evaluation, String what, String... names) {
        if (positional.size() > names.length) {
            throw evaluation
                    .error(what + " takes at most " + names.length + " arguments, not " + positional.size() + ".");
        }
        for (String name : named.keySet()) {
            if (!List.of(names).contains(name)) {
                throw evaluation.error(what + " has no argument " + name + ".");
            }
        }
    }

    /** Those after the first {@code count} positional ones. */
    Arguments from(int count) {
        return new Arguments(positional.subList(Math.min(count, positional.size()), positional.size()), named);
    }
}
