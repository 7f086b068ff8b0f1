package dev.tabitat.core.format.onnx;

import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.tensor.Tensor;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One use of an operator. Source: {@code NodeProto} of onnx.proto.
 *
 * @param name may be empty
 * @param opType the operator, such as {@code MatMul}
 * @param domain whose operator it is; empty for ONNX's own
 * @param inputs names of values; an empty one is an omitted input
 * @param outputs names of values; an empty one is an omitted output
 * @param attributes by name, in the file's order
 */
public record OnnxNode(
        String name, String opType, String domain, List<String> inputs, List<String> outputs,
        Map<String, OnnxAttribute> attributes) {

    public OnnxNode {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
        attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
    }

    /** The operator with its domain when that is not ONNX's own: {@code Add}, {@code com.microsoft.BiasGelu}. */
    public String operator() {
        return domain.isEmpty() ? opType : domain + "." + opType;
    }

    /** How a failure calls the node: its name, or its outputs when it has none. */
    public String label() {
        return "node " + (name.isEmpty() ? "making " + outputs : name) + " (" + operator() + ")";
    }

    /** An {@code INT}, or the fallback when there is none. @throws DamagedData when it is of another type */
    public long integer(String name, long fallback) {
        OnnxAttribute attribute = attributes.get(name);
        if (attribute instanceof OnnxAttribute.OfInt found) {
            return found.value();
        }
        requireAbsent(attribute, "an integer");
        return fallback;
    }

    /** A {@code FLOAT}, or the fallback when there is none. @throws DamagedData when it is of another type */
    public float number(String name, float fallback) {
        OnnxAttribute attribute = attributes.get(name);
        if (attribute instanceof OnnxAttribute.OfFloat found) {
            return found.value();
        }
        requireAbsent(attribute, "a float");
        return fallback;
    }

    /** A {@code STRING}, or the fallback when there is none. @throws DamagedData when it is of another type */
    public String text(String name, String fallback) {
        OnnxAttribute attribute = attributes.get(name);
        if (attribute instanceof OnnxAttribute.OfString found) {
            return found.value();
        }
        requireAbsent(attribute, "a string");
        return fallback;
    }

    /** {@code INTS}, or the fallback when there are none. @throws DamagedData when they are of another type */
    public List<Long> integers(String name, List<Long> fallback) {
        OnnxAttribute attribute = attributes.get(name);
        if (attribute instanceof OnnxAttribute.OfInts found) {
            return found.values();
        }
        requireAbsent(attribute, "integers");
        return fallback;
    }

    /** A {@code TENSOR}, if there is one. @throws DamagedData when it is of another type */
    public Optional<Tensor> tensor(String name) {
        OnnxAttribute attribute = attributes.get(name);
        if (attribute instanceof OnnxAttribute.OfTensor found) {
            return Optional.of(found.value());
        }
        requireAbsent(attribute, "a tensor");
        return Optional.empty();
    }

    private void requireAbsent(OnnxAttribute attribute, String expected) {
        if (attribute != null) {
            throw new DamagedData(
                    "An attribute has the wrong type.",
                    Finding.at(label() + ", attribute " + attribute.name()).expected(expected).found(attribute));
        }
    }
}
