package dev.tabitat.core.format.onnx;

import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.Unsupported;
import dev.tabitat.core.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/** Reads one {@code AttributeProto}: a type, and a value in the field of that type and in no other. */
final class OnnxAttributeReader {

    private static final int FLOAT = 1;
    private static final int INT = 2;
    private static final int STRING = 3;
    private static final int TENSOR = 4;
    private static final int FLOATS = 6;
    private static final int INTS = 7;
    private static final int STRINGS = 8;

    private final ProtoReader in;
    private final Budget budget;
    private final String node;
    private final List<Float> floats = new ArrayList<>();
    private final List<Long> ints = new ArrayList<>();
    private final List<String> strings = new ArrayList<>();
    private String name = "";
    private String reference = "";
    private int type;
    /** The type of the value that was found; 0 for none, as of an empty list. */
    private int found;
    private float number;
    private long integer;
    private String text = "";
    private ProtoReader tensor;

    OnnxAttributeReader(ProtoReader in, String node) {
        this.in = in;
        this.budget = in.budget();
        this.node = node;
    }

    OnnxAttribute read() {
        while (in.next()) {
            field();
        }
        if (name.isEmpty() || type == 0) {
            throw damaged("An attribute is incomplete.", "a name and a type", name.isEmpty() ? "no name" : "no type");
        }
        if (!reference.isEmpty()) {
            throw unsupported("a value", "a reference to " + reference + ", as in a function");
        }
        if (found != 0 && found != type) {
            throw damaged("An attribute's value is not of its type.", OnnxReader.attributeType(type),
                    OnnxReader.attributeType(found));
        }
        return switch (type) {
            case FLOAT -> new OnnxAttribute.OfFloat(name, number);
            case INT -> new OnnxAttribute.OfInt(name, integer);
            case STRING -> new OnnxAttribute.OfString(name, text);
            case TENSOR -> new OnnxAttribute.OfTensor(name, tensor());
            case FLOATS -> new OnnxAttribute.OfFloats(name, floats);
            case INTS -> new OnnxAttribute.OfInts(name, ints);
            case STRINGS -> new OnnxAttribute.OfStrings(name, strings);
            default -> throw unsupported("FLOAT, INT, STRING, TENSOR, FLOATS, INTS or STRINGS",
                    OnnxReader.attributeType(type));
        };
    }

    private void field() {
        switch (in.field()) {
            case 1 -> name = in.text("name");
            case 2 -> {
                found(FLOAT);
                number = in.float32("f");
            }
            case 3 -> {
                found(INT);
                integer = in.int64("i");
            }
            case 4 -> {
                found(STRING);
                text = in.text("s");
            }
            case 5 -> {
                found(TENSOR);
                tensor = in.message("t", "TensorProto");
            }
            case 7 -> {
                found(FLOATS);
                in.fixed32s("floats", bits -> {
                    budget.part(in);
                    floats.add(Float.intBitsToFloat((int) bits));
                });
            }
            case 8 -> {
                found(INTS);
                in.int64s("ints", value -> {
                    budget.part(in);
                    ints.add(value);
                });
            }
            case 9 -> {
                found(STRINGS);
                strings.add(in.texts("strings"));
            }
            case 20 -> type = in.int32("type");
            case 21 -> reference = in.text("ref_attr_name");
            case 6 -> unread(5, "g");
            case 10 -> unread(9, "tensors");
            case 11 -> unread(10, "graphs");
            case 22 -> unread(11, "sparse_tensor");
            case 23 -> unread(12, "sparse_tensors");
            case 14 -> unread(13, "tp");
            case 15 -> unread(14, "type_protos");
            case 13 -> in.skipLength("doc_string");
            default -> in.skip();
        }
    }

    private void unread(int valueType, String field) {
        found(valueType);
        in.skipLength(field);
    }

    private void found(int valueType) {
        if (found != 0 && found != valueType) {
            throw damaged("An attribute has two values.", OnnxReader.attributeType(found),
                    OnnxReader.attributeType(valueType) + " also");
        }
        found = valueType;
    }

    private Tensor tensor() {
        if (tensor == null) {
            throw damaged("An attribute has no value.", "a tensor", "none");
        }
        return OnnxTensorReader.read(tensor, label()).tensor();
    }

    private String label() {
        return node + ", attribute " + name;
    }

    private Unsupported unsupported(String expected, String what) {
        return new Unsupported("An attribute of this type is not supported.",
                Finding.at(label()).expected(expected).found(what));
    }

    private DamagedData damaged(String message, String expected, String what) {
        return new DamagedData(message, Finding.at(label() + ", byte " + in.start()).expected(expected).found(what));
    }
}
