package dev.tabitat.core.format.onnx;

import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.OutOfBudget;
import dev.tabitat.core.error.Unsupported;
import dev.tabitat.core.tensor.Tensor;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A graph of operators with its weights. The weights are views of the file's bytes, which must not be changed.
 *
 * <pre>
 * ModelProto = ir_version, opset_import*, graph
 * GraphProto = node*, initializer*, input*, output*
 * NodeProto  = op_type, domain, name, input*, output*, attribute*
 * </pre>
 *
 * Every node comes after those whose outputs it uses. Source: onnx.proto and IR.md of the ONNX repository, IR versions
 * {@value #MIN_IR_VERSION} to {@value #MAX_IR_VERSION}.
 *
 * @param irVersion of the file format
 * @param opsets version of each domain's operators; ONNX's own domain is the empty name
 * @param nodes in an order in which they can run
 * @param initializers weights and constants by name, in the file's order
 * @param inputs of the graph; old files list their initializers here too
 * @param outputs of the graph
 */
public record OnnxModel(
        long irVersion, Map<String, Long> opsets, List<OnnxNode> nodes, Map<String, Tensor> initializers,
        List<OnnxValue> inputs,
        List<OnnxValue> outputs) {

    /** The first version whose files name their operators' versions. */
    public static final long MIN_IR_VERSION = 3;

    /** The newest version known here. */
    public static final long MAX_IR_VERSION = 13;

    public OnnxModel {
        opsets = Collections.unmodifiableMap(new LinkedHashMap<>(opsets));
        nodes = List.copyOf(nodes);
        initializers = Collections.unmodifiableMap(new LinkedHashMap<>(initializers));
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
    }

    /**
     * Reads a whole file; tensors share its bytes where they can.
     *
     * @throws DamagedData when the file breaks the grammar, or its graph is not sound
     * @throws Unsupported when it is sound and uses what is not read here: external data, subgraphs, functions, other
     * types
     * @throws OutOfBudget when it is over {@link OnnxLimits#DEFAULT}
     */
    public static OnnxModel read(byte[] file) {
        return read(file, OnnxLimits.DEFAULT);
    }

    /** As {@link #read(byte[])}, within the given limits. */
    public static OnnxModel read(byte[] file, OnnxLimits limits) {
        return OnnxReader.read(file, limits);
    }
}
