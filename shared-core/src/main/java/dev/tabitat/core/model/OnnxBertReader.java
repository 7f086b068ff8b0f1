package dev.tabitat.core.model;

import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.Unsupported;
import dev.tabitat.core.format.onnx.OnnxModel;
import dev.tabitat.core.format.onnx.OnnxNode;
import dev.tabitat.core.graph.Op;
import dev.tabitat.core.tensor.DType;
import dev.tabitat.core.tensor.Shape;
import dev.tabitat.core.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Walks the graph of one {@link OnnxBert}. */
final class OnnxBertReader {

    private static final String WORDS = "embeddings.word_embeddings.weight";
    private static final String LAYER = "encoder.layer.";
    private static final int MAX_LAYERS = 1000;

    /** Weights and constants by name, those with a second name too. */
    private final Map<String, Tensor> constants;
    private final Map<String, OnnxNode> makers = new HashMap<>();
    private final Map<String, List<OnnxNode>> users = new HashMap<>();
    private final Map<String, Tensor> tensors = new LinkedHashMap<>();
    /** Transposed or widened once each, so that a file cannot ask for more than its own size again. */
    private final Map<Tensor, Tensor> transposed = new HashMap<>();
    private final Map<Tensor, Tensor> widened = new HashMap<>();
    private final String prefix;
    private boolean counting;
    private float epsilon;
    private String epsilonFrom = "";

    OnnxBertReader(OnnxModel model) {
        constants = new LinkedHashMap<>(model.initializers());
        for (OnnxNode node : model.nodes()) {
            node.outputs().forEach(output -> makers.put(output, node));
            node.inputs().forEach(input -> users.computeIfAbsent(input, name -> new ArrayList<>()).add(node));
            addConstant(node);
            counting |= node.operator().equals("CumSum");
        }
        // Omitted inputs and outputs are no values.
        makers.remove("");
        users.remove("");
        prefix = prefix();
    }

    OnnxBert read() {
        requirePlainPositions();
        int layers = layers();
        Tensor words = matrix(WORDS);
        int hidden = words.shape().dim(1);
        Tensor positions = matrix("embeddings.position_embeddings.weight");
        Tensor types = matrix("embeddings.token_type_embeddings.weight");
        put(WORDS, words, Shape.of(words.shape().dim(0), hidden));
        put("embeddings.position_embeddings.weight", positions, Shape.of(positions.shape().dim(0), hidden));
        put("embeddings.token_type_embeddings.weight", types, Shape.of(types.shape().dim(0), hidden));
        layerNorm("embeddings.LayerNorm", hidden);
        int intermediate = constant(LAYER + "0.intermediate.dense.bias").elements();
        int heads = heads(0, hidden);
        Op.Activation activation = activation(0);
        for (int n = 0; n < layers; n++) {
            layer(LAYER + n + ".", hidden, intermediate);
            requireSame(LAYER + n, "heads", heads, heads(n, hidden));
            requireSame(LAYER + n, "activation", activation, activation(n));
        }
        return new OnnxBert(
                tensors, layers, hidden, intermediate, words.shape().dim(0), positions.shape().dim(0),
                types.shape().dim(0), heads, epsilon,
                activation);
    }

    /** An exporter keeps one copy of equal weights and gives it further names by {@code Identity}. */
    private void addConstant(OnnxNode node) {
        if (node.operator().equals("Constant") && node.outputs().size() == 1) {
            node.tensor("value").ifPresent(value -> constants.put(node.outputs().get(0), value));
        }
        boolean identity = node.operator().equals("Identity") && node.inputs().size() == 1
                && node.outputs().size() == 1;
        if (identity && constants.containsKey(node.inputs().get(0))) {
            constants.put(node.outputs().get(0), constants.get(node.inputs().get(0)));
        }
    }

    /** What stands before the names, such as {@code bert.}; the word embeddings tell. */
    private String prefix() {
        List<String> found = new ArrayList<>();
        for (String name : constants.keySet()) {
            if (name.equals(WORDS) || name.endsWith("." + WORDS)) {
                found.add(name);
            }
        }
        if (found.size() != 1) {
            throw unsupported(
                    found.isEmpty() ? "This is not a BERT encoder." : "There are several encoders in one model.",
                    "the model",
                    "one tensor " + WORDS, found.isEmpty() ? "none" : found.toString());
        }
        return found.get(0).substring(0, found.get(0).length() - WORDS.length());
    }

