package dev.tabitat.core.chat.template;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** The filters by name. */
final class Filters {

    /** What stands after {@code |}. */
    interface Filter {
        Value apply(Evaluation evaluation, Value value, Arguments arguments);
    }

    private static final Map<String, Filter> BY_NAME = new HashMap<>();

    static {
        texts();
        ListFilters.register(BY_NAME);
    }

    private Filters() {}

    /** The filter of a name, or null. */
    static Filter find(String name) {
        return BY_NAME.get(name);
    }

    private static void texts() {
        BY_NAME.put("trim", (e, v, a) -> {
            String text = Values.text(e, v);
            e.made(text.length());
            return Methods.stripped(e, text, a, true, true);
        });
        BY_NAME.put("upper", (e, v, a) -> e.text(Values.text(e, v).toUpperCase(Locale.ROOT)));
        BY_NAME.put("lower", (e, v, a) -> e.text(Values.text(e, v).toLowerCase(Locale.ROOT)));
        BY_NAME.put("capitalize", (e, v, a) -> e.text(Strings.capitalize(Values.text(e, v))));
        BY_NAME.put("title", (e, v, a) -> e.text(Strings.title(Values.text(e, v))));
        BY_NAME.put("string", (e, v, a) -> v instanceof Value.Text ? v : new Value.Text(Values.text(e, v)));
        BY_NAME.put("safe", (e, v, a) -> new Value.Text(Values.text(e, v), true));
        BY_NAME.put("replace", (e, v, a) -> new Value.Text(Methods.replace(e, Values.text(e, v),
                Values.text(e, a.require(e, 0, "old")), Values.text(e, a.require(e, 1, "new")),
                a.get(2, "count", Value.None.NONE) instanceof Value.Int count ? count.value() : -1)));
        BY_NAME.put("indent", Filters::indent);
        BY_NAME.put("tojson", DataText::write);
        BY_NAME.put("from_json", (e, v, a) -> DataText.read(e, v));
        BY_NAME.put("default", Filters::otherwise);
        BY_NAME.put("d", Filters::otherwise);
        BY_NAME.put("int", Filters::whole);
        BY_NAME.put("abs", (e, v, a) -> Arithmetic.binary(e, Comparisons.order(e, v, new Value.Int(0)) < 0 ? "-" : "+",
                new Value.Int(0), v));
    }

    private static Value otherwise(Evaluation evaluation, Value value, Arguments arguments) {
        arguments.only(evaluation, "default", "default_value", "boolean");
        boolean replaced = value instanceof Value.Undefined
                || Values.isTrue(arguments.get(1, "boolean", Value.Bool.FALSE)) && !Values.isTrue(value);
        return replaced ? arguments.get(0, "default_value", Value.Text.EMPTY) : value;
    }

    private static Value whole(Evaluation evaluation, Value value, Arguments arguments) {
        if (Comparisons.isNumber(value)) {
            return new Value.Int(value instanceof Value.Real real ? (long) real.value() : Comparisons.whole(value));
        }
        if (value instanceof Value.Text text) {
            String digits = Strings.strip(text.value());
            int from = digits.startsWith("-") || digits.startsWith("+") ? 1 : 0;
            int end = from;
            while (end < digits.length() && Strings.isDigit(digits.charAt(end))) {
                end++;
            }
            boolean point = end < digits.length() && digits.charAt(end) == '.';
            boolean onlyDigits = Strings.isBlank(digits, end) || point && areDigits(digits, end + 1);
            if (end > from && end - from <= 18 && onlyDigits) {
                return new Value.Int(Long.parseLong(digits.substring(0, end)));
            }
        }
        return arguments.get(0, "default", new Value.Int(0));
    }

    private static boolean areDigits(String text, int from) {
        for (int i = from; i < text.length(); i++) {
            if (!Strings.isDigit(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static Value indent(Evaluation evaluation, Value value, Arguments arguments) {
        arguments.only(evaluation, "indent", "width", "first", "blank");
        Value width = arguments.get(0, "width", new Value.Int(4));
        String indentation = width instanceof Value.Text text ? text.value()
                : Values.text(evaluation, Arithmetic.binary(evaluation, "*", new Value.Text(" "), width));
        boolean blank = Values.isTrue(arguments.get(2, "blank", Value.Bool.FALSE));
        StringBuilder out = new StringBuilder(
                Values.isTrue(arguments.get(1, "first", Value.Bool.FALSE)) ? indentation : "");
        boolean first = true;
        for (String line : Splits.linesOf(evaluation, Values.text(evaluation, value) + "\n")) {
            evaluation.made((long) indentation.length() + line.length() + 1);
            out.append(first ? "" : "\n").append(first || line.isEmpty() && !blank ? "" : indentation).append(line);
            first = false;
        }
        return new Value.Text(out.toString());
    }
}
