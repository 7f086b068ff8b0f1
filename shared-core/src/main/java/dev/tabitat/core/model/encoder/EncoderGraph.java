package dev.tabitat.core.model.encoder;

import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.graph.Graph;
import dev.tabitat.core.graph.Node;
import dev.tabitat.core.graph.Op;
import dev.tabitat.core.tensor.DType;
import dev.tabitat.core.tensor.Quantization4;
import dev.tabitat.core.tensor.Quantization;
import dev.tabitat.core.tensor.Shape;
import dev.tabitat.core.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Builds an encoder's graph from named tensors, node by node; mutable until it is built. Steps have the names of their
 * tensors without {@code .weight}; each method that adds steps gives the name of the last.
 *
 * <p>
 * A matrix {@code X.weight [out, in]} is one of
 *
 * <pre>
 * X.weight F32, F16 or BF16 [out, in]
 * X.weight I8 [out, in]       X.scale F32 [out]
 * X.weight U8 [out, ⌈in / 2⌉] X.scale F32 [out]   X.multiplier U8 [out, ⌈in / 32⌉]    see {@link Quantization4}
 * </pre>
 *
 * A quantized matrix of a layer may have {@code X.smoothing F32 [in]}, by which its input is multiplied; matrices that
 * become one have the same. Matrices of four bits are expanded as they are loaded, exactly.
 */
public final class EncoderGraph {

    /** Whether the graph reads {@link EncoderInputs#TYPES}, or every token is of the first type. */
    public enum TokenTypes {
        FIRST,
        GIVEN
    }

    /** Whether a layer's tensors have a bias; without one it is 0. */
    public enum Bias {
        GIVEN,
        NONE;

        static Bias when(boolean given) {
            return given ? GIVEN : NONE;
        }
    }

    /** A matrix in floats, its {@code scales} null, or in int8; {@code smoothing} is null where there is none. */
    private record Matrix(Tensor values, Tensor scales, Tensor smoothing) {}

    private final EncoderTensors tensors;
    private final TokenTypes types;
    private final List<Node> nodes = new ArrayList<>();
    private final Map<String, Tensor> weights = new LinkedHashMap<>();

    /** A graph with the inputs of {@link EncoderInputs} and nothing else. */
    public EncoderGraph(EncoderTensors tensors, TokenTypes types) {
        this.tensors = tensors;
        this.types = types;
        for (String input : List.of(EncoderInputs.IDS, EncoderInputs.PLACES, EncoderInputs.ENDS)) {
            nodes.add(new Node(input, new Op.Input(DType.I32, Shape.of(Graph.ANY)), List.of()));
        }
        if (types == TokenTypes.GIVEN) {
            nodes.add(new Node(EncoderInputs.TYPES, new Op.Input(DType.I32, Shape.of(Graph.ANY)), List.of()));
        }
    }

    EncoderTensors tensors() {
        return tensors;
    }

    TokenTypes types() {
        return types;
    }

    /** The graph of all steps so far. */
    public Graph graph(String... outputs) {
        return new Graph(nodes, List.of(outputs));
    }

    /** The weights of the graph by node name. */
    public Map<String, Tensor> weights() {
        return weights;
    }

    /** Adds a step. */
    public String step(String name, Op op, String... inputs) {
        nodes.add(new Node(name, op, List.of(inputs)));
        return name;
    }

    /** Adds a weight of the model, once. */
    public String weight(String name, Tensor tensor) {
        if (!weights.containsKey(name)) {
            nodes.add(new Node(name, new Op.Weight(tensor.dtype(), tensor.shape()), List.of()));
            weights.put(name, tensor);
        }
        return name;
    }

    /**
     * The words' rows and those of their positions, and what every token of the first type has.
     *
     * @param first the first of the rows of {@code position_embeddings} that is a position
     */
    String words(String prefix, int vocabulary, int width, int positions, int first, int kinds) {
        List<String> inputs = new ArrayList<>(List.of(EncoderInputs.IDS, EncoderInputs.PLACES));
        inputs.addAll(matrix(prefix + "word_embeddings", load(prefix + "word_embeddings", vocabulary, width)));
        String name = prefix + "position_embeddings.weight";
        Tensor rows = tensors.floats(name, Shape.of(first + positions, width));
        inputs.add(weight(name, new Tensor(DType.F32, Shape.of(positions, width), rows.bytes(),
                rows.offset() + 4 * first * width)));
        boolean added = kinds > 0 && types == TokenTypes.FIRST;
        inputs.add(weight(prefix + "token_type", added ? firstType(prefix, width) : zeros(width)));
        return step(prefix + "sum", new Op.Embedding(), inputs.toArray(new String[0]));
    }

    /** Rows of a table. */
    String lookup(String name, String ids, int rows, int width) {
        List<String> inputs = new ArrayList<>(List.of(ids));
        inputs.addAll(matrix(name, load(name, rows, width)));
        return step(name, new Op.Lookup(), inputs.toArray(new String[0]));
    }

    /** What {@link EncoderInputs#TYPES} add to each token: a residual for the norm that follows. */
    String givenTypes(String prefix, int kinds, int width) {
        String name = prefix + "token_type_embeddings";
        String table = weight(name + ".weight", tensors.floats(name + ".weight", Shape.of(kinds, width)));
        return step(name, new Op.Lookup(), EncoderInputs.TYPES, table);
    }

