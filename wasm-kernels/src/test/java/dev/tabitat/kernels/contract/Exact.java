package dev.tabitat.kernels.contract;

import dev.tabitat.core.contract.Check;
import dev.tabitat.core.graph.Graph;
import dev.tabitat.core.runtime.ExactBackend;
import dev.tabitat.core.runtime.Session;
import dev.tabitat.core.tensor.Tensor;
import dev.tabitat.kernels.kernel.Int8Dot;
import java.util.Map;

/** The plain kernels and their twin in Java give the same bits. */
final class Exact {

    private Exact() {
    }

    /** @param title of the way to multiply int8; products of floats may be fused beside another than the plain one */
    static void same(Check check, String title, String what, Graph graph, Map<String, Tensor> weights,
            Map<String, Tensor> inputs, Map<String, Tensor> found) {
        if (!title.equals(Int8Dot.PLAIN.title())) {
            return;
        }
        try (Session exact = new ExactBackend().open(graph, weights)) {
            exact.run(inputs).forEach((name, expected) -> Bits.same(check, "to the bit: " + what + ", " + name,
                    expected.toFloats(), found.get(name).toFloats()));
        }
    }
}
