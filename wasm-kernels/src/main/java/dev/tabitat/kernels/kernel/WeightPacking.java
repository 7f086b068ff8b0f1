package dev.tabitat.kernels.kernel;

import dev.tabitat.kernels.wasm.F32x4Variable;
import dev.tabitat.kernels.wasm.Function;
import dev.tabitat.kernels.wasm.FunctionBuilder;
import dev.tabitat.kernels.wasm.FunctionType;
import dev.tabitat.kernels.wasm.I32Variable;
import dev.tabitat.kernels.wasm.I32x4Variable;
import dev.tabitat.kernels.wasm.Label;
import dev.tabitat.kernels.wasm.ValueType;
import dev.tabitat.kernels.wasm.WasmModule;

/**
 * Kernels that put rows of weights, as they lie in a file, into the order in which {@link LinearF32} and
 * {@link LinearI8} read them: a module of its own, since they run only while a model is opened.
 *
 * <p>
 * Rows are read from any address. {@code first} is the number of the first of them in its matrix; a matrix may be
 * packed in several calls, in any order.
 */
public final class WeightPacking {

    /** {@code pack_transposed(to, from, out, in, first, rows)}: f32 rows into the transpose {@code [in, out]}. */
    public static final String TRANSPOSED = "pack_transposed";

    /**
     * {@code pack_panels(to, from, in, stride, group, first, rows)}: int8 rows into the panels of {@link LinearI8}.
     * {@code in} is a multiple of four, {@code group} that of an {@link Int8Dot}. Places without a weight keep what is
     * there.
     */
    public static final String PANELS = "pack_panels";

    /**
     * {@code pack_sums(to, from, in, first, rows)}: the sum of each int8 row into the notes of {@link LinearI8}.
     * {@code in} is a multiple of four.
     */
    public static final String SUMS = "pack_sums";

    /** {@code first_not_finite(from, count)}: the number of the first f32 that is NaN or infinite, or -1. */
    public static final String NOT_FINITE = "first_not_finite";

    /** Elements that are looked at together. */
    private static final int BLOCK = 1024;

    private static final int EXPONENT = 0x7F80_0000;
    private static final int MOST_PAGES = 65_536;

    private WeightPacking() {
    }

    /** The module's bytes, the same at every call; the memory is imported under the two names. */
    public static byte[] module(String memoryModule, String memoryField, boolean shared) {
        WasmModule module = shared ? new WasmModule().importSharedMemory(memoryModule, memoryField, 0, MOST_PAGES)
                : new WasmModule().importMemory(memoryModule, memoryField, 0);
        module.export(defineTransposed(module));
        module.export(definePanels(module));
        module.export(defineSums(module));
        module.export(defineNotFinite(module));
        return module.toBytes();
    }

    /** Column after column: writes lie side by side, and the few rows that are read stay in the cache. */
    static Function defineTransposed(WasmModule module) {
        return module.function(TRANSPOSED, FunctionType.takingI32(6), f -> {
            I32Variable to = f.parameter(0);
            I32Variable from = f.parameter(1);
            I32Variable out = f.parameter(2);
            I32Variable in = f.parameter(3);
            I32Variable bytes = f.parameter(5);
            I32Variable source = f.localI32();
            I32Variable target = f.localI32();
            I32Variable end = f.localI32();
            I32Variable columns = f.localI32();
            to.add(f.parameter(4).inBytes());
            out.set(out.inBytes());
            in.set(in.inBytes());
            bytes.set(bytes.inBytes());
            columns.set(from.plus(in));
            f.whileBelow(from, columns, 4, () -> {
                source.set(from);
                target.set(to);
                end.set(to.plus(bytes));
                f.whileBelow(target, end, 4, () -> {
                    target.store(source.loadUnalignedI32(), 0);
                    source.add(in);
                });
                to.add(out);
            });
        });
    }

