package dev.tabitat.core.format.onnx;

import static dev.tabitat.core.format.onnx.OnnxWriter.file;
import static dev.tabitat.core.format.onnx.OnnxWriter.node;
import static dev.tabitat.core.format.onnx.OnnxWriter.opset;
import static dev.tabitat.core.format.onnx.OnnxWriter.tensorHead;

import dev.tabitat.core.contract.Check;
import dev.tabitat.core.contract.Contract;
import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.OutOfBudget;
import dev.tabitat.core.error.TabitatException;
import dev.tabitat.core.error.Unsupported;
import dev.tabitat.core.tensor.DType;
import dev.tabitat.core.tensor.Tensor;
import dev.tabitat.core.text.Utf8;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** ONNX models are read strictly, and whatever is wrong is named with its place. */
public final class OnnxContract {

    private static final int F32 = 1;
    private static final int I64 = 7;

    private OnnxContract() {}

    public static List<Contract> all() {
        return List.of(
                Contract.of("onnx: what is written is what is read", OnnxContract::roundTrip),
                Contract.of("onnx: weights are views of the file", OnnxContract::views),
                Contract.of("onnx: elements in fields of their type are converted", OnnxContract::typedData),
                Contract.of("onnx: attributes are asked for by type", OnnxContract::attributes),
                Contract.of("onnx: files that are no models are called what they are", OnnxContract::noModels),
                Contract.of("onnx: the wire format is read strictly", OnnxContract::wire),
                Contract.of("onnx: tensors that do not hold are refused", OnnxContract::tensors),
                Contract.of("onnx: attributes that do not hold are refused", OnnxContract::brokenAttributes),
                Contract.of("onnx: graphs that are not sound are refused", OnnxContract::graphs),
                Contract.of("onnx: what is not supported is named", OnnxContract::unsupported),
                Contract.of("onnx: a file is held to its limits", OnnxContract::limits));
    }

    private static void roundTrip(Check check) {
        OnnxModel written = OnnxSamples.linear();
        OnnxModel read = OnnxModel.read(OnnxWriter.write(written));
        check.equal("no difference", "", OnnxSamples.difference(written, read));
        check.equal("input", "[x F32[batch, 2]]", read.inputs().toString());
        check.equal("output of open rank", "[y F32]", read.outputs().toString());
        byte[] own = new Proto().number(1, 8).message(8, opset("ai.onnx", 17)).message(7, new Proto()).toBytes();
        check.equal("ONNX's own domain has two names", Map.of("", 17L), OnnxModel.read(own).opsets());
        byte[] newer = new Proto().number(1, 8).message(8, opset("", 17)).number(99, 5).four(98, 1).eight(97, 1)
                .text(1000, "new")
                .message(7, new Proto()).toBytes();
        check.equal("fields that are not known are passed over", 0, OnnxModel.read(newer).nodes().size());
    }

    private static void views(Check check) {
        byte[] file = OnnxWriter.write(OnnxSamples.linear());
        for (Tensor weight : OnnxModel.read(file).initializers().values()) {
            check.isTrue("no copy", weight.bytes() == file);
        }
        byte[] packed = file(
                new Proto().message(5, tensorHead("w", F32, 2).message(4, new Proto().rawFour(1).rawFour(2))));
        Tensor floats = OnnxModel.read(packed).initializers().get("w");
        check.isTrue("packed floats lie as they are used", floats.bytes() == packed);
        check.equal("their bits",
                List.of((byte) 1, (byte) 0, (byte) 0, (byte) 0, (byte) 2, (byte) 0, (byte) 0, (byte) 0),
                listOf(floats.toBytes()));
    }

