package dev.tabitat.core.format.onnx;

import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.Unsupported;
import dev.tabitat.core.format.FileKind;
import dev.tabitat.core.tensor.DType;
import dev.tabitat.core.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads a {@code ModelProto}. Messages that could hold themselves (subgraphs, nested types) are refused, so the depth
 * of the reading is fixed by this class and not by the file.
 */
final class OnnxReader {

    private static final String OWN_DOMAIN = "ai.onnx";
    private static final String[] ATTRIBUTES = {
            "UNDEFINED", "FLOAT", "INT", "STRING", "TENSOR", "GRAPH", "FLOATS", "INTS", "STRINGS", "TENSORS", "GRAPHS",
            "SPARSE_TENSOR",
            "SPARSE_TENSORS", "TYPE_PROTO", "TYPE_PROTOS"
    };

    private final Budget budget;
    private final Map<String, Long> opsets = new LinkedHashMap<>();
    private final List<OnnxNode> nodes = new ArrayList<>();
    private final Map<String, Tensor> initializers = new LinkedHashMap<>();
    private final List<OnnxValue> inputs = new ArrayList<>();
    private final List<OnnxValue> outputs = new ArrayList<>();
    private long irVersion;
    private boolean hasGraph;

    private OnnxReader(Budget budget) {
        this.budget = budget;
    }

    static OnnxModel read(byte[] file, OnnxLimits limits) {
        FileKind kind = FileKind.ofFile(file);
        // A model of one field, or with fields in an unusual order, begins like nothing else; other formats are named.
        Optional<DamagedData> other = kind.insteadOf(FileKind.ONNX, "ONNX model", "byte 0");
        if (other.isPresent() && kind != FileKind.TEXT && kind != FileKind.ZEROS) {
            throw other.get();
        }
        Budget.require("The file is too large.", "bytes", limits.maxFileBytes(), file.length, "the file");
        return read(file, limits, Set.of());
    }

    /**
     * Reads a model some of whose weights are elsewhere.
     *
     * @param weights names of those
     */
    static OnnxModel read(byte[] file, OnnxLimits limits, Set<String> weights) {
        OnnxReader reader = new OnnxReader(new Budget(limits));
        reader.model(new ProtoReader(file, 0, file.length, "ModelProto", reader.budget));
        reader.requireVersions();
        reader.requireSound(weights);
        return new OnnxModel(reader.irVersion, reader.opsets, reader.nodes, reader.initializers, reader.inputs,
                reader.outputs);
    }

    private void model(ProtoReader in) {
        while (in.next()) {
            switch (in.field()) {
                case 1 -> irVersion = in.int64("ir_version");
                case 5 -> in.int64("model_version");
                case 7 -> {
                    hasGraph = true;
                    graph(in.message("graph", "GraphProto"));
                }
                case 8 -> opset(in.messages("opset_import", "OperatorSetIdProto"));
                case 25 -> throw new Unsupported(
                        "The model has functions of its own.",
                        Finding.at(in.where("functions")).expected("operators only").found("a function"));
                case 2, 3, 4, 6, 14, 20, 26 -> in.skipLength("field " + in.field());
                default -> in.skip();
            }
        }
    }

    private void opset(ProtoReader in) {
        String domain = "";
        long version = 0;
        while (in.next()) {
            switch (in.field()) {
                case 1 -> domain = domain(in);
                case 2 -> version = in.int64("version");
                default -> in.skip();
            }
        }
        budget.part(in);
        if (version < 1 || opsets.put(domain, version) != null) {
            throw damaged(
                    "A domain's operators have no single version.", in.place(),
                    "one version of at least 1 for each domain",
                    "version " + version + " for \"" + domain + "\"" + (version < 1 ? "" : ", again"));
        }
    }

    private static String domain(ProtoReader in) {
        String domain = in.text("domain");
        return domain.equals(OWN_DOMAIN) ? "" : domain;
    }

    private void graph(ProtoReader in) {
        while (in.next()) {
            switch (in.field()) {
                case 1 -> nodes.add(node(in.messages("node", "NodeProto")));
                case 5 -> initializer(in.messages("initializer", "TensorProto"));
                case 11 -> inputs.add(value(in.messages("input", "ValueInfoProto")));
                case 12 -> outputs.add(value(in.messages("output", "ValueInfoProto")));
                case 15 -> throw new Unsupported(
                        "The model has sparse weights.",
                        Finding.at(in.where("sparse_initializer")).expected("dense tensors").found("a sparse one"));
                case 2, 10, 13, 14, 16 -> in.skipLength("field " + in.field());
                default -> in.skip();
            }
        }
    }

