package dev.tabitat.core.breeding;

import dev.tabitat.core.graph.Graph;
import dev.tabitat.core.graph.Node;
import dev.tabitat.core.graph.Op;
import dev.tabitat.core.model.BertEncoder;
import dev.tabitat.core.runtime.ReferenceBackend;
import dev.tabitat.core.runtime.Session;
import dev.tabitat.core.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** How large the inputs of an encoder's layers get: what {@link dev.tabitat.core.model.Quantizer} asks for. */
public final class Calibration {

    private static final String QKV = ".qkv";

    private Calibration() {
    }

    /**
     * Runs texts through an encoder on the reference backend: the same on every machine.
     *
     * @param encoder in floats
     * @param inputs of its graph
     * @return the largest magnitude of each input of a matrix, by the matrix's name without {@code .weight}; queries,
     * keys and values share an array
     */
    public static Map<String, float[]> largestInputs(BertEncoder encoder, List<Map<String, Tensor>> inputs) {
        Map<String, String> readers = new LinkedHashMap<>();
        for (Node node : encoder.graph().nodes()) {
            if (node.op() instanceof Op.Linear) {
                readers.put(node.name(), node.inputs().get(0));
            }
        }
        Set<String> read = new LinkedHashSet<>(readers.values());
        Graph graph = new Graph(encoder.graph().nodes(), List.copyOf(read));
        Map<String, float[]> largest = new LinkedHashMap<>();
        try (Session session = new ReferenceBackend().open(graph, encoder.weights())) {
            for (Map<String, Tensor> input : inputs) {
                session.run(input).forEach((name, values) -> keep(
                        largest.computeIfAbsent(name, key -> new float[values.shape().dim(1)]), values));
            }
        }
        Map<String, float[]> byMatrix = new LinkedHashMap<>();
        readers.forEach((name, input) -> {
            if (name.endsWith(QKV)) {
                String self = name.substring(0, name.length() - QKV.length());
                List.of(".query", ".key", ".value").forEach(part -> byMatrix.put(self + part, largest.get(input)));
            } else {
                byMatrix.put(name, largest.get(input));
            }
        });
        return byMatrix;
    }

    private static void keep(float[] largest, Tensor rows) {
        float[] values = rows.toFloats();
        for (int i = 0; i < values.length; i++) {
            largest[i % largest.length] = Math.max(largest[i % largest.length], Math.abs(values[i]));
        }
    }
}
