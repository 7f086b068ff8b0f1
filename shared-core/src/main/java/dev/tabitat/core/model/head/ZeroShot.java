package dev.tabitat.core.model.head;

import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.Unsupported;
import java.util.ArrayList;
import java.util.List;

/**
 * Classifies texts into labels that the model was not trained for, by a classifier of entailment (Yin and others 2019):
 * the text is the premise, and each label makes a hypothesis such as "This example is sports."
 *
 * @param entailment the classifier's output for "follows"
 * @param contradiction its output for "contradicts": the one at the other end of the labels
 * @param template of a hypothesis, with {@code {}} where the label goes
 */
public record ZeroShot(int entailment, int contradiction, String template) {

    /** The template of Transformers. */
    public static final String TEMPLATE = "This example is {}.";

    /**
     * @throws Unsupported when no label begins with "entail", or there is no other
     */
    public static ZeroShot of(Labels labels, String template) {
        int entailment = labels.startingWith("entail");
        if (entailment < 0 || labels.count() < 2) {
            throw new Unsupported("This classifier does not tell what follows from a text.",
                    Finding.at("config.json, field \"id2label\"")
                            .expected("a label that begins with entail, and others")
                            .found(labels.names()).remedy("Choose a model trained on natural language inference."));
        }
        if (!template.contains("{}")) {
            throw new Unsupported("A hypothesis needs a place for the label.",
                    Finding.at("template").expected("a text with {}").found(template));
        }
        return new ZeroShot(entailment, entailment == 0 ? labels.count() - 1 : 0, template);
    }

    /** The hypothesis of each label. */
    public List<String> hypotheses(List<String> labels) {
        int at = template.indexOf("{}");
        List<String> hypotheses = new ArrayList<>();
        for (String label : labels) {
            hypotheses.add(template.substring(0, at) + label + template.substring(at + 2));
        }
        return hypotheses;
    }

    /**
     * Scores when exactly one label holds: they sum to 1. A single label is a matter of {@link #anyOf}.
     *
     * @param output of the classifier, one row a label
     * @param width of a row
     */
    public float[] oneOf(float[] output, int width) {
        float[] entailed = new float[output.length / width];
        for (int i = 0; i < entailed.length; i++) {
            entailed[i] = output[i * width + entailment];
        }
        return Scores.softmax(entailed, 0, entailed.length);
    }

    /** Scores when any label may hold: each from 0 to 1, entailment against contradiction. */
    public float[] anyOf(float[] output, int width) {
        float[] scores = new float[output.length / width];
        for (int i = 0; i < scores.length; i++) {
            float[] two = {output[i * width + contradiction], output[i * width + entailment]};
            scores[i] = Scores.softmax(two, 0, 2)[1];
        }
        return scores;
    }
}
