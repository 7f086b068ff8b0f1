package dev.tabitat.core.model.head;

import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Unsupported;
import dev.tabitat.core.format.TensorFile;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.model.encoder.Encoder;
import dev.tabitat.core.model.encoder.EncoderArchitecture.ClassifierLayers;
import dev.tabitat.core.model.encoder.EncoderArchitecture;
import dev.tabitat.core.model.encoder.EncoderGraph;
import java.util.ArrayList;
import java.util.List;

/**
 * An encoder that gives each token of a text scores for labels, such as names of people and places.
 *
 * @param encoder output F32 [tokens, labels padded to a multiple of four]
 */
public record TokenClassifier(Encoder encoder, Labels labels) implements EncoderHead {

    /** How tokens become entities. */
    public enum Aggregation {
        /** Each token whose label is not O is one. */
        NONE,
        /** Tokens of one kind that follow each other are one; B- begins another. */
        SIMPLE
    }

    /**
     * A part of a text with its label.
     *
     * @param label as the model spells it, without B- or I- where tokens were joined
     * @param score from 0 to 1; the mean where tokens were joined
     * @param start where it begins in the text, in the units of the offsets that were given
     * @param end where it ends
     */
    public record Entity(String label, float score, int start, int end) {}

    /**
     * @param config a {@code config.json}
     * @throws Unsupported naming what is not computed here
     * @throws DamagedData naming a field or a tensor that is missing or does not fit
     */
    public static TokenClassifier of(JsonObject config, TensorFile file) {
        EncoderArchitecture architecture = EncoderArchitecture.read(config);
        Labels labels = Labels.read(config);
        return new TokenClassifier(overTokens(architecture, config, file, "classifier", labels.count()), labels);
    }

    /** An encoder with a layer of this name over tokens. */
    static Encoder overTokens(EncoderArchitecture architecture, JsonObject config, TensorFile file, String output,
            int count) {
        return Encoder.of(architecture, file, EncoderGraph.TokenTypes.GIVEN, (graph, hidden) -> {
            ClassifierLayers layers = architecture.classifier();
            String x = layers.isOverTokens()
                    ? SequenceClassifier.dense(graph, layers, hidden, architecture.width(), config)
                    : hidden;
            return graph.padded(layers.isOverTokens() ? layers.output() : output, x, count, architecture.width());
        });
    }

    /**
     * The entities of one text, in its order.
     *
     * @param output values of the graph's output
     * @param first the text's first token in it
     * @param starts where each of its tokens begins; a token without text ({@code starts[i] == ends[i]}) is left out
     * @param ends where each ends
     */
    public List<Entity> entities(float[] output, int first, int[] starts, int[] ends, Aggregation aggregation) {
        List<Entity> entities = new ArrayList<>();
        String open = "";
        double sum = 0;
        int count = 0;
        int start = 0;
        int end = 0;
        for (int i = 0; i < starts.length; i++) {
            if (starts[i] >= ends[i]) {
                continue;
            }
            float[] scores = Scores.softmax(output, (first + i) * encoder.width(), labels.count());
            int best = 0;
            for (int label = 1; label < scores.length; label++) {
                best = scores[label] > scores[best] ? label : best;
            }
            String label = labels.names().get(best);
            if (aggregation == Aggregation.NONE) {
                if (!label.equals("O")) {
                    entities.add(new Entity(label, scores[best], starts[i], ends[i]));
                }
                continue;
            }
            String kind = kind(label);
            if (count > 0 && (!kind.equals(open) || label.startsWith("B-"))) {
                add(entities, open, (float) (sum / count), start, end);
                count = 0;
            }
            if (count == 0) {
                open = kind;
                start = starts[i];
                sum = 0;
            }
            sum += scores[best];
            count++;
            end = ends[i];
        }
        if (count > 0) {
            add(entities, open, (float) (sum / count), start, end);
        }
        return entities;
    }

    private static void add(List<Entity> entities, String label, float score, int start, int end) {
        if (!label.equals("O")) {
            entities.add(new Entity(label, score, start, end));
        }
    }

    private static String kind(String label) {
        return label.startsWith("B-") || label.startsWith("I-") ? label.substring(2) : label;
    }
}
