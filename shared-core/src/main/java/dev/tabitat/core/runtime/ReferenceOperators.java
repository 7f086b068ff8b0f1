package dev.tabitat.core.runtime;

import dev.tabitat.core.graph.Node;
import dev.tabitat.core.graph.Op;
import java.util.Map;

/**
 * Every operator for {@link ReferenceBackend}, those of encoders and adapters after those of
 * {@link ClassifierOperators}.
 */
final class ReferenceOperators {

    private ReferenceOperators() {}

    static Value compute(Node node, Map<String, Value> values) {
        Value classified = ClassifierOperators.compute(node, values);
        if (classified != null) {
            return classified;
        }
        Value[] inputs = new Value[node.inputs().size()];
        for (int i = 0; i < inputs.length; i++) {
            inputs[i] = ClassifierOperators.in(node, i, values);
        }
        if (node.op() instanceof Op.LinearInt8 linear) {
            return ReferenceEncoder.linearInt8(linear.activation(), inputs);
        }
        if (node.op() instanceof Op.Embedding) {
            return ReferenceEncoder.embedding(inputs);
        }
        if (node.op() instanceof Op.LayerNorm norm) {
            return ReferenceEncoder.layerNorm(norm.epsilon(), inputs);
        }
        if (node.op() instanceof Op.SequenceAttention attention) {
            return ReferenceAttention.compute(attention, inputs);
        }
        if (node.op() instanceof Op.Rotate rotate) {
            return ReferenceEncoder.rotate(rotate.heads(), inputs);
        }
        if (node.op() instanceof Op.Gate gate) {
            return ReferenceEncoder.gate(gate.activation(), inputs[0]);
        }
        if (node.op() instanceof Op.Add) {
            return ReferenceEncoder.add(inputs[0], inputs[1]);
        }
        if (node.op() instanceof Op.Lookup) {
            return ReferenceEncoder.lookup(inputs);
        }
        if (node.op() instanceof Op.Pool pool) {
            return ReferenceEncoder.pool(pool.pooling(), inputs[0], inputs[1]);
        }
        if (node.op() instanceof Op.LowRank change) {
            return ReferenceAdapters.lowRank(change.from(), inputs);
        }
        if (node.op() instanceof Op.SparseDelta change) {
            return ReferenceAdapters.sparseDelta(change.from(), inputs);
        }
        if (node.op() instanceof Op.Shift) {
            return ReferenceAdapters.shift(inputs[0], inputs[1]);
        }
        if (node.op() instanceof Op.Activate activate) {
            return ReferenceAdapters.activate(activate.activation(), inputs[0]);
        }
        return ReferenceEncoder.normalize(inputs[0]);
    }
}