    /** Row 0 of the token types. */
    Tensor firstType(String prefix, int width) {
        String name = prefix + "token_type_embeddings.weight";
        Shape shape = tensors.shape(name);
        if (shape.rank() != 2 || shape.dim(0) < 1) {
            throw unfit(name, "F32 [types, " + width + "]", tensors.dtype(name) + " " + shape);
        }
        Tensor rows = tensors.floats(name, Shape.of(shape.dim(0), width));
        return new Tensor(DType.F32, Shape.of(width), rows.bytes(), rows.offset());
    }

    /** A norm over the last axis; a second input is added first. */
    public String norm(String name, float epsilon, int width, Bias bias, String... inputs) {
        List<String> all = new ArrayList<>(List.of(inputs));
        all.add(weight(name + ".weight", tensors.floats(name + ".weight", Shape.of(width))));
        all.add(bias(name, width, bias));
        return step(name, new Op.LayerNorm(epsilon), all.toArray(new String[0]));
    }

    /** A layer of one matrix. */
    public String linear(String name, String x, Op.Activation activation, int out, int in, Bias bias) {
        return linear(name, x, activation, load(name, out, in), () -> bias(name, out, bias));
    }

    /** One layer in place of several that read the same: the rows of each, one after the other. */
    String linear(String name, String x, int out, int in, Bias bias, String... parts) {
        List<Matrix> matrices = new ArrayList<>();
        List<Tensor> biases = new ArrayList<>();
        for (String part : parts) {
            matrices.add(load(part, out, in));
            biases.add(bias == Bias.GIVEN ? tensors.floats(part + ".bias", Shape.of(out)) : zeros(out));
        }
        return linear(name, x, Op.Activation.NONE, rows(parts, matrices, out, in),
                () -> weight(name + ".bias", rows(Shape.of(parts.length * out), biases)));
    }

    /**
     * A layer whose outputs are padded with zeros to a multiple of four, which every backend takes whole.
     *
     * @return the name; the graph's shape says how wide it is
     */
    public String padded(String name, String x, int out, int in) {
        int width = out + 3 & ~3;
        float[] matrix = Arrays.copyOf(tensors.floats(name + ".weight", Shape.of(out, in)).toFloats(), width * in);
        float[] bias = Arrays.copyOf(tensors.floats(name + ".bias", Shape.of(out)).toFloats(), width);
        return step(name, new Op.Linear(Op.Activation.NONE), x,
                weight(name + ".weight", Tensor.ofFloats(Shape.of(width, in), matrix)),
                weight(name + ".bias", Tensor.ofFloats(Shape.of(width), bias)));
    }

    private String bias(String name, int width, Bias bias) {
        return weight(name + ".bias",
                bias == Bias.GIVEN ? tensors.floats(name + ".bias", Shape.of(width)) : zeros(width));
    }

    private static Tensor zeros(int width) {
        return Tensor.ofFloats(Shape.of(width), new float[width]);
    }

    private String linear(String name, String x, Op.Activation activation, Matrix matrix,
            java.util.function.Supplier<String> bias) {
        List<String> inputs = new ArrayList<>(List.of(x));
        inputs.addAll(matrix(name, matrix));
        inputs.add(bias.get());
        if (matrix.smoothing() != null) {
            inputs.add(weight(name + ".smoothing", matrix.smoothing()));
        }
        Op op = matrix.scales() == null ? new Op.Linear(activation) : new Op.LinearInt8(activation);
        return step(name, op, inputs.toArray(new String[0]));
    }

    private List<String> matrix(String name, Matrix matrix) {
        String values = weight(name + ".weight", matrix.values());
        return matrix.scales() == null ? List.of(values)
                : List.of(values, weight(name + ".scale", matrix.scales()));
    }

    private Matrix load(String name, int out, int in) {
        String weight = name + ".weight";
        return switch (tensors.dtype(weight)) {
            case F32, F16, BF16 -> new Matrix(tensors.floats(weight, Shape.of(out, in)), null, null);
            case I8 -> new Matrix(tensors.tensor(weight, DType.I8, Shape.of(out, in)), scales(name, out),
                    smoothing(name, in));
            case U8 -> expand(name, out, in);
            default -> throw unfit(weight, "F32, F16, BF16, I8 or U8", tensors.dtype(weight));
        };
    }

    private Matrix expand(String name, int out, int in) {
        Tensor values = tensors.tensor(name + ".weight", DType.U8, Shape.of(out, Quantization4.halves(in)));
        Tensor multipliers = tensors.tensor(name + ".multiplier", DType.U8, Shape.of(out, Quantization4.blocks(in)));
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
        return tensors.has(name + ".smoothing") ? positive(name + ".smoothing", in) : null;
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

    private static Matrix rows(String[] names, List<Matrix> matrices, int out, int in) {
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
        return new Matrix(rows(Shape.of(names.length * out, in), values),
                quantized ? rows(Shape.of(names.length * out), scales) : null, matrices.get(0).smoothing());
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

    static DamagedData unfit(String tensor, String expected, Object found) {
        return new DamagedData("A tensor does not fit its encoder.",
                Finding.at("tensor " + tensor).expected(expected).found(found));
    }
}
