package dev.tabitat.core.runtime;

import dev.tabitat.core.error.TabitatException;
import dev.tabitat.core.graph.Graph;
import dev.tabitat.core.tensor.Tensor;
import java.util.List;
import java.util.Map;

/** Known answers: a session must agree with the reference on given inputs before it is used for a model. */
public final class SelfTest {

    /** Largest difference of a probability from the reference's. */
    public static final double BOUND = 1e-4;

    private SelfTest() {}

    /** Runs a backend's session and the reference on the same inputs. */
    public static SelfTestReport run(
            String backend, Session session, Graph graph, Map<String, Tensor> weights, List<Map<String, Tensor>> inputs) {
        double worst = 0;
        try (Session reference = new ReferenceBackend().open(graph, weights)) {
            for (Map<String, Tensor> input : inputs) {
                worst = Math.max(worst, difference(reference.run(input), session.run(input)));
            }
        } catch (TabitatException e) {
            return new SelfTestReport(backend, inputs.size(), worst, BOUND, e.getMessage());
        }
        return new SelfTestReport(backend, inputs.size(), worst, BOUND, "");
    }

    private static double difference(Map<String, Tensor> expected, Map<String, Tensor> found) {
        double worst = 0;
        for (Map.Entry<String, Tensor> entry : expected.entrySet()) {
            float[] right = entry.getValue().toFloats();
            Tensor other = found.get(entry.getKey());
            if (other == null || other.elements() != right.length) {
                return Double.POSITIVE_INFINITY;
            }
            float[] tested = other.toFloats();
            for (int i = 0; i < right.length; i++) {
                double gap = Math.abs((double) right[i] - tested[i]);
                worst = gap <= worst ? worst : Double.isNaN(gap) ? Double.POSITIVE_INFINITY : gap;
            }
        }
        return worst;
    }
}
