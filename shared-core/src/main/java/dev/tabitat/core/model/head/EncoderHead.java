package dev.tabitat.core.model.head;

import dev.tabitat.core.model.encoder.Encoder;

/** What scores are made of hidden states: of whole sequences, or of each token. */
public sealed interface EncoderHead permits SequenceClassifier, TokenClassifier, AnswerExtractor {

    /** The encoder with this head. */
    Encoder encoder();
}
