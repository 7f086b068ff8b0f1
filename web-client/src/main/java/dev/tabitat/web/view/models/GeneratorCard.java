package dev.tabitat.web.view.models;

import static dev.tabitat.web.view.dom.Html.attr;
import static dev.tabitat.web.view.dom.Html.cls;
import static dev.tabitat.web.view.dom.Html.el;
import static dev.tabitat.web.view.dom.Html.on;
import static dev.tabitat.web.view.dom.Html.when;

import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.text.VisibleText;
import dev.tabitat.web.view.dom.Html;
import dev.tabitat.web.view.parts.Format;
import dev.tabitat.web.view.parts.Packages;
import dev.tabitat.web.view.parts.Parts;

/** The part of a generator's card where it is tried: a prompt, and the text that the model goes on with. */
final class GeneratorCard {

    private static final double NANOS = 1e9;

    private GeneratorCard() {}

    static String promptId(String model) {
        return "prompt-" + model;
    }

    /** Nothing for a model that generates no text. */
    static Html render(JsonObject entry, ModelsState state, ModelsActions actions) {
        if (!Packages.kind(entry).equals("generator")) {
            return null;
        }
        String name = entry.string("name");
        GeneratorTrial trial = state.generator().model().equals(name) ? state.generator() : GeneratorTrial.of(name);
        return el("div", cls("trial"), attr("role", "group"), attr("aria-label", "Try " + name),
                el("label", cls("choice"), attr("for", promptId(name)), "Try it: the model goes on from your text",
                        el("textarea", cls("field"), attr("id", promptId(name)), attr("rows", "3"),
                                Parts.AUTO_DIRECTION, attr("prop:value", trial.prompt()),
                                on("input", event -> actions.typedPrompt(name, event.value())))),
                el("div", cls("acts"),
                        trial.isRunning() ? Parts.button("", "Stop", event -> actions.stopGenerating())
                                : Parts.button("go", "Generate", event -> actions.generate(name))),
                el("div", cls("trial-answer"),
                        when(!trial.text().isEmpty(),
                                () -> el("p", cls("generated"), Parts.AUTO_DIRECTION,
                                        VisibleText.message(trial.text()))),
                        el("p", cls("note"), attr("role", "status"), status(trial)),
                        trial.error().map(error -> Parts.failure("The model did not answer. Your text is untouched.",
                                error)).orElse(null)));
    }

    /** What is done now, or how fast it went and on what. */
    private static String status(GeneratorTrial trial) {
        if (trial.isRunning()) {
            JsonObject report = trial.report().get();
            return switch (report.stringOr("phase", "")) {
                case "load" -> "Loading the model\u2026";
                case "self_test" -> "Comparing the kernels with the reference, once for this model\u2026";
                case "prompt" -> "Reading the prompt\u2026";
                case "generate" -> report.integer("done") + " tokens, " + Format.decimals(report.number("rate"), 1)
                        + " a second";
                default -> "Waiting\u2026";
            };
        }
        return trial.result().map(GeneratorCard::measured).orElse("");
    }

    private static String measured(JsonObject result) {
        double seconds = result.number("eval_duration") / NANOS;
        long tokens = result.integer("eval_count");
        StringBuilder words = new StringBuilder(Format.count(tokens, "token", "tokens"));
        if (seconds > 0 && tokens > 0) {
            words.append(", ").append(Format.decimals(tokens / seconds, 1))
                    .append(" a second, measured on this device by the ").append(result.string("backend"))
                    .append(" backend");
        }
        words.append(switch (result.string("done_reason")) {
            case "stop" -> ". The model ended its text.";
            case "cancelled" -> ". Stopped.";
            case "context" -> ". The context is full.";
            default -> ". This is as long as a trial becomes.";
        });
        for (String notice : result.findArray("notices").orElse(JsonArray.EMPTY).strings()) {
            words.append(' ').append(notice);
        }
        return words.toString();
    }
}
