package dev.tabitat.core.model;

import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.graph.Graph;
import dev.tabitat.core.graph.Node;
import dev.tabitat.core.graph.Op;
import dev.tabitat.core.model.WeightLayout.Expanded;
import dev.tabitat.core.model.WeightLayout.Part;
import dev.tabitat.core.model.WeightLayout.Rule;
import dev.tabitat.core.model.WeightLayout.Stored;
import dev.tabitat.core.tensor.DType;
import dev.tabitat.core.tensor.Quantization4;
import dev.tabitat.core.tensor.Shape;
import dev.tabitat.core.tensor.TensorType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Makes the graph of a {@link BertEncoder} and the layout of its weights from what its tensors are. */
final class BertLayout {

    private final BertConfig config;
    private final Map<String, TensorType> tensors;
    private final List<Node> nodes = new ArrayList<>();
    private final Map<String, List<Part>> parts = new LinkedHashMap<>();
    private final Map<String, Rule> rules = new LinkedHashMap<>();

    private BertLayout(BertConfig config, Map<String, TensorType> tensors) {
        this.config = config;
        this.tensors = tensors;
    }

    /** A matrix in floats, its {@code scales} empty, or in int8; {@code smoothing} is empty where there is none. */
    private record Matrix(DType dtype, Part values, String scales, String smoothing) {}

    /** @throws DamagedData when a tensor is missing or has another type or shape */
    static WeightLayout of(BertConfig config, Map<String, TensorType> tensors) {
        return new BertLayout(config, tensors).build();
    }

    private WeightLayout build() {
        for (String input : List.of(BertEncoder.IDS, BertEncoder.PLACES, BertEncoder.ENDS)) {
            nodes.add(new Node(input, new Op.Input(DType.I32, Shape.of(Graph.ANY)), List.of()));
        }
        String x = norm("embeddings.LayerNorm", words());
        for (int layer = 0; layer < config.layers(); layer++) {
            x = layer("encoder.layer." + layer + ".", x);
        }
        String pooled = config.normalize() ? "pooled" : BertEncoder.EMBEDDINGS;
        nodes.add(new Node(pooled, new Op.Pool(config.pooling()), List.of(x, BertEncoder.ENDS)));
        if (config.normalize()) {
            nodes.add(new Node(BertEncoder.EMBEDDINGS, new Op.Normalize(), List.of(pooled)));
        }
        return new WeightLayout(new Graph(nodes, List.of(BertEncoder.EMBEDDINGS)), parts, rules);
    }

    private String words() {
        int hidden = config.hidden();
        List<String> inputs = new ArrayList<>(List.of(BertEncoder.IDS, BertEncoder.PLACES));
        inputs.addAll(matrix("embeddings.word_embeddings", config.vocabulary(), hidden,
                List.of(load("embeddings.word_embeddings", config.vocabulary(), hidden))));
        inputs.add(whole("embeddings.position_embeddings.weight", Shape.of(config.positions(), hidden)));
        inputs.add(firstType(hidden));
        nodes.add(new Node("embeddings.sum", new Op.Embedding(), inputs));
        return "embeddings.sum";
    }

    /** Every token is of the first type. */
    private String firstType(int hidden) {
        String name = "embeddings.token_type_embeddings.weight";
        TensorType type = type(name);
        if (type.shape().rank() != 2 || type.shape().dim(0) < 1) {
            throw WeightLayout.unfit(name, "F32 [types, " + hidden + "]", type);
        }
        require(name, new TensorType(DType.F32, Shape.of(type.shape().dim(0), hidden)), false);
        return weight("embeddings.token_type", DType.F32, Shape.of(hidden), List.of(new Stored(name, hidden)));
    }

    private String layer(String prefix, String x) {
        int hidden = config.hidden();
        String self = prefix + "attention.self.";
        String qkv = linear(self + "qkv", x, Op.Activation.NONE, hidden, hidden, self + "query", self + "key",
                self + "value");
        nodes.add(new Node(prefix + "attention.self", new Op.Attention(config.heads()),
                List.of(qkv, BertEncoder.ENDS)));
        String mixed = linear(prefix + "attention.output.dense", prefix + "attention.self", Op.Activation.NONE,
                hidden, hidden, prefix + "attention.output.dense");
        String attended = norm(prefix + "attention.output.LayerNorm", mixed, x);
        String wide = linear(prefix + "intermediate.dense", attended, Op.Activation.GELU, config.intermediate(),
                hidden, prefix + "intermediate.dense");
        String narrow = linear(prefix + "output.dense", wide, Op.Activation.NONE, hidden, config.intermediate(),
                prefix + "output.dense");
        return norm(prefix + "output.LayerNorm", narrow, attended);
    }

    private String norm(String name, String... inputs) {
        List<String> all = new ArrayList<>(List.of(inputs));
        for (String part : List.of(".weight", ".bias")) {
            all.add(whole(name + part, Shape.of(config.hidden())));
        }
        nodes.add(new Node(name, new Op.LayerNorm((float) config.layerNormEpsilon()), all));
        return name;
    }

