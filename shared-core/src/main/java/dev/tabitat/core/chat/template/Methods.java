package dev.tabitat.core.chat.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The methods of texts and mappings that a template can call, and the members of namespaces. None changes a value. */
final class Methods {

    /** A method before it is bound to its text. */
    private interface TextMethod {
        Value call(Evaluation evaluation, String text, Arguments arguments);
    }

    private static final Map<String, TextMethod> OF_TEXT = Map.ofEntries(
            Map.entry("strip", (e, t, a) -> stripped(e, t, a, true, true)),
            Map.entry("lstrip", (e, t, a) -> stripped(e, t, a, true, false)),
            Map.entry("rstrip", (e, t, a) -> stripped(e, t, a, false, true)),
            Map.entry("split", (e, t, a) -> Splits.split(e, t, a, false)),
            Map.entry("rsplit", (e, t, a) -> Splits.split(e, t, a, true)),
            Map.entry("splitlines", (e, t, a) -> Splits.lines(e, t)),
            Map.entry("startswith", (e, t, a) -> Value.Bool.of(anyOf(e, a, "startswith", t, true))),
            Map.entry("endswith", (e, t, a) -> Value.Bool.of(anyOf(e, a, "endswith", t, false))),
            Map.entry("replace", (e, t, a) -> new Value.Text(replace(e, t, string(e, a, 0, "old"),
                    string(e, a, 1, "new"), whole(e, a.get(2, "count", new Value.Int(-1)))))),
            Map.entry("upper", (e, t, a) -> e.text(t.toUpperCase(Locale.ROOT))),
            Map.entry("lower", (e, t, a) -> e.text(t.toLowerCase(Locale.ROOT))),
            Map.entry("title", (e, t, a) -> e.text(Strings.title(t))),
            Map.entry("capitalize", (e, t, a) -> e.text(Strings.capitalize(t))),
            Map.entry("find", (e, t, a) -> index(t, t.indexOf(searched(e, t, a)))),
            Map.entry("rfind", (e, t, a) -> index(t, t.lastIndexOf(searched(e, t, a)))),
            Map.entry("count", (e, t, a) -> new Value.Int(count(t, searched(e, t, a)))),
            Map.entry("join", (e, t, a) -> join(e, t, a.require(e, 0, "iterable"))),
            Map.entry("isdigit", (e, t, a) -> Value.Bool.of(all(t, "digit"))),
            Map.entry("isalpha", (e, t, a) -> Value.Bool.of(all(t, "letter"))),
            Map.entry("isspace", (e, t, a) -> Value.Bool.of(all(t, "space"))),
            Map.entry("isupper", (e, t, a) -> Value.Bool.of(isCased(t, t.toUpperCase(Locale.ROOT)))),
            Map.entry("islower", (e, t, a) -> Value.Bool.of(isCased(t, t.toLowerCase(Locale.ROOT)))),
            Map.entry("removeprefix", (e, t, a) -> e.text(t.startsWith(string(e, a, 0, "prefix"))
                    ? t.substring(string(e, a, 0, "prefix").length())
                    : t)),
            Map.entry("removesuffix", (e, t, a) -> e.text(t.endsWith(string(e, a, 0, "suffix"))
                    ? t.substring(0, t.length() - string(e, a, 0, "suffix").length())
                    : t)),
            Map.entry("format", (e, t, a) -> Splits.format(e, t, a)));

    private Methods() {}

    /** A method bound to its value or a namespace's member; null where there is none. */
    static Value find(Value value, String name) {
        if (value instanceof Value.Text text) {
            TextMethod method = OF_TEXT.get(name);
            return method == null ? null
                    : new Value.Function(name,
                            (evaluation, arguments) -> {
                                evaluation.made(text.value().length());
                                return method.call(evaluation, text.value(), arguments);
                            });
        }
        if (value instanceof Value.Namespace namespace) {
            return namespace.members().get(name);
        }
        return value instanceof Value.Dict dict ? ofMapping(dict, name) : null;
    }

    private static Value ofMapping(Value.Dict dict, String name) {
        return switch (name) {
            case "get" -> new Value.Function(name, (evaluation, arguments) -> {
                arguments.only(evaluation, "get", "key", "default");
                Value key = Values.key(evaluation, arguments.require(evaluation, 0, "key"));
                Value found = dict.entries().get(key);
                return found == null ? arguments.get(1, "default", Value.None.NONE) : found;
            });
            case "items" -> new Value.Function(name, (evaluation, arguments) -> entries(evaluation, dict));
            case "keys" -> new Value.Function(name, (evaluation, arguments) -> view(evaluation,
                    new ArrayList<>(dict.entries().keySet())));
            case "values" -> new Value.Function(name, (evaluation, arguments) -> view(evaluation,
                    new ArrayList<>(dict.entries().values())));
            case "copy" -> new Value.Function(name, (evaluation, arguments) -> dict);
            default -> null;
        };
    }

