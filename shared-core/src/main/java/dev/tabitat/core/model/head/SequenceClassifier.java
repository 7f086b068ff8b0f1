package dev.tabitat.core.model.head;

import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Unsupported;
import dev.tabitat.core.format.TensorFile;
import dev.tabitat.core.graph.Op;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.model.encoder.Encoder;
import dev.tabitat.core.model.encoder.EncoderArchitecture.ClassifierLayers;
import dev.tabitat.core.model.encoder.EncoderArchitecture;
import dev.tabitat.core.model.encoder.EncoderGraph;
import dev.tabitat.core.model.encoder.EncoderInputs;
import dev.tabitat.core.model.encoder.HubConfig;

/**
 * An encoder that gives a whole text, or a pair of texts, scores for labels.
 *
 * @param encoder output F32 [sequences, labels padded to a multiple of four]
 * @param kind what the scores mean
 */
public record SequenceClassifier(Encoder encoder, Labels labels, Kind kind) implements EncoderHead {

    /** What scores mean. */
    public enum Kind {
        /** One of the labels: their scores sum to 1. */
        SINGLE,
        /** Any of the labels: each has a score from 0 to 1. */
        MULTI,
        /** One number from 0 to 1, such as how well a passage fits a question. */
        RANKER,
        /** Numbers as they are. */
        REGRESSION
    }

    /**
     * @param config a {@code config.json}
     * @throws Unsupported naming what is not computed here
     * @throws DamagedData naming a field or a tensor that is missing or does not fit
     */
    public static SequenceClassifier of(JsonObject config, TensorFile file) {
        EncoderArchitecture architecture = EncoderArchitecture.read(config);
        Labels labels = Labels.read(config);
        Kind kind = kind(new HubConfig(config), labels.count());
        Encoder encoder = Encoder.of(architecture, file, EncoderGraph.TokenTypes.GIVEN, (graph, hidden) -> {
            ClassifierLayers layers = architecture.classifier();
            String pooled = graph.step("pooled", new Op.Pool(layers.pooling()), hidden, EncoderInputs.ENDS);
            String dense = dense(graph, layers, pooled, architecture.width(), config);
            return graph.padded(layers.output(), dense, labels.count(), architecture.width());
        });
        return new SequenceClassifier(encoder, labels, kind);
    }

    /** The layers between hidden states and the output. */
    static String dense(EncoderGraph graph, ClassifierLayers layers, String x, int width, JsonObject config) {
        boolean hasBias = layers.norm().isEmpty() || new HubConfig(config).flag("classifier_bias", false);
        String dense = graph.linear(layers.dense(), x, layers.activation(), width, width,
                hasBias ? EncoderGraph.Bias.GIVEN : EncoderGraph.Bias.NONE);
        if (layers.norm().isEmpty()) {
            return dense;
        }
        boolean hasNormBias = new HubConfig(config).flag("norm_bias", false);
        return graph.norm(layers.norm(), layers.epsilon(), width,
                hasNormBias ? EncoderGraph.Bias.GIVEN : EncoderGraph.Bias.NONE, dense);
    }

    /**
     * What a config says, else what the number of labels means. Re-rankers give one logit, and sentence-transformers
     * names the function that follows it.
     */
    private static Kind kind(HubConfig config, int labels) {
        String type = config.text("problem_type", "");
        String function = config.section("sentence_transformers").text("activation_fn",
                config.text("sbert_ce_default_activation_function", ""));
        Kind ofOne = function.endsWith("Identity") ? Kind.REGRESSION : Kind.RANKER;
        return switch (type) {
            case "multi_label_classification" -> Kind.MULTI;
            case "single_label_classification", "" -> labels > 1 ? Kind.SINGLE : ofOne;
            case "regression" -> Kind.REGRESSION;
            default -> throw config.unsupported("A classifier of the type \"" + type + "\"", "problem_type",
                    "single_label_classification, multi_label_classification or regression");
        };
    }

    /**
     * The scores of one sequence, in the order of the labels.
     *
     * @param output values of the graph's output
     */
    public float[] scores(float[] output, int sequence) {
        int from = sequence * encoder.width();
        if (kind == Kind.SINGLE) {
            return Scores.softmax(output, from, labels.count());
        }
        float[] scores = new float[labels.count()];
        for (int i = 0; i < scores.length; i++) {
            scores[i] = kind == Kind.REGRESSION ? output[from + i] : Scores.sigmoid(output[from + i]);
        }
        return scores;
    }
}
