package dev.tabitat.kernels.kernel.decoder;

import dev.tabitat.kernels.wasm.F32x4Variable;
import dev.tabitat.kernels.wasm.Function;
import dev.tabitat.kernels.wasm.FunctionType;
import dev.tabitat.kernels.wasm.I32Variable;
import dev.tabitat.kernels.wasm.ValueType;
import dev.tabitat.kernels.wasm.WasmModule;

/**
 * Whether weights are finite. Parameters: their address and count, a multiple of four. Result: 1 when one of them is
 * NaN or infinite, 0 otherwise.
 */
final class FloatCheck {

    /** What {@link Halves} makes of the least f16 whose exponent has all bits. */
    private static final float F16_END = 65_536;

    private FloatCheck() {
    }

    /** The name of the exported function. */
    static String name(FloatFormat format) {
        return "check_" + format.name().toLowerCase();
    }

    static Function define(WasmModule module, FloatFormat format) {
        float end = format == FloatFormat.F16 ? F16_END : Float.POSITIVE_INFINITY;
        return module.function(name(format), FunctionType.takingI32(2).giving(ValueType.I32), f -> {
            I32Variable at = f.parameter(0);
            I32Variable to = f.let(at.plus(f.parameter(1).times(format.elementBytes())));
            F32x4Variable greatest = f.localF32x4();
            f.whileBelow(at, to, 4 * format.elementBytes(),
                    () -> greatest.set(greatest.max(format.four(at, 0).absolute())));
            f.result(greatest.greatestLane().isBelow(end).not());
        });
    }
}
