package dev.tabitat.core.model;

import dev.tabitat.core.contract.Check;
import dev.tabitat.core.contract.Contract;
import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.TabitatException;
import dev.tabitat.core.error.Unsupported;
import dev.tabitat.core.format.onnx.OnnxAttribute;
import dev.tabitat.core.format.onnx.OnnxModel;
import dev.tabitat.core.format.onnx.OnnxNode;
import dev.tabitat.core.graph.Op;
import dev.tabitat.core.tensor.DType;
import dev.tabitat.core.tensor.Shape;
import dev.tabitat.core.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A BERT encoder's weights are found behind whatever names the exporter has left, or it is said which are not. */
public final class OnnxBertContract {

    private static final int HIDDEN = 4;
    private static final int INTERMEDIATE = 6;
    private static final String QUERY = "encoder.layer.0.attention.self.query";

    private OnnxBertContract() {}

    public static List<Contract> all() {
        return List.of(
                Contract.of("onnx bert: weights get their names back", OnnxBertContract::found),
                Contract.of("onnx bert: every way to write a layer says the same", OnnxBertContract::forms),
                Contract.of("onnx bert: what is missing or ambiguous is named", OnnxBertContract::refusals));
    }

    private static void found(Check check) {
        OnnxBert bert = new Encoder("bert.").bert();
        check.equal("layers", 2, bert.layers());
        check.equal("hidden", HIDDEN, bert.hidden());
        check.equal("intermediate", INTERMEDIATE, bert.intermediate());
        check.equal("vocabulary", 5, bert.vocabulary());
        check.equal("positions", 3, bert.positions());
        check.equal("types", 2, bert.types());
        check.equal("heads", 2, bert.heads());
        check.equal("epsilon", 1e-12f, bert.layerNormEpsilon());
        check.equal("activation", Op.Activation.GELU, bert.activation());
        check.equal("tensors", 5 + 2 * 16, bert.tensors().size());
        check.equal("first", "embeddings.word_embeddings.weight", bert.tensors().keySet().iterator().next());
        Tensor wide = bert.tensors().get("encoder.layer.1.intermediate.dense.weight");
        check.equal("[out, in]", Shape.of(INTERMEDIATE, HIDDEN), wide.shape());
        float[] given = new Encoder("").weights.get("onnx::encoder.layer.1.intermediate.dense").toFloats();
        float[] turned = wide.toFloats();
        for (int o = 0; o < INTERMEDIATE; o++) {
            for (int i = 0; i < HIDDEN; i++) {
                check.equal("row " + o + ", column " + i, given[i * INTERMEDIATE + o], turned[o * HIDDEN + i]);
            }
        }
    }

    private static void forms(Check check) {
        float[] plain = query(new Encoder("").bert());
        Encoder gemm = new Encoder("");
        gemm.replaceBiasNode(QUERY, new OnnxNode("", "Gemm", "", List.of("x", "onnx::" + QUERY, QUERY + ".bias"),
                List.of(QUERY), Map.of()));
        check.isTrue("Gemm", Arrays.equals(plain, query(gemm.bert())));
        Encoder turned = new Encoder("");
        Tensor weight = new Encoder("").bert().tensors().get(QUERY + ".weight");
        turned.weights.put(QUERY + ".weight", weight);
        turned.weights.remove("onnx::" + QUERY);
        turned.nodes.add(0,
                new OnnxNode("", "Transpose", "", List.of(QUERY + ".weight"), List.of("onnx::" + QUERY), Map.of()));
        check.isTrue("Transpose", Arrays.equals(plain, query(turned.bert())));
        Encoder shared = new Encoder("");
        shared.weights.put("twin", shared.weights.remove(QUERY + ".bias"));
        shared.nodes.add(0, new OnnxNode("", "Identity", "", List.of("twin"), List.of(QUERY + ".bias"), Map.of()));
        check.isTrue("a bias with a second name", Arrays.equals(plain, query(shared.bert())));
        Encoder half = new Encoder("");
        half.weights.put("onnx::" + QUERY,
                new Tensor(DType.F16, Shape.of(HIDDEN, HIDDEN), new byte[2 * HIDDEN * HIDDEN], 0));
        check.equal("halves become floats", DType.F32, half.bert().tensors().get(QUERY + ".weight").dtype());
        Encoder silent = new Encoder("");
        silent.nodes.removeIf(node -> node.opType().equals("Reshape"));
        check.equal("heads that the graph does not say", 0, silent.bert().heads());
        check.equal("one operator for a norm", 1e-7f, new Encoder("", "fused").bert().layerNormEpsilon());
    }

