package dev.tabitat.core.format.onnx;

import dev.tabitat.core.tensor.DType;
import dev.tabitat.core.tensor.Shape;
import dev.tabitat.core.tensor.Tensor;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Small models, and what two models have in common. */
final class OnnxSamples {

    private static final DType[] TYPES = DType.values();

    private OnnxSamples() {}

    /** {@code y = x · w + b}, with every kind of attribute on its first node. */
    static OnnxModel linear() {
        Map<String, OnnxAttribute> attributes = new LinkedHashMap<>();
        for (OnnxAttribute attribute : List.of(
                new OnnxAttribute.OfFloat("f", -0.5f), new OnnxAttribute.OfInt("i", -7),
                new OnnxAttribute.OfString("s", "é"),
                new OnnxAttribute.OfTensor("t", Tensor.ofInts(Shape.of(2), 3, -4)),
                new OnnxAttribute.OfFloats("fs", List.of(1f, 2f)),
                new OnnxAttribute.OfInts("is", List.of(0L, -1L, Long.MAX_VALUE)),
                new OnnxAttribute.OfStrings("ss", List.of("a", "")))) {
            attributes.put(attribute.name(), attribute);
        }
        Map<String, Tensor> weights = new LinkedHashMap<>();
        weights.put("w", Tensor.ofFloats(Shape.of(2, 3), 1, 2, 3, 4, 5, 6));
        weights.put("b", Tensor.ofFloats(Shape.of(3), 0.5f, -1, 2));
        return new OnnxModel(
                8, Map.of("", 17L),
                List.of(
                        new OnnxNode("mul", "MatMul", "", List.of("x", "w"), List.of("xw"), attributes),
                        new OnnxNode("", "Add", "", List.of("xw", "b", ""), List.of("y", ""), Map.of())),
                weights,
                List.of(new OnnxValue("x", DType.F32, true,
                        List.of(new OnnxValue.Dim(OnnxValue.Dim.OPEN, "batch"), new OnnxValue.Dim(2, "")))),
                List.of(new OnnxValue("y", DType.F32, false, List.of())));
    }

    /** A sound model of random parts. */
    static OnnxModel random(Random random) {
        Map<String, Tensor> weights = new LinkedHashMap<>();
        for (int i = random.nextInt(6); i >= 0; i--) {
            weights.put("w" + i, tensor(random));
        }
        List<String> known = new java.util.ArrayList<>(weights.keySet());
        known.add("x");
        known.add("");
        List<OnnxNode> nodes = new java.util.ArrayList<>();
        for (int i = random.nextInt(8); i > 0; i--) {
            List<String> inputs = new java.util.ArrayList<>();
            for (int k = random.nextInt(4); k > 0; k--) {
                inputs.add(known.get(random.nextInt(known.size())));
            }
            List<String> outputs = random.nextBoolean() ? List.of("v" + i) : List.of("v" + i, "", "u" + i);
            nodes.add(new OnnxNode(
                    random.nextBoolean() ? "" : "n" + i, "Op" + random.nextInt(3), random.nextBoolean() ? "" : "own",
                    inputs, outputs,
                    attributes(random)));
            known.add("v" + i);
        }
        String last = known.get(known.size() - 1);
        return new OnnxModel(
                3 + random.nextInt(11), Map.of("", 17L, "own", 1L), nodes, weights,
                List.of(new OnnxValue("x", TYPES[random.nextInt(TYPES.length)], true,
                        List.of(new OnnxValue.Dim(random.nextInt(9), "")))),
                List.of(new OnnxValue(last.isEmpty() ? "x" : last, DType.F32, random.nextBoolean(), List.of())));
    }

    /** The first difference between two models, or the empty string. */
    static String difference(OnnxModel a, OnnxModel b) {
        if (a.irVersion() != b.irVersion() || !a.opsets().equals(b.opsets())) {
            return "versions";
        }
        if (!a.inputs().equals(b.inputs()) || !a.outputs().equals(b.outputs())) {
            return "inputs or outputs";
        }
        if (!List.copyOf(a.initializers().keySet()).equals(List.copyOf(b.initializers().keySet()))) {
            return "names of weights";
        }
        for (Map.Entry<String, Tensor> weight : a.initializers().entrySet()) {
            if (!same(weight.getValue(), b.initializers().get(weight.getKey()))) {
                return "weight " + weight.getKey();
            }
        }
        if (a.nodes().size() != b.nodes().size()) {
            return "nodes";
        }
        for (int i = 0; i < a.nodes().size(); i++) {
            if (!same(a.nodes().get(i), b.nodes().get(i))) {
                return "node " + i;
            }
        }
        return "";
    }

    static boolean same(Tensor a, Tensor b) {
        return a.dtype() == b.dtype() && a.shape().equals(b.shape()) && Arrays.equals(a.toBytes(), b.toBytes());
    }

    private static boolean same(OnnxNode a, OnnxNode b) {
        boolean attributes = List.copyOf(a.attributes().keySet()).equals(List.copyOf(b.attributes().keySet()));
        for (String name : a.attributes().keySet()) {
            attributes &= a.attributes().get(name) instanceof OnnxAttribute.OfTensor
                    ? same(a.tensor(name).orElseThrow(), b.tensor(name).orElseThrow())
                    : a.attributes().get(name).equals(b.attributes().get(name));
        }
        return attributes && a.label().equals(b.label()) && a.inputs().equals(b.inputs())
                && a.outputs().equals(b.outputs());
    }

    private static Map<String, OnnxAttribute> attributes(Random random) {
        Map<String, OnnxAttribute> attributes = new LinkedHashMap<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            String name = "a" + i;
            attributes.put(name, switch (random.nextInt(7)) {
                case 0 -> new OnnxAttribute.OfFloat(name, random.nextFloat());
                case 1 -> new OnnxAttribute.OfInt(name, random.nextLong());
                case 2 -> new OnnxAttribute.OfString(name, "s" + random.nextInt());
                case 3 -> new OnnxAttribute.OfTensor(name, tensor(random));
                case 4 -> new OnnxAttribute.OfFloats(name, List.of(random.nextFloat(), random.nextFloat()));
                case 5 -> new OnnxAttribute.OfInts(name, List.of(random.nextLong(), (long) random.nextInt(3)));
                default -> new OnnxAttribute.OfStrings(name, random.nextBoolean() ? List.of() : List.of("a", "ü"));
            });
        }
        return attributes;
    }

    private static Tensor tensor(Random random) {
        DType dtype = TYPES[random.nextInt(TYPES.length)];
        Shape shape = random.nextInt(4) == 0 ? Shape.of() : Shape.of(random.nextInt(4), 1 + random.nextInt(3));
        byte[] bytes = new byte[shape.elements() * dtype.bytes()];
        random.nextBytes(bytes);
        return new Tensor(dtype, shape, bytes, 0);
    }
}
