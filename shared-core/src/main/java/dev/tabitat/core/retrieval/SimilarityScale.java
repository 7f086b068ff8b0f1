package dev.tabitat.core.retrieval;

/**
 * What an encoder's cosines mean: {@code slope · cosine + offset} is about 0.1 for passages that have nothing to do
 * with a question and 0.5 to 0.6 for the nearest where one answers it.
 *
 * @param encoder the encoder's name without its tag
 * @param isMeasured whether slope and offset were fitted to this encoder; else they leave the cosine as it is, and no
 * limit on it means anything
 */
public record SimilarityScale(String encoder, double slope, double offset, boolean isMeasured) {

    /** A cosine on the common scale. */
    public double of(double cosine) {
        return slope * cosine + offset;
    }

    /** The cosine that is so much on the common scale. */
    public double cosine(double value) {
        return (value - offset) / slope;
    }
}
