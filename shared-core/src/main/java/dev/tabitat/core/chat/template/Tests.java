package dev.tabitat.core.chat.template;

import java.util.HashMap;
import java.util.Map;

/** The tests by name. */
final class Tests {

    /** What stands after {@code is}. */
    interface Test {
        boolean holds(Evaluation evaluation, Value value, Arguments arguments);
    }

    private static final Map<String, Test> BY_NAME = new HashMap<>();

    static {
        types();
        BY_NAME.put("odd", (e, v, a) -> Math.floorMod(Methods.whole(e, v), 2L) == 1);
        BY_NAME.put("even", (e, v, a) -> Math.floorMod(Methods.whole(e, v), 2L) == 0);
        BY_NAME.put("divisibleby", (e, v, a) -> Methods.whole(e,
                Arithmetic.binary(e, "%", v, a.require(e, 0, "num"))) == 0);
        BY_NAME.put("lower", (e, v, a) -> Values.isTrue(Values.call(e, Methods.find(text(e, v), "islower"), a)));
        BY_NAME.put("upper", (e, v, a) -> Values.isTrue(Values.call(e, Methods.find(text(e, v), "isupper"), a)));
        compare("==", "eq", "equalto", "==");
        compare("!=", "ne", "!=");
        compare(">", "gt", "greaterthan", ">");
        compare(">=", "ge", ">=");
        compare("<", "lt", "lessthan", "<");
        compare("<=", "le", "<=");
        compare("in", "in");
    }

    private Tests() {}

    /** The test of a name, or null. */
    static Test find(String name) {
        return BY_NAME.get(name);
    }

    private static void types() {
        BY_NAME.put("defined", (e, v, a) -> !(v instanceof Value.Undefined));
        BY_NAME.put("undefined", (e, v, a) -> v instanceof Value.Undefined);
        BY_NAME.put("none", (e, v, a) -> v instanceof Value.None);
        BY_NAME.put("boolean", (e, v, a) -> v instanceof Value.Bool);
        BY_NAME.put("true", (e, v, a) -> v.equals(Value.Bool.TRUE));
        BY_NAME.put("false", (e, v, a) -> v.equals(Value.Bool.FALSE));
        BY_NAME.put("integer", (e, v, a) -> v instanceof Value.Int);
        BY_NAME.put("float", (e, v, a) -> v instanceof Value.Real);
        BY_NAME.put("number", (e, v, a) -> Comparisons.isNumber(v));
        BY_NAME.put("string", (e, v, a) -> v instanceof Value.Text);
        BY_NAME.put("mapping", (e, v, a) -> v instanceof Value.Dict);
        BY_NAME.put("callable", (e, v, a) -> v instanceof Value.Function);
        BY_NAME.put("iterable", (e, v, a) -> v instanceof Value.Sequence || hasEntries(v));
        BY_NAME.put("sequence", (e, v, a) -> v instanceof Value.Sequence sequence
                ? sequence.kind() == Value.Sequence.Kind.LIST || sequence.kind() == Value.Sequence.Kind.TUPLE
                : hasEntries(v));
        BY_NAME.put("sameas", (e, v, a) -> v instanceof Value.Bool || v instanceof Value.None
                ? v.equals(a.require(e, 0, "other"))
                : v == a.require(e, 0, "other"));
    }

    private static boolean hasEntries(Value value) {
        return value instanceof Value.Text || value instanceof Value.Dict || value instanceof Value.Undefined;
    }

    private static Value.Text text(Evaluation evaluation, Value value) {
        return evaluation.text(Values.text(evaluation, value));
    }

    private static void compare(String operator, String... names) {
        for (String name : names) {
            BY_NAME.put(name,
                    (e, v, a) -> Comparisons.holds(e, operator, v, a.require(e, 0, "other")));
        }
    }
}