    private static void typedData(Check check) {
        holds(check, "loose floats", DType.F32, tensorHead("w", F32, 2).four(4, 1.5f).four(4, -2), "1.5 -2.0");
        holds(
                check, "floats in parts", DType.F32,
                tensorHead("w", F32, 2).message(4, new Proto().rawFour(Float.floatToRawIntBits(1.5f))).four(4, -2),
                "1.5 -2.0");
        holds(
                check, "doubles", DType.F64,
                tensorHead("w", 11, 2).message(10, new Proto().rawEight(Double.doubleToRawLongBits(3)).rawEight(0)),
                "3.0 0.0");
        holds(check, "loose doubles", DType.F64, tensorHead("w", 11, 1).eight(10, 3), "3.0");
        holds(check, "longs", DType.I64, tensorHead("w", I64, 3).packed(7, 5, -6, 1L << 40), "5.0 -6.0 1.0995116E12");
        holds(check, "loose longs", DType.I64, tensorHead("w", I64, 2).number(7, 5).number(7, -1), "5.0 -1.0");
        holds(check, "ints", DType.I32, tensorHead("w", 6, 2).packed(5, Integer.MIN_VALUE, 7), "-2.14748365E9 7.0");
        holds(check, "shorts", DType.I16, tensorHead("w", 5, 2).packed(5, -32768, 7), "-32768.0 7.0");
        holds(check, "bytes", DType.I8, tensorHead("w", 3, 2).packed(5, -128, 7), "-128.0 7.0");
        holds(check, "unsigned bytes", DType.U8, tensorHead("w", 2, 2).packed(5, 255, 7), "255.0 7.0");
        holds(check, "yes and no", DType.BOOL, tensorHead("w", 9, 2).packed(5, 1, 0), "1.0 0.0");
        holds(check, "halves", DType.F16, tensorHead("w", 10, 2).packed(5, 0x3C00, 0xC000), "1.0 -2.0");
        holds(check, "brain floats", DType.BF16, tensorHead("w", 16, 1).packed(5, 0x3F80), "1.0");
        holds(check, "packed extents", DType.I64,
                new Proto().packed(1, 1, 2).number(2, I64).text(8, "w").packed(7, 1, 2), "1.0 2.0");
        holds(check, "nothing", DType.F32, tensorHead("w", F32, 0, 5), "");
        holds(check, "a scalar", DType.F32, tensorHead("w", F32).four(4, 9), "9.0");
    }

    private static void attributes(Check check) {
        OnnxNode node = OnnxModel.read(OnnxWriter.write(OnnxSamples.linear())).nodes().get(0);
        check.equal("float", -0.5f, node.number("f", 0));
        check.equal("int", -7L, node.integer("i", 0));
        check.equal("string", "é", node.text("s", ""));
        check.equal("ints", List.of(0L, -1L, Long.MAX_VALUE), node.integers("is", List.of()));
        check.isTrue("tensor", Arrays.equals(new int[]{3, -4}, node.tensor("t").orElseThrow().toInts()));
        check.equal("absent", 12L, node.integer("axis", 12));
        check.isTrue("absent tensor", node.tensor("none").isEmpty());
        says(
                check, check.fails("another type", DamagedData.class, () -> node.integer("f", 0)),
                "node mul (MatMul), attribute f",
                "an integer", "OfFloat");
    }

    private static void noModels(Check check) {
        says(check, refuses(check, "empty", new byte[0]), "byte 0", "an ONNX model", "0 bytes");
        DamagedData page = refuses(check, "a web page", Utf8.encode("\n <!doctype html><html>"));
        says(check, page, "byte 0", "an ONNX model", "HTML");
        check.isTrue("says so", page.getMessage().contains("HTML page"));
        says(
                check,
                refuses(check, "a pointer", Utf8.encode("version https://git-lfs.github.com/spec/v1\noid sha256:00")),
                "byte 0",
                "model", "Git LFS");
        says(check, refuses(check, "JSON", Utf8.encode("{\"a\":1}")), "byte 0", "an ONNX model", "a JSON text");
        says(check, refuses(check, "no graph", new Proto().number(1, 8).toBytes()), "ModelProto", "a graph",
                "no graph");
        says(check, refuses(check, "no version", new Proto().message(7, new Proto()).toBytes()), "ModelProto",
                "at least 1", "ir_version 0");
        says(
                check,
                refuses(check, "no operators' version", new Proto().number(1, 8).message(7, new Proto()).toBytes()),
                "opset_import", "a version", "none");
        says(check,
                refuses(check, "two versions",
                        new Proto().number(1, 8).message(8, opset("", 1)).message(8, opset("ai.onnx", 2)).toBytes()),
                "OperatorSetIdProto at byte", "one version", "again");
        says(
                check,
                refuses(check, "operators' version 0", new Proto().number(1, 8).message(8, opset("", 0)).toBytes()),
                "OperatorSetIdProto", "at least 1", "version 0");
    }

