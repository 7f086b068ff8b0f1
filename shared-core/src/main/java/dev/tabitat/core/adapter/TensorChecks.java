package dev.tabitat.core.adapter;

import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.Incompatible;
import dev.tabitat.core.math.DeterministicMath;
import dev.tabitat.core.tensor.DType;
import dev.tabitat.core.tensor.Shape;
import dev.tabitat.core.tensor.Tensor;

/** Checks of an adapter's tensors. */
final class TensorChecks {

    private TensorChecks() {}

    /** A tensor of floats in F32, all finite. @throws DamagedData naming the element, or when it holds integers */
    static Tensor floats(String name, Tensor tensor) {
        DType type = tensor.dtype();
        if (type != DType.F32 && type != DType.F16 && type != DType.BF16) {
            throw new DamagedData("A tensor of an adapter has another type.",
                    Finding.at("tensor " + name).expected("F32, F16 or BF16").found(type));
        }
        int at = tensor.firstNotFinite();
        if (at >= 0) {
            throw new DamagedData("A number of an adapter is not finite.",
                    Finding.at("tensor " + name + ", element " + at).expected("finite values")
                            .found("NaN or infinity"));
        }
        return type == DType.F32 ? tensor : Tensor.ofFloats(tensor.shape(), tensor.toFloats());
    }

    static void requireRank(String name, Tensor tensor, int rank) {
        if (tensor.shape().rank() != rank) {
            throw new DamagedData("A tensor of an adapter has another shape.",
                    Finding.at("tensor " + name).expected(rank == 1 ? "one dimension" : "two dimensions")
                            .found(tensor.shape()));
        }
    }

    /** @throws Incompatible naming the module, the base's shape and the one found */
    static void requireShape(String module, String what, Shape expected, Shape found) {
        if (!expected.equals(found)) {
            throw new Incompatible("An adapter does not fit its base.",
                    Finding.at("module " + module + ", " + what).expected(expected).found(found)
                            .remedy("Attach it to the base that it was trained on."));
        }
    }

    static double finiteScale(double scale) {
        if (!DeterministicMath.isFinite(scale)) {
            throw new DamagedData("An adapter's scale is not finite.",
                    Finding.at("field \"scale\"").expected("a finite number").found(scale));
        }
        return scale;
    }
}
