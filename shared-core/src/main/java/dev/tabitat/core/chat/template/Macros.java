package dev.tabitat.core.chat.template;

import java.util.List;

/** Macros as functions: the body sees the names around its definition, and its parameters. */
final class Macros {

    /**
     * Parameters of a macro.
     *
     * @param defaults for the last parameters
     */
    record Signature(List<String> parameters, List<Expression> defaults) {
    }

    private Macros() {}

    static Value.Function function(String name, Signature signature, List<Statement> body, Scope definedIn) {
        return new Value.Function(name, (evaluation, arguments) -> call(name, signature, body, definedIn, evaluation,
                arguments));
    }

    private static Value call(String name, Signature signature, List<Statement> body, Scope definedIn,
            Evaluation evaluation, Arguments arguments) {
        List<String> parameters = signature.parameters();
        if (arguments.positional().size() > parameters.size()) {
            throw evaluation.error("The macro " + name + " takes at most " + parameters.size() + " arguments, not "
                    + arguments.positional().size() + ".");
        }
        for (String given : arguments.named().keySet()) {
            if (!parameters.contains(given) && !given.equals("caller")) {
                throw evaluation.error("The macro " + name + " has no argument " + given + ".");
            }
        }
        Scope scope = new Scope(definedIn);
        int required = parameters.size() - signature.defaults().size();
        for (int i = 0; i < parameters.size(); i++) {
            String parameter = parameters.get(i);
            Value value = arguments.get(i, parameter, null);
            if (value == null) {
                value = i < required ? new Value.Undefined(parameter)
                        : evaluation.value(signature.defaults().get(i - required), scope);
            }
            scope.set(parameter, value);
        }
        Value caller = arguments.named().get("caller");
        if (caller != null) {
            scope.set("caller", caller);
        }
        int line = evaluation.line();
        String text = evaluation.capture(body, scope);
        evaluation.at(line);
        return new Value.Text(text);
    }
}