    private static void refusals(Check check) {
        names(check, unsupported(check, "no encoder",
                new OnnxModel(8, Map.of("", 17L), List.of(), Map.of(), List.of(), List.of())), "the model");
        Encoder two = new Encoder("");
        two.weights.put("other.embeddings.word_embeddings.weight", Tensor.ofFloats(Shape.of(1, 1), 1));
        names(check, unsupported(check, "two encoders", two.model()), "the model");
        for (String missing : List.of(QUERY + ".bias", "embeddings.LayerNorm.weight",
                "embeddings.position_embeddings.weight")) {
            Encoder without = new Encoder("bert.");
            without.weights.remove("bert." + missing);
            names(check, unsupported(check, "without " + missing, without.model()), "bert." + missing);
        }
        Encoder gap = new Encoder("");
        gap.weights.put("encoder.layer.3.output.dense.bias", Tensor.ofFloats(Shape.of(1), 1));
        names(check, unsupported(check, "a gap between layers", gap.model()), "encoder.layer.2.");
        Encoder twice = new Encoder("");
        twice.nodes.add(new OnnxNode("again", "Add", "", List.of("x", QUERY + ".bias"), List.of("z"), Map.of()));
        names(check, unsupported(check, "a bias used twice", twice.model()), QUERY + ".bias");
        Encoder variable = new Encoder("");
        variable.weights.remove("onnx::" + QUERY);
        names(check, unsupported(check, "a weight that is not constant", variable.model()), "onnx::" + QUERY);
        Encoder roberta = new Encoder("");
        roberta.nodes.add(new OnnxNode("", "CumSum", "", List.of("x", "x"), List.of("z"), Map.of()));
        unsupported(check, "positions as of RoBERTa", roberta.model());
        Encoder other = new Encoder("");
        other.nodes.removeIf(node -> node.opType().equals("Erf"));
        names(check, unsupported(check, "another activation", other.model()), "intermediate.dense");
        Encoder uneven = new Encoder("");
        uneven.weights.put("eps1", Tensor.ofFloats(Shape.of(), 1e-5f));
        uneven.nodes.replaceAll(node -> node.name().equals("eps of encoder.layer.1.output.LayerNorm")
                ? new OnnxNode(node.name(), "Add", "", List.of("x", "eps1"), node.outputs(), Map.of())
                : node);
        names(check, unsupported(check, "two epsilons", uneven.model()), "encoder.layer.1.output.LayerNorm");
        Encoder narrow = new Encoder("");
        narrow.weights.put("onnx::" + QUERY, Tensor.ofFloats(Shape.of(2, 2), 1, 2, 3, 4));
        names(check, check.fails("another shape", DamagedData.class, narrow::bert), QUERY + ".weight");
        Encoder infinite = new Encoder("");
        infinite.weights.put(QUERY + ".bias", Tensor.ofFloats(Shape.of(HIDDEN), 1, 2, Float.NaN, 4));
        names(check, check.fails("not finite", DamagedData.class, infinite::bert), QUERY + ".bias, element 2");
        Encoder bare = new Encoder("");
        bare.nodes.replaceAll(node -> new OnnxNode(node.name(), node.opType(), "", List.of(), List.of(), Map.of()));
        unsupported(check, "nodes without inputs and outputs", bare.model());
    }

    private static Unsupported unsupported(Check check, String what, OnnxModel model) {
        return check.fails(what, Unsupported.class, () -> OnnxBert.of(model));
    }

    private static void names(Check check, TabitatException failure, String where) {
        check.isTrue(failure.getMessage() + " " + failure.finding(), failure.finding().where().contains(where));
    }

    private static float[] query(OnnxBert bert) {
        return bert.tensors().get(QUERY + ".weight").toFloats();
    }

    /** The parts of an exported encoder of two layers that tell its weights; values are named by their layer. */
    private static final class Encoder {

        private final Map<String, Tensor> weights = new LinkedHashMap<>();
        private final List<OnnxNode> nodes = new ArrayList<>();
        private final String prefix;
        private final boolean fused;
        private int next;