    /** RoBERTa has the same names, and counts its positions otherwise. */
    private void requirePlainPositions() {
        if (counting) {
            throw unsupported(
                    "The encoder counts positions in its own way.", "the model", "positions 0, 1, 2, … as of BERT",
                    "CumSum, as of RoBERTa");
        }
    }

    private int layers() {
        int layers = 0;
        String start = prefix + LAYER;
        for (String name : constants.keySet()) {
            if (!name.startsWith(start)) {
                continue;
            }
            int n = 0;
            int at = start.length();
            for (; at < name.length() && name.charAt(at) >= '0' && name.charAt(at) <= '9' && n < MAX_LAYERS; at++) {
                n = 10 * n + name.charAt(at) - '0';
            }
            if (n >= MAX_LAYERS || at == start.length()) {
                throw unsupported(
                        "A layer has no sound number.", "tensor " + name, "layer 0 to " + (MAX_LAYERS - 1),
                        name.substring(start.length()));
            }
            layers = Math.max(layers, n + 1);
        }
        if (layers == 0) {
            throw unsupported("The encoder has no layers.", "the model", "tensors " + start + "0.…", "none");
        }
        return layers;
    }

    private void layer(String layer, int hidden, int intermediate) {
        for (String part : List.of("query", "key", "value")) {
            linear(layer + "attention.self." + part, hidden, hidden);
        }
        linear(layer + "attention.output.dense", hidden, hidden);
        layerNorm(layer + "attention.output.LayerNorm", hidden);
        linear(layer + "intermediate.dense", intermediate, hidden);
        linear(layer + "output.dense", hidden, intermediate);
        layerNorm(layer + "output.LayerNorm", hidden);
    }

    private void linear(String name, int out, int in) {
        OnnxNode biased = biased(name);
        String bias = prefix + name + ".bias";
        Tensor weight = biased.operator().equals("Gemm") ? gemmWeight(name, biased)
                : matMulWeight(name, biased, other(biased, bias));
        put(name + ".weight", weight, Shape.of(out, in));
        put(name + ".bias", constant(name + ".bias"), Shape.of(out));
    }

    /** The one node that adds a layer's bias. */
    private OnnxNode biased(String name) {
        String bias = prefix + name + ".bias";
        constant(name + ".bias");
        List<OnnxNode> found = users.getOrDefault(bias, List.of());
        if (found.size() != 1 || !found.get(0).operator().equals("Add") && !found.get(0).operator().equals("Gemm")) {
            throw unsupported("A layer's weights cannot be identified by its bias.", "tensor " + bias,
                    "one Add or Gemm that uses it", labels(found));
        }
        return found.get(0);
    }

    /**
     * {@code Gemm} multiplies by its second input, {@code [in, out]}, or {@code [out, in]} when it is to be transposed.
     */
    private Tensor gemmWeight(String name, OnnxNode gemm) {
        boolean plain = gemm.inputs().size() == 3 && gemm.inputs().get(2).equals(prefix + name + ".bias")
                && gemm.number("alpha", 1) == 1 && gemm.number("beta", 1) == 1 && gemm.integer("transA", 0) == 0;
        Tensor weight = plain ? constants.get(gemm.inputs().get(1)) : null;
        if (weight == null) {
            throw unsupported(
                    "A layer is not a plain product.", gemm.label(), "x · weight + bias",
                    "inputs " + gemm.inputs() + ", " + gemm.attributes());
        }
        return gemm.integer("transB", 0) == 0 ? transposed(name, weight) : weight;
    }

    private Tensor matMulWeight(String name, OnnxNode add, String product) {
        OnnxNode matMul = makers.get(product);
        if (matMul == null || !matMul.operator().equals("MatMul") || matMul.inputs().size() != 2) {
            throw unsupported(
                    "A layer's weights are not where they should be.", add.label() + ", input " + product,
                    "the output of a MatMul",
                    labels(matMul == null ? List.of() : List.of(matMul)));
        }
        String right = matMul.inputs().get(1);
        if (constants.containsKey(right)) {
            return transposed(name, constants.get(right));
        }
        OnnxNode transpose = makers.get(right);
        boolean plain = transpose != null && transpose.operator().equals("Transpose")
                && transpose.integers("perm", List.of(1L, 0L)).equals(List.of(1L, 0L));
        Tensor weight = plain && transpose.inputs().size() == 1 ? constants.get(transpose.inputs().get(0)) : null;
        if (weight == null) {
            throw unsupported(
                    "A layer's weights are not constant.", matMul.label() + ", input " + right, "a tensor of the file",
                    labels(transpose == null ? List.of() : List.of(transpose)));
        }
        return weight;
    }

