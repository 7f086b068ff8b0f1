package dev.tabitat.core.model;

import dev.tabitat.core.graph.Graph;
import dev.tabitat.core.model.encoder.Encoder;
import dev.tabitat.core.model.head.EncoderHead;
import dev.tabitat.core.tensor.Tensor;
import dev.tabitat.core.tokenizer.Tokenizer;
import java.util.Map;

/** An imported encoder with a head: it scores texts, pairs of texts or tokens, and makes no embeddings. */
public final class HeadedEncoder implements Model {

    private final EncoderHead head;
    private final ModelTokenizer tokenizer;
    private final int maxTokens;

    HeadedEncoder(EncoderHead head, ModelTokenizer tokenizer, int maxTokens) {
        this.head = head;
        this.tokenizer = tokenizer;
        this.maxTokens = maxTokens;
    }

    /** What it makes of hidden states. */
    public EncoderHead head() {
        return head;
    }

    /** The encoder with its head; it may be without weights. */
    public Encoder encoder() {
        return head.encoder();
    }

    /**
     * Its tokenizer, read when it is first asked for.
     *
     * @throws dev.tabitat.core.error.DamagedData when its file is broken, or has tokens that the encoder has no
     * embedding for
     */
    public Tokenizer tokenizer() {
        return tokenizer.get();
    }

    @Override
    public Graph graph() {
        return head.encoder().graph();
    }

    @Override
    public Map<String, Tensor> weights() {
        return head.encoder().weights();
    }

    /** Rows of its table of words. */
    public int vocabulary() {
        return tokenizer.most();
    }

    /** The longest sequence, special tokens included. */
    public int maxTokens() {
        return maxTokens;
    }
}