    private static void wire(Check check) {
        says(
                check, refuses(check, "a truncated number", new Proto().tag(1, 0).raw(0x80).toBytes()),
                "byte 0, ModelProto.ir_version",
                "last byte", "the end");
        says(check,
                refuses(check, "a number of 11 bytes",
                        new Proto().tag(1, 0).raw(128, 128, 128, 128, 128, 128, 128, 128, 128, 128, 0).toBytes()),
                "ir_version", "10 bytes", "more");
        says(check,
                refuses(check, "a number of 65 bits",
                        new Proto().tag(1, 0).raw(255, 255, 255, 255, 255, 255, 255, 255, 255, 2).toBytes()),
                "ir_version", "64 bits", "more");
        says(check, refuses(check, "a wrong wire type", new Proto().text(1, "8").toBytes()),
                "byte 0, ModelProto.ir_version", "a varint", "a length");
        says(check, refuses(check, "a number for a message", new Proto().number(7, 8).toBytes()), "ModelProto.graph",
                "a length", "a varint");
        says(
                check, refuses(check, "a wrong wire type where nothing is read", new Proto().number(6, 8).toBytes()),
                "ModelProto.field 6", "a length", "a varint");
        says(
                check,
                refuses(check, "a length past the end", new Proto().number(1, 8).tag(7, 2).varint(5).raw(0).toBytes()),
                "byte 2, ModelProto.graph", "at most 1 bytes", "5 bytes");
        says(
                check, refuses(check, "a length of 2^63", new Proto().tag(7, 2).varint(Long.MIN_VALUE).toBytes()),
                "ModelProto.graph",
                "at most 0 bytes", "2^63 or more");
        says(
                check,
                refuses(check, "a length of 2^32 + 1", new Proto().tag(7, 2).varint(0x1_0000_0001L).raw(0).toBytes()),
                "ModelProto.graph", "at most 1 bytes", "4294967297");
        says(
                check, refuses(check, "an unknown length past the end", new Proto().tag(77, 2).varint(9).toBytes()),
                "ModelProto.field 77", "at most 0", "9 bytes");
        says(check, refuses(check, "a group", new Proto().tag(77, 3).tag(77, 4).toBytes()), "byte 0", "a varint",
                "start of a group");
        says(check, refuses(check, "wire type 7", new Proto().tag(77, 7).toBytes()), "field 77", "a length", "7");
        says(check, refuses(check, "field 0", new Proto().number(0, 1).toBytes()), "byte 0", "from 1", "tag 0x0");
        says(check, refuses(check, "a field over every number", new Proto().varint(1L << 35).toBytes()), "byte 0",
                "2^29 - 1", "tag 0x800000000");
        says(check, refuses(check, "4 bytes that are not there", new Proto().tag(77, 5).raw(0, 0, 0).toBytes()),
                "field 77", "4 bytes", "3 bytes");
        says(check, refuses(check, "8 bytes that are not there", new Proto().tag(77, 1).toBytes()), "field 77",
                "8 bytes", "0 bytes");
        says(
                check,
                refuses(check, "two graphs", new Proto().message(7, new Proto()).message(7, new Proto()).toBytes()),
                "byte 2, ModelProto.graph", "one value", "another");
        says(
                check,
                refuses(check, "a name that is no text",
                        file(new Proto().message(1, new Proto().bytes(3, (byte) 0xFF)))),
                "NodeProto.name", "UTF-8", "0xff");
        check.equal(
                "a padded number is sound", 8L,
                OnnxModel.read(new Proto().tag(1, 0).raw(0x88, 0x80, 0).message(8, opset("", 1)).message(7, new Proto())
                        .toBytes()).irVersion());
    }