    static Value.Sequence entries(Evaluation evaluation, Value.Dict dict) {
        List<Value> entries = new ArrayList<>();
        for (Map.Entry<Value, Value> entry : dict.entries().entrySet()) {
            entries.add(new Value.Sequence(Value.Sequence.Kind.TUPLE, List.of(entry.getKey(), entry.getValue())));
        }
        return view(evaluation, entries);
    }

    private static Value.Sequence view(Evaluation evaluation, List<Value> items) {
        evaluation.step(items.size());
        return new Value.Sequence(Value.Sequence.Kind.VIEW, items);
    }

    static String string(Evaluation evaluation, Arguments arguments, int index, String name) {
        Value value = arguments.require(evaluation, index, name);
        if (!(value instanceof Value.Text text)) {
            throw evaluation.error("The argument " + name + " is of type " + Values.type(value) + ", not a text.");
        }
        return text.value();
    }

    static long whole(Evaluation evaluation, Value value) {
        if (!(value instanceof Value.Int) && !(value instanceof Value.Bool)) {
            throw evaluation.error("A whole number was expected, " + Values.type(value) + " was found.");
        }
        return Comparisons.whole(value);
    }

    static Value stripped(Evaluation evaluation, String text, Arguments arguments, boolean start, boolean end) {
        Value characters = arguments.get(0, "chars", Value.None.NONE);
        String kept = text;
        if (characters instanceof Value.None) {
            kept = end ? Strings.stripEnd(kept) : kept;
            return new Value.Text(start ? Strings.stripStart(kept) : kept);
        }
        String set = string(evaluation, arguments, 0, "chars");
        evaluation.search(text, set);
        kept = end ? Strings.stripEnd(kept, set) : kept;
        return new Value.Text(start ? Strings.stripStart(kept, set) : kept);
    }

    private static boolean anyOf(Evaluation evaluation, Arguments arguments, String what, String text, boolean start) {
        arguments.only(evaluation, what, "prefix");
        Value value = arguments.require(evaluation, 0, "prefix");
        List<Value> candidates = value instanceof Value.Sequence sequence
                && sequence.kind() == Value.Sequence.Kind.TUPLE ? sequence.items() : List.of(value);
        for (Value candidate : candidates) {
            String part = string(evaluation, Arguments.of(candidate), 0, "prefix");
            if (start ? text.startsWith(part) : text.endsWith(part)) {
                return true;
            }
        }
        return false;
    }

    /** With at most {@code count} occurrences replaced, all of them when it is negative. */
    static String replace(Evaluation evaluation, String text, String old, String replacement, long count) {
        evaluation.search(text, old);
        StringBuilder out = new StringBuilder();
        int from = 0;
        long left = count < 0 ? Long.MAX_VALUE : count;
        while (left > 0) {
            int found = text.indexOf(old, from);
            if (found < 0) {
                break;
            }
            evaluation.made(replacement.length() + 1L);
            out.append(text, from, found).append(replacement);
            from = found + old.length();
            left--;
            if (old.isEmpty()) {
                if (from >= text.length()) {
                    return out.toString();
                }
                out.append(text.charAt(from++));
            }
        }
        evaluation.made(text.length());
        return out.append(text, from, text.length()).toString();
    }

    private static String searched(Evaluation evaluation, String text, Arguments arguments) {
        String part = string(evaluation, arguments, 0, "sub");
        evaluation.search(text, part);
        return part;
    }

    private static Value index(String text, int found) {
        return new Value.Int(found < 0 ? -1 : text.codePointCount(0, found));
    }

    private static long count(String text, String part) {
        if (part.isEmpty()) {
            return text.codePointCount(0, text.length()) + 1;
        }
        long count = 0;
        for (int i = text.indexOf(part); i >= 0; i = text.indexOf(part, i + part.length())) {
            count++;
        }
        return count;
    }

    private static Value join(Evaluation evaluation, String separator, Value items) {
        StringBuilder out = new StringBuilder();
        String between = "";
        for (Value item : Values.iterate(evaluation, items)) {
            String text = string(evaluation, Arguments.of(item), 0, "iterable");
            evaluation.made((long) between.length() + text.length());
            out.append(between).append(text);
            between = separator;
        }
        return new Value.Text(out.toString());
    }

    private static boolean all(String text, String kind) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean fits = switch (kind) {
                case "digit" -> Character.isDigit(c);
                case "letter" -> Character.isLetter(c);
                default -> Strings.isSpace(c);
            };
            if (!fits) {
                return false;
            }
        }
        return !text.isEmpty();
    }

    private static boolean isCased(String text, String cased) {
        return text.equals(cased) && !text.toLowerCase(Locale.ROOT).equals(text.toUpperCase(Locale.ROOT));
    }
}
