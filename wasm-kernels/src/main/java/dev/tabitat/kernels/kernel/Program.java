package dev.tabitat.kernels.kernel;

import static dev.tabitat.kernels.wasm.ValueType.I32;

import dev.tabitat.kernels.wasm.Code;
import dev.tabitat.kernels.wasm.Function;
import dev.tabitat.kernels.wasm.FunctionType;
import dev.tabitat.kernels.wasm.Label;
import dev.tabitat.kernels.wasm.Local;
import dev.tabitat.kernels.wasm.Op;
import dev.tabitat.kernels.wasm.WasmModule;
import java.util.ArrayList;
import java.util.List;

/**
 * Executes a list of kernel calls that stands in linear memory: {@code run_program(from, to)}.
 *
 * <p>A program is a sequence of records of {@link #RECORD_BYTES} bytes, sixteen little-endian i32 words each: word 0 is
 * the number of a kernel, words 1 and up are its arguments in order, the rest is not looked at. An unknown kernel traps.
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
        return module.define(NAME, FunctionType.taking(I32, I32), code -> write(code, kernels));
    }

    private static void write(Code code, List<Function> kernels) {
        Local at = code.parameter(0);
        Local end = code.parameter(1);
        code.whileBelow(at, end, () -> {
            code.block(next -> {
                code.block(unknown ->
                        cases(code, at, kernels, kernels.size() - 1, new ArrayList<>(), next, unknown));
                code.op(Op.UNREACHABLE);
            });
            code.add(at, RECORD_BYTES);
        });
    }

    /**
     * Writes the cases 0 to {@code last} one after another, inside blocks whose ends are their starts.
     *
     * @param later the labels of the cases after {@code last}, in ascending order
     */
    private static void cases(Code code, Local at, List<Function> kernels, int last, List<Label> later, Label next,
            Label unknown) {
        code.block(start -> {
            later.add(0, start);
            if (last == 0) {
                code.get(at).memory(Op.I32_LOAD, 0).branchTable(later, unknown);
            } else {
                cases(code, at, kernels, last - 1, later, next, unknown);
            }
        });
        Function kernel = kernels.get(last);
        for (int word = 1; word <= kernel.type().parameters().size(); word++) {
            code.get(at).memory(Op.I32_LOAD, 4 * word);
        }
        code.call(kernel).branch(next);
    }
}