        private Encoder(String prefix, String... how) {
            this.prefix = prefix;
            this.fused = how.length > 0;
            weights.put("eps", Tensor.ofFloats(Shape.of(), 1e-12f));
            weights.put("heads", new Tensor(DType.I64, Shape.of(1), new byte[]{2, 0, 0, 0, 0, 0, 0, 0}, 0));
            weights.put(prefix + "embeddings.word_embeddings.weight", numbers(5, HIDDEN));
            weights.put(prefix + "embeddings.position_embeddings.weight", numbers(3, HIDDEN));
            weights.put(prefix + "embeddings.token_type_embeddings.weight", numbers(2, HIDDEN));
            norm("embeddings.LayerNorm");
            for (int n = 0; n < 2; n++) {
                layer("encoder.layer." + n + ".");
            }
        }

        private void layer(String layer) {
            for (String part : List.of("query", "key", "value")) {
                linear(layer + "attention.self." + part, HIDDEN, HIDDEN);
            }
            nodes.add(new OnnxNode("", "Concat", "", List.of("x", "x", "heads", "x"), List.of(layer + "shape"),
                    Map.of()));
            nodes.add(new OnnxNode("", "Reshape", "", List.of(layer + "attention.self.query", layer + "shape"),
                    List.of(layer + "split"), Map.of()));
            linear(layer + "attention.output.dense", HIDDEN, HIDDEN);
            norm(layer + "attention.output.LayerNorm");
            linear(layer + "intermediate.dense", HIDDEN, INTERMEDIATE);
            nodes.add(new OnnxNode("", "Div", "", List.of(layer + "intermediate.dense", "eps"),
                    List.of(layer + "scaled"), Map.of()));
            nodes.add(new OnnxNode("", "Erf", "", List.of(layer + "scaled"), List.of(layer + "erf"), Map.of()));
            linear(layer + "output.dense", INTERMEDIATE, HIDDEN);
            norm(layer + "output.LayerNorm");
        }

        private void linear(String name, int in, int out) {
            weights.put("onnx::" + name, numbers(in, out));
            weights.put(prefix + name + ".bias", numbers(out));
            nodes.add(new OnnxNode("", "MatMul", "", List.of("x", "onnx::" + name), List.of(name + " product"),
                    Map.of()));
            nodes.add(new OnnxNode("", "Add", "", List.of(prefix + name + ".bias", name + " product"), List.of(name),
                    Map.of()));
        }

        private void norm(String name) {
            weights.put(prefix + name + ".weight", numbers(HIDDEN));
            weights.put(prefix + name + ".bias", numbers(HIDDEN));
            if (fused) {
                nodes.add(new OnnxNode(
                        "", "LayerNormalization", "", List.of("x", prefix + name + ".weight", prefix + name + ".bias"),
                        List.of(name),
                        Map.of("epsilon", new OnnxAttribute.OfFloat("epsilon", 1e-7f))));
                return;
            }
            nodes.add(new OnnxNode("eps of " + name, "Add", "", List.of("x", "eps"), List.of(name + " variance"),
                    Map.of()));
            nodes.add(
                    new OnnxNode("", "Sqrt", "", List.of(name + " variance"), List.of(name + " deviation"), Map.of()));
            nodes.add(new OnnxNode("", "Div", "", List.of("x", name + " deviation"), List.of(name + " normal"),
                    Map.of()));
            nodes.add(new OnnxNode("", "Mul", "", List.of(name + " normal", prefix + name + ".weight"),
                    List.of(name + " scaled"), Map.of()));
            nodes.add(new OnnxNode("", "Add", "", List.of(name + " scaled", prefix + name + ".bias"), List.of(name),
                    Map.of()));
        }

        /** Puts one node in the place of the product and the sum of a layer. */
        private void replaceBiasNode(String name, OnnxNode node) {
            nodes.removeIf(other -> other.outputs().contains(name + " product"));
            nodes.replaceAll(other -> other.outputs().contains(name) ? node : other);
        }

        private Tensor numbers(int... dims) {
            Shape shape = Shape.of(dims);
            float[] values = new float[shape.elements()];
            for (int i = 0; i < values.length; i++) {
                values[i] = next++ / 8f;
            }
            return Tensor.ofFloats(shape, values);
        }

        private OnnxModel model() {
            return new OnnxModel(8, Map.of("", 17L), nodes, weights, List.of(), List.of());
        }

        private OnnxBert bert() {
            return OnnxBert.of(model());
        }
    }
}
