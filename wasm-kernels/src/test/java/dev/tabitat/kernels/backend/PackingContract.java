package dev.tabitat.kernels.backend;

import dev.tabitat.core.contract.Check;
import dev.tabitat.core.contract.Contract;
import dev.tabitat.core.graph.Graph;
import dev.tabitat.core.graph.Node;
import dev.tabitat.core.graph.Op;
import dev.tabitat.core.tensor.DType;
import dev.tabitat.core.tensor.Shape;
import dev.tabitat.core.tensor.Tensor;
import dev.tabitat.kernels.contract.Numbers;
import dev.tabitat.kernels.kernel.Int8Dot;
import dev.tabitat.kernels.kernel.WeightPacking;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Rows that are packed in kernel memory, some at a time and from any address, give the bytes that Java packs. */
public final class PackingContract implements Contract {

    private static final int ROUNDS = 12;

    private final KernelHost host;
    private final long seed;

    public PackingContract(KernelHost host, long seed) {
        this.host = host;
        this.seed = seed;
    }

    @Override
    public String name() {
        return "weights are packed in kernel memory as in Java";
    }

    @Override
    public void run(Check check) {
        KernelMemory memory = new KernelMemory(host);
        KernelModule kernels = host.instantiate(host.kernels(Int8Dot.PLAIN));
        KernelModule packing = host.instantiate(
                WeightPacking.module(KernelHost.MEMORY_MODULE, KernelHost.MEMORY_FIELD, host.isShared()));
        Numbers random = new Numbers(seed);
        for (int round = 0; round < ROUNDS; round++) {
            for (Int8Dot dot : Int8Dot.values()) {
                packs(check, memory, kernels, packing, random, dot);
            }
        }
        for (int count : new int[]{0, 1, 3, 1023, 1024, 1025, 5000}) {
            finite(check, memory, packing, random, count);
        }
        check.equal("memory is given back", 0L, memory.usedBytes());
    }

    private void packs(Check check, KernelMemory memory, KernelModule kernels, KernelModule packing, Numbers random,
            Int8Dot dot) {
        int in = 4 * (1 + random.below(20));
        int out = 4 * (1 + random.below(20));
        int outInt8 = 1 + random.below(30);
        Graph graph = new Graph(List.of(new Node("x", new Op.Input(DType.F32, Shape.of(Graph.ANY, in)), List.of()),
                weight("w", DType.F32, out, in), weight("b", DType.F32, out),
                new Node("y", new Op.Linear(Op.Activation.NONE), List.of("x", "w", "b")),
                weight("q", DType.I8, outInt8, in), weight("s", DType.F32, outInt8), weight("c", DType.F32, outInt8),
                new Node("z", new Op.LinearInt8(Op.Activation.NONE), List.of("x", "q", "s", "c"))), List.of("y", "z"));
        Map<String, Tensor> weights = new LinkedHashMap<>();
        for (Node node : graph.weights()) {
            Shape shape = graph.shape(node.name());
            byte[] bytes = new byte[shape.elements()];
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = (byte) (random.below(255) - 127);
            }
            weights.put(node.name(), graph.dtype(node.name()) == DType.I8 ? Tensor.ofBytes(DType.I8, shape, bytes)
                    : Tensor.ofFloats(shape, random.units(shape.elements())));
        }
        RowGraph rows = RowGraph.of(graph);
        WeightPacker packer = WeightPacker.of(memory, kernels, packing, dot, rows);
        Region from = memory.take(4L * in * Math.max(out, outInt8) + 3, "a test");
        for (Map.Entry<String, Tensor> weight : weights.entrySet()) {
            if (packer.isPlaced(weight.getKey())) {
                int unit = packer.unit(weight.getKey());
                int all = weight.getValue().byteLength() / unit;
                int first = random.below(all);
                // The last rows first; from an address that is a multiple of nothing.
                put(packer, weight.getKey(), weight.getValue(), first * unit, (all - first) * unit,
                        from.address() + random.below(4));
                put(packer, weight.getKey(), weight.getValue(), 0, first * unit, from.address() + random.below(4));
            }
        }
        for (RowGraph.Constant notes : packer.notes()) {
            packer.putScales(notes, weights.get("s"), weights.get("c"));
        }
        for (RowGraph.Constant constant : rows.constants()) {
            Bytes right = constant.bytes(weights, dot);
            byte[] found = new byte[constant.slot().bytes()];
            host.read(packer.region().address() + constant.slot().offset(), found, 0, found.length);
            byte[] expected = Arrays.copyOfRange(right.data(), right.offset(), right.offset() + right.length());
            check.isTrue(
                    constant.form() + " of [" + out + " or " + outInt8 + ", " + in + "], " + dot + ", seed " + seed,
                    Arrays.equals(expected, found));
        }
        memory.giveBack(from);
        packer.close();
    }

    private void put(WeightPacker packer, String weight, Tensor tensor, int offset, int bytes, int from) {
        if (bytes > 0) {
            host.write(from, tensor.bytes(), tensor.offset() + offset, bytes);
            packer.put(weight, offset, from, bytes);
        }
    }

    private void finite(Check check, KernelMemory memory, KernelModule packing, Numbers random, int count) {
        float[] values = random.units(count);
        Region region = memory.take(4L * count + 4, "a test");
        for (int shift = 0; shift < 2; shift++) {
            int at = region.address() + shift;
            write(at, values);
            check.equal("all finite, " + count, -1, packing.call(WeightPacking.NOT_FINITE, at, count));
            for (float odd : new float[]{Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
                for (int place : new int[]{0, count / 2, count - 1}) {
                    if (place >= 0 && place < count) {
                        float[] changed = values.clone();
                        changed[place] = odd;
                        changed[count - 1] = odd;
                        write(at, changed);
                        check.equal(odd + " at " + place + " of " + count, place,
                                packing.call(WeightPacking.NOT_FINITE, at, count));
                    }
                }
            }
        }
        memory.giveBack(region);
    }

    private void write(int at, float[] values) {
        byte[] bytes = Tensor.ofFloats(Shape.of(values.length), values).bytes();
        host.write(at, bytes, 0, bytes.length);
    }

    private static Node weight(String name, DType dtype, int... dims) {
        return new Node(name, new Op.Weight(dtype, Shape.of(dims)), List.of());
    }
}