    private static void tensors(Check check) {
        says(check, refusesTensor(check, "a negative extent", tensorHead("w", F32, -1)), "tensor w, byte", "at least 0",
                "[-1]");
        says(check, refusesTensor(check, "an extent over every number", tensorHead("w", F32, 1L << 32)), "tensor w",
                "2^31 - 1", "[4294967296]");
        says(
                check, refusesTensor(check, "a product over every number", tensorHead("w", F32, 65536, 65536)),
                "tensor w", "2^31 - 1",
                "[65536, 65536]");
        says(
                check,
                refusesTensor(check, "a product that wraps to zero", tensorHead("w", F32, 1L << 31, 1L << 31, 4)),
                "tensor w",
                "2^31 - 1", "2147483648");
        says(
                check, refusesTensor(check, "too few bytes", tensorHead("w", F32, 2).bytes(9, new byte[7])), "tensor w",
                "8 bytes for F32 [2]", "7 bytes");
        says(check, refusesTensor(check, "too many bytes", tensorHead("w", F32, 2).bytes(9, new byte[9])), "tensor w",
                "8 bytes", "9 bytes");
        says(check, refusesTensor(check, "no bytes", tensorHead("w", F32, 2)), "tensor w", "2 elements", "0 elements");
        says(
                check,
                refusesTensor(check, "as much as there could be, and no bytes",
                        tensorHead("w", F32, Integer.MAX_VALUE)),
                "tensor w", "2147483647 elements", "0 elements");
        says(check, refusesTensor(check, "too few numbers", tensorHead("w", I64, 2).packed(7, 1)), "tensor w",
                "2 elements", "1 elements");
        says(
                check,
                refusesTensor(check, "two kinds of data", tensorHead("w", F32, 1).four(4, 1).bytes(9, new byte[4])),
                "TensorProto.raw_data", "one field", "field 4");
        says(check, refusesTensor(check, "data of another type", tensorHead("w", F32, 1).packed(7, 1)), "tensor w",
                "field 4 for F32", "field 7");
        says(
                check, refusesTensor(check, "packed floats cut short", tensorHead("w", F32, 1).bytes(4, new byte[5])),
                "float_data",
                "a multiple of 4", "5 bytes");
        says(
                check,
                refusesTensor(check, "packed numbers cut short",
                        tensorHead("w", I64, 1).bytes(7, (byte) 1, (byte) 0x80)),
                "int64_data", "last byte", "the end");
        says(check, refusesTensor(check, "out of its type's range", tensorHead("w", 3, 1).packed(5, 128)), "tensor w",
                "a value of I8", "128");
        says(check, refusesTensor(check, "a half over 16 bits", tensorHead("w", 10, 1).packed(5, 65536)), "tensor w",
                "a value of F16", "65536");
        says(check, refusesTensor(check, "neither yes nor no", tensorHead("w", 9, 1).packed(5, 2)), "tensor w",
                "a value of BOOL", "2");
        says(check, refusesTensor(check, "no type", new Proto().text(8, "w")), "tensor w", "a data_type", "none");
        says(check, refusesTensor(check, "a type of 33 bits", new Proto().number(2, 1L << 32)), "TensorProto.data_type",
                "32 bits", "4294967296");
        says(check, refusesTensor(check, "no name", tensorHead("", F32, 0)), "TensorProto at byte", "a name", "none");
        says(check, refusesTensor(check, "an unknown place", tensorHead("w", F32, 0).number(14, 2)), "data_location",
                "0 (here)", "2");
        Proto two = new Proto().message(5, tensorHead("w", F32, 0)).message(5, tensorHead("w", F32, 0));
        says(check, refuses(check, "two of a name", file(two)), "tensor w", "a name of its own", "a second one");
    }

