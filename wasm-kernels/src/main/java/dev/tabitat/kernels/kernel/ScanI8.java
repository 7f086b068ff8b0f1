package dev.tabitat.kernels.kernel;

import static dev.tabitat.kernels.wasm.ValueType.I32;
import static dev.tabitat.kernels.wasm.ValueType.V128;

import dev.tabitat.kernels.wasm.Code;
import dev.tabitat.kernels.wasm.Function;
import dev.tabitat.kernels.wasm.FunctionType;
import dev.tabitat.kernels.wasm.Local;
import dev.tabitat.kernels.wasm.Op;
import dev.tabitat.kernels.wasm.WasmModule;

/**
 * What each row can score at most in a search: {@code codes · query · step · queryStep + error · a + length · b}, all rows streamed once.
 *
 * <p>Parameters of {@code scan_i8}: addresses of the codes {@code [rows, width]} (int8, -127 to 127), of their notes, of the query, of the
 * scores (f32, one a row) and of the blocks' maxima (f32, one for each {@link #BLOCK} rows begun); then rows and width, a multiple of sixteen.
 *
 * <p>Notes are four arrays that begin {@link #NOTES_STRIDE} bytes apart: the rows' steps, errors and lengths (f32) and sums of codes (i32).
 * The query: its step, a, b (f32), four bytes unused, then its codes plus {@link #ZERO}, 1 to 127, as {@link Int8Dot} wants activations.
 *
 * <p>Four rows at a time: their loads are four streams that share each load of the query.
 */
public final class ScanI8 {

    /** The name of the exported function. */
    public static final String NAME = "scan_i8";

    /** Rows that share a maximum. */
    public static final int BLOCK = 64;

    /** Bytes from one array of notes to the next. */
    public static final int NOTES_STRIDE = 4096;

    /** What stands for zero among the query's codes. */
    public static final int ZERO = 64;

    /** Bytes before the query's codes. */
    public static final int HEAD_BYTES = 16;

    private static final int TALL = 4;
    private static final int UNROLLED = 4;

    private static final FunctionType TYPE = FunctionType.taking(I32, I32, I32, I32, I32, I32, I32);

    private final Code code;
    private final Int8Dot dot;
    private final Local codes;
    private final Local notes;
    private final Local scores;
    private final Local width;
    private final Local at;
    private final Local end;
    private final Local unrolledEnd;
    private final Local query;
    private final Local value;
    private final Local best;
    private final Local[] rows;
    private final Local[] sums;

    private ScanI8(Code code, Int8Dot dot) {
        this.code = code;
        this.dot = dot;
        codes = code.parameter(0);
        notes = code.parameter(1);
        scores = code.parameter(3);
        width = code.parameter(6);
        rows = code.locals(TALL, I32);
        at = rows[0];
        end = code.local(I32);
        unrolledEnd = code.local(I32);
        query = code.local(I32);
        value = code.local(V128);
        best = code.local(V128);
        sums = code.locals(TALL, V128);
    }

    static Function define(WasmModule module, Int8Dot dot) {
        return module.define(NAME, TYPE, code -> new ScanI8(code, dot).write());
    }

    private void write() {
        Local maxima = code.parameter(4);
        Local left = code.parameter(5);
        Local count = code.local(I32);
        code.block(done -> code.loop(again -> {
            code.get(left).op(Op.I32_EQZ).branchIf(done);
            code.i32(BLOCK).set(count);
            code.get(left).i32(BLOCK).op(Op.I32_LT_U).when(() -> code.get(left).set(count));
            code.get(left).get(count).op(Op.I32_SUB).set(left);
            code.f32x4(Float.NEGATIVE_INFINITY).set(best);
            group(count, TALL);
            group(count, 1);
            code.get(maxima);
            Lanes.greatest(code, best);
            code.memory(Op.F32_STORE, 0).add(maxima, 4);
            code.branch(again);
        }));
    }

    /** Scores {@code tall} rows at a time while so many of {@code count} are left. */
    private void group(Local count, int tall) {
        code.block(done -> code.loop(again -> {
            code.get(count).i32(tall).op(Op.I32_LT_U).branchIf(done);
            products(tall);
            finish(tall);
            code.get(rows[tall - 1]).set(codes);
            code.add(notes, 4 * tall);
            code.add(scores, 4 * tall);
            code.add(count, -tall);
            code.branch(again);
        }));
    }

