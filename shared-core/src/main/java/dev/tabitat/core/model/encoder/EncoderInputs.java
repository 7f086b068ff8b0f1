package dev.tabitat.core.model.encoder;

/** The names of what an encoder's graph reads. Sequences lie one after the other, without padding. */
public final class EncoderInputs {

    /** I32 [tokens], rows of the vocabulary. */
    public static final String IDS = "ids";

    /** I32 [tokens], each token's place in its sequence, from 0 in every architecture. */
    public static final String PLACES = "places";

    /** I32 [sequences + 1], from 0 to the number of tokens. */
    public static final String ENDS = "ends";

    /** I32 [tokens], 0 for a token of the first text and 1 for one of the second; only where pairs are read. */
    public static final String TYPES = "types";

    private EncoderInputs() {}
}
