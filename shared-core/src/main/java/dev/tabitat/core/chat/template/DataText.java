package dev.tabitat.core.chat.template;

import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.json.Json;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonBool;
import dev.tabitat.core.json.JsonLimits;
import dev.tabitat.core.json.JsonNull;
import dev.tabitat.core.json.JsonNumber;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.json.JsonReader;
import dev.tabitat.core.json.JsonString;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** JSON as values, and values as JSON text in the layout of Python's {@code json.dumps}. */
final class DataText {

    private DataText() {}

    static Value of(Json json) {
        if (json instanceof JsonString string) {
            return new Value.Text(string.value());
        }
        if (json instanceof JsonBool bool) {
            return Value.Bool.of(bool.value());
        }
        if (json instanceof JsonNumber number) {
            return number.isWhole() ? new Value.Int(number.longValue()) : new Value.Real(number.doubleValue());
        }
        if (json instanceof JsonArray array) {
            List<Value> items = new ArrayList<>();
            for (Json item : array.items()) {
                items.add(of(item));
            }
            return Value.Sequence.list(items);
        }
        if (json instanceof JsonObject object) {
            Map<Value, Value> entries = new LinkedHashMap<>();
            for (String name : object.names()) {
                entries.put(new Value.Text(name), of(object.get(name)));
            }
            return new Value.Dict(entries);
        }
        return json == JsonNull.NULL ? Value.None.NONE : new Value.Undefined("json");
    }

    static Value read(Evaluation evaluation, Value value) {
        String text = Values.text(evaluation, value);
        evaluation.made(4L * text.length());
        try {
            return of(JsonReader.read(text, JsonLimits.DEFAULT));
        } catch (DamagedData broken) {
            throw evaluation.error("The filter from_json was given broken JSON: " + broken.getMessage());
        }
    }

    static Value write(Evaluation evaluation, Value value, Arguments arguments) {
        arguments.only(evaluation, "tojson", "ensure_ascii", "indent", "separators", "sort_keys");
        Value indent = arguments.get(1, "indent", Value.None.NONE);
        String indentation = indent instanceof Value.None ? null
                : indent instanceof Value.Text text ? text.value()
                        : " ".repeat((int) Math.max(0, Math.min(64, Methods.whole(evaluation, indent))));
        String item = indentation == null ? ", " : ",";
        String key = ": ";
        if (arguments.get(2, "separators", Value.None.NONE) instanceof Value.Sequence separators
                && separators.items().size() == 2) {
            item = Values.text(evaluation, separators.items().get(0));
            key = Values.text(evaluation, separators.items().get(1));
        }
        Writer writer = new Writer(evaluation, Values.isTrue(arguments.get(0, "ensure_ascii", Value.Bool.FALSE)),
                Values.isTrue(arguments.get(3, "sort_keys", Value.Bool.FALSE)), indentation, item, key,
                new StringBuilder());
        writer.write(value, 1);
        return new Value.Text(writer.out().toString());
    }

    /** Writes nested values. {@code indentation} is null for a text on one line. */
    private record Writer(Evaluation evaluation, boolean ascii, boolean sorted, String indentation,
            String itemSeparator,
            String keySeparator, StringBuilder out) {

        void write(Value value, int level) {
            evaluation.enter();
            if (value instanceof Value.Text text) {
                string(text.value());
            } else if (value instanceof Value.Dict dict) {
                mapping(dict, level);
            } else if (value instanceof Value.Sequence sequence && (sequence.kind() == Value.Sequence.Kind.LIST
                    || sequence.kind() == Value.Sequence.Kind.TUPLE)) {
                append("[");
                for (int i = 0; i < sequence.items().size(); i++) {
                    append(i == 0 ? "" : itemSeparator);
                    line(level);
                    write(sequence.items().get(i), level + 1);
                }
                close("]", sequence.items().isEmpty(), level);
            } else {
                append(scalar(value));
            }
            evaluation.leave();
        }

        private void mapping(Value.Dict dict, int level) {
            append("{");
            List<Value> keys = new ArrayList<>(dict.entries().keySet());
            if (sorted) {
                keys.sort((a, b) -> Comparisons.order(evaluation, a, b));
            }
            for (int i = 0; i < keys.size(); i++) {
                append(i == 0 ? "" : itemSeparator);
                line(level);
                string(keys.get(i) instanceof Value.Text text ? text.value() : scalar(keys.get(i)));
                append(keySeparator);
                write(dict.entries().get(keys.get(i)), level + 1);
            }
            close("}", keys.isEmpty(), level);
        }

        private void close(String bracket, boolean empty, int level) {
            if (!empty) {
                line(level - 1);
            }
            append(bracket);
        }

        private void line(int level) {
            if (indentation != null) {
                evaluation.made((long) indentation.length() * level);
                append("\n" + indentation.repeat(level));
            }
        }

        private String scalar(Value value) {
            if (value instanceof Value.None) {
                return "null";
            }
            if (value instanceof Value.Bool bool) {
                return bool.value() ? "true" : "false";
            }
            if (value instanceof Value.Int number) {
                return Long.toString(number.value());
            }
            if (value instanceof Value.Real real) {
                return Double.isNaN(real.value()) ? "NaN"
                        : Double.isInfinite(real.value()) ? real.value() > 0 ? "Infinity" : "-Infinity"
                                : Numbers.text(real.value());
            }
            throw evaluation.error("A value of type " + Values.type(value) + " cannot be written as JSON.");
        }

        private void string(String text) {
            evaluation.made(text.length());
            out.append('"');
            for (int i = 0; i < text.length(); i++) {
                char c = text.charAt(i);
                int simple = "\"\\\n\r\t\f\b".indexOf(c);
                if (simple >= 0) {
                    out.append('\\').append("\"\\nrtfb".charAt(simple));
                } else if (c < 0x20 || ascii && c > 0x7f) {
                    String digits = Integer.toHexString(c);
                    out.append("\\u").append("0".repeat(4 - digits.length())).append(digits);
                } else {
                    out.append(c);
                }
            }
            out.append('"');
        }

        private void append(String part) {
            evaluation.made(part.length());
            out.append(part);
        }
    }
}
