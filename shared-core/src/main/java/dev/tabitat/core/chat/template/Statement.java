package dev.tabitat.core.chat.template;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A node of a template that writes, sets names, or decides what is executed. */
sealed interface Statement {

    Flow execute(Evaluation evaluation, Scope scope);

    /** Literal text. */
    record Data(String text) implements Statement {
        @Override
        public Flow execute(Evaluation evaluation, Scope scope) {
            evaluation.write(text);
            return Flow.NEXT;
        }
    }

    record Output(Expression value, int line) implements Statement {
        @Override
        public Flow execute(Evaluation evaluation, Scope scope) {
            evaluation.at(line);
            evaluation.write(Values.text(evaluation, evaluation.value(value, scope)));
            return Flow.NEXT;
        }
    }

    /** Branches in order; the last may have the constant true as its test. */
    record If(List<Expression> tests, List<List<Statement>> bodies) implements Statement {
        @Override
        public Flow execute(Evaluation evaluation, Scope scope) {
            for (int i = 0; i < tests.size(); i++) {
                if (Values.isTrue(evaluation.value(tests.get(i), scope))) {
                    return evaluation.execute(bodies.get(i), scope);
                }
            }
            return Flow.NEXT;
        }
    }

    /** A loop; a filter of constant true keeps every item. */
    record For(Target target, Expression over, Expression filter, List<Statement> body, List<Statement> otherwise,
            int line) implements Statement {
        @Override
        public Flow execute(Evaluation evaluation, Scope scope) {
            Value all = evaluation.value(over, scope);
            evaluation.at(line);
            List<Value> items = new ArrayList<>();
            for (Value item : Values.iterate(evaluation, all)) {
                Scope tested = new Scope(scope);
                target.assign(evaluation, tested, item);
                if (Values.isTrue(evaluation.value(filter, tested))) {
                    items.add(item);
                }
            }
            if (items.isEmpty()) {
                return evaluation.execute(otherwise, scope);
            }
            for (int i = 0; i < items.size(); i++) {
                Scope inner = new Scope(scope);
                inner.set("loop", Loops.state(items, i));
                target.assign(evaluation, inner, items.get(i));
                if (evaluation.execute(body, inner) == Flow.BREAK) {
                    break;
                }
            }
            return Flow.NEXT;
        }
    }

    record Set(Target target, Expression value, int line) implements Statement {
        @Override
        public Flow execute(Evaluation evaluation, Scope scope) {
            Value assigned = evaluation.value(value, scope);
            evaluation.at(line);
            target.assign(evaluation, scope, assigned);
            return Flow.NEXT;
        }
    }

    /** What a body writes, through a filter, as a name's value: {@code set} with a body. */
    record SetBlock(Target target, List<Statement> body, Expression filtered, int line) implements Statement {
        @Override
        public Flow execute(Evaluation evaluation, Scope scope) {
            Value value = captured(evaluation, scope, body, filtered);
            evaluation.at(line);
            target.assign(evaluation, scope, value);
            return Flow.NEXT;
        }
    }

    /** What a body writes, through a filter, as output: {@code filter}, and {@code generation} without a filter. */
    record Filtered(List<Statement> body, Expression filtered) implements Statement {
        @Override
        public Flow execute(Evaluation evaluation, Scope scope) {
            evaluation.write(Values.text(evaluation, captured(evaluation, scope, body, filtered)));
            return Flow.NEXT;
        }
    }

    /** {@code with}: names that only the body sees. */
    record With(List<Target> targets, List<Expression> values, List<Statement> body) implements Statement {
        @Override
        public Flow execute(Evaluation evaluation, Scope scope) {
            Scope inner = new Scope(scope);
            for (int i = 0; i < targets.size(); i++) {
                targets.get(i).assign(evaluation, inner, evaluation.value(values.get(i), scope));
            }
            return evaluation.execute(body, inner);
        }
    }

    record Macro(String name, Macros.Signature signature, List<Statement> body) implements Statement {
        @Override
        public Flow execute(Evaluation evaluation, Scope scope) {
            scope.set(name, Macros.function(name, signature, body, scope));
            return Flow.NEXT;
        }
    }

    /** A call of a macro that gets a body as its {@code caller}. */
    record CallBlock(Expression.Call call, Macros.Signature signature, List<Statement> body) implements Statement {
        @Override
        public Flow execute(Evaluation evaluation, Scope scope) {
            Value caller = Macros.function("caller", signature, body, scope);
            Map<String, Expression> named = new LinkedHashMap<>(call.named());
            named.put("caller", new Expression.Constant(caller));
            Value result = evaluation.value(
                    new Expression.Call(call.function(), call.positional(), named, call.line()), scope);
            evaluation.write(Values.text(evaluation, result));
            return Flow.NEXT;
        }
    }

    /** {@code break} or {@code continue}. */
    record Jump(Flow flow) implements Statement {
        @Override
        public Flow execute(Evaluation evaluation, Scope scope) {
            return flow;
        }
    }

    private static Value captured(Evaluation evaluation, Scope scope, List<Statement> body, Expression filtered) {
        Scope inner = new Scope(scope);
        inner.set(Target.CAPTURED, new Value.Text(evaluation.capture(body, inner)));
        return evaluation.value(filtered, inner);
    }
}
