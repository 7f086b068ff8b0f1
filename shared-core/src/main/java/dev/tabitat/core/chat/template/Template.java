package dev.tabitat.core.chat.template;

import dev.tabitat.core.json.Json;
import dev.tabitat.core.json.JsonObject;
import java.util.List;
import java.util.Optional;

/** A chat template that has been parsed. Renders as jinja2 does with the settings of the transformers library. */
public final class Template {

    private final List<Statement> statements;

    private Template(List<Statement> statements) {
        this.statements = statements;
    }

    /**
     * Parses a template.
     *
     * @throws dev.tabitat.core.error.Unsupported with the line of what is broken or not supported
     */
    public static Template parse(String source) {
        return new Template(Parser.parse(source));
    }

    /**
     * The text for some variables.
     *
     * @param variables plain data by name
     * @param now the time that {@code strftime_now} writes; without it the template does not see that function
     * @throws dev.tabitat.core.error.InvalidInput when the template refuses the variables, with its own message, or
     * cannot work on them
     * @throws dev.tabitat.core.error.OutOfBudget beyond a limit
     */
    public String render(JsonObject variables, Optional<LocalTime> now, TemplateLimits limits) {
        Evaluation evaluation = new Evaluation(limits);
        Scope globals = new Scope(null);
        Functions.define(globals);
        if (now.isPresent()) {
            Functions.defineTime(globals, now.get());
        }
        for (String name : variables.names()) {
            Json value = variables.get(name);
            globals.set(name, DataText.of(value));
        }
        evaluation.execute(statements, new Scope(globals));
        return evaluation.output();
    }
}
