package dev.tabitat.core.chat.template;

import dev.tabitat.core.text.Split;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The filters on sequences and mappings. */
final class ListFilters {

    private ListFilters() {}

    static void register(Map<String, Filters.Filter> filters) {
        filters.put("length", (e, v, a) -> new Value.Int(Values.length(e, v)));
        filters.put("count", (e, v, a) -> new Value.Int(Values.length(e, v)));
        filters.put("list", (e, v, a) -> Value.Sequence.list(new ArrayList<>(Values.iterate(e, v))));
        filters.put("items", (e, v, a) -> {
            if (v instanceof Value.Undefined) {
                return iterator(List.of());
            }
            if (!(v instanceof Value.Dict dict)) {
                throw e.error("The filter items needs a mapping, not a value of type " + Values.type(v) + ".");
            }
            return iterator(Methods.entries(e, dict).items());
        });
        filters.put("join", ListFilters::join);
        filters.put("first", (e, v, a) -> edge(Values.iterate(e, v), true));
        filters.put("last", (e, v, a) -> edge(Values.iterate(e, v), false));
        filters.put("reverse", ListFilters::reverse);
        filters.put("map", ListFilters::map);
        filters.put("select", (e, v, a) -> select(e, v, a, false, true));
        filters.put("reject", (e, v, a) -> select(e, v, a, false, false));
        filters.put("selectattr", (e, v, a) -> select(e, v, a, true, true));
        filters.put("rejectattr", (e, v, a) -> select(e, v, a, true, false));
        filters.put("unique", ListFilters::unique);
        filters.put("sort", (e, v, a) -> {
            a.only(e, "sort", "reverse", "case_sensitive", "attribute");
            return Value.Sequence.list(sorted(e, Values.iterate(e, v), a.get(2, "attribute", Value.None.NONE),
                    Values.isTrue(a.get(1, "case_sensitive", Value.Bool.FALSE)),
                    Values.isTrue(a.get(0, "reverse", Value.Bool.FALSE))));
        });
        filters.put("dictsort", ListFilters::dictsort);
        filters.put("min", (e, v, a) -> extreme(e, v, a, -1));
        filters.put("max", (e, v, a) -> extreme(e, v, a, 1));
    }

    private static Value iterator(List<Value> items) {
        return new Value.Sequence(Value.Sequence.Kind.ITERATOR, items);
    }

    private static Value edge(List<Value> items, boolean first) {
        return items.isEmpty() ? new Value.Undefined("an item of an empty sequence")
                : items.get(first ? 0 : items.size() - 1);
    }

    private static Value join(Evaluation evaluation, Value value, Arguments arguments) {
        arguments.only(evaluation, "join", "d", "attribute");
        String separator = Values.text(evaluation, arguments.get(0, "d", Value.Text.EMPTY));
        Value attribute = arguments.get(1, "attribute", Value.None.NONE);
        StringBuilder out = new StringBuilder();
        String between = "";
        for (Value item : Values.iterate(evaluation, value)) {
            String text = Values.text(evaluation, attribute(evaluation, item, attribute));
            evaluation.made((long) between.length() + text.length());
            out.append(between).append(text);
            between = separator;
        }
        return new Value.Text(out.toString());
    }

    private static Value reverse(Evaluation evaluation, Value value, Arguments arguments) {
        if (value instanceof Value.Text text) {
            return evaluation.text(new StringBuilder(text.value()).reverse().toString());
        }
        List<Value> items = new ArrayList<>(Values.iterate(evaluation, value));
        Collections.reverse(items);
        return iterator(items);
    }

    private static Value map(Evaluation evaluation, Value value, Arguments arguments) {
        Value attribute = arguments.named().get("attribute");
        List<Value> mapped = new ArrayList<>();
        if (attribute != null) {
            Value otherwise = arguments.named().get("default");
            for (Value item : itemsOrNone(evaluation, value)) {
                Value found = attribute(evaluation, item, attribute);
                mapped.add(found instanceof Value.Undefined && otherwise != null ? otherwise : found);
            }
            return iterator(mapped);
        }
        String name = Methods.string(evaluation, arguments, 0, "filter");
        Filters.Filter filter = Filters.find(name);
        if (filter == null) {
            throw evaluation.error("The filter " + name + " is not supported.");
        }
        Arguments rest = arguments.from(1);
        for (Value item : itemsOrNone(evaluation, value)) {
            evaluation.enter();
            mapped.add(filter.apply(evaluation, item, rest));
            evaluation.leave();
        }
        return iterator(mapped);
    }

    /** The items; nothing of none, false and zero, which jinja2 takes for empty here. */
    private static List<Value> itemsOrNone(Evaluation evaluation, Value value) {
        return Values.isTrue(value) ? Values.iterate(evaluation, value) : List.of();
    }