    private void products(int tall) {
        code.get(codes).set(at);
        for (int r = 1; r < tall; r++) {
            code.get(rows[r - 1]).get(width).op(Op.I32_ADD).set(rows[r]);
        }
        code.get(at).get(width).op(Op.I32_ADD).set(end);
        code.get(at).get(width).i32(-16 * UNROLLED).op(Op.I32_AND).op(Op.I32_ADD).set(unrolledEnd);
        code.get(code.parameter(2)).i32(HEAD_BYTES).op(Op.I32_ADD).set(query);
        for (int r = 0; r < tall; r++) {
            code.i32x4(0).set(sums[r]);
        }
        code.whileBelow(at, unrolledEnd, () -> steps(tall, UNROLLED));
        code.whileBelow(at, end, () -> steps(tall, 1));
    }

    private void steps(int tall, int count) {
        for (int step = 0; step < count; step++) {
            for (int half = 0; half < dot.activationBytes(); half++) {
                code.get(query).memory(Op.V128_LOAD, 16 * (dot.activationBytes() * step + half), 2).set(value);
                for (int r = 0; r < tall; r++) {
                    product(rows[r], 16 * step + 8 * half, sums[r]);
                }
            }
        }
        for (int r = 0; r < tall; r++) {
            code.add(rows[r], 16 * count);
        }
        code.add(query, 16 * dot.activationBytes() * count);
    }

    private void product(Local row, int offset, Local sum) {
        code.get(row);
        switch (dot) {
            case RELAXED_32 -> code.memory(Op.V128_LOAD, offset, 2).get(value).get(sum).op(Op.I32X4_RELAXED_DOT_I8X16_I7X16_ADD_S);
            case RELAXED_16 -> code.memory(Op.V128_LOAD, offset, 2).get(value).op(Op.I16X8_RELAXED_DOT_I8X16_I7X16_S)
                    .op(Op.I32X4_EXTADD_PAIRWISE_I16X8_S).get(sum).op(Op.I32X4_ADD);
            case PLAIN -> code.memory(Op.V128_LOAD8X8_S, offset, 0).get(value).op(Op.I32X4_DOT_I16X8_S).get(sum).op(Op.I32X4_ADD);
        }
        code.set(sum);
    }

    /** Stores the scores of rows whose lanes of sums are added up here. */
    private void finish(int tall) {
        Op load = tall == TALL ? Op.V128_LOAD : Op.V128_LOAD32_SPLAT;
        if (tall == TALL) {
            addLanes(sums[0], sums[1]);
            addLanes(sums[2], sums[3]);
            code.get(sums[0]).get(sums[2]).shuffle32(0, 1, 4, 5).get(sums[0]).get(sums[2]).shuffle32(2, 3, 6, 7).op(Op.I32X4_ADD);
        } else {
            code.get(sums[0]).get(sums[0]).shuffle32(2, 3, 0, 1).get(sums[0]).op(Op.I32X4_ADD).set(value);
            code.get(value).get(value).shuffle32(1, 0, 3, 2).get(value).op(Op.I32X4_ADD);
        }
        code.get(notes).memory(load, 3 * NOTES_STRIDE, 2).i32x4(ZERO).op(Op.I32X4_MUL).op(Op.I32X4_SUB).op(Op.F32X4_CONVERT_I32X4_S);
        note(load, 0);
        code.op(Op.F32X4_MUL);
        note(load, 1);
        code.op(Op.F32X4_ADD);
        note(load, 2);
        code.op(Op.F32X4_ADD).set(value);
        code.get(best).get(value).op(Op.F32X4_MAX).set(best);
        code.get(scores).get(value);
        if (tall == TALL) {
            code.memory(Op.V128_STORE, 0, 2);
        } else {
            code.storeLane(Op.V128_STORE32_LANE, 0, 0);
        }
    }

    /** Sets a to {@code (a0 + a2, b0 + b2, a1 + a3, b1 + b3)}. */
    private void addLanes(Local a, Local b) {
        code.get(a).get(b).shuffle32(0, 4, 1, 5).get(a).get(b).shuffle32(2, 6, 3, 7).op(Op.I32X4_ADD).set(a);
    }

    /** Pushes a note of the rows times its factor in the head of the query. */
    private void note(Op load, int which) {
        code.get(notes).memory(load, which * NOTES_STRIDE, 2);
        code.get(code.parameter(2)).memory(Op.V128_LOAD32_SPLAT, 4 * which).op(Op.F32X4_MUL);
    }
}
