package dev.tabitat.core.model;

import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.tensor.DType;
import dev.tabitat.core.tensor.Quantization4;
import dev.tabitat.core.tensor.Quantization;
import dev.tabitat.core.tensor.Shape;
import dev.tabitat.core.tensor.Tensor;
import java.util.Map;

/** What the matrix of a layer stands for, however it is stored; see {@link BertEncoder}. */
public final class FloatMatrix {

    private FloatMatrix() {}

    /**
     * {@code [out, in]}: of a quantized matrix its integers times their scales, times the smoothing of its input.
     *
     * @param module without {@code .weight}
     * @throws DamagedData when a tensor is missing or of another type or shape
     */
    public static float[] of(Map<String, Tensor> tensors, String module, int out, int in) {
        Tensor held = required(tensors, module + ".weight");
        if (held.dtype() == DType.F32) {
            requireShape(held, module + ".weight", Shape.of(out, in));
            return held.toFloats();
        }
        Tensor scales = required(tensors, module + ".scale");
        requireShape(scales, module + ".scale", Shape.of(out));
        Tensor integers = held.dtype() == DType.I8 ? held
                : new Quantization4(in, held, required(tensors, module + ".multiplier"), scales).expand().values();
        requireShape(integers, module + ".weight", Shape.of(out, in));
        float[] values = new Quantization(integers, scales).toFloats().toFloats();
        Tensor smoothing = tensors.get(module + ".smoothing");
        if (smoothing != null) {
            requireShape(smoothing, module + ".smoothing", Shape.of(in));
            float[] factors = smoothing.toFloats();
            for (int i = 0; i < values.length; i++) {
                values[i] *= factors[i % in];
            }
        }
        return values;
    }

    /** F32 {@code [width]}. */
    public static float[] vector(Map<String, Tensor> tensors, String name, int width) {
        Tensor held = required(tensors, name);
        requireShape(held, name, Shape.of(width));
        return held.toFloats();
    }

    private static Tensor required(Map<String, Tensor> tensors, String name) {
        Tensor tensor = tensors.get(name);
        if (tensor == null) {
            throw new DamagedData("A tensor is missing.",
                    Finding.at("tensor " + name).expected("a tensor of that name").found("nothing"));
        }
        return tensor;
    }

    private static void requireShape(Tensor tensor, String name, Shape shape) {
        if (!tensor.shape().equals(shape)) {
            throw new DamagedData("A tensor has another shape.",
                    Finding.at("tensor " + name).expected(shape).found(tensor.shape()));
        }
    }
}