    private static Value select(Evaluation evaluation, Value value, Arguments arguments, boolean byAttribute,
            boolean kept) {
        Value attribute = byAttribute ? arguments.require(evaluation, 0, "attribute") : Value.None.NONE;
        Arguments rest = arguments.from(byAttribute ? 1 : 0);
        Tests.Test test = (e, v, a) -> Values.isTrue(v);
        if (!rest.positional().isEmpty()) {
            String name = Methods.string(evaluation, rest, 0, "test");
            test = Tests.find(name);
            if (test == null) {
                throw evaluation.error("The test " + name + " is not supported.");
            }
        }
        List<Value> selected = new ArrayList<>();
        Arguments given = rest.from(1);
        for (Value item : itemsOrNone(evaluation, value)) {
            if (test.holds(evaluation, attribute(evaluation, item, attribute), given) == kept) {
                selected.add(item);
            }
        }
        return iterator(selected);
    }

    private static Value unique(Evaluation evaluation, Value value, Arguments arguments) {
        boolean exact = Values.isTrue(arguments.get(0, "case_sensitive", Value.Bool.FALSE));
        Value attribute = arguments.get(1, "attribute", Value.None.NONE);
        List<Value> seen = new ArrayList<>();
        List<Value> kept = new ArrayList<>();
        for (Value item : Values.iterate(evaluation, value)) {
            Value key = folded(evaluation, attribute(evaluation, item, attribute), exact);
            if (!Comparisons.contains(evaluation, Value.Sequence.list(seen), key)) {
                seen.add(key);
                kept.add(item);
            }
        }
        return iterator(kept);
    }

    private static Value dictsort(Evaluation evaluation, Value value, Arguments arguments) {
        arguments.only(evaluation, "dictsort", "case_sensitive", "by", "reverse");
        if (!(value instanceof Value.Dict dict)) {
            throw evaluation.error("The filter dictsort needs a mapping, not a value of type " + Values.type(value)
                    + ".");
        }
        boolean byValue = Values.text(evaluation, arguments.get(1, "by", new Value.Text("key"))).equals("value");
        return Value.Sequence.list(sorted(evaluation, Methods.entries(evaluation, dict).items(),
                new Value.Int(byValue ? 1 : 0), Values.isTrue(arguments.get(0, "case_sensitive", Value.Bool.FALSE)),
                Values.isTrue(arguments.get(2, "reverse", Value.Bool.FALSE))));
    }

    private static Value extreme(Evaluation evaluation, Value value, Arguments arguments, int sign) {
        arguments.only(evaluation, "min and max", "case_sensitive", "attribute");
        boolean exact = Values.isTrue(arguments.get(0, "case_sensitive", Value.Bool.FALSE));
        Value attribute = arguments.get(1, "attribute", Value.None.NONE);
        Value best = null;
        Value bestKey = null;
        for (Value item : Values.iterate(evaluation, value)) {
            Value key = folded(evaluation, attribute(evaluation, item, attribute), exact);
            if (best == null || sign * Comparisons.order(evaluation, key, bestKey) > 0) {
                best = item;
                bestKey = key;
            }
        }
        return best == null ? new Value.Undefined("an item of an empty sequence") : best;
    }

    /** Items in the order of their keys; equal ones stay in theirs. */
    private static List<Value> sorted(Evaluation evaluation, List<Value> items, Value attribute, boolean exact,
            boolean reversed) {
        List<Value[]> keyed = new ArrayList<>();
        for (Value item : items) {
            keyed.add(new Value[]{folded(evaluation, attribute(evaluation, item, attribute), exact), item});
        }
        keyed.sort((a, b) -> reversed ? Comparisons.order(evaluation, b[0], a[0])
                : Comparisons.order(evaluation, a[0], b[0]));
        List<Value> sorted = new ArrayList<>();
        for (Value[] pair : keyed) {
            sorted.add(pair[1]);
        }
        return sorted;
    }

    private static Value folded(Evaluation evaluation, Value key, boolean exact) {
        return !exact && key instanceof Value.Text text
                ? evaluation.text(text.value().toLowerCase(Locale.ROOT))
                : key;
    }

    /** The item itself for none; else its member by index, or by a name with points. */
    private static Value attribute(Evaluation evaluation, Value item, Value attribute) {
        if (attribute instanceof Value.None) {
            return item;
        }
        if (attribute instanceof Value.Int) {
            return Access.item(evaluation, item, attribute);
        }
        Value found = item;
        for (String name : Split.on(Values.text(evaluation, attribute), '.')) {
            found = Access.item(evaluation, found, new Value.Text(name));
        }
        return found;
    }
}