    private void layerNorm(String name, int hidden) {
        put(name + ".weight", constant(name + ".weight"), Shape.of(hidden));
        put(name + ".bias", constant(name + ".bias"), Shape.of(hidden));
        float found = epsilon(name);
        if (!(found > 0 && found < 1)) {
            throw new DamagedData(
                    "A layer norm's epsilon is not sound.",
                    Finding.at(prefix + name).expected("a number between 0 and 1").found(found));
        }
        if (!epsilonFrom.isEmpty()) {
            requireSame(name, "epsilon, as of " + epsilonFrom, epsilon, found);
        }
        epsilon = found;
        epsilonFrom = prefix + name;
    }

    /** From {@code LayerNormalization}, or from (x - mean) / sqrt(variance + epsilon) · weight. */
    private float epsilon(String name) {
        String weight = prefix + name + ".weight";
        List<OnnxNode> found = users.getOrDefault(weight, List.of());
        if (found.size() == 1 && found.get(0).operator().equals("LayerNormalization")) {
            return found.get(0).number("epsilon", 1e-5f);
        }
        if (found.size() == 1 && found.get(0).operator().equals("Mul")) {
            OnnxNode div = maker("Div", other(found.get(0), weight));
            OnnxNode sqrt = div == null ? null : maker("Sqrt", div.inputs().get(1));
            OnnxNode add = sqrt == null ? null : maker("Add", sqrt.inputs().get(0));
            for (String input : add == null ? List.<String>of() : add.inputs()) {
                Tensor constant = constants.get(input);
                if (constant != null && constant.elements() == 1) {
                    return constant.toFloats()[0];
                }
            }
        }
        throw unsupported(
                "A layer norm's epsilon cannot be determined.", "tensor " + weight,
                "LayerNormalization, or Add, Sqrt, Div, Mul before it is used", labels(found));
    }

    /**
     * The third extent of the shape that the queries are split into, {@code [batch, tokens, heads, size]}; 0 when it is
     * not there.
     */
    private int heads(int n, int hidden) {
        OnnxNode biased = biased(LAYER + n + ".attention.self.query");
        for (OnnxNode reshape : usersOf(biased)) {
            if (!reshape.operator().equals("Reshape") || reshape.inputs().size() != 2) {
                continue;
            }
            long heads = third(reshape.inputs().get(1));
            if (heads > 0 && heads <= hidden && hidden % heads == 0) {
                return (int) heads;
            }
        }
        return 0;
    }

    private long third(String shape) {
        Tensor whole = constants.get(shape);
        if (whole != null) {
            return whole.elements() == 4 && whole.dtype() == DType.I64 ? (long) whole.toFloats()[2] : 0;
        }
        OnnxNode concat = maker("Concat", shape);
        Tensor part = concat == null || concat.inputs().size() != 4 ? null : constants.get(concat.inputs().get(2));
        return part == null || part.elements() != 1 || part.dtype() != DType.I64 ? 0 : (long) part.toFloats()[0];
    }

    private Op.Activation activation(int n) {
        OnnxNode biased = biased(LAYER + n + ".intermediate.dense");
        List<OnnxNode> found = usersOf(biased);
        for (OnnxNode node : found) {
            if (node.operator().equals("Relu")) {
                return Op.Activation.RELU;
            }
            boolean exact = node.operator().equals("Gelu") && node.text("approximate", "none").equals("none");
            // x · (1 + erf(x / √2)) / 2, the division first.
            boolean erf = (node.operator().equals("Div") || node.operator().equals("Mul"))
                    && usersOf(node).stream().anyMatch(user -> user.operator().equals("Erf"));
            if (exact || erf) {
                return Op.Activation.GELU;
            }
        }
        throw unsupported("The activation is not supported.", biased.label(), "Relu, Gelu, or Div and Erf, after it",
                labels(found));
    }

