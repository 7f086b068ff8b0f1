package dev.tabitat.core.model.head;

import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Unsupported;
import dev.tabitat.core.format.TensorFile;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.model.encoder.Encoder;
import dev.tabitat.core.model.encoder.EncoderArchitecture;

/**
 * An encoder that finds the answer to a question in a passage: each token has a logit for beginning it and one for
 * ending it.
 *
 * @param encoder output F32 [tokens, 4]: start, end and two of padding
 */
public record AnswerExtractor(Encoder encoder) implements EncoderHead {

    /**
     * A stretch of tokens.
     *
     * @param first its first token, counted in the sequence
     * @param last its last token
     * @param score the sum of its two logits
     * @param noAnswer that of the first token of the sequence, which stands for no answer
     */
    public record Answer(int first, int last, float score, float noAnswer) {

        /** Whether this answer fits better than none, by at least {@code threshold}. */
        public boolean isFound(float threshold) {
            return score - noAnswer > threshold;
        }
    }

    /**
     * @param config a {@code config.json}
     * @throws Unsupported naming what is not computed here
     * @throws DamagedData naming a field or a tensor that is missing or does not fit
     */
    public static AnswerExtractor of(JsonObject config, TensorFile file) {
        EncoderArchitecture architecture = EncoderArchitecture.read(config);
        return new AnswerExtractor(TokenClassifier.overTokens(architecture, config, file, "qa_outputs", 2));
    }

    /**
     * The best answer of one sequence, which begins in the context and ends there, not before it begins.
     *
     * @param output values of the graph's output
     * @param sequence its first token in it
     * @param from the first token of the context, counted in the sequence
     * @param to the end of the context, above {@code from}
     * @param longest tokens of an answer at most, from 1
     */
    public Answer best(float[] output, int sequence, int from, int to, int longest) {
        int width = encoder.width();
        int first = from;
        int last = from;
        float best = Float.NEGATIVE_INFINITY;
        for (int start = from; start < to; start++) {
            for (int end = start; end < Math.min(to, start + longest); end++) {
                float score = output[(sequence + start) * width] + output[(sequence + end) * width + 1];
                if (score > best) {
                    best = score;
                    first = start;
                    last = end;
                }
            }
        }
        return new Answer(first, last, best, output[sequence * width] + output[sequence * width + 1]);
    }
}
