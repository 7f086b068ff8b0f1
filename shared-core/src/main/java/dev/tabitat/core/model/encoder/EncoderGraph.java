package dev.tabitat.core.model.encoder;

import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.graph.Graph;
import dev.tabitat.core.graph.Node;
import dev.tabitat.core.graph.Op;
import dev.tabitat.core.model.encoder.WeightLayout.Computed;
import dev.tabitat.core.model.encoder.WeightLayout.Expanded;
import dev.tabitat.core.model.encoder.WeightLayout.Maker;
import dev.tabitat.core.model.encoder.WeightLayout.Part;
import dev.tabitat.core.model.encoder.WeightLayout.Rule;
import dev.tabitat.core.model.encoder.WeightLayout.Stored;
import dev.tabitat.core.tensor.DType;
import dev.tabitat.core.tensor.Quantization4;
import dev.tabitat.core.tensor.Quantization;
import dev.tabitat.core.tensor.Shape;
import dev.tabitat.core.tensor.Tensor;
import dev.tabitat.core.tensor.TensorType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Builds an encoder's graph and the layout of its weights from what its tensors are, node by node; mutable until it is
 * built. No element is read. Steps have the names of their tensors without {@code .weight}; each method that adds steps
 * gives the name of the last.
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
 * become one have the same. Matrices of four bits are expanded as they are loaded, exactly. Of matrices that become one
 * some may be quantized and others not: then all become floats.
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

    /**
     * A matrix, or rows of one.
     *
     * @param dtype F32, or I8 where it is quantized
     * @param scales name of its scales in the file; empty where it is not quantized
     * @param smoothing name of its smoothing; empty where there is none
     */
    private record Matrix(String name, int out, int in, DType dtype, Part values, String scales, String smoothing) {

        boolean isQuantized() {
            return !scales.isEmpty();
        }
    }

    private final EncoderTensors tensors;
    private final TokenTypes types;
    private final List<Node> nodes = new ArrayList<>();
    private final Map<String, List<Part>> parts = new LinkedHashMap<>();
    private final Map<String, Rule> rules = new LinkedHashMap<>();

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

    /** The graph of all steps so far, and its weights. */
    public WeightLayout layout(String... outputs) {
        return new WeightLayout(new Graph(nodes, List.of(outputs)), parts, rules);
    }

    /** Adds a step. */
    public String step(String name, Op op, String... inputs) {
        nodes.add(new Node(name, op, List.of(inputs)));
        return name;
    }

    /** Adds a weight that is known. */
    public String weight(String name, Tensor tensor) {
        return weight(name, tensor.dtype(), tensor.shape(),
                new Computed(List.of(), tensor.elements(), none -> tensor));
    }

    /**
     * Adds a weight that is computed as the model is loaded.
     *
     * @param from names of tensors, in the file
     */
    String weight(String name, DType dtype, Shape shape, List<String> from, Maker maker) {
        return weight(name, dtype, shape, new Computed(from, shape.elements(), maker));
    }

    /** Adds a weight, once. */
    private String weight(String name, DType dtype, Shape shape, Part... made) {
        if (!parts.containsKey(name)) {
            nodes.add(new Node(name, new Op.Weight(dtype, shape), List.of()));
            parts.put(name, List.of(made));
        }
        return name;
    }

    /** A tensor of floats that is a weight as it is. */
    String whole(String name, Shape shape) {
        return whole(name, name, shape);
    }

    /** The same under a name of its own. */
    String whole(String name, String tensor, Shape shape) {
        return weight(name, DType.F32, shape, floats(tensor, shape));
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
        require(name, Shape.of(first + positions, width));
        inputs.add(weight(name, DType.F32, Shape.of(positions, width),
                new Stored(tensors.nameInFile(name), first * width, positions * width)));
        boolean added = kinds > 0 && types == TokenTypes.FIRST;
        inputs.add(added ? firstType(prefix, width)
                : weight(prefix + "token_type", DType.F32, Shape.of(width), zeros(width)));
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
        return step(name, new Op.Lookup(), EncoderInputs.TYPES, whole(name + ".weight", Shape.of(kinds, width)));
    }

    /** Row 0 of the token types, as a weight. */
    String firstType(String prefix, int width) {
        String name = prefix + "token_type_embeddings.weight";
        Shape shape = tensors.shape(name);
        if (shape.rank() != 2 || shape.dim(0) < 1) {
            throw unfit(name, "F32 [types, " + width + "]", tensors.type(name));
        }
        require(name, Shape.of(shape.dim(0), width));
        return weight(prefix + "token_type", DType.F32, Shape.of(width),
                new Stored(tensors.nameInFile(name), 0, width));
    }

    /** A norm over the last axis; a second input is added first. */
    public String norm(String name, float epsilon, int width, Bias bias, String... inputs) {
        List<String> all = new ArrayList<>(List.of(inputs));
        all.add(whole(name + ".weight", Shape.of(width)));
        all.add(weight(name + ".bias", DType.F32, Shape.of(width), bias(name, width, bias)));
        return step(name, new Op.LayerNorm(epsilon), all.toArray(new String[0]));
    }

    /** A layer of one matrix. */
    public String linear(String name, String x, Op.Activation activation, int out, int in, Bias bias) {
        return linear(name, x, activation, out, in, bias, name);
    }

    /** One layer in place of several that read the same: the rows of each, one after the other. */
    String linear(String name, String x, int out, int in, Bias bias, String... parts) {
        return linear(name, x, Op.Activation.NONE, out, in, bias, parts);
    }

    private String linear(String name, String x, Op.Activation activation, int out, int in, Bias bias,
            String... names) {
        List<Matrix> matrices = new ArrayList<>();
        Part[] biases = new Part[names.length];
        for (int i = 0; i < names.length; i++) {
            matrices.add(load(names[i], out, in));
            biases[i] = bias(names[i], out, bias);
        }
        List<Matrix> alike = alike(matrices);
        List<String> inputs = new ArrayList<>(List.of(x));
        inputs.addAll(matrix(name, alike.toArray(new Matrix[0])));
        inputs.add(weight(name + ".bias", DType.F32, Shape.of(names.length * out), biases));
        Matrix first = alike.get(0);
        if (!first.smoothing().isEmpty()) {
            inputs.add(weight(name + ".smoothing", DType.F32, Shape.of(in), new Stored(first.smoothing(), 0, in)));
        }
        Op op = first.isQuantized() ? new Op.LinearInt8(activation) : new Op.Linear(activation);
        return step(name, op, inputs.toArray(new String[0]));
    }

    /**
     * A layer in floats whose outputs are padded with zeros to a multiple of four, which every backend takes whole.
     *
     * @return the name; the graph's shape says how wide it is
     */
    public String padded(String name, String x, int out, int in) {
        int width = out + 3 & ~3;
        Part matrix = inFloats(load(name, out, in)).values();
        Part bias = floats(name + ".bias", Shape.of(out));
        int more = width - out;
        return step(name, new Op.Linear(Op.Activation.NONE), x,
                more == 0 ? weight(name + ".weight", DType.F32, Shape.of(width, in), matrix)
                        : weight(name + ".weight", DType.F32, Shape.of(width, in), matrix, zeros(more * in)),
                more == 0 ? weight(name + ".bias", DType.F32, Shape.of(width), bias)
                        : weight(name + ".bias", DType.F32, Shape.of(width), bias, zeros(more)));
    }

    private Part bias(String name, int width, Bias bias) {
        return bias == Bias.GIVEN ? floats(name + ".bias", Shape.of(width)) : zeros(width);
    }

    private static Part zeros(int count) {
        return new Computed(List.of(), count, none -> Tensor.ofFloats(Shape.of(count), new float[count]));
    }

    /** The weight nodes of a matrix whose rows are those of all parts. */
    private List<String> matrix(String name, Matrix... matrices) {
        Part[] values = new Part[matrices.length];
        Part[] scales = new Part[matrices.length];
        int rows = 0;
        for (int i = 0; i < matrices.length; i++) {
            values[i] = matrices[i].values();
            scales[i] = new Stored(matrices[i].scales(), 0, matrices[i].out());
            rows += matrices[i].out();
        }
        Matrix first = matrices[0];
        String weight = weight(name + ".weight", first.dtype(), Shape.of(rows, first.in()), values);
        return first.isQuantized() ? List.of(weight, weight(name + ".scale", DType.F32, Shape.of(rows), scales))
                : List.of(weight);
    }

    private Matrix load(String name, int out, int in) {
        String weight = name + ".weight";
        String inFile = tensors.nameInFile(weight);
        return switch (tensors.dtype(weight)) {
            case F32, F16, BF16 -> new Matrix(name, out, in, DType.F32, floats(weight, Shape.of(out, in)), "", "");
            case I8 -> {
                require(weight, new TensorType(DType.I8, Shape.of(out, in)), false);
                yield new Matrix(name, out, in, DType.I8, new Stored(inFile, 0, out * in), scales(name, out),
                        smoothing(name, in));
            }
            case U8 -> {
                require(weight, new TensorType(DType.U8, Shape.of(out, Quantization4.halves(in))), false);
                String multipliers = name + ".multiplier";
                require(multipliers, new TensorType(DType.U8, Shape.of(out, Quantization4.blocks(in))), false);
                String scales = scales(name, out);
                yield new Matrix(name, out, in, DType.I8,
                        new Expanded(inFile, tensors.nameInFile(multipliers), scales, out, in), scales,
                        smoothing(name, in));
            }
            default -> throw unfit(weight, "F32, F16, BF16, I8 or U8", tensors.dtype(weight));
        };
    }

    private String scales(String name, int out) {
        require(name + ".scale", new TensorType(DType.F32, Shape.of(out)), true);
        return tensors.nameInFile(name + ".scale");
    }

    private String smoothing(String name, int in) {
        if (!tensors.has(name + ".smoothing")) {
            return "";
        }
        require(name + ".smoothing", new TensorType(DType.F32, Shape.of(in)), true);
        return tensors.nameInFile(name + ".smoothing");
    }

    /** Matrices whose rows become one are of one kind, and their inputs are multiplied by the same. */
    private List<Matrix> alike(List<Matrix> matrices) {
        Matrix first = matrices.get(0);
        boolean isMixed = false;
        for (Matrix other : matrices) {
            isMixed |= other.isQuantized() != first.isQuantized();
            if (other.smoothing().isEmpty() != first.smoothing().isEmpty()) {
                throw unfit(other.name() + ".smoothing", "that of " + first.name(),
                        other.smoothing().isEmpty() ? "none" : "another");
            }
            if (other != first && !other.smoothing().isEmpty()) {
                rules.put(other.smoothing(),
                        new Rule(tensors.type(other.name() + ".smoothing"), true, first.smoothing()));
            }
        }
        if (!isMixed) {
            return matrices;
        }
        List<Matrix> all = new ArrayList<>();
        for (Matrix matrix : matrices) {
            all.add(inFloats(matrix));
        }
        return all;
    }

    /** The numbers that a quantized matrix stands for. */
    private static Matrix inFloats(Matrix matrix) {
        if (!matrix.isQuantized()) {
            return matrix;
        }
        if (!matrix.smoothing().isEmpty()) {
            throw unfit(matrix.name() + ".smoothing", "none beside matrices in floats", "one");
        }
        Shape shape = Shape.of(matrix.out(), matrix.in());
        Part values = matrix.values();
        List<String> from = new ArrayList<>(values.tensors());
        from.add(matrix.scales());
        Part floats = new Computed(from, matrix.out() * matrix.in(),
                all -> new Quantization(WeightLayout.part(values, DType.I8, shape, all), all.get(matrix.scales()))
                        .toFloats());
        return new Matrix(matrix.name(), matrix.out(), matrix.in(), DType.F32, floats, "", "");
    }

    /** Numbers of a matrix that are needed to compute others, F32 [out, in]. */
    Part matrixInFloats(String name, int out, int in) {
        return inFloats(load(name, out, in)).values();
    }

    /** Floats of this shape, in F32. @throws DamagedData when they are missing, or another type or shape */
    Part floats(String name, Shape shape) {
        require(name, shape);
        return new Stored(tensors.nameInFile(name), 0, shape.elements());
    }

    /** Demands a list of numbers of whatever type; how many there are. @throws DamagedData when it is no list */
    int numbers(String name) {
        TensorType type = tensors.type(name);
        if (type.shape().rank() != 1) {
            throw unfit(name, "a list of numbers", type);
        }
        require(name, type, false);
        return type.shape().dim(0);
    }

    /** A tensor of floats of this shape. */
    private void require(String name, Shape shape) {
        DType dtype = tensors.dtype(name);
        boolean isHalf = dtype == DType.F16 || dtype == DType.BF16;
        require(name, new TensorType(isHalf ? dtype : DType.F32, shape), false);
    }

    private void require(String name, TensorType expected, boolean isPositive) {
        TensorType found = tensors.type(name);
        if (!found.equals(expected)) {
            throw new DamagedData("A tensor has another type or shape.",
                    Finding.at("tensor " + tensors.nameInFile(name)).expected(expected).found(found));
        }
        String inFile = tensors.nameInFile(name);
        if (!rules.containsKey(inFile)) {
            rules.put(inFile, new Rule(expected, isPositive, ""));
        }
    }

    static DamagedData unfit(String tensor, String expected, Object found) {
        return WeightLayout.unfit(tensor, expected, found);
    }
}