    private void initializer(ProtoReader in) {
        OnnxTensorReader.Named read = OnnxTensorReader.read(in, "");
        if (read.name().isEmpty()) {
            throw damaged("A weight has no name.", in.place(), "a name", "none");
        }
        if (initializers.put(read.name(), read.tensor()) != null) {
            throw damaged(
                    "Two weights have one name.", "tensor " + read.name() + ", byte " + in.start(), "a name of its own",
                    "a second one of that name");
        }
    }

    private OnnxNode node(ProtoReader in) {
        budget.node(in);
        String name = "";
        String opType = "";
        String domain = "";
        String overload = "";
        List<String> from = new ArrayList<>();
        List<String> to = new ArrayList<>();
        List<ProtoReader> constants = new ArrayList<>();
        while (in.next()) {
            switch (in.field()) {
                case 1 -> from.add(in.texts("input"));
                case 2 -> to.add(in.texts("output"));
                case 3 -> name = in.text("name");
                case 4 -> opType = in.text("op_type");
                case 5 -> {
                    budget.part(in);
                    constants.add(in.messages("attribute", "AttributeProto"));
                }
                case 7 -> domain = domain(in);
                case 8 -> overload = in.text("overload");
                case 6, 9, 10 -> in.skipLength("field " + in.field());
                default -> in.skip();
            }
        }
        OnnxNode bare = new OnnxNode(name, opType, domain, from, to, Map.of());
        if (opType.isEmpty()) {
            throw damaged("A node has no operator.", bare.label() + ", byte " + in.start(), "an op_type", "none");
        }
        if (!overload.isEmpty()) {
            throw new Unsupported(
                    "A node uses an overloaded function.",
                    Finding.at(bare.label()).expected("an operator").found("overload " + overload));
        }
        return constants.isEmpty() ? bare
                : new OnnxNode(name, opType, domain, from, to, attributes(constants, bare.label()));
    }

    private Map<String, OnnxAttribute> attributes(List<ProtoReader> constants, String node) {
        Map<String, OnnxAttribute> attributes = new LinkedHashMap<>();
        for (ProtoReader in : constants) {
            OnnxAttribute attribute = new OnnxAttributeReader(in, node).read();
            if (attributes.put(attribute.name(), attribute) != null) {
                throw damaged(
                        "Two attributes have one name.", node + ", attribute " + attribute.name(), "a name of its own",
                        "a second one of that name");
            }
        }
        return attributes;
    }

    /** The name of an attribute's type, for a failure. */
    static String attributeType(int type) {
        return type >= 0 && type < ATTRIBUTES.length ? ATTRIBUTES[type] : "type number " + type;
    }

    private OnnxValue value(ProtoReader in) {
        String name = "";
        ProtoReader type = null;
        while (in.next()) {
            switch (in.field()) {
                case 1 -> name = in.text("name");
                case 2 -> type = in.message("type", "TypeProto");
                case 3, 4 -> in.skipLength("field " + in.field());
                default -> in.skip();
            }
        }
        budget.part(in);
        String label = "value " + name + ", byte " + in.start();
        if (name.isEmpty() || type == null) {
            throw damaged("An input or output of the graph is incomplete.", label, "a name and a type",
                    name.isEmpty() ? "no name" : "no type");
        }
        ProtoReader tensor = null;
        while (type.next()) {
            switch (type.field()) {
                case 1 -> tensor = type.message("tensor_type", "TypeProto.Tensor");
                case 4 -> throw notATensor(label, "a sequence");
                case 5 -> throw notATensor(label, "a map");
                case 7 -> throw notATensor(label, "an opaque type");
                case 8 -> throw notATensor(label, "a sparse tensor");
                case 9 -> throw notATensor(label, "an optional");
                default -> type.skip();
            }
        }
        if (tensor == null) {
            throw damaged("An input or output of the graph is incomplete.", label, "a type", "none");
        }
        return tensorValue(name, tensor, label);
    }

    private static Unsupported notATensor(String label, String found) {
        return new Unsupported("An input or output of the graph is not a tensor.",
                Finding.at(label).expected("a tensor").found(found));
    }

