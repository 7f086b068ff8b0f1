package dev.tabitat.core.chat.template;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A node of a template that has a value. Evaluate through {@link Evaluation#value}, which keeps the limits. */
sealed interface Expression {

    Value evaluate(Evaluation evaluation, Scope scope);

    record Constant(Value value) implements Expression {
        @Override
        public Value evaluate(Evaluation evaluation, Scope scope) {
            return value;
        }
    }

    record Name(String name) implements Expression {
        @Override
        public Value evaluate(Evaluation evaluation, Scope scope) {
            return scope.find(name);
        }
    }

    /** A list or a tuple. */
    record Items(Value.Sequence.Kind kind, List<Expression> items) implements Expression {
        @Override
        public Value evaluate(Evaluation evaluation, Scope scope) {
            List<Value> values = new ArrayList<>();
            for (Expression item : items) {
                values.add(evaluation.value(item, scope));
            }
            return new Value.Sequence(kind, values);
        }
    }

    record Mapping(List<Expression> keys, List<Expression> values) implements Expression {
        @Override
        public Value evaluate(Evaluation evaluation, Scope scope) {
            Map<Value, Value> entries = new LinkedHashMap<>();
            for (int i = 0; i < keys.size(); i++) {
                Value key = evaluation.value(keys.get(i), scope);
                entries.put(Values.key(evaluation, key), evaluation.value(values.get(i), scope));
            }
            return new Value.Dict(entries);
        }
    }

    /** {@code of.name}: a method or a member, else an entry. */
    record Member(Expression of, String name, int line) implements Expression {
        @Override
        public Value evaluate(Evaluation evaluation, Scope scope) {
            Value value = evaluation.value(of, scope);
            evaluation.at(line);
            return Access.member(evaluation, value, name);
        }
    }

    /** {@code of[index]}: an item or an entry, else a method or a member. */
    record Item(Expression of, Expression index, int line) implements Expression {
        @Override
        public Value evaluate(Evaluation evaluation, Scope scope) {
            Value value = evaluation.value(of, scope);
            Value key = evaluation.value(index, scope);
            evaluation.at(line);
            return Access.item(evaluation, value, key);
        }
    }

    /** {@code of[from:to:step]}; a part that is not given is none. */
    record Slice(Expression of, Expression from, Expression to, Expression step, int line) implements Expression {
        @Override
        public Value evaluate(Evaluation evaluation, Scope scope) {
            Value value = evaluation.value(of, scope);
            Value first = evaluation.value(from, scope);
            Value last = evaluation.value(to, scope);
            Value by = evaluation.value(step, scope);
            evaluation.at(line);
            return Access.slice(evaluation, value, first, last, by);
        }
    }

    record Call(Expression function, List<Expression> positional, Map<String, Expression> named, int line)
            implements
                Expression {
        @Override
        public Value evaluate(Evaluation evaluation, Scope scope) {
            Value value = evaluation.value(function, scope);
            Arguments arguments = arguments(evaluation, scope, positional, named);
            evaluation.at(line);
            return Values.call(evaluation, value, arguments);
        }
    }

    record Filter(Expression of, Filters.Filter filter, List<Expression> positional, Map<String, Expression> named,
            int line) implements Expression {
        @Override
        public Value evaluate(Evaluation evaluation, Scope scope) {
            Value value = evaluation.value(of, scope);
            Arguments arguments = arguments(evaluation, scope, positional, named);
            evaluation.at(line);
            return filter.apply(evaluation, value, arguments);
        }
    }

    record Test(Expression of, Tests.Test test, List<Expression> positional, int line) implements Expression {
        @Override
        public Value evaluate(Evaluation evaluation, Scope scope) {
            Value value = evaluation.value(of, scope);
            Arguments arguments = arguments(evaluation, scope, positional, Map.of());
            evaluation.at(line);
            return Value.Bool.of(test.holds(evaluation, value, arguments));
        }
    }

    record Not(Expression of) implements Expression {
        @Override
        public Value evaluate(Evaluation evaluation, Scope scope) {
            return Value.Bool.of(!Values.isTrue(evaluation.value(of, scope)));
        }
    }

    record And(Expression left, Expression right) implements Expression {
        @Override
        public Value evaluate(Evaluation evaluation, Scope scope) {
            Value value = evaluation.value(left, scope);
            return Values.isTrue(value) ? evaluation.value(right, scope) : value;
        }
    }

    record Or(Expression left, Expression right) implements Expression {
        @Override
        public Value evaluate(Evaluation evaluation, Scope scope) {
            Value value = evaluation.value(left, scope);
            return Values.isTrue(value) ? value : evaluation.value(right, scope);
        }
    }

    /** {@code then if test else otherwise}. */
    record Choice(Expression test, Expression then, Expression otherwise) implements Expression {
        @Override
        public Value evaluate(Evaluation evaluation, Scope scope) {
            return evaluation.value(Values.isTrue(evaluation.value(test, scope)) ? then : otherwise, scope);
        }
    }

    /** A minus or plus sign. */
    record Sign(boolean negative, Expression of, int line) implements Expression {
        @Override
        public Value evaluate(Evaluation evaluation, Scope scope) {
            Value value = evaluation.value(of, scope);
            evaluation.at(line);
            return negative ? Arithmetic.binary(evaluation, "-", new Value.Int(0), value)
                    : Arithmetic.binary(evaluation, "+", new Value.Int(0), value);
        }
    }

    record Binary(String operator, Expression left, Expression right, int line) implements Expression {
        @Override
        public Value evaluate(Evaluation evaluation, Scope scope) {
            Value first = evaluation.value(left, scope);
            Value second = evaluation.value(right, scope);
            evaluation.at(line);
            return Arithmetic.binary(evaluation, operator, first, second);
        }
    }

    /** Parts joined as texts by {@code ~}. */
    record Concat(List<Expression> parts) implements Expression {
        @Override
        public Value evaluate(Evaluation evaluation, Scope scope) {
            StringBuilder joined = new StringBuilder();
            for (Expression part : parts) {
                String text = Values.text(evaluation, evaluation.value(part, scope));
                evaluation.made(text.length());
                joined.append(text);
            }
            return new Value.Text(joined.toString());
        }
    }

    /** A chain like {@code a < b <= c}: true when each neighbouring pair is. */
    record Comparison(Expression first, List<String> operators, List<Expression> others, int line)
            implements
                Expression {
        @Override
        public Value evaluate(Evaluation evaluation, Scope scope) {
            Value left = evaluation.value(first, scope);
            for (int i = 0; i < others.size(); i++) {
                Value right = evaluation.value(others.get(i), scope);
                evaluation.at(line);
                if (!Comparisons.holds(evaluation, operators.get(i), left, right)) {
                    return Value.Bool.FALSE;
                }
                left = right;
            }
            return Value.Bool.TRUE;
        }
    }

    private static Arguments arguments(Evaluation evaluation, Scope scope, List<Expression> positional,
            Map<String, Expression> named) {
        if (positional.isEmpty() && named.isEmpty()) {
            return Arguments.NONE;
        }
        List<Value> values = new ArrayList<>();
        for (Expression argument : positional) {
            values.add(evaluation.value(argument, scope));
        }
        Map<String, Value> byName = new LinkedHashMap<>();
        for (Map.Entry<String, Expression> argument : named.entrySet()) {
            byName.put(argument.getKey(), evaluation.value(argument.getValue(), scope));
        }
        return new Arguments(values, byName);
    }
}
