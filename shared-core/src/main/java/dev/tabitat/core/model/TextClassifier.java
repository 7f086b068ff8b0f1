package dev.tabitat.core.model;

import dev.tabitat.core.tensor.Tensor;
import java.util.List;
import java.util.Map;

/** A model that gives each of its labels a score for a text; the scores sum to 1. */
public sealed interface TextClassifier extends Model permits CharNgramMaxent, CharNgramMlp, FastText {

    /** Name of the output, F32, that {@link #scores} makes the scores of. */
    String SCORES = "scores";

    /** The graph's inputs for a text. */
    Map<String, Tensor> features(String text);

    /** A score for each label, of what the graph made. */
    default float[] scores(float... output) {
        return output;
    }

    /** In the order of the scores; ISO 639-3 codes for languages. */
    List<String> labels();
}