    static Function definePanels(WasmModule module) {
        return module.function(PANELS, FunctionType.takingI32(7), f -> {
            I32Variable to = f.parameter(0);
            I32Variable from = f.parameter(1);
            I32Variable in = f.parameter(2);
            I32Variable stride = f.parameter(3);
            I32Variable group = f.parameter(4);
            I32Variable row = f.parameter(5);
            I32Variable target = f.localI32();
            I32Variable end = f.localI32();
            eachRow(f, row, f.parameter(6), () -> {
                target.set(to.plus(row.shiftRight(3).times(stride).times(LinearI8.PANEL))
                        .plus(row.and(LinearI8.PANEL - 1).times(group)));
                end.set(from.plus(in));
                f.when(group.isEqualTo(4)).then(() -> f.whileBelow(from, end, 4, () -> {
                    target.store(from.loadUnalignedI32(), 0);
                    target.add(4 * LinearI8.PANEL);
                })).otherwise(() -> f.whileBelow(from, end, 2, () -> {
                    target.store16(from.loadUnsigned16());
                    target.add(2 * LinearI8.PANEL);
                }));
            });
        });
    }

    static Function defineSums(WasmModule module) {
        return module.function(SUMS, FunctionType.takingI32(5), f -> {
            I32Variable to = f.parameter(0);
            I32Variable from = f.parameter(1);
            I32Variable in = f.parameter(2);
            I32Variable row = f.parameter(3);
            I32Variable end = f.localI32();
            I32x4Variable sums = f.localI32x4();
            eachRow(f, row, f.parameter(4), () -> {
                end.set(from.plus(in));
                sums.set(f.i32(0).splat());
                f.whileBelow(from, end, 4,
                        () -> sums.set(from.loadFourI8().firstEight().firstFour().plus(sums)));
                to.plus(row.shiftRight(3).times(LinearI8.NOTES_BYTES)).plus(row.and(LinearI8.PANEL - 1).inBytes())
                        .store(sums.lane(0).plus(sums.lane(1)).plus(sums.lane(2).plus(sums.lane(3))),
                                LinearI8.SUMS_OFFSET);
            });
        });
    }

    /** Zero times a finite number is zero, times another NaN: blocks are summed, and only one that is odd searched. */
    static Function defineNotFinite(WasmModule module) {
        return module.function(NOT_FINITE, FunctionType.takingI32(2).giving(ValueType.I32), f -> {
            I32Variable from = f.parameter(0);
            I32Variable at = f.let(from);
            I32Variable end = f.let(from.plus(f.parameter(1).inBytes()));
            I32Variable until = f.localI32();
            I32Variable found = f.let(f.i32(-1));
            F32x4Variable sums = f.localF32x4();
            f.block(done -> f.whileBelow(at, end, () -> {
                until.set(at.plus(4 * BLOCK));
                f.when(end.isBelow(until)).then(() -> until.set(end));
                f.when(until.minus(at).isEqualTo(4 * BLOCK)).then(() -> {
                    sums.set(f.f32x4(0));
                    f.whileBelow(at, until, 16, () -> sums.set(at.loadUnalignedF32x4(0).times(0).plus(sums)));
                    f.when(sums.sumOfLanes().isBelow(1).not()).then(() -> {
                        at.set(until.minus(4 * BLOCK));
                        search(f, at, until, from, found, done);
                    });
                }).otherwise(() -> search(f, at, until, from, found, done));
            }));
            f.result(found);
        });
    }

    /** Element after element from {@code at} to {@code until}; leaves by the label with the number of the first. */
    private static void search(FunctionBuilder f, I32Variable at, I32Variable until, I32Variable from,
            I32Variable found, Label done) {
        f.whileBelow(at, until, 4, () -> f.when(at.loadUnalignedI32().and(EXPONENT).isEqualTo(EXPONENT)).then(() -> {
            found.set(at.minus(from).shiftRight(2));
            f.branch(done);
        }));
    }

    private static void eachRow(FunctionBuilder f, I32Variable row, I32Variable rows, Runnable body) {
        I32Variable end = f.let(row.plus(rows));
        f.whileBelow(row, end, 1, body);
    }
}