    private static void brokenAttributes(Check check) {
        says(check, refusesAttribute(check, "no type", new Proto().text(1, "axis").number(3, 1)),
                "node n (Op), attribute axis", "a type", "no type");
        says(check, refusesAttribute(check, "no name", new Proto().number(3, 1).number(20, 2)), "node n (Op)", "a name",
                "no name");
        says(
                check, refusesAttribute(check, "another type", new Proto().text(1, "axis").number(3, 1).number(20, 1)),
                "attribute axis",
                "FLOAT", "INT");
        says(
                check,
                refusesAttribute(check, "two values",
                        new Proto().text(1, "axis").number(3, 1).four(2, 1).number(20, 1)),
                "attribute axis", "INT", "FLOAT also");
        says(check, refusesAttribute(check, "no tensor", new Proto().text(1, "value").number(20, 4)), "attribute value",
                "a tensor", "none");
        says(check,
                refusesAttribute(check, "a broken tensor",
                        new Proto().text(1, "value").number(20, 4).message(5, tensorHead("", F32, 1))),
                "node n (Op), attribute value, byte", "1 elements", "0 elements");
        Proto axis = new Proto().text(1, "axis").number(3, 1).number(20, 2);
        Proto node = node("Op", "n", List.of(), List.of("y")).message(5, axis).message(5, axis);
        says(
                check, refuses(check, "two of a name", file(new Proto().message(1, node))),
                "node n (Op), attribute axis",
                "a name of its own", "a second one");
        byte[] zero = file(new Proto().message(1,
                node("Op", "n", List.of(), List.of()).message(5, new Proto().text(1, "axis").number(20, 2))));
        check.equal("a zero need not be written", 0L, OnnxModel.read(zero).nodes().get(0).integer("axis", 5));
    }

    private static void graphs(Check check) {
        says(check, refusesNodes(check, "an unknown value", node("Add", "add", List.of("ghost"), List.of("y"))),
                "node add (Add), input ghost", "a weight, an input", "none of that name");
        says(
                check,
                refusesNodes(check, "an unknown value of a node without a name",
                        node("Add", "", List.of("ghost"), List.of("y"))),
                "node making [y] (Add)", "earlier node", "none");
        says(check,
                refusesNodes(check, "a circle", node("Add", "a", List.of("q"), List.of("p")),
                        node("Mul", "b", List.of("p"), List.of("q"))),
                "node a (Add), input q", "earlier node", "node b (Mul), which comes later");
        says(
                check, refusesNodes(check, "a circle of one", node("Add", "a", List.of("p"), List.of("p"))),
                "node a (Add), input p",
                "earlier node", "node a (Add) itself");
        says(check,
                refusesNodes(check, "a value that is made twice", node("A", "a", List.of(), List.of("p")),
                        node("B", "b", List.of(), List.of("p"))),
                "node b (B), output p", "a name of its own", "node a (A)");
        says(check, refusesNodes(check, "a node without an operator", node("", "a", List.of(), List.of("p"))), "node a",
                "an op_type", "none");
        Proto own = new Proto().message(1,
                node(new OnnxNode("a", "Gelu", "com.example", List.of(), List.of("p"), Map.of())));
        says(check, refuses(check, "a domain without a version", file(own)), "node a (com.example.Gelu)", "{=17}",
                "com.example");
        Proto weight = new Proto().message(5, tensorHead("p", F32, 0)).message(1,
                node("A", "a", List.of(), List.of("p")));
        says(check, refuses(check, "a weight that a node makes", file(weight)), "node a (A), output p",
                "a name of its own", "a weight");
        Proto value = OnnxWriter.value(new OnnxValue("x", DType.F32, false, List.of()));
        says(
                check, refuses(check, "two inputs of a name", file(new Proto().message(11, value).message(11, value))),
                "input x",
                "of its own", "a second one");
        says(check, refuses(check, "an output that nothing makes", file(new Proto().message(12, value))), "output x",
                "a node", "none");
        says(
                check,
                refuses(check, "an input without a type", file(new Proto().message(11, new Proto().text(1, "x")))),
                "value x",
                "a type", "no type");
        Proto negative = OnnxWriter.value(new OnnxValue("x", DType.F32, true, List.of(new OnnxValue.Dim(-5, ""))));
        says(check, refuses(check, "a negative extent of an input", file(new Proto().message(11, negative))), "value x",
                "at least 0", "-5");
    }

