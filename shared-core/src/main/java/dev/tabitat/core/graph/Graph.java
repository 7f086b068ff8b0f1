package dev.tabitat.core.graph;

import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.Incompatible;
import dev.tabitat.core.tensor.DType;
import dev.tabitat.core.tensor.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Steps in an order in which each comes after its inputs, and the names of those whose values are wanted. */
public final class Graph {

    /** An extent that is known only when the graph runs; its size here is 0. */
    public static final int ANY = 0;

    private final List<Node> nodes;
    private final List<String> outputs;
    private final Map<String, Node> byName = new LinkedHashMap<>();
    private final Map<String, Shape> shapes = new LinkedHashMap<>();

    /** @throws Incompatible when a node names an input that does not come before it, or shapes do not fit */
    public Graph(List<Node> nodes, List<String> outputs) {
        this.nodes = List.copyOf(nodes);
        this.outputs = List.copyOf(outputs);
        for (Node node : this.nodes) {
            if (byName.containsKey(node.name())) {
                throw unfit(node, "a new name", "a name that is taken");
            }
            for (String input : node.inputs()) {
                require(node, byName.containsKey(input), "inputs that come before it", input);
            }
            shapes.put(node.name(), infer(node));
            byName.put(node.name(), node);
        }
        for (String output : this.outputs) {
            if (!byName.containsKey(output)) {
                throw new Incompatible("A graph lacks one of its outputs.",
                        Finding.at("output " + output).expected("a node").found("none"));
            }
        }
    }

    public List<Node> nodes() {
        return nodes;
    }

    public List<String> outputs() {
        return outputs;
    }

    public Node node(String name) {
        return byName.get(name);
    }

    /** The nodes whose values are handed over at each run. */
    public List<Node> inputs() {
        return ofKind(Op.Input.class);
    }

    /** The nodes whose values belong to the model. */
    public List<Node> weights() {
        return ofKind(Op.Weight.class);
    }

    public Shape shape(String name) {
        return shapes.get(name);
    }

    public DType dtype(String name) {
        Op op = byName.get(name).op();
        if (op instanceof Op.Input input) {
            return input.dtype();
        }
        return op instanceof Op.Weight weight ? weight.dtype() : DType.F32;
    }

    private List<Node> ofKind(Class<? extends Op> kind) {
        List<Node> found = new ArrayList<>();
        for (Node node : nodes) {
            if (kind.isInstance(node.op())) {
                found.add(node);
            }
        }
        return found;
    }

    private Shape infer(Node node) {
        Op op = node.op();
        if (op instanceof Op.Input input) {
            return input.shape();
        }
        if (op instanceof Op.Weight weight) {
            return weight.shape();
        }
        if (op instanceof Op.Linear) {
            return linear(node);
        }
        if (op instanceof Op.SparseLinear) {
            return sparse(node);
        }
        if (op instanceof Op.LinearInt8) {
            return linearInt8(node);
        }
        if (op instanceof Op.Embedding) {
            return embedding(node);
        }
        if (op instanceof Op.LayerNorm) {
            return layerNorm(node);
        }
        if (op instanceof Op.SequenceAttention attention) {
            return attention(node, attention);
        }
        if (op instanceof Op.Rotate rotate) {
            return rotate(node, rotate.heads());
        }
        if (op instanceof Op.Lookup) {
            return lookup(node);
        }
        if (op instanceof Op.Gate) {
            require(node, node.inputs().size() == 1, "one input", node.inputs());
            requireTypes(node, DType.F32);
            Shape x = input(node, 0);
            require(node, x.rank() == 2 && x.dim(1) > 0 && x.dim(1) % 2 == 0, "x [rows, 2 · width]", x);
            return Shape.of(x.dim(0), x.dim(1) / 2);
        }
        if (op instanceof Op.Add) {
            require(node, node.inputs().size() == 2, "x and y", node.inputs());
            requireTypes(node, DType.F32, DType.F32);
            require(node, input(node, 0).rank() == 2 && input(node, 0).equals(input(node, 1)), "two [rows, width]",
                    input(node, 0) + " and " + input(node, 1));
            return input(node, 0);
        }
        if (op instanceof Op.Pool) {
            Shape x = rowsAndEnds(node, 2);
            return Shape.of(input(node, 1).dim(0) == ANY ? ANY : input(node, 1).dim(0) - 1, x.dim(1));
        }
        if (op instanceof Op.LowRank change) {
            return lowRank(node, change.from());
        }
        if (op instanceof Op.SparseDelta change) {
            return sparseDelta(node, change.from());
        }
        if (op instanceof Op.Shift) {
            require(node, node.inputs().size() == 2, "x and a vector", node.inputs());
            requireTypes(node, DType.F32, DType.F32);
            require(node, input(node, 0).rank() == 2, "x [rows, width]", input(node, 0));
            requireRow(node, 1, input(node, 0).dim(1));
            return input(node, 0);
        }
        require(node, node.inputs().size() == 1, "one input", node.inputs());
        requireTypes(node, DType.F32);
        require(node, input(node, 0).rank() >= 1, "at least one dimension", input(node, 0));
        return input(node, 0);
    }

