package dev.tabitat.core.chat.template;

import java.util.List;
import java.util.Map;

/** Equality, order and membership as Python has them. */
final class Comparisons {

    private Comparisons() {}

    static boolean holds(Evaluation evaluation, String operator, Value left, Value right) {
        return switch (operator) {
            case "==" -> equal(evaluation, left, right);
            case "!=" -> !equal(evaluation, left, right);
            case "in" -> contains(evaluation, right, left);
            case "not in" -> !contains(evaluation, right, left);
            case "<" -> order(evaluation, left, right) < 0;
            case "<=" -> order(evaluation, left, right) <= 0;
            case ">" -> order(evaluation, left, right) > 0;
            default -> order(evaluation, left, right) >= 0;
        };
    }

    static boolean equal(Evaluation evaluation, Value left, Value right) {
        evaluation.enter();
        boolean equal = equalValues(evaluation, left, right);
        evaluation.leave();
        return equal;
    }

    private static boolean equalValues(Evaluation evaluation, Value left, Value right) {
        if (left instanceof Value.Text a && right instanceof Value.Text b) {
            evaluation.made(a.value().length() == b.value().length() ? a.value().length() : 0);
            return a.value().equals(b.value());
        }
        if (isNumber(left) && isNumber(right)) {
            return left instanceof Value.Real || right instanceof Value.Real ? real(left) == real(right)
                    : whole(left) == whole(right);
        }
        if (left instanceof Value.Sequence a && right instanceof Value.Sequence b) {
            return a.kind() == b.kind() && equalItems(evaluation, a.items(), b.items());
        }
        if (left instanceof Value.Dict a && right instanceof Value.Dict b) {
            return equalEntries(evaluation, a.entries(), b.entries());
        }
        if (left instanceof Value.Undefined || left instanceof Value.None) {
            return left.getClass() == right.getClass();
        }
        return left == right;
    }

    private static boolean equalItems(Evaluation evaluation, List<Value> a, List<Value> b) {
        if (a.size() != b.size()) {
            return false;
        }
        for (int i = 0; i < a.size(); i++) {
            if (!equal(evaluation, a.get(i), b.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean equalEntries(Evaluation evaluation, Map<Value, Value> a, Map<Value, Value> b) {
        if (a.size() != b.size()) {
            return false;
        }
        for (Map.Entry<Value, Value> entry : a.entrySet()) {
            Value other = b.get(entry.getKey());
            if (other == null || !equal(evaluation, entry.getValue(), other)) {
                return false;
            }
        }
        return true;
    }

    static boolean contains(Evaluation evaluation, Value all, Value item) {
        if (all instanceof Value.Text text) {
            if (!(item instanceof Value.Text part)) {
                throw evaluation.error("A text contains texts only; " + Values.type(item) + " was looked for.");
            }
            evaluation.search(text.value(), part.value());
            return text.value().contains(part.value());
        }
        if (all instanceof Value.Dict dict) {
            return dict.entries().containsKey(Values.key(evaluation, item));
        }
        for (Value each : Values.iterate(evaluation, all)) {
            if (equal(evaluation, each, item)) {
                return true;
            }
        }
        return false;
    }

    /** Negative, zero or positive for less, equal or greater. */
    static int order(Evaluation evaluation, Value left, Value right) {
        evaluation.enter();
        int order = orderOf(evaluation, left, right);
        evaluation.leave();
        return order;
    }

    private static int orderOf(Evaluation evaluation, Value left, Value right) {
        if (isNumber(left) && isNumber(right)) {
            return left instanceof Value.Real || right instanceof Value.Real ? Double.compare(real(left), real(right))
                    : Long.compare(whole(left), whole(right));
        }
        if (left instanceof Value.Text a && right instanceof Value.Text b) {
            evaluation.made(Math.min(a.value().length(), b.value().length()));
            return orderOfTexts(a.value(), b.value());
        }
        if (left instanceof Value.Sequence a && right instanceof Value.Sequence b && a.kind() == b.kind()) {
            for (int i = 0; i < Math.min(a.items().size(), b.items().size()); i++) {
                if (!equal(evaluation, a.items().get(i), b.items().get(i))) {
                    return order(evaluation, a.items().get(i), b.items().get(i));
                }
            }
            return Integer.compare(a.items().size(), b.items().size());
        }
        throw evaluation.error("Values of types " + Values.type(left) + " and " + Values.type(right)
                + " have no order.");
    }

    /** By code points. */
    private static int orderOfTexts(String a, String b) {
        int i = 0;
        while (i < a.length() && i < b.length()) {
            int order = Integer.compare(a.codePointAt(i), b.codePointAt(i));
            if (order != 0) {
                return order;
            }
            i += Character.charCount(a.codePointAt(i));
        }
        return Integer.compare(a.length(), b.length());
    }

    static boolean isNumber(Value value) {
        return value instanceof Value.Int || value instanceof Value.Real || value instanceof Value.Bool;
    }

    /** The value of a whole number or truth value. */
    static long whole(Value value) {
        return value instanceof Value.Int number ? number.value() : value.equals(Value.Bool.TRUE) ? 1 : 0;
    }

    static double real(Value value) {
        return value instanceof Value.Real number ? number.value() : whole(value);
    }
}
