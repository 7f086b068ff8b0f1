package dev.tabitat.core.chat.template;

import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.InvalidInput;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The functions that every template sees. */
final class Functions {

    /** The longest range, as Jinja's sandbox has it. */
    private static final int MAX_RANGE = 100_000;

    private Functions() {}

    static void define(Scope scope) {
        put(scope, "range", Functions::range);
        put(scope, "namespace", (evaluation, arguments) -> new Value.Namespace(namespace(evaluation, arguments)));
        put(scope, "dict", (evaluation, arguments) -> {
            Map<Value, Value> entries = new LinkedHashMap<>();
            for (Map.Entry<String, Value> member : namespace(evaluation, arguments).entrySet()) {
                entries.put(new Value.Text(member.getKey()), member.getValue());
            }
            return new Value.Dict(entries);
        });
        put(scope, "raise_exception", (evaluation, arguments) -> {
            String message = Values.text(evaluation, arguments.require(evaluation, 0, "message"));
            throw new InvalidInput("The model's chat template refuses this conversation: " + message,
                    Finding.at("chat template, line " + evaluation.line()).found(message)
                            .remedy("Change the conversation to what the model's template accepts."));
        });
    }

    static void defineTime(Scope scope, LocalTime time) {
        put(scope, "strftime_now", (evaluation, arguments) -> evaluation.text(
                time.format(evaluation, Methods.string(evaluation, arguments, 0, "format"))));
    }

    private static void put(Scope scope, String name, Value.Function.Body body) {
        scope.set(name, new Value.Function(name, body));
    }

    private static Map<String, Value> namespace(Evaluation evaluation, Arguments arguments) {
        Map<String, Value> members = new LinkedHashMap<>();
        for (Value mapping : arguments.positional()) {
            if (!(mapping instanceof Value.Dict dict)) {
                throw evaluation.error("namespace and dict take a mapping, not a value of type "
                        + Values.type(mapping) + ".");
            }
            for (Map.Entry<Value, Value> entry : dict.entries().entrySet()) {
                members.put(Values.text(evaluation, entry.getKey()), entry.getValue());
            }
        }
        members.putAll(arguments.named());
        return members;
    }

    private static Value range(Evaluation evaluation, Arguments arguments) {
        List<Value> given = arguments.positional();
        if (given.isEmpty() || given.size() > 3) {
            throw evaluation.error("range takes one to three whole numbers.");
        }
        long start = given.size() == 1 ? 0 : Methods.whole(evaluation, given.get(0));
        long stop = Methods.whole(evaluation, given.get(given.size() == 1 ? 0 : 1));
        long step = given.size() < 3 ? 1 : Methods.whole(evaluation, given.get(2));
        if (step == 0) {
            throw evaluation.error("range has the step 0.");
        }
        List<Value> numbers = new ArrayList<>();
        for (long i = start; step > 0 ? i < stop : i > stop; i += step) {
            if (numbers.size() == MAX_RANGE) {
                throw evaluation.error("A range has more than " + MAX_RANGE + " numbers.");
            }
            evaluation.step(1);
            numbers.add(new Value.Int(i));
        }
        return Value.Sequence.list(numbers);
    }
}
