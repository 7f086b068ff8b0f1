package dev.tabitat.core.chat.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What Python does with any value: its truth, items, length, text. */
final class Values {

    private Values() {}

    static boolean isTrue(Value value) {
        if (value instanceof Value.Bool bool) {
            return bool.value();
        }
        if (value instanceof Value.Text text) {
            return !text.value().isEmpty();
        }
        if (value instanceof Value.Int number) {
            return number.value() != 0;
        }
        if (value instanceof Value.Real real) {
            return real.value() != 0;
        }
        if (value instanceof Value.Sequence sequence) {
            return sequence.kind() == Value.Sequence.Kind.ITERATOR || !sequence.items().isEmpty();
        }
        if (value instanceof Value.Dict dict) {
            return !dict.entries().isEmpty();
        }
        return value instanceof Value.Namespace || value instanceof Value.Function;
    }

    /** A value's type as Python names it. */
    static String type(Value value) {
        if (value instanceof Value.Undefined undefined) {
            return "undefined (" + undefined.name() + ")";
        }
        if (value instanceof Value.None) {
            return "none";
        }
        if (value instanceof Value.Bool) {
            return "bool";
        }
        if (value instanceof Value.Int) {
            return "int";
        }
        if (value instanceof Value.Real) {
            return "float";
        }
        if (value instanceof Value.Text) {
            return "str";
        }
        if (value instanceof Value.Sequence sequence) {
            return switch (sequence.kind()) {
                case LIST -> "list";
                case TUPLE -> "tuple";
                case VIEW -> "view";
                case ITERATOR -> "iterator";
            };
        }
        return value instanceof Value.Dict ? "dict" : value instanceof Value.Namespace ? "namespace" : "function";
    }

    static Value call(Evaluation evaluation, Value function, Arguments arguments) {
        if (!(function instanceof Value.Function found)) {
            throw evaluation.error("A value of type " + type(function) + " was called like a function.");
        }
        evaluation.enter();
        Value result = found.body().call(evaluation, arguments);
        evaluation.leave();
        return result;
    }

    /** A value that can be a mapping's key. */
    static Value key(Evaluation evaluation, Value value) {
        if (!isKey(value)) {
            throw evaluation.error("A value of type " + type(value) + " cannot be the key of a mapping.");
        }
        if (value instanceof Value.Text text) {
            evaluation.made(text.value().length());
        }
        return value;
    }

    static boolean isKey(Value value) {
        return value instanceof Value.Text || value instanceof Value.None || Comparisons.isNumber(value);
    }

    /** The items of a sequence, the keys of a mapping, the characters of a text; nothing of what is undefined. */
    static List<Value> iterate(Evaluation evaluation, Value value) {
        List<Value> items;
        if (value instanceof Value.Sequence sequence) {
            items = sequence.items();
        } else if (value instanceof Value.Dict dict) {
            items = new ArrayList<>(dict.entries().keySet());
        } else if (value instanceof Value.Undefined) {
            items = List.of();
        } else if (value instanceof Value.Text text) {
            evaluation.step(text.value().length());
            items = new ArrayList<>();
            String characters = text.value();
            for (int i = 0; i < characters.length();) {
                int next = characters.offsetByCodePoints(i, 1);
                items.add(evaluation.text(characters.substring(i, next)));
                i = next;
            }
            return items;
        } else {
            throw evaluation.error("A value of type " + type(value) + " has no items.");
        }
        evaluation.step(items.size());
        return items;
    }

    static int length(Evaluation evaluation, Value value) {
        if (value instanceof Value.Text text) {
            evaluation.made(text.value().length());
            return text.value().codePointCount(0, text.value().length());
        }
        if (value instanceof Value.Dict dict) {
            return dict.entries().size();
        }
        if (value instanceof Value.Undefined) {
            return 0;
        }
        if (value instanceof Value.Sequence sequence && sequence.kind() != Value.Sequence.Kind.ITERATOR) {
            return sequence.items().size();
        }
        throw evaluation.error("A value of type " + type(value) + " has no length.");
    }

    /** A value as text: a text itself, else as Python prints it. */
    static String text(Evaluation evaluation, Value value) {
        if (value instanceof Value.Text text) {
            return text.value();
        }
        if (value instanceof Value.Undefined) {
            return "";
        }
        StringBuilder out = new StringBuilder();
        represent(evaluation, value, out);
        return out.toString();
    }

    private static void represent(Evaluation evaluation, Value value, StringBuilder out) {
        evaluation.enter();
        int before = out.length();
        if (value instanceof Value.Text text) {
            quote(text.value(), out);
        } else if (value instanceof Value.None) {
            out.append("None");
        } else if (value instanceof Value.Bool bool) {
            out.append(bool.value() ? "True" : "False");
        } else if (value instanceof Value.Int number) {
            out.append(number.value());
        } else if (value instanceof Value.Real real) {
            out.append(Numbers.text(real.value()));
        } else if (value instanceof Value.Undefined) {
            out.append("Undefined");
        } else if (value instanceof Value.Dict dict) {
            out.append('{');
            String separator = "";
            for (Map.Entry<Value, Value> entry : dict.entries().entrySet()) {
                out.append(separator);
                represent(evaluation, entry.getKey(), out);
                out.append(": ");
                represent(evaluation, entry.getValue(), out);
                separator = ", ";
            }
            out.append('}');
        } else if (value instanceof Value.Sequence sequence && (sequence.kind() == Value.Sequence.Kind.LIST
                || sequence.kind() == Value.Sequence.Kind.TUPLE)) {
            boolean tuple = sequence.kind() == Value.Sequence.Kind.TUPLE;
            out.append(tuple ? '(' : '[');
            String separator = "";
            for (Value item : sequence.items()) {
                out.append(separator);
                represent(evaluation, item, out);
                separator = ", ";
            }
            out.append(tuple && sequence.items().size() == 1 ? "," : "").append(tuple ? ')' : ']');
        } else {
            throw evaluation.error("A value of type " + type(value) + " cannot be printed.");
        }
        evaluation.made(out.length() - before);
        evaluation.leave();
    }

    /** A text in quotes, as Python's repr. */
    private static void quote(String text, StringBuilder out) {
        char quote = text.indexOf('\'') >= 0 && text.indexOf('"') < 0 ? '"' : '\'';
        out.append(quote);
        for (int i = 0; i < text.length();) {
            int c = text.codePointAt(i);
            i += Character.charCount(c);
            if (c == quote || c == '\\') {
                out.append('\\').append((char) c);
            } else if (c == '\n' || c == '\r' || c == '\t') {
                out.append('\\').append(c == '\n' ? 'n' : c == '\r' ? 'r' : 't');
            } else if (c == ' ' || isPrintable(c)) {
                out.appendCodePoint(c);
            } else {
                String digits = Integer.toHexString(c);
                int width = c < 0x100 ? 2 : c < 0x10000 ? 4 : 8;
                out.append(width == 2 ? "\\x" : width == 4 ? "\\u" : "\\U").append("0".repeat(width - digits.length()))
                        .append(digits);
            }
        }
        out.append(quote);
    }

    private static boolean isPrintable(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.PRIVATE_USE, Character.UNASSIGNED,
                    Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.SPACE_SEPARATOR ->
                false;
            default -> true;
        };
    }
}