    private Shape linear(Node node) {
        require(node, node.inputs().size() == 3, "x, weights and bias", node.inputs());
        Shape x = input(node, 0);
        Shape w = input(node, 1);
        Shape b = input(node, 2);
        require(node, x.rank() == 2 && w.rank() == 2 && x.dim(1) == w.dim(1), "x [rows, in] and weights [out, in]",
                x + " and " + w);
        require(node, b.rank() == 1 && b.dim(0) == w.dim(0), "a bias of [" + w.dim(0) + "]", b);
        requireTypes(node, DType.F32, DType.F32, DType.F32);
        return Shape.of(x.dim(0), w.dim(0));
    }

    private Shape sparse(Node node) {
        require(node, node.inputs().size() == 6, "indices, values, row offsets, columns, weights and bias",
                node.inputs());
        requireTypes(node, DType.I32, DType.F32, DType.I32, DType.U8, DType.F32, DType.F32);
        for (int i = 0; i < 6; i++) {
            require(node, input(node, i).rank() == 1, "lists of one dimension", input(node, i));
        }
        Shape columns = input(node, 3);
        Shape weights = input(node, 4);
        Shape bias = input(node, 5);
        require(node, columns.equals(weights), "a column for each weight", columns + " and " + weights);
        require(node, bias.dim(0) <= 256, "a bias of at most [256]: a column is one byte", bias);
        return Shape.of(1, bias.dim(0));
    }

    private Shape linearInt8(Node node) {
        boolean smooth = node.inputs().size() == 5;
        require(node, smooth || node.inputs().size() == 4, "x, weights, scales, bias and optional smoothing",
                node.inputs());
        if (smooth) {
            requireTypes(node, DType.F32, DType.I8, DType.F32, DType.F32, DType.F32);
        } else {
            requireTypes(node, DType.F32, DType.I8, DType.F32, DType.F32);
        }
        Shape x = input(node, 0);
        Shape w = input(node, 1);
        require(node, x.rank() == 2 && w.rank() == 2 && x.dim(1) == w.dim(1), "x [rows, in] and weights [out, in]",
                x + " and " + w);
        require(node, w.dim(1) <= Op.MAX_INT8_INPUTS, "at most " + Op.MAX_INT8_INPUTS + " inputs", w.dim(1));
        requireRow(node, 2, w.dim(0));
        requireRow(node, 3, w.dim(0));
        if (smooth) {
            requireRow(node, 4, w.dim(1));
        }
        return Shape.of(x.dim(0), w.dim(0));
    }

    private Shape embedding(Node node) {
        boolean quantized = node.inputs().size() == 6;
        require(node, quantized || node.inputs().size() == 5,
                "ids, places, words, scales when words are I8, positions and type", node.inputs());
        if (quantized) {
            requireTypes(node, DType.I32, DType.I32, DType.I8, DType.F32, DType.F32, DType.F32);
            requireRow(node, 3, input(node, 2).rank() == 2 ? input(node, 2).dim(0) : 0);
        } else {
            requireTypes(node, DType.I32, DType.I32, DType.F32, DType.F32, DType.F32);
        }
        Shape ids = input(node, 0);
        Shape words = input(node, 2);
        Shape positions = input(node, quantized ? 4 : 3);
        require(node, ids.rank() == 1 && ids.equals(input(node, 1)), "ids and places [tokens]",
                ids + " and " + input(node, 1));
        require(node, words.rank() == 2 && positions.rank() == 2 && words.dim(1) == positions.dim(1),
                "words and positions of one width", words + " and " + positions);
        requireRow(node, quantized ? 5 : 4, words.dim(1));
        return Shape.of(ids.dim(0), words.dim(1));
    }