    private List<OnnxNode> usersOf(OnnxNode node) {
        return node.outputs().isEmpty() ? List.of() : users.getOrDefault(node.outputs().get(0), List.of());
    }

    private OnnxNode maker(String operator, String value) {
        OnnxNode maker = makers.get(value);
        boolean fits = maker != null && maker.operator().equals(operator)
                && maker.inputs().size() >= (operator.equals("Sqrt") ? 1 : 2);
        return fits ? maker : null;
    }

    /** The other one of two inputs; the empty name when there are not two. */
    private static String other(OnnxNode node, String one) {
        if (node.inputs().size() != 2) {
            return "";
        }
        return node.inputs().get(node.inputs().get(0).equals(one) ? 1 : 0);
    }

    private Tensor constant(String name) {
        Tensor tensor = constants.get(prefix + name);
        if (tensor == null) {
            throw unsupported("A weight of a BERT encoder is missing.", "tensor " + prefix + name,
                    "a tensor of that name", "none");
        }
        return tensor;
    }

    private Tensor matrix(String name) {
        Tensor tensor = constant(name);
        if (tensor.shape().rank() != 2) {
            throw new DamagedData("A weight has another shape.",
                    Finding.at("tensor " + prefix + name).expected("a matrix").found(tensor.shape()));
        }
        return tensor;
    }

    private void put(String name, Tensor tensor, Shape shape) {
        if (tensor.dtype() != DType.F32 && tensor.dtype() != DType.F16 && tensor.dtype() != DType.BF16) {
            throw unsupported("A weight has another type.", "tensor " + prefix + name, "F32, F16 or BF16",
                    tensor.dtype().name());
        }
        if (!tensor.shape().equals(shape)) {
            throw new DamagedData("A weight has another shape.",
                    Finding.at("tensor " + prefix + name).expected(shape).found(tensor.shape()));
        }
        int at = tensor.firstNotFinite();
        if (at >= 0) {
            throw new DamagedData(
                    "A weight is not a finite number.",
                    Finding.at("tensor " + prefix + name + ", element " + at).expected("finite values")
                            .found("NaN or infinity"));
        }
        tensors.put(name, tensor.dtype() == DType.F32 ? tensor
                : widened.computeIfAbsent(tensor, half -> Tensor.ofFloats(shape, half.toFloats())));
    }

    /** {@code [in, out]} as {@code [out, in]}. */
    private Tensor transposed(String name, Tensor tensor) {
        if (tensor.shape().rank() != 2) {
            throw new DamagedData(
                    "A weight has another shape.",
                    Finding.at("tensor " + prefix + name + ".weight").expected("a matrix").found(tensor.shape()));
        }
        return transposed.computeIfAbsent(tensor, OnnxBertReader::transpose);
    }

    private static Tensor transpose(Tensor tensor) {
        int in = tensor.shape().dim(0);
        int out = tensor.shape().dim(1);
        int width = tensor.dtype().bytes();
        byte[] from = tensor.bytes();
        byte[] to = new byte[tensor.byteLength()];
        int at = tensor.offset();
        for (int i = 0; i < in; i++) {
            for (int o = 0; o < out; o++) {
                int target = (o * in + i) * width;
                for (int b = 0; b < width; b++) {
                    to[target + b] = from[at++];
                }
            }
        }
        return new Tensor(tensor.dtype(), Shape.of(out, in), to, 0);
    }

    private void requireSame(String where, String what, Object expected, Object found) {
        if (!expected.equals(found)) {
            throw unsupported("The layers are not alike.", prefix + where, what + " " + expected, found.toString());
        }
    }

    private static String labels(List<OnnxNode> nodes) {
        List<String> labels = new ArrayList<>();
        for (OnnxNode node : nodes.subList(0, Math.min(3, nodes.size()))) {
            labels.add(node.label());
        }
        return nodes.isEmpty() ? "none"
                : String.join(", ", labels) + (nodes.size() > 3 ? " and " + (nodes.size() - 3) + " more" : "");
    }

    private static Unsupported unsupported(String message, String where, String expected, String found) {
        return new Unsupported(message, Finding.at(where).expected(expected).found(found));
    }
}
