package dev.tabitat.core.model.decoder;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Reads the tensors that a spec asks for, each with the shape that follows from it. */
final class TensorReader {

    private static final float[] NONE = new float[0];

    private final DecoderSpec spec;
    private final TensorFile file;
    private final UnaryOperator<String> names;
    private final float normOffset;

    /**
     * @param names from those of GGUF files to those in the file
     * @param normOffset added to the weights of norms
     */
    TensorReader(DecoderSpec spec, TensorFile file, UnaryOperator<String> names, float normOffset) {
        this.spec = spec;
        this.file = file;
        this.names = names;
        this.normOffset = normOffset;
    }

    DecoderTensors read(boolean hasOutput) {
        WeightMatrix embedding = matrix("token_embd.weight", spec.vocabulary(), spec.width());
        List<DecoderTensors.Layer> layers = new ArrayList<>();
        for (int i = 0; i < spec.layers().size(); i++) {
            layers.add(layer("blk." + i + "."));
        }
        float[] outputNorm = norm("output_norm.weight", spec.width());
        return new DecoderTensors(embedding, layers, outputNorm,
                hasOutput ? matrix("output.weight", spec.vocabulary(), spec.width()) : embedding);
    }

    private DecoderTensors.Layer layer(String block) {
        int width = spec.width();
        int queries = spec.queryWidth();
        int keys = spec.keyValueWidth();
        int hidden = spec.feedForwardWidth();
        boolean hasBias = spec.hasQueryKeyValueBias();
        boolean hasHeadNorm = spec.hasQueryKeyNorm();
        boolean hasSandwich = spec.hasSandwichNorms();
        return new DecoderTensors.Layer(
                norm(block + "attn_norm.weight", width),
                matrix(block + "attn_q.weight", queries, width),
                matrix(block + "attn_k.weight", keys, width),
                matrix(block + "attn_v.weight", keys, width),
                hasBias ? vector(block + "attn_q.bias", queries) : NONE,
                hasBias ? vector(block + "attn_k.bias", keys) : NONE,
                hasBias ? vector(block + "attn_v.bias", keys) : NONE,
                hasHeadNorm ? norm(block + "attn_q_norm.weight", spec.headWidth()) : NONE,
                hasHeadNorm ? norm(block + "attn_k_norm.weight", spec.headWidth()) : NONE,
                matrix(block + "attn_output.weight", width, queries),
                hasSandwich ? norm(block + "post_attention_norm.weight", width) : NONE,
                norm(block + "ffn_norm.weight", width),
                matrix(block + "ffn_gate.weight", hidden, width),
                matrix(block + "ffn_up.weight", hidden, width),
                matrix(block + "ffn_down.weight", width, hidden),
                hasSandwich ? norm(block + "post_ffw_norm.weight", width) : NONE);
    }

    private WeightMatrix matrix(String name, int rows, int columns) {
        return file.matrix(names.apply(name), rows, columns);
    }

    private float[] vector(String name, int length) {
        return file.vector(names.apply(name), length);
    }

    private float[] norm(String name, int length) {
        float[] weights = vector(name, length);
        for (int i = 0; i < length; i++) {
            weights[i] += normOffset;
        }
        return weights;
    }
}