    private static void unsupported(Check check) {
        says(check, unsupported(check, "data elsewhere", weight(tensorHead("w", F32, 1).number(14, 1))), "tensor w",
                "in the model file", "external");
        says(
                check,
                unsupported(check, "data elsewhere, said otherwise",
                        weight(tensorHead("w", F32, 1).message(13, new Proto()))),
                "tensor w", "in the model file", "external");
        says(check, unsupported(check, "a segment", weight(tensorHead("w", F32, 1).message(3, new Proto()))),
                "tensor w", "whole", "segment");
        says(check, unsupported(check, "strings", weight(tensorHead("w", 8, 1).text(6, "a"))), "tensor w", "F32",
                "STRING");
        says(check, unsupported(check, "UINT16", weight(tensorHead("w", 4, 1))), "tensor w", "F32", "UINT16");
        says(check, unsupported(check, "type 99", weight(tensorHead("w", 99, 1))), "tensor w", "F32", "type number 99");
        says(
                check, unsupported(check, "sparse weights", file(new Proto().message(15, new Proto()))),
                "GraphProto.sparse_initializer",
                "dense", "sparse");
        says(check,
                unsupported(check, "a subgraph",
                        attribute(new Proto().text(1, "body").message(6, new Proto()).number(20, 5))),
                "node n (Op), attribute body", "FLOAT, INT", "GRAPH");
        says(check, unsupported(check, "tensors", attribute(new Proto().text(1, "ts").number(20, 9))), "attribute ts",
                "TENSOR", "TENSORS");
        says(
                check, unsupported(check, "attribute type 99", attribute(new Proto().text(1, "ts").number(20, 99))),
                "attribute ts",
                "TENSOR", "type number 99");
        says(
                check,
                unsupported(check, "a reference", attribute(new Proto().text(1, "a").number(20, 2).text(21, "alpha"))),
                "attribute a", "a value", "alpha");
        says(
                check,
                unsupported(check, "an overload",
                        file(new Proto().message(1, node("Op", "n", List.of(), List.of()).text(8, "v2")))),
                "node n (Op)", "an operator", "v2");
        says(
                check, unsupported(check, "functions", new Proto().number(1, 8).message(25, new Proto()).toBytes()),
                "ModelProto.functions", "operators", "a function");
        Proto sequence = new Proto().text(1, "x").message(2, new Proto().message(4, new Proto()));
        says(check, unsupported(check, "a sequence", file(new Proto().message(11, sequence))), "value x", "a tensor",
                "a sequence");
        byte[] old = new Proto().number(1, 2).message(8, opset("", 1)).message(7, new Proto()).toBytes();
        says(check, unsupported(check, "too old", old), "ir_version", "3 to 13", "2");
        byte[] young = new Proto().number(1, 14).message(8, opset("", 1)).message(7, new Proto()).toBytes();
        says(check, unsupported(check, "too new", young), "ir_version", "3 to 13", "14");
    }

