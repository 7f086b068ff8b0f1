package dev.tabitat.core.format.onnx;

import static dev.tabitat.core.format.onnx.OnnxWriter.file;
import static dev.tabitat.core.format.onnx.OnnxWriter.node;

import dev.tabitat.core.contract.Check;
import dev.tabitat.core.contract.Contract;
import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.OutOfBudget;
import dev.tabitat.core.error.TabitatException;
import dev.tabitat.core.format.CountedSlices;
import dev.tabitat.core.format.Slices;
import dev.tabitat.core.format.SparseFile;
import java.util.List;
import java.util.Optional;

/** An ONNX file is outlined without its weights' elements, and as strictly as it is read whole. */
public final class OnnxOutlineContract {

    private OnnxOutlineContract() {}

    public static List<Contract> all() {
        return List.of(
                Contract.of("onnx outline: weights are listed without their elements", OnnxOutlineContract::outline),
                Contract.of("onnx outline: hostile files are refused", OnnxOutlineContract::refusals),
                Contract.of("onnx outline: of a large file only what is no weight is read",
                        OnnxOutlineContract::large));
    }

    private static Proto tensor(String name, int type, long... dims) {
        Proto tensor = new Proto();
        for (long dim : dims) {
            tensor.number(1, dim);
        }
        return tensor.number(2, type).text(8, name);
    }

    private static void outline(Check check) {
        Proto graph = new Proto()
                .message(5, tensor("raw", 1, 2, 3).bytes(9, new byte[24]))
                .message(5, new Proto().packed(1, 4).number(2, 1).packed(4, 0, 0).text(8, "packed"))
                .message(5, tensor("elsewhere", 3, 7).message(13, new Proto().text(1, "offset").text(2, "0"))
                        .message(13, new Proto().text(1, "location").text(2, "m.data")).number(14, 1))
                .message(5, tensor("odd", 21, 5).bytes(9, new byte[3]))
                .message(1, node("Neg", "n", List.of("raw"), List.of("y")));
        OnnxOutline read = OnnxOutline.read(Slices.of(file(graph)));
        check.equal("weights", 4, read.weights().size());
        check.equal("shape", List.of(2L, 3L), read.weights().get(0).dims());
        check.equal("bytes", 24L, read.weights().get(0).bytes());
        check.equal("packed extents", List.of(4L), read.weights().get(1).dims());
        check.equal("another file", Optional.of("m.data"), read.weights().get(2).location());
        check.equal("a type without code here", "UINT4", read.weights().get(3).type());
        check.equal("nodes", "Neg", read.graph().nodes().get(0).opType());
        check.equal("parameters", 6L + 4 + 7 + 5, read.parameters());
    }

    private static void refusals(Check check) {
        refuses(check, "a negative extent", file(new Proto().message(5, tensor("a", 1, -1))), "tensor a");
        refuses(check, "a product over 64 bits", file(new Proto().message(5, tensor("a", 1, 1L << 40, 1L << 40))),
                "tensor a");
        refuses(check, "too few bytes", file(new Proto().message(5, tensor("a", 1, 2).bytes(9, new byte[7]))),
                "tensor a");
        refuses(check, "no name", file(new Proto().message(5, tensor("", 1, 2))), "tensor");
        refuses(check, "no type", file(new Proto().message(5, tensor("a", 0, 2))), "tensor a");
        refuses(check, "a name twice",
                file(new Proto().message(5, tensor("a", 1, 0)).message(5, tensor("a", 1, 0))), "tensor a");
        refuses(check, "a circle", file(new Proto().message(1, node("Add", "a", List.of("q"), List.of("p")))
                .message(1, node("Add", "b", List.of("p"), List.of("q")))), "node a");
        refuses(check, "a weight that is also made",
                file(new Proto().message(5, tensor("a", 1, 0)).message(1,
                        node("Neg", "n", List.of("a"), List.of("a")))),
                "node n");
        refuses(check, "a value that nothing makes",
                file(new Proto().message(1, node("Neg", "n", List.of("x"), List.of("y")))), "node n");
        byte[] whole = file(new Proto().message(5, tensor("a", 1, 2).bytes(9, new byte[8])));
        for (int length = 0; length < whole.length; length++) {
            int cut = length;
            check.fails("cut at " + cut, TabitatException.class,
                    () -> OnnxOutline.read(Slices.of(java.util.Arrays.copyOf(whole, cut))));
        }
        refuses(check, "a length of 2^62",
                new Proto().number(1, 8).tag(7, 2).varint(1L << 62).toBytes(), "graph");
        refuses(check, "two graphs", new Proto().number(1, 8).message(7, new Proto()).message(7, new Proto()).toBytes(),
                "graph");
        Proto many = new Proto();
        for (int i = 0; i < 30; i++) {
            many.message(5, tensor("t" + i, 1, 0));
        }
        OnnxLimits small = new OnnxLimits(1 << 20, 10, 20, 1000, 1000, 1000, 4);
        check.fails("more tensors than the limit", OutOfBudget.class,
                () -> OnnxOutline.read(Slices.of(file(many)), small, 1 << 20));
        check.fails("more extents than the limit", OutOfBudget.class, () -> OnnxOutline
                .read(Slices.of(file(new Proto().message(5, tensor("a", 1, 1, 1, 1, 1, 1)))), small, 1 << 20));
        check.fails("more than may be read", OutOfBudget.class,
                () -> OnnxOutline.read(Slices.of(file(new Proto().message(1, node("Neg", "n".repeat(40_000), List.of(),
                        List.of("y"))))), OnnxLimits.DEFAULT, 20_000));
    }

    /** A node, and a weight of 2 GiB, all zeros. */
    private static void large(Check check) {
        Proto start = new Proto().message(1, node("Neg", "n", List.of("w"), List.of("y")));
        Proto head = tensor("w", 1, 1 << 19, 1 << 10).tag(9, 2).varint(1L << 31);
        byte[] tensorHead = head.toBytes();
        long tensorBytes = tensorHead.length + (1L << 31);
        byte[] nodes = start.toBytes();
        byte[] tag = new Proto().tag(5, 2).varint(tensorBytes).toBytes();
        long graphBytes = nodes.length + tag.length + tensorBytes;
        byte[] before = new Proto().number(1, 8).message(8, OnnxWriter.opset("", 17)).tag(7, 2).varint(graphBytes)
                .toBytes();
        byte[] all = new byte[before.length + nodes.length + tag.length + tensorHead.length];
        int at = 0;
        for (byte[] part : new byte[][]{before, nodes, tag, tensorHead}) {
            System.arraycopy(part, 0, all, at, part.length);
            at += part.length;
        }
        CountedSlices file = new CountedSlices(new SparseFile(all, before.length + graphBytes));
        OnnxOutline read = OnnxOutline.read(file);
        check.equal("the weight", List.of(1L << 19, 1L << 10), read.weights().get(0).dims());
        check.isTrue("over 2 GB", file.length() > 1L << 31);
        check.isTrue("read " + file.bytesRead() + " bytes", file.bytesRead() < 100_000);
    }

    private static void refuses(Check check, String what, byte[] file, String where) {
        DamagedData refused = check.fails(what, DamagedData.class, () -> OnnxOutline.read(Slices.of(file)));
        check.isTrue(what + " is at " + refused.finding().where(), refused.finding().where().contains(where));
    }
}
