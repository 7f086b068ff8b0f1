package dev.tabitat.core.model;

import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.format.Safetensors;
import dev.tabitat.core.tensor.DType;
import dev.tabitat.core.tensor.Shape;
import dev.tabitat.core.tensor.Tensor;
import java.util.Map;
import java.util.TreeMap;

/**
 * Sequences and what the reference backend made of them: a backend must come near before an encoder is used on it.
 *
 * <p>
 * As a file, safetensors: {@code ids} and {@code places} I32 [tokens], {@code ends} I32 [sequences + 1],
 * {@code embeddings} F32 [sequences, hidden].
 *
 * @param inputs of the encoder's graph
 * @param embeddings one row a sequence
 */
public record KnownAnswers(Map<String, Tensor> inputs, Tensor embeddings) {

    /** @throws DamagedData when the file breaks its grammar or does not belong to an encoder of this width */
    public static KnownAnswers read(byte[] file, int hidden) {
        Safetensors tensors = Safetensors.read(file);
        Tensor ends = tensors.tensor(BertEncoder.ENDS);
        int sequences = ends.elements() - 1;
        if (sequences < 1) {
            throw new DamagedData("There are no known answers.",
                    Finding.at("tensor " + BertEncoder.ENDS).expected("at least one sequence").found("none"));
        }
        Shape tokens = Shape.of(tensors.tensor(BertEncoder.IDS).elements());
        return new KnownAnswers(
                Map.of(BertEncoder.IDS, tensors.tensor(BertEncoder.IDS, DType.I32, tokens),
                        BertEncoder.PLACES, tensors.tensor(BertEncoder.PLACES, DType.I32, tokens),
                        BertEncoder.ENDS, tensors.tensor(BertEncoder.ENDS, DType.I32, Shape.of(sequences + 1))),
                tensors.tensor(BertEncoder.EMBEDDINGS, DType.F32, Shape.of(sequences, hidden)));
    }

    /** What {@link #read} reads. */
    public byte[] write() {
        Map<String, Tensor> tensors = new TreeMap<>(inputs);
        tensors.put(BertEncoder.EMBEDDINGS, embeddings);
        return new Safetensors(tensors, Map.of()).write();
    }

    /** How many sequences there are. */
    public int sequences() {
        return embeddings.shape().dim(0);
    }
}
