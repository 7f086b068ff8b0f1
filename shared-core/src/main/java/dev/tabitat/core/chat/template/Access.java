package dev.tabitat.core.chat.template;

import java.util.ArrayList;
import java.util.List;

/**
 * Members, items and slices of values. Only data and a closed set of methods can be reached; a missing one is
 * undefined.
 */
final class Access {

    private Access() {}

    static Value member(Evaluation evaluation, Value value, String name) {
        requireDefined(evaluation, value, name);
        Value found = Methods.find(value, name);
        if (found == null && value instanceof Value.Dict dict) {
            found = dict.entries().get(new Value.Text(name));
        }
        return found == null ? new Value.Undefined(name) : found;
    }

    static Value item(Evaluation evaluation, Value value, Value key) {
        String shown = key instanceof Value.Text text ? text.value() : "an item";
        requireDefined(evaluation, value, shown);
        Value found = null;
        if (value instanceof Value.Dict dict && Values.isKey(key)) {
            found = dict.entries().get(Values.key(evaluation, key));
        } else if (key instanceof Value.Int index) {
            found = at(evaluation, value, index.value());
        }
        if (found == null && key instanceof Value.Text name) {
            found = Methods.find(value, name.value());
        }
        return found == null ? new Value.Undefined(shown) : found;
    }

    private static void requireDefined(Evaluation evaluation, Value value, String name) {
        if (value instanceof Value.Undefined undefined) {
            throw evaluation.error(undefined.name() + " is undefined, so it has no " + name + ".");
        }
    }

    private static Value at(Evaluation evaluation, Value value, long index) {
        if (value instanceof Value.Text text) {
            int length = Values.length(evaluation, value);
            long from = index < 0 ? index + length : index;
            if (from < 0 || from >= length) {
                return null;
            }
            int start = text.value().offsetByCodePoints(0, (int) from);
            return evaluation.text(text.value().substring(start, text.value().offsetByCodePoints(start, 1)));
        }
        if (!(value instanceof Value.Sequence sequence) || !isIndexed(sequence)) {
            return null;
        }
        int size = sequence.items().size();
        long from = index < 0 ? index + size : index;
        return from < 0 || from >= size ? null : sequence.items().get((int) from);
    }

    private static boolean isIndexed(Value.Sequence sequence) {
        return sequence.kind() == Value.Sequence.Kind.LIST || sequence.kind() == Value.Sequence.Kind.TUPLE;
    }

    static Value slice(Evaluation evaluation, Value value, Value from, Value to, Value step) {
        requireDefined(evaluation, value, "slice");
        if (!(value instanceof Value.Text) && !(value instanceof Value.Sequence sequence && isIndexed(sequence))) {
            return new Value.Undefined("a slice of " + Values.type(value));
        }
        long by = bound(evaluation, step, 1);
        if (by == 0) {
            throw evaluation.error("A slice has the step 0.");
        }
        int size = Values.length(evaluation, value);
        long first = bound(evaluation, from, by > 0 ? 0 : size - 1);
        long last = bound(evaluation, to, by > 0 ? size : -1L - size);
        long start = clamp(first < 0 ? first + size : first, by > 0 ? 0 : -1, by > 0 ? size : size - 1);
        long end = clamp(last < 0 ? last + size : last, by > 0 ? 0 : -1, by > 0 ? size : size - 1);
        if (value instanceof Value.Text text && by == 1) {
            int begin = text.value().offsetByCodePoints(0, (int) start);
            int stop = text.value().offsetByCodePoints(begin, (int) Math.max(0, end - start));
            return evaluation.text(text.value().substring(begin, stop));
        }
        List<Value> items = Values.iterate(evaluation, value);
        List<Value> kept = new ArrayList<>();
        for (long i = start; by > 0 ? i < end : i > end; i += clamp(by, -1L - size, 1L + size)) {
            kept.add(items.get((int) i));
        }
        if (value instanceof Value.Sequence sequence) {
            return new Value.Sequence(sequence.kind(), kept);
        }
        StringBuilder text = new StringBuilder();
        for (Value character : kept) {
            text.append(((Value.Text) character).value());
        }
        return evaluation.text(text.toString());
    }

    private static long bound(Evaluation evaluation, Value value, long otherwise) {
        if (value instanceof Value.None) {
            return otherwise;
        }
        if (value instanceof Value.Int || value instanceof Value.Bool) {
            return clamp(Comparisons.whole(value), Integer.MIN_VALUE, Integer.MAX_VALUE);
        }
        throw evaluation.error("The bound of a slice is of type " + Values.type(value) + ", not a whole number.");
    }

    private static long clamp(long value, long least, long most) {
        return Math.max(least, Math.min(most, value));
    }
}
