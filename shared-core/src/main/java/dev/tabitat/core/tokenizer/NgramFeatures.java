package dev.tabitat.core.tokenizer;

import dev.tabitat.core.error.Unsupported;
import dev.tabitat.core.ids.Identified;
import dev.tabitat.core.ids.Ids;
import java.util.List;

/**
 * Turns a text into one number for each n-gram of a vocabulary.
 *
 * @param lengths of the n-grams, in UTF-16 code units
 */
public record NgramFeatures(TextNormalizer normalizer, List<Integer> lengths, Weighting weighting,
        NgramVocabulary vocabulary) {

    /** What the number says. */
    public enum Weighting implements Identified {
        /** The n-gram's share of all n-grams of its length in the text, known or not. */
        FREQUENCY("frequency"),
        /** 1 when it is there. */
        PRESENCE("presence");

        private final String id;

        Weighting(String id) {
            this.id = id;
        }

        @Override
        public String id() {
            return id;
        }

        /** @throws Unsupported when there is none of that name */
        public static Weighting parse(String id) {
            return Ids.parse(values(), id, "weighting",
                    finding -> new Unsupported("Unknown weighting of n-grams.", finding));
        }
    }

    public NgramFeatures {
        lengths = List.copyOf(lengths);
    }

    /** A value for every n-gram, most of them 0. */
    public float[] dense(String text) {
        String clean = normalizer.apply(text);
        float[] values = new float[vocabulary.size()];
        for (int length : lengths) {
            int[] counts = new int[values.length];
            vocabulary.count(clean, length, counts);
            double total = clean.length() - length + 1;
            for (int i = 0; i < counts.length; i++) {
                if (counts[i] > 0) {
                    values[i] = weighting == Weighting.PRESENCE ? 1 : (float) (counts[i] / total);
                }
            }
        }
        return values;
    }

    /** Indices, ascending, of the n-grams that are there. */
    public int[] present(String text) {
        String clean = normalizer.apply(text);
        int[] counts = new int[vocabulary.size()];
        for (int length : lengths) {
            vocabulary.count(clean, length, counts);
        }
        int found = 0;
        for (int count : counts) {
            found += count > 0 ? 1 : 0;
        }
        int[] indices = new int[found];
        for (int i = 0, at = 0; at < found; i++) {
            if (counts[i] > 0) {
                indices[at++] = i;
            }
        }
        return indices;
    }
}