    private OnnxValue tensorValue(String name, ProtoReader in, String label) {
        int elements = 0;
        ProtoReader shape = null;
        while (in.next()) {
            switch (in.field()) {
                case 1 -> elements = in.int32("elem_type");
                case 2 -> shape = in.message("shape", "TensorShapeProto");
                default -> in.skip();
            }
        }
        DType dtype = OnnxTensorReader.dtype(elements, label);
        List<OnnxValue.Dim> dims = new ArrayList<>();
        while (shape != null && shape.next()) {
            if (shape.field() == 1) {
                budget.extent(dims.size() + 1, in);
                dims.add(dim(shape.messages("dim", "TensorShapeProto.Dimension"), label));
            } else {
                shape.skip();
            }
        }
        return new OnnxValue(name, dtype, shape != null, dims);
    }

    private static OnnxValue.Dim dim(ProtoReader in, String label) {
        long size = OnnxValue.Dim.OPEN;
        boolean sized = false;
        String symbol = "";
        while (in.next()) {
            switch (in.field()) {
                case 1 -> {
                    size = in.int64("dim_value");
                    sized = true;
                }
                case 2 -> symbol = in.text("dim_param");
                case 3 -> in.skipLength("denotation");
                default -> in.skip();
            }
        }
        if (sized && (size < 0 || !symbol.isEmpty())) {
            throw damaged("An extent is not sound.", label, "a size of at least 0, or a name", size + " " + symbol);
        }
        return new OnnxValue.Dim(size, symbol);
    }

    private void requireVersions() {
        if (irVersion < 1 || !hasGraph) {
            throw damaged("This is not a whole ONNX model.", "ModelProto", "an ir_version of at least 1 and a graph",
                    "ir_version " + irVersion + (hasGraph ? "" : ", no graph"));
        }
        if (irVersion < OnnxModel.MIN_IR_VERSION || irVersion > OnnxModel.MAX_IR_VERSION) {
            throw new Unsupported(
                    irVersion < OnnxModel.MIN_IR_VERSION ? "The file is too old." : "The file is too new.",
                    Finding.at("ModelProto.ir_version")
                            .expected(OnnxModel.MIN_IR_VERSION + " to " + OnnxModel.MAX_IR_VERSION).found(irVersion));
        }
        if (opsets.isEmpty()) {
            throw damaged("The model does not say its operators' version.", "ModelProto.opset_import",
                    "a version for each domain", "none");
        }
    }

    /** Each value is made once, and before it is used. */
    private void requireSound(Set<String> weights) {
        Set<String> known = new HashSet<>(initializers.keySet());
        known.addAll(weights);
        Set<String> named = new HashSet<>();
        for (OnnxValue input : inputs) {
            if (!named.add(input.name())) {
                throw damaged("Two inputs of the graph have one name.", "input " + input.name(), "a name of its own",
                        "a second one of that name");
            }
            known.add(input.name());
        }
        Map<String, OnnxNode> makers = makers(known);
        for (OnnxNode node : nodes) {
            if (!opsets.containsKey(node.domain())) {
                throw damaged("A node's domain has no version.", node.label(), "one of " + opsets,
                        "\"" + node.domain() + "\"");
            }
            for (String input : node.inputs()) {
                if (!input.isEmpty() && !known.contains(input)) {
                    throw unknown(node, input, makers.get(input));
                }
            }
            known.addAll(node.outputs());
        }
        for (OnnxValue output : outputs) {
            if (!known.contains(output.name())) {
                throw damaged(
                        "Nothing makes an output of the graph.", "output " + output.name(),
                        "a node, an input or a weight of that name",
                        "none");
            }
        }
    }

    private Map<String, OnnxNode> makers(Set<String> given) {
        Map<String, OnnxNode> makers = new HashMap<>();
        for (OnnxNode node : nodes) {
            for (String output : node.outputs()) {
                if (output.isEmpty()) {
                    continue;
                }
                OnnxNode other = makers.put(output, node);
                if (other != null || given.contains(output)) {
                    throw damaged(
                            "A value is made twice.", node.label() + ", output " + output, "a name of its own",
                            other == null ? "an input or a weight of that name" : "the output of " + other.label());
                }
            }
        }
        return makers;
    }

    private static DamagedData unknown(OnnxNode node, String input, OnnxNode maker) {
        String expected = "a weight, an input of the graph or the output of an earlier node";
        String where = node.label() + ", input " + input;
        return maker == null
                ? damaged("A node uses a value that nothing makes.", where, expected, "none of that name")
                : damaged(
                        "The nodes are out of order or go round in a circle.", where, expected,
                        "the output of " + maker.label() + (maker == node ? " itself" : ", which comes later"));
    }

    private static DamagedData damaged(String message, String where, String expected, String found) {
        return new DamagedData(message, Finding.at(where).expected(expected).found(found));
    }
}
