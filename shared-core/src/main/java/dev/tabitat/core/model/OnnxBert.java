package dev.tabitat.core.model;

import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Unsupported;
import dev.tabitat.core.format.onnx.OnnxModel;
import dev.tabitat.core.graph.Op;
import dev.tabitat.core.tensor.Tensor;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The weights of a BERT encoder that PyTorch has exported to ONNX, by the names of Hugging Face's {@code BertModel} and
 * without the exporter's prefix; H is the hidden size, I the intermediate one.
 *
 * <pre>
 * embeddings.word_embeddings.weight                            [vocabulary, H]
 * embeddings.position_embeddings.weight                        [positions, H]
 * embeddings.token_type_embeddings.weight                      [types, H]
 * embeddings.LayerNorm.{weight,bias}                           [H]
 * encoder.layer.N.attention.self.{query,key,value}.weight      [H, H], bias [H]
 * encoder.layer.N.attention.output.dense.weight                [H, H], bias [H]
 * encoder.layer.N.attention.output.LayerNorm.{weight,bias}     [H]
 * encoder.layer.N.intermediate.dense.weight                    [I, H], bias [I]
 * encoder.layer.N.output.dense.weight                          [H, I], bias [H]
 * encoder.layer.N.output.LayerNorm.{weight,bias}               [H]
 * </pre>
 *
 * Source: {@code modeling_bert.py} of Hugging Face Transformers; matrices are {@code [out, in]} as there.
 *
 * @param tensors F32 and finite, in the order above; embeddings may be views of the model's file
 * @param layers N is from 0 to layers - 1
 * @param hidden H
 * @param intermediate I
 * @param vocabulary tokens
 * @param positions the longest sequence, in tokens
 * @param types kinds of segments
 * @param heads attention heads, 0 when the graph does not say how many
 * @param layerNormEpsilon the same in every layer
 * @param activation of the intermediate layer
 */
public record OnnxBert(
        Map<String, Tensor> tensors, int layers, int hidden, int intermediate, int vocabulary, int positions, int types,
        int heads,
        float layerNormEpsilon, Op.Activation activation) {

    public OnnxBert {
        tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
    }

    /**
     * Finds the weights, most of whose names the exporter has dropped, by the biases that are added after them.
     *
     * @throws Unsupported naming what is not as in a BERT encoder: a weight that is missing, or found twice
     * @throws DamagedData naming the weight, when it has the wrong shape or is not finite
     */
    public static OnnxBert of(OnnxModel model) {
        return new OnnxBertReader(model).read();
    }
}