    /** One layer in place of several that read the same: the rows of each, one after the other. */
    private String linear(String name, String x, Op.Activation activation, int out, int in, String... parts) {
        List<Matrix> matrices = new ArrayList<>();
        List<Part> biases = new ArrayList<>();
        for (String part : parts) {
            matrices.add(load(part, out, in));
            require(part + ".bias", new TensorType(DType.F32, Shape.of(out)), false);
            biases.add(new Stored(part + ".bias", out));
        }
        requireAlike(parts, matrices);
        List<String> inputs = new ArrayList<>(List.of(x));
        inputs.addAll(matrix(name, parts.length * out, in, matrices));
        inputs.add(weight(name + ".bias", DType.F32, Shape.of(parts.length * out), biases));
        Matrix first = matrices.get(0);
        if (!first.smoothing().isEmpty()) {
            inputs.add(
                    weight(name + ".smoothing", DType.F32, Shape.of(in), List.of(new Stored(first.smoothing(), in))));
        }
        Op op = first.scales().isEmpty() ? new Op.Linear(activation) : new Op.LinearInt8(activation);
        nodes.add(new Node(name, op, inputs));
        return name;
    }

    /** The weight nodes of a matrix whose rows are those of all parts. */
    private List<String> matrix(String name, int out, int in, List<Matrix> matrices) {
        List<Part> values = new ArrayList<>();
        List<Part> scales = new ArrayList<>();
        for (Matrix matrix : matrices) {
            values.add(matrix.values());
            scales.add(new Stored(matrix.scales(), out / matrices.size()));
        }
        Matrix first = matrices.get(0);
        String weight = weight(name + ".weight", first.dtype(), Shape.of(out, in), values);
        return first.scales().isEmpty() ? List.of(weight)
                : List.of(weight, weight(name + ".scale", DType.F32, Shape.of(out), scales));
    }

    /** A tensor that is a weight as it is. */
    private String whole(String name, Shape shape) {
        require(name, new TensorType(DType.F32, shape), false);
        return weight(name, DType.F32, shape, List.of(new Stored(name, shape.elements())));
    }

    private String weight(String name, DType dtype, Shape shape, List<Part> made) {
        nodes.add(new Node(name, new Op.Weight(dtype, shape), List.of()));
        parts.put(name, List.copyOf(made));
        return name;
    }

    private Matrix load(String name, int out, int in) {
        String weight = name + ".weight";
        return switch (type(weight).dtype()) {
            case F32 -> {
                require(weight, new TensorType(DType.F32, Shape.of(out, in)), false);
                yield new Matrix(DType.F32, new Stored(weight, out * in), "", "");
            }
            case I8 -> {
                require(weight, new TensorType(DType.I8, Shape.of(out, in)), false);
                yield new Matrix(DType.I8, new Stored(weight, out * in), scales(name, out), smoothing(name, in));
            }
            case U8 -> {
                require(weight, new TensorType(DType.U8, Shape.of(out, Quantization4.halves(in))), false);
                String multipliers = name + ".multiplier";
                require(multipliers, new TensorType(DType.U8, Shape.of(out, Quantization4.blocks(in))), false);
                String scales = scales(name, out);
                yield new Matrix(DType.I8, new Expanded(weight, multipliers, scales, in), scales, smoothing(name, in));
            }
            default -> throw WeightLayout.unfit(weight, "F32, I8 or U8", type(weight).dtype());
        };
    }

    private String scales(String name, int out) {
        require(name + ".scale", new TensorType(DType.F32, Shape.of(out)), true);
        return name + ".scale";
    }

    private String smoothing(String name, int in) {
        if (!tensors.containsKey(name + ".smoothing")) {
            return "";
        }
        require(name + ".smoothing", new TensorType(DType.F32, Shape.of(in)), true);
        return name + ".smoothing";
    }

    /** Matrices whose rows become one are of the same kind, and their inputs are multiplied by the same. */
    private void requireAlike(String[] names, List<Matrix> matrices) {
        Matrix first = matrices.get(0);
        for (int i = 1; i < names.length; i++) {
            Matrix other = matrices.get(i);
            if (other.dtype() != first.dtype()) {
                throw WeightLayout.unfit(names[i] + ".weight", "the kind of " + names[0] + ".weight", other.dtype());
            }
            if (other.smoothing().isEmpty() != first.smoothing().isEmpty()) {
                throw WeightLayout.unfit(names[i] + ".smoothing", "that of " + names[0],
                        other.smoothing().isEmpty() ? "none" : "another");
            }
            if (!first.smoothing().isEmpty()) {
                rules.put(other.smoothing(), new Rule(type(other.smoothing()), true, first.smoothing()));
            }
        }
    }

    private void require(String name, TensorType expected, boolean isPositive) {
        if (!type(name).equals(expected)) {
            throw new DamagedData("A tensor has another type or shape.",
                    Finding.at("tensor " + name).expected(expected).found(type(name)));
        }
        rules.put(name, new Rule(expected, isPositive, ""));
    }

    private TensorType type(String name) {
        TensorType type = tensors.get(name);
        if (type == null) {
            throw new DamagedData("A tensor is missing.",
                    Finding.at("tensor " + name).expected("a tensor of that name").found("only " + tensors.keySet()));
        }
        return type;
    }
}
