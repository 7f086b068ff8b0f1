package dev.tabitat.core.chat.template;

import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.InvalidInput;
import dev.tabitat.core.error.OutOfBudget;
import dev.tabitat.core.error.TabitatException;
import java.util.List;

/** One rendering under way: its output, the line it is at, and what it has used of its limits. */
final class Evaluation {

    private final TemplateLimits limits;
    private StringBuilder output = new StringBuilder();
    private long steps;
    private long text;
    private int depth;
    private int line = 1;

    Evaluation(TemplateLimits limits) {
        this.limits = limits;
    }

    String output() {
        return output.toString();
    }

    Value value(Expression expression, Scope scope) {
        enter();
        Value value = expression.evaluate(this, scope);
        leave();
        return value;
    }

    Flow execute(List<Statement> statements, Scope scope) {
        enter();
        for (Statement statement : statements) {
            step(1);
            Flow flow = statement.execute(this, scope);
            if (flow != Flow.NEXT) {
                leave();
                return flow;
            }
        }
        leave();
        return Flow.NEXT;
    }

    /** What the statements write, as a text instead of output. */
    String capture(List<Statement> statements, Scope scope) {
        StringBuilder outer = output;
        output = new StringBuilder();
        execute(statements, scope);
        String captured = output.toString();
        output = outer;
        return captured;
    }

    void write(String part) {
        if ((long) output.length() + part.length() > limits.output()) {
            throw exceeded("output", limits.output(), "characters");
        }
        made(part.length());
        output.append(part);
    }

    void at(int newLine) {
        line = newLine;
    }

    int line() {
        return line;
    }

    void step(long count) {
        steps += count;
        if (steps > limits.steps()) {
            throw exceeded("evaluation", limits.steps(), "steps");
        }
    }

    /** Counts characters that are about to be made. */
    void made(long characters) {
        text += characters;
        if (text > limits.text()) {
            throw exceeded("text", limits.text(), "characters");
        }
    }

    /** Counts a search, which may compare each character of a text with each of a long part. */
    void search(String within, String part) {
        made((long) within.length() * (1 + part.length() / 8));
    }

    /** A text that has been made of parts which were there. */
    Value.Text text(String value) {
        made(value.length());
        return new Value.Text(value);
    }

    void enter() {
        step(1);
        if (++depth > limits.depth()) {
            throw exceeded("nesting", limits.depth(), "levels");
        }
    }

    void leave() {
        depth--;
    }

    TabitatException error(String message) {
        return new InvalidInput("Chat template, line " + line + ": " + message, Finding.at("line " + line)
                .remedy("Change the conversation to what the template accepts, or use generate with raw."));
    }

    private TabitatException exceeded(String what, long limit, String unit) {
        return new OutOfBudget(
                "Chat template, line " + line + ": its " + what + " exceeds the maximum of " + limit + " " + unit + ".",
                Finding.at("line " + line).expected("at most " + limit + " " + unit).found("more")
                        .remedy("Shorten the conversation; if it is short, the template is faulty."));
    }
}