    private Shape lowRank(Node node, int from) {
        require(node, node.inputs().size() == 4, "y, x, down and up", node.inputs());
        requireTypes(node, DType.F32, DType.F32, DType.F32, DType.F32);
        Shape down = input(node, 2);
        Shape up = input(node, 3);
        require(node, down.rank() == 2 && up.rank() == 2 && down.dim(0) == up.dim(1),
                "down [rank, in] and up [width, rank]", down + " and " + up);
        require(node, down.dim(0) > 0 && down.dim(0) % 4 == 0, "a rank that is a multiple of 4", down.dim(0));
        require(node, up.dim(0) > 0 && up.dim(0) % 4 == 0, "a width that is a multiple of 4", up.dim(0));
        return changed(node, from, up.dim(0), down.dim(1));
    }

    private Shape sparseDelta(Node node, int from) {
        require(node, node.inputs().size() == 5, "y, x, row ends, columns and values", node.inputs());
        requireTypes(node, DType.F32, DType.F32, DType.I32, DType.I32, DType.F32);
        for (int i = 2; i < 5; i++) {
            // What lies in them is checked once, with the weights.
            requireWeight(node, i);
            require(node, input(node, i).rank() == 1, "lists of one dimension", input(node, i));
        }
        require(node, input(node, 3).equals(input(node, 4)), "a column for each value",
                input(node, 3) + " and " + input(node, 4));
        require(node, input(node, 2).dim(0) > 0, "at least one row end", input(node, 2));
        return changed(node, from, input(node, 2).dim(0) - 1, input(node, 1).rank() == 2 ? input(node, 1).dim(1) : 0);
    }

    /** The shape of a layer's outputs after {@code width} of them were changed by a matrix of {@code in} columns. */
    private Shape changed(Node node, int from, int width, int in) {
        Shape y = input(node, 0);
        Shape x = input(node, 1);
        require(node, y.rank() == 2 && x.rank() == 2 && y.dim(0) == x.dim(0), "y [rows, out] and x [rows, in]",
                y + " and " + x);
        require(node, x.dim(1) == in, "an x of [rows, " + in + "]", x);
        require(node, from >= 0 && (long) from + width <= y.dim(1), "columns within " + y.dim(1),
                from + " to " + ((long) from + width));
        return y;
    }

    private Shape layerNorm(Node node) {
        int inputs = node.inputs().size();
        require(node, inputs == 3 || inputs == 4, "x, a residual or none, gamma and beta", node.inputs());
        for (int i = 0; i < inputs; i++) {
            requireType(node, i, DType.F32);
        }
        Shape x = input(node, 0);
        require(node, x.rank() == 2 && x.dim(1) > 0, "x [rows, width]", x);
        require(node, inputs == 3 || input(node, 1).equals(x), "a residual of " + x, input(node, 1));
        requireRow(node, inputs - 2, x.dim(1));
        requireRow(node, inputs - 1, x.dim(1));
        return x;
    }

    private Shape attention(Node node, Op.SequenceAttention attention) {
        int heads = attention.heads();
        boolean biased = attention instanceof Op.BiasedAttention;
        boolean disentangled = attention instanceof Op.DisentangledAttention;
        Shape qkv = rowsAndEnds(node, biased ? 3 : disentangled ? 5 : 2);
        requireHeads(node, heads, qkv);
        int width = qkv.dim(1) / 3;
        if (attention instanceof Op.LocalAttention local) {
            require(node, local.reach() >= 0, "a reach of 0 or more", local.reach());
        } else if (biased) {
            requireType(node, 2, DType.F32);
            requireWeight(node, 2);
            Shape bias = input(node, 2);
            require(node, bias.rank() == 2 && bias.dim(0) == heads && bias.dim(1) % 2 == 1,
                    "a bias of [" + heads + ", 2 · reach + 1]", bias);
        } else if (disentangled) {
            for (int i = 2; i < 5; i++) {
                requireType(node, i, i == 4 ? DType.I32 : DType.F32);
                requireWeight(node, i);
            }
            Shape keys = input(node, 2);
            require(node, keys.rank() == 2 && keys.dim(1) == width && keys.equals(input(node, 3)),
                    "position keys and queries of [rows, " + width + "]", keys + " and " + input(node, 3));
            Shape buckets = input(node, 4);
            require(node, buckets.rank() == 1 && buckets.dim(0) % 2 == 1, "buckets of [2 · reach + 1]", buckets);
        }
        return Shape.of(qkv.dim(0), width);
    }