    private static void limits(Check check) {
        byte[] file = OnnxWriter.write(OnnxSamples.linear());
        check.equal("enough", 2, OnnxModel.read(file, new OnnxLimits(file.length, 2, 3, 60, 0, 8, 2)).nodes().size());
        exceeds(check, file, new OnnxLimits(file.length - 1, 2, 3, 60, 0, 8, 2),
                "at most " + (file.length - 1) + " bytes");
        exceeds(check, file, new OnnxLimits(file.length, 1, 3, 60, 0, 8, 2), "at most 1 nodes");
        exceeds(check, file, new OnnxLimits(file.length, 2, 2, 60, 0, 8, 2), "at most 2 tensors");
        exceeds(check, file, new OnnxLimits(file.length, 2, 3, 20, 0, 8, 2), "at most 20 names");
        exceeds(check, file, new OnnxLimits(file.length, 2, 3, 60, 0, 3, 2), "at most 3 bytes");
        exceeds(check, file, new OnnxLimits(file.length, 2, 3, 60, 0, 8, 1), "at most 1 extents");
        exceeds(check, weight(tensorHead("w", I64, 2).packed(7, 1, 2)), new OnnxLimits(1000, 2, 3, 60, 15, 8, 1),
                "at most 15 bytes of memory");
    }

    private static void exceeds(Check check, byte[] file, OnnxLimits limits, String expected) {
        OutOfBudget out = check.fails(expected, OutOfBudget.class, () -> OnnxModel.read(file, limits));
        check.isTrue(expected + ", not " + out.finding(),
                out.finding().expected().startsWith(expected) && !out.finding().where().isEmpty());
    }

    private static void holds(Check check, String what, DType dtype, Proto tensor, String expected) {
        Tensor read = OnnxModel.read(weight(tensor)).initializers().get("w");
        StringBuilder values = new StringBuilder();
        for (float value : read.toFloats()) {
            values.append(values.length() == 0 ? "" : " ").append(value);
        }
        check.equal(what + ", type", dtype, read.dtype());
        float[] floats = read.toFloats();
        String[] numbers = expected.isEmpty() ? new String[0] : expected.split(" ");
        check.equal(what + ", count", numbers.length, floats.length);
        for (int i = 0; i < numbers.length; i++) {
            check.equal(what + " " + values, Float.parseFloat(numbers[i]), floats[i]);
        }
    }

    private static DamagedData refusesTensor(Check check, String what, Proto tensor) {
        return refuses(check, what, weight(tensor));
    }

    private static DamagedData refusesAttribute(Check check, String what, Proto attribute) {
        return refuses(check, what, attribute(attribute));
    }

    private static DamagedData refusesNodes(Check check, String what, Proto... nodes) {
        Proto graph = new Proto();
        for (Proto node : nodes) {
            graph.message(1, node);
        }
        return refuses(check, what, file(graph));
    }

    private static byte[] weight(Proto tensor) {
        return file(new Proto().message(5, tensor));
    }

    private static byte[] attribute(Proto attribute) {
        return file(new Proto().message(1, node("Op", "n", List.of(), List.of()).message(5, attribute)));
    }

    private static DamagedData refuses(Check check, String what, byte[] file) {
        return check.fails(what, DamagedData.class, () -> OnnxModel.read(file));
    }

    private static Unsupported unsupported(Check check, String what, byte[] file) {
        return check.fails(what, Unsupported.class, () -> OnnxModel.read(file));
    }

    private static void says(Check check, TabitatException failure, String where, String expected, String found) {
        Finding finding = failure.finding();
        check.isTrue(
                failure.getMessage() + " " + finding,
                finding.where().contains(where) && finding.expected().contains(expected)
                        && finding.found().contains(found));
    }

    private static List<Byte> listOf(byte[] bytes) {
        List<Byte> list = new java.util.ArrayList<>();
        for (byte b : bytes) {
            list.add(b);
        }
        return list;
    }
}
