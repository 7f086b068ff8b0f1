package dev.tabitat.core.chat.template;

import java.util.ArrayList;
import java.util.List;

/** The operators on numbers, and those that join and repeat texts and lists. */
final class Arithmetic {

    private Arithmetic() {}

    static Value binary(Evaluation evaluation, String operator, Value left, Value right) {
        if (Comparisons.isNumber(left) && Comparisons.isNumber(right)) {
            return left instanceof Value.Real || right instanceof Value.Real || operator.equals("/")
                    ? new Value.Real(real(evaluation, operator, Comparisons.real(left), Comparisons.real(right)))
                    : new Value.Int(whole(evaluation, operator, Comparisons.whole(left), Comparisons.whole(right)));
        }
        if (operator.equals("+")) {
            if (left instanceof Value.Text a && right instanceof Value.Text b) {
                boolean markup = a.markup() || b.markup();
                String first = markup && !a.markup() ? escaped(evaluation, a.value()) : a.value();
                String second = markup && !b.markup() ? escaped(evaluation, b.value()) : b.value();
                evaluation.made((long) first.length() + second.length());
                return new Value.Text(first + second, markup);
            }
            if (left instanceof Value.Sequence a && right instanceof Value.Sequence b && a.kind() == b.kind()
                    && isJoinable(a)) {
                evaluation.step((long) a.items().size() + b.items().size());
                List<Value> items = new ArrayList<>(a.items());
                items.addAll(b.items());
                return new Value.Sequence(a.kind(), items);
            }
        }
        if (operator.equals("*")) {
            Value repeated = right instanceof Value.Int times ? repeat(evaluation, left, times.value())
                    : left instanceof Value.Int count ? repeat(evaluation, right, count.value()) : null;
            if (repeated != null) {
                return repeated;
            }
        }
        throw evaluation.error("The operator " + operator + " cannot be applied to " + Values.type(left) + " and "
                + Values.type(right) + ".");
    }

    private static String escaped(Evaluation evaluation, String text) {
        evaluation.made(text.length());
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&#34;");
                case '\'' -> out.append("&#39;");
                default -> out.append(c);
            }
        }
        return out.toString();
    }

    private static boolean isJoinable(Value.Sequence sequence) {
        return sequence.kind() == Value.Sequence.Kind.LIST || sequence.kind() == Value.Sequence.Kind.TUPLE;
    }

    private static Value repeat(Evaluation evaluation, Value value, long times) {
        long count = Math.max(0, times);
        if (value instanceof Value.Text text) {
            evaluation.made(total(text.value().length(), count));
            return new Value.Text(text.value().isEmpty() ? "" : text.value().repeat((int) count));
        }
        if (value instanceof Value.Sequence sequence && isJoinable(sequence)) {
            evaluation.step(total(sequence.items().size(), count));
            List<Value> items = new ArrayList<>();
            for (long i = 0; i < count && !sequence.items().isEmpty(); i++) {
                items.addAll(sequence.items());
            }
            return new Value.Sequence(sequence.kind(), items);
        }
        return null;
    }

    /** length x count, at most a number beyond every limit. */
    private static long total(long length, long count) {
        return length > 0 && count > Integer.MAX_VALUE ? Long.MAX_VALUE >> 2 : length * count;
    }

    private static double real(Evaluation evaluation, String operator, double a, double b) {
        if (b == 0 && (operator.equals("/") || operator.equals("//") || operator.equals("%"))) {
            throw evaluation.error("A number was divided by zero.");
        }
        return switch (operator) {
            case "+" -> a + b;
            case "-" -> a - b;
            case "*" -> a * b;
            case "/" -> a / b;
            case "//" -> Math.floor(a / b);
            case "%" -> a - b * Math.floor(a / b);
            default -> throw evaluation.error("The operator ** is supported for whole numbers only.");
        };
    }

    private static long whole(Evaluation evaluation, String operator, long a, long b) {
        if (b == 0 && (operator.equals("//") || operator.equals("%"))) {
            throw evaluation.error("A number was divided by zero.");
        }
        try {
            return switch (operator) {
                case "+" -> Math.addExact(a, b);
                case "-" -> Math.subtractExact(a, b);
                case "*" -> Math.multiplyExact(a, b);
                case "//" -> a == Long.MIN_VALUE && b == -1 ? Math.negateExact(a) : Math.floorDiv(a, b);
                case "%" -> b == -1 ? 0 : Math.floorMod(a, b);
                default -> power(evaluation, a, b);
            };
        } catch (ArithmeticException overflow) {
            throw evaluation.error("The result of " + a + " " + operator + " " + b + " does not fit 64 bits.");
        }
    }

    private static long power(Evaluation evaluation, long base, long exponent) {
        if (exponent < 0) {
            throw evaluation.error("A negative exponent is not supported.");
        }
        if (base == 0 || base == 1) {
            return exponent == 0 ? 1 : base;
        }
        if (base == -1) {
            return exponent % 2 == 0 ? 1 : -1;
        }
        long result = 1;
        for (long i = 0; i < exponent; i++) {
            result = Math.multiplyExact(result, base);
        }
        return result;
    }
}