    private Shape rotate(Node node, int heads) {
        require(node, node.inputs().size() == 4, "qkv, places, cosines and sines", node.inputs());
        requireTypes(node, DType.F32, DType.I32, DType.F32, DType.F32);
        requireWeight(node, 2);
        requireWeight(node, 3);
        Shape qkv = input(node, 0);
        require(node, qkv.rank() == 2, "x [tokens, 3 · width]", qkv);
        requireHeads(node, heads, qkv);
        require(node, input(node, 1).rank() == 1 && input(node, 1).dim(0) == qkv.dim(0), "places [tokens]",
                input(node, 1));
        Shape cosines = input(node, 2);
        require(node,
                cosines.rank() == 2 && cosines.equals(input(node, 3)) && 6L * heads * cosines.dim(1) == qkv.dim(1),
                "cosines and sines of [positions, " + qkv.dim(1) / 6 / heads + "]", cosines + " and " + input(node, 3));
        return qkv;
    }

    private Shape lookup(Node node) {
        boolean quantized = node.inputs().size() == 3;
        require(node, quantized || node.inputs().size() == 2, "ids, a table, and scales when it is I8", node.inputs());
        requireType(node, 0, DType.I32);
        requireType(node, 1, quantized ? DType.I8 : DType.F32);
        requireWeight(node, 1);
        Shape table = input(node, 1);
        require(node, input(node, 0).rank() == 1 && table.rank() == 2, "ids [tokens] and a table [rows, width]",
                input(node, 0) + " and " + table);
        if (quantized) {
            requireType(node, 2, DType.F32);
            requireWeight(node, 2);
            requireRow(node, 2, table.dim(0));
        }
        return Shape.of(input(node, 0).dim(0), table.dim(1));
    }

    private void requireHeads(Node node, int heads, Shape qkv) {
        require(node, heads > 0 && qkv.dim(1) > 0 && qkv.dim(1) % (3L * heads) == 0,
                "queries, keys and values of " + heads + " heads", qkv);
    }

    private void requireWeight(Node node, int index) {
        String name = node.inputs().get(index);
        require(node, node(name).op() instanceof Op.Weight, "a weight as input " + index, name);
    }

    private Shape rowsAndEnds(Node node, int inputs) {
        require(node, node.inputs().size() == inputs, inputs == 2 ? "rows and the ends of sequences"
                : "rows, the ends of sequences and " + (inputs - 2) + " more", node.inputs());
        requireTypes(node, DType.F32, DType.I32);
        Shape x = input(node, 0);
        Shape ends = input(node, 1);
        require(node, x.rank() == 2 && ends.rank() == 1, "x [tokens, width] and ends [sequences + 1]",
                x + " and " + ends);
        return x;
    }

    private void requireRow(Node node, int index, int width) {
        Shape found = input(node, index);
        require(node, found.rank() == 1 && found.dim(0) == width, "[" + width + "] as input " + index, found);
    }

    private void requireType(Node node, int index, DType type) {
        DType found = dtype(node.inputs().get(index));
        require(node, found == type, type + " as input " + index, found);
    }

    private void requireTypes(Node node, DType... types) {
        for (int i = 0; i < types.length; i++) {
            requireType(node, i, types[i]);
        }
    }

    private Shape input(Node node, int index) {
        return shapes.get(node.inputs().get(index));
    }

    private static void require(Node node, boolean holds, String expected, Object found) {
        if (!holds) {
            throw unfit(node, expected, found);
        }
    }

    private static Incompatible unfit(Node node, String expected, Object found) {
        return new Incompatible("A step of a graph does not fit.",
                Finding.at("node " + node.name()).expected(expected).found(found));
    }
}
