package dev.tabitat.core.runtime;

import dev.tabitat.core.error.TabitatException;
import dev.tabitat.core.graph.Graph;
import dev.tabitat.core.graph.Node;
import dev.tabitat.core.graph.Op;
import dev.tabitat.core.model.KnownAnswers;
import dev.tabitat.core.tensor.Tensor;
import java.util.List;
import java.util.Map;

/** Known answers: a session must agree with the reference on given inputs before it is used for a model. */
public final class SelfTest {

    /** Largest difference of a probability from the reference's. */
    public static final double BOUND = 1e-4;

    /** Largest cosine distance of an embedding computed in floats: rounding, on a GPU coarser than elsewhere. */
    public static final double FLOAT_BOUND = 1e-4;

    /**
     * The same with int8 activations. A value that lies between two steps falls on one or the other by the last bit of
     * a float; layer after layer such falls add up to a part of what quantization itself costs.
     */
    public static final double INT8_BOUND = 5e-3;

    private SelfTest() {}

    /** The largest cosine distance that is allowed for a graph. */
    static double bound(Graph graph) {
        for (Node node : graph.nodes()) {
            if (node.op() instanceof Op.LinearInt8) {
                return INT8_BOUND;
            }
        }
        return FLOAT_BOUND;
    }

    /**
     * Runs an encoder's known answers; the error is the largest cosine distance of an embedding from its known one.
     *
     * @param graph determines which bound holds
     */
    public static SelfTestReport run(String backend, Session session, Graph graph, KnownAnswers known) {
        double bound = bound(graph);
        double worst = 0;
        try {
            float[] found = session.run(known.inputs()).get(graph.outputs().get(0)).toFloats();
            float[] expected = known.embeddings().toFloats();
            int width = known.embeddings().shape().dim(1);
            for (int sequence = 0; sequence < known.sequences(); sequence++) {
                double distance = found.length == expected.length ? distance(expected, found, sequence * width, width)
                        : Double.POSITIVE_INFINITY;
                worst = distance <= worst ? worst : Double.isNaN(distance) ? Double.POSITIVE_INFINITY : distance;
            }
        } catch (TabitatException e) {
            return new SelfTestReport(backend, known.sequences(), worst, bound, e.getMessage());
        }
        return new SelfTestReport(backend, known.sequences(), worst, bound, "");
    }

    /** 1 - cosine. */
    private static double distance(float[] a, float[] b, int from, int count) {
        double dot = 0;
        double aa = 0;
        double bb = 0;
        for (int i = from; i < from + count; i++) {
            dot += (double) a[i] * b[i];
            aa += (double) a[i] * a[i];
            bb += (double) b[i] * b[i];
        }
        return Math.max(0, 1 - dot / Math.sqrt(aa * bb));
    }

    /** Runs a backend's session and the reference on the same inputs. */
    public static SelfTestReport run(
            String backend, Session session, Graph graph, Map<String, Tensor> weights,
            List<Map<String, Tensor>> inputs) {
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
