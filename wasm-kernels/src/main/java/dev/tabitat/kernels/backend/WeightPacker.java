package dev.tabitat.kernels.backend;

import dev.tabitat.core.tensor.DType;
import dev.tabitat.core.tensor.Shape;
import dev.tabitat.core.tensor.Tensor;
import dev.tabitat.kernels.kernel.Int8Dot;
import dev.tabitat.kernels.kernel.WeightPacking;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Puts the weights of a graph, some rows at a time, from kernel memory into the places of the graph's constants. */
final class WeightPacker {

    /** Bytes that may be put in any number. */
    private static final int ANY = 1;

    private final KernelMemory memory;
    private final KernelModule kernels;
    private final KernelModule packing;
    private final Int8Dot dot;
    private final RowGraph graph;
    private final Map<String, List<RowGraph.Constant>> users = new LinkedHashMap<>();
    private final Region region;
    private boolean owned = true;

    private WeightPacker(KernelMemory memory, KernelModule kernels, KernelModule packing, Int8Dot dot, RowGraph graph) {
        this.memory = memory;
        this.kernels = kernels;
        this.packing = packing;
        this.dot = dot;
        this.graph = graph;
        for (RowGraph.Constant constant : graph.constants()) {
            users.computeIfAbsent(constant.weights().get(0), name -> new ArrayList<>()).add(constant);
        }
        region = memory.take(graph.constantBytes(), "a model");
    }

    /**
     * @param kernels with copy and zero
     * @param packing the kernels of {@link WeightPacking}
     * @throws dev.tabitat.core.error.OutOfBudget when there is not enough memory; nothing is taken then
     */
    static WeightPacker of(KernelMemory memory, KernelModule kernels, KernelModule packing, Int8Dot dot,
            RowGraph graph) {
        WeightPacker packer = new WeightPacker(memory, kernels, packing, dot, graph);
        for (RowGraph.Constant constant : graph.constants()) {
            boolean hasGaps = constant.form() == RowGraph.Form.PANELS || constant.form() == RowGraph.Form.NOTES;
            if (hasGaps) {
                kernels.call("zero", packer.address(constant), constant.slot().bytes());
            }
        }
        return packer;
    }

    /** Whether a weight has a place of its own; scales and biases of int8 matrices lie beside their sums. */
    boolean isPlaced(String weight) {
        return users.containsKey(weight);
    }

    /** How many bytes of a weight that has a place must be put together: those of a row, or any. */
    int unit(String weight) {
        for (RowGraph.Constant constant : users.get(weight)) {
            if (constant.form() != RowGraph.Form.RAW) {
                return rowBytes(weight);
            }
        }
        return ANY;
    }

    /** Where a weight lies as it is in its only place, or -1 when it is packed or has several. */
    int inPlace(String weight) {
        return users.get(weight).size() == 1 && unit(weight) == ANY ? place(weight) : -1;
    }

    /** Where the first of a weight's places is. */
    int place(String weight) {
        return address(users.get(weight).get(0));
    }

    /**
     * Puts bytes of a weight.
     *
     * @param offset of the first of them in the weight
     * @param from where they lie now
     * @param bytes a multiple of {@link #unit}, as the offset is
     */
    void put(String weight, int offset, int from, int bytes) {
        for (RowGraph.Constant constant : users.get(weight)) {
            int to = address(constant);
            Shape shape = graph.graph().shape(weight);
            int first = constant.form() == RowGraph.Form.RAW ? 0 : offset / rowBytes(weight);
            int rows = constant.form() == RowGraph.Form.RAW ? 0 : bytes / rowBytes(weight);
            switch (constant.form()) {
                case RAW -> kernels.call("copy", to + offset, from, bytes);
                case TRANSPOSED -> packing.call(WeightPacking.TRANSPOSED, to, from, shape.dim(0), shape.dim(1), first,
                        rows);
                case PANELS -> packing.call(WeightPacking.PANELS, to, from, shape.dim(1), Packed.stride(shape.dim(1)),
                        dot.group(), first, rows);
                case NOTES -> packing.call(WeightPacking.SUMS, to, from, shape.dim(1), first, rows);
            }
        }
    }

    /** The number of the first f32 that is NaN or infinite, or -1. */
    int firstNotFinite(int from, int count) {
        return packing.call(WeightPacking.NOT_FINITE, from, count);
    }

    /** The constants that need scales and biases beside the sums of rows. */
    List<RowGraph.Constant> notes() {
        List<RowGraph.Constant> notes = new ArrayList<>();
        for (RowGraph.Constant constant : graph.constants()) {
            if (constant.form() == RowGraph.Form.NOTES) {
                notes.add(constant);
            }
        }
        return notes;
    }

    void putScales(RowGraph.Constant notes, Tensor scales, Tensor bias) {
        byte[] bytes = new byte[notes.slot().bytes()];
        memory.host().read(address(notes), bytes, 0, bytes.length);
        Packed.putScales(bytes, scales, bias);
        memory.host().write(address(notes), bytes, 0, bytes.length);
    }

    /** Moves bytes; the ranges may overlap. */
    void move(int to, int from, int bytes) {
        kernels.call("copy", to, from, bytes);
    }

    /** The memory with all constants. */
    Region region() {
        return region;
    }

    /** The memory belongs to a session from now on. */
    void handOver() {
        owned = false;
    }

    /** Gives the memory back unless it was handed over. */
    void close() {
        if (owned) {
            owned = false;
            memory.giveBack(region);
        }
    }

    private int rowBytes(String weight) {
        DType dtype = graph.graph().dtype(weight);
        return graph.graph().shape(weight).dim(1) * dtype.bytes();
    }

    private int address(RowGraph.Constant constant) {
        return region.address() + constant.slot().offset();
    }
}
