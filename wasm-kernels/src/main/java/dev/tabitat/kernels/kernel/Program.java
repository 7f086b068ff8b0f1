package dev.tabitat.kernels.kernel;

import dev.tabitat.kernels.wasm.Function;
import dev.tabitat.kernels.wasm.FunctionBuilder;
import dev.tabitat.kernels.wasm.FunctionType;
import dev.tabitat.kernels.wasm.I32;
import dev.tabitat.kernels.wasm.I32Variable;
import dev.tabitat.kernels.wasm.Label;
import dev.tabitat.kernels.wasm.WasmModule;
import java.util.ArrayList;
import java.util.List;

/**
 * Executes a list of kernel calls that stands in linear memory: {@code run_program(from, to)}.
 *
 * <p>
 * A program is a sequence of records of {@link #RECORD_BYTES} bytes, sixteen little-endian i32 words each: word 0 is
 * the number of a kernel, words 1 and up are its arguments in order, the rest is not looked at. An unknown kernel
 * traps.
 */
public final class Program {

    /** The name of the exported function. */
    public static final String NAME = "run_program";

    /** The size of one call. */
    public static final int RECORD_BYTES = 64;

    private Program() {
    }

    /** Defines the interpreter of programs that call {@code kernels}, each by its place in the list. */
    public static Function define(WasmModule module, List<Function> kernels) {
        return module.function(NAME, FunctionType.takingI32(2), f -> write(f, kernels));
    }

    private static void write(FunctionBuilder f, List<Function> kernels) {
        I32Variable at = f.parameter(0);
        I32Variable end = f.parameter(1);
        f.whileBelow(at, end, RECORD_BYTES, () -> f.block(next -> {
            f.block(unknown -> cases(f, at, kernels, kernels.size() - 1, new ArrayList<>(), next, unknown));
            f.trap();
        }));
    }

    /**
     * Writes the cases 0 to {@code last} one after another, inside blocks whose ends are their starts.
     *
     * @param later the labels of the cases after {@code last}, in ascending order
     */
    private static void cases(
            FunctionBuilder f, I32 at, List<Function> kernels, int last, List<Label> later, Label next, Label unknown) {
        f.block(start -> {
            later.add(0, start);
            if (last == 0) {
                f.branchTable(at.loadI32(), later, unknown);
            } else {
                cases(f, at, kernels, last - 1, later, next, unknown);
            }
        });
        Function kernel = kernels.get(last);
        I32[] arguments = new I32[kernel.type().parameters().size()];
        for (int i = 0; i < arguments.length; i++) {
            arguments[i] = at.loadI32(4 * (i + 1));
        }
        f.call(kernel, arguments);
        f.branch(next);
    }
}
