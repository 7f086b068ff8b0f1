package dev.tabitat.core.model;

import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.format.Safetensors;
import dev.tabitat.core.graph.Graph;
import dev.tabitat.core.graph.Node;
import dev.tabitat.core.graph.Op;
import dev.tabitat.core.tensor.DType;
import dev.tabitat.core.tensor.Quantization;
import dev.tabitat.core.tensor.Quantization4;
import dev.tabitat.core.tensor.Shape;
import dev.tabitat.core.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A BERT encoder (Devlin and others 2018) as a graph: sequences of ids, one after the other, to one embedding each.
 *
 * <p>
 * Tensors have the names of Hugging Face's {@code BertModel}, its pooler left out. A matrix {@code X.weight [out, in]}
 * is
 *
 * <pre>
 * X.weight F32 [out, in]
 * X.weight I8 [out, in]       X.scale F32 [out]
 * X.weight U8 [out, ⌈in / 2⌉] X.scale F32 [out]   X.multiplier U8 [out, ⌈in / 32⌉]    see {@link Quantization4}
 * </pre>
 *
 * A quantized matrix of a layer may have {@code X.smoothing F32 [in]}, by which its input is multiplied; queries, keys
 * and values have the same.
 *
 * <p>
 * Matrices of four bits are expanded as they are loaded, exactly; those of queries, keys and values become one.
 *
 * @param graph inputs {@link #IDS}, {@link #PLACES} and {@link #ENDS}; output {@link #EMBEDDINGS}
 * @param weights the graph's weights by node name
 */
public record BertEncoder(BertConfig config, Graph graph, Map<String, Tensor> weights) {

    /** Input: I32 [tokens], rows of the vocabulary. */
    public static final String IDS = "ids";

    /** Input: I32 [tokens], each token's place in its sequence, from 0. */
    public static final String PLACES = "places";

    /** Input: I32 [sequences + 1], from 0 to the number of tokens. */
    public static final String ENDS = "ends";

    /** Output: F32 [sequences, hidden]. */
    public static final String EMBEDDINGS = "embeddings";

    /** @throws DamagedData when a tensor is missing, has another type or shape, or holds a number out of range */
    public static BertEncoder of(BertConfig config, Safetensors tensors) {
        return new Builder(config, tensors).build();
    }

    /** A matrix in floats, its {@code scales} null, or in int8; {@code smoothing} is null where there is none. */
    private record Matrix(Tensor values, Tensor scales, Tensor smoothing) {}

    private static final class Builder {

        private final BertConfig config;
        private final Safetensors tensors;
        private final List<Node> nodes = new ArrayList<>();
        private final Map<String, Tensor> weights = new LinkedHashMap<>();

        Builder(BertConfig config, Safetensors tensors) {
            this.config = config;
            this.tensors = tensors;
        }

        BertEncoder build() {
            for (String input : List.of(IDS, PLACES, ENDS)) {
                nodes.add(new Node(input, new Op.Input(DType.I32, Shape.of(Graph.ANY)), List.of()));
            }
            String x = norm("embeddings.LayerNorm", words());
            for (int layer = 0; layer < config.layers(); layer++) {
                x = layer("encoder.layer." + layer + ".", x);
            }
            String pooled = config.normalize() ? "pooled" : EMBEDDINGS;
            nodes.add(new Node(pooled, new Op.Pool(config.pooling()), List.of(x, ENDS)));
            if (config.normalize()) {
                nodes.add(new Node(EMBEDDINGS, new Op.Normalize(), List.of(pooled)));
            }
            return new BertEncoder(config, new Graph(nodes, List.of(EMBEDDINGS)), weights);
        }

        private String words() {
            int hidden = config.hidden();
            List<String> inputs = new ArrayList<>(List.of(IDS, PLACES));
            inputs.addAll(matrix("embeddings.word_embeddings",
                    load("embeddings.word_embeddings", config.vocabulary(), hidden)));
            String positions = "embeddings.position_embeddings.weight";
            inputs.add(weight(positions, tensors.tensor(positions, DType.F32, Shape.of(config.positions(), hidden))));
            inputs.add(weight("embeddings.token_type", firstType(hidden)));
            nodes.add(new Node("embeddings.sum", new Op.Embedding(), inputs));
            return "embeddings.sum";
        }

        /** Every token is of the first type. */
        private Tensor firstType(int hidden) {
            String name = "embeddings.token_type_embeddings.weight";
            Shape shape = tensors.tensor(name).shape();
            if (shape.rank() != 2 || shape.dim(0) < 1) {
                throw unfit(name, "F32 [types, " + hidden + "]", tensors.tensor(name).dtype() + " " + shape);
            }
            Tensor types = tensors.tensor(name, DType.F32, Shape.of(shape.dim(0), hidden));
            return new Tensor(DType.F32, Shape.of(hidden), types.bytes(), types.offset());
        }

        private String layer(String prefix, String x) {
            int hidden = config.hidden();
            String self = prefix + "attention.self.";
            String qkv = linear(self + "qkv", x, Op.Activation.NONE, hidden, self + "query", self + "key",
                    self + "value");
            nodes.add(new Node(prefix + "attention.self", new Op.Attention(config.heads()), List.of(qkv, ENDS)));
            String mixed = linear(prefix + "attention.output.dense", prefix + "attention.self", Op.Activation.NONE,
                    hidden, hidden);
            String attended = norm(prefix + "attention.output.LayerNorm", mixed, x);
            String wide = linear(prefix + "intermediate.dense", attended, Op.Activation.GELU, config.intermediate(),
                    hidden);
            String narrow = linear(prefix + "output.dense", wide, Op.Activation.NONE, hidden, config.intermediate());
            return norm(prefix + "output.LayerNorm", narrow, attended);
        }

        private String norm(String name, String... inputs) {
            List<String> all = new ArrayList<>(List.of(inputs));
            for (String part : List.of(".weight", ".bias")) {
                all.add(weight(name + part, tensors.tensor(name + part, DType.F32, Shape.of(config.hidden()))));
            }
            nodes.add(new Node(name, new Op.LayerNorm((float) config.layerNormEpsilon()), all));
            return name;
        }

        private String linear(String name, String x, Op.Activation activation, int out, int in) {
            return linear(name, x, activation, load(name, out, in),
                    tensors.tensor(name + ".bias", DType.F32, Shape.of(out)));
        }

        /** One layer in place of several that read the same: the rows of each, one after the other. */
        private String linear(String name, String x, Op.Activation activation, int width, String... parts) {
            List<Matrix> matrices = new ArrayList<>();
            List<Tensor> biases = new ArrayList<>();
            for (String part : parts) {
                matrices.add(load(part, width, width));
                biases.add(tensors.tensor(part + ".bias", DType.F32, Shape.of(width)));
            }
            return linear(name, x, activation, rows(parts, matrices, width),
                    rows(Shape.of(parts.length * width), biases));
        }

        private String linear(String name, String x, Op.Activation activation, Matrix matrix, Tensor bias) {
            List<String> inputs = new ArrayList<>(List.of(x));
            inputs.addAll(matrix(name, matrix));
            inputs.add(weight(name + ".bias", bias));
            if (matrix.smoothing() != null) {
                inputs.add(weight(name + ".smoothing", matrix.smoothing()));
            }
            Op op = matrix.scales() == null ? new Op.Linear(activation) : new Op.LinearInt8(activation);
            nodes.add(new Node(name, op, inputs));
            return name;
        }

        private List<String> matrix(String name, Matrix matrix) {
            String values = weight(name + ".weight", matrix.values());
            return matrix.scales() == null ? List.of(values)
                    : List.of(values, weight(name + ".scale", matrix.scales()));
        }

        private String weight(String name, Tensor tensor) {
            nodes.add(new Node(name, new Op.Weight(tensor.dtype(), tensor.shape()), List.of()));
            weights.put(name, tensor);
            return name;
        }

        private Matrix load(String name, int out, int in) {
            String weight = name + ".weight";
            return switch (tensors.tensor(weight).dtype()) {
                case F32 -> new Matrix(tensors.tensor(weight, DType.F32, Shape.of(out, in)), null, null);
                case I8 -> new Matrix(tensors.tensor(weight, DType.I8, Shape.of(out, in)), scales(name, out),
                        smoothing(name, in));
                case U8 -> expand(name, out, in);
                default -> throw unfit(weight, "F32, I8 or U8", tensors.tensor(weight).dtype());
            };
        }

        private Matrix expand(String name, int out, int in) {
            Tensor values = tensors.tensor(name + ".weight", DType.U8, Shape.of(out, Quantization4.halves(in)));
            Tensor multipliers = tensors.tensor(name + ".multiplier", DType.U8,
                    Shape.of(out, Quantization4.blocks(in)));
            Quantization4 packed = new Quantization4(in, values, multipliers, scales(name, out));
            try {
                Quantization expanded = packed.expand();
                return new Matrix(expanded.values(), expanded.scales(), smoothing(name, in));
            } catch (DamagedData damaged) {
                Finding finding = damaged.finding();
                throw new DamagedData(damaged.getMessage(),
                        Finding.at("tensor " + name + ".weight, " + finding.where()).expected(finding.expected())
                                .found(finding.found()));
            }
        }

        private Tensor scales(String name, int out) {
            return positive(name + ".scale", out);
        }

        private Tensor smoothing(String name, int in) {
            return tensors.tensors().containsKey(name + ".smoothing") ? positive(name + ".smoothing", in) : null;
        }

        private Tensor positive(String name, int count) {
            Tensor tensor = tensors.tensor(name, DType.F32, Shape.of(count));
            float[] values = tensor.toFloats();
            for (int i = 0; i < count; i++) {
                if (!(values[i] > 0)) {
                    throw unfit(name + ", element " + i, "a number above 0", values[i]);
                }
            }
            return tensor;
        }

        private static Matrix rows(String[] names, List<Matrix> matrices, int width) {
            List<Tensor> values = new ArrayList<>();
            List<Tensor> scales = new ArrayList<>();
            boolean quantized = matrices.get(0).scales() != null;
            for (int i = 0; i < names.length; i++) {
                if ((matrices.get(i).scales() != null) != quantized) {
                    throw unfit(names[i] + ".weight", "the kind of " + names[0] + ".weight",
                            matrices.get(i).values().dtype());
                }
                values.add(matrices.get(i).values());
                scales.add(matrices.get(i).scales());
            }
            requireSameSmoothing(names, matrices);
            return new Matrix(rows(Shape.of(names.length * width, width), values),
                    quantized ? rows(Shape.of(names.length * width), scales) : null,
                    matrices.get(0).smoothing());
        }

        private static void requireSameSmoothing(String[] names, List<Matrix> matrices) {
            Tensor first = matrices.get(0).smoothing();
            for (int i = 1; i < names.length; i++) {
                Tensor other = matrices.get(i).smoothing();
                if (first == null ? other != null
                        : other == null || !Arrays.equals(first.toFloats(), other.toFloats())) {
                    throw unfit(names[i] + ".smoothing", "that of " + names[0], other == null ? "none" : "another");
                }
            }
        }

        private static Tensor rows(Shape shape, List<Tensor> parts) {
            DType dtype = parts.get(0).dtype();
            byte[] bytes = new byte[shape.elements() * dtype.bytes()];
            int at = 0;
            for (Tensor part : parts) {
                System.arraycopy(part.bytes(), part.offset(), bytes, at, part.byteLength());
                at += part.byteLength();
            }
            return new Tensor(dtype, shape, bytes, 0);
        }

        private static DamagedData unfit(String tensor, String expected, Object found) {
            return new DamagedData("A tensor does not fit its encoder.",
                    Finding.at("tensor " + tensor).expected(expected).found(found));
        }
    }
}
