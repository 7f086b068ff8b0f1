package dev.tabitat.core.format.onnx;

import dev.tabitat.core.tensor.DType;
import dev.tabitat.core.tensor.Tensor;
import java.util.List;
import java.util.Map;

/** Writes ONNX models for tests; the reader knows nothing of it. */
final class OnnxWriter {

    private OnnxWriter() {}

    static byte[] write(OnnxModel model) {
        Proto graph = new Proto();
        for (OnnxNode node : model.nodes()) {
            graph.message(1, node(node));
        }
        graph.text(2, "graph");
        model.initializers().forEach((name, tensor) -> graph.message(5, tensor(name, tensor)));
        model.inputs().forEach(value -> graph.message(11, value(value)));
        model.outputs().forEach(value -> graph.message(12, value(value)));
        Proto file = new Proto().number(1, model.irVersion()).text(2, "tests").message(7, graph);
        model.opsets().forEach((domain, version) -> file.message(8, opset(domain, version)));
        return file.toBytes();
    }

    /** A file around a graph. */
    static byte[] file(Proto graph) {
        return new Proto().number(1, 8).message(8, opset("", 17)).message(7, graph).toBytes();
    }

    static Proto opset(String domain, long version) {
        return new Proto().text(1, domain).number(2, version);
    }

    static Proto node(String op, String name, List<String> inputs, List<String> outputs) {
        return node(new OnnxNode(name, op, "", inputs, outputs, Map.of()));
    }

    static Proto node(OnnxNode node) {
        Proto out = new Proto();
        node.inputs().forEach(input -> out.text(1, input));
        node.outputs().forEach(output -> out.text(2, output));
        out.text(3, node.name()).text(4, node.opType());
        node.attributes().values().forEach(attribute -> out.message(5, attribute(attribute)));
        return out.text(7, node.domain());
    }

    static Proto attribute(OnnxAttribute attribute) {
        Proto out = new Proto().text(1, attribute.name());
        if (attribute instanceof OnnxAttribute.OfFloat one) {
            return out.four(2, one.value()).number(20, 1);
        }
        if (attribute instanceof OnnxAttribute.OfInt one) {
            return out.number(3, one.value()).number(20, 2);
        }
        if (attribute instanceof OnnxAttribute.OfString one) {
            return out.text(4, one.value()).number(20, 3);
        }
        if (attribute instanceof OnnxAttribute.OfTensor one) {
            return out.message(5, tensor("", one.value())).number(20, 4);
        }
        if (attribute instanceof OnnxAttribute.OfFloats many) {
            many.values().forEach(value -> out.four(7, value));
            return out.number(20, 6);
        }
        if (attribute instanceof OnnxAttribute.OfInts many) {
            many.values().forEach(value -> out.number(8, value));
            return out.number(20, 7);
        }
        ((OnnxAttribute.OfStrings) attribute).values().forEach(value -> out.text(9, value));
        return out.number(20, 8);
    }

    static Proto tensor(String name, Tensor tensor) {
        return tensorHead(name, type(tensor.dtype()), tensor.shape().dims().stream().mapToLong(dim -> dim).toArray())
                .bytes(9, tensor.toBytes());
    }

    /** A tensor that still lacks its data. */
    static Proto tensorHead(String name, int type, long... dims) {
        Proto out = new Proto();
        for (long dim : dims) {
            out.number(1, dim);
        }
        return out.number(2, type).text(8, name);
    }

    static Proto value(OnnxValue value) {
        Proto tensor = new Proto().number(1, type(value.dtype()));
        if (value.ranked()) {
            Proto shape = new Proto();
            for (OnnxValue.Dim dim : value.dims()) {
                shape.message(1, dim.isOpen() ? new Proto().text(2, dim.symbol()) : new Proto().number(1, dim.size()));
            }
            tensor.message(2, shape);
        }
        return new Proto().text(1, value.name()).message(2, new Proto().message(1, tensor));
    }

    static int type(DType dtype) {
        return switch (dtype) {
            case F32 -> 1;
            case U8 -> 2;
            case I8 -> 3;
            case I16 -> 5;
            case I32 -> 6;
            case I64 -> 7;
            case BOOL -> 9;
            case F16 -> 10;
            case F64 -> 11;
            case BF16 -> 16;
        };
    }
}
