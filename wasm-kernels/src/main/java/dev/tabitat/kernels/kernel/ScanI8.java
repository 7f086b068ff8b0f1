package dev.tabitat.kernels.kernel;

import dev.tabitat.kernels.wasm.F32x4;
import dev.tabitat.kernels.wasm.F32x4Variable;
import dev.tabitat.kernels.wasm.Function;
import dev.tabitat.kernels.wasm.FunctionBuilder;
import dev.tabitat.kernels.wasm.FunctionType;
import dev.tabitat.kernels.wasm.I32Variable;
import dev.tabitat.kernels.wasm.I32x4;
import dev.tabitat.kernels.wasm.I32x4Variable;
import dev.tabitat.kernels.wasm.V128;
import dev.tabitat.kernels.wasm.V128Variable;
import dev.tabitat.kernels.wasm.WasmModule;

/**
 * What each row can score at most in a search: {@code codes · query · step · queryStep + error · a + length · b}, all
 * rows streamed once.
 *
 * <p>
 * Parameters of {@code scan_i8}: addresses of the codes {@code [rows, width]} (int8, -127 to 127), of their notes, of
 * the query, of the scores (f32, one a row) and of the blocks' maxima (f32, one for each {@link #BLOCK} rows begun);
 * then rows and width, a multiple of sixteen.
 *
 * <p>
 * Notes are four arrays that begin {@link #NOTES_STRIDE} bytes apart: the rows' steps, errors and lengths (f32) and
 * sums of codes (i32). The query: its step, a, b (f32), four bytes unused, then its codes plus {@link #ZERO}, 1 to 127,
 * as {@link Int8Dot} wants activations.
 *
 * <p>
 * Four rows at a time: their loads are four streams that share each load of the query.
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

    private final FunctionBuilder f;
    private final Int8Dot dot;
    private final I32Variable codes;
    private final I32Variable notes;
    private final I32Variable head;
    private final I32Variable scores;
    private final I32Variable width;
    private final I32Variable at;
    private final I32Variable end;
    private final I32Variable unrolledEnd;
    private final I32Variable query;
    private final V128Variable value;
    private final F32x4Variable best;
    private final I32Variable[] rows;
    private final I32x4Variable[] sums;

    private ScanI8(FunctionBuilder f, Int8Dot dot) {
        this.f = f;
        this.dot = dot;
        codes = f.parameter(0);
        notes = f.parameter(1);
        head = f.parameter(2);
        scores = f.parameter(3);
        width = f.parameter(6);
        rows = f.localsI32(TALL);
        at = rows[0];
        end = f.localI32();
        unrolledEnd = f.localI32();
        query = f.localI32();
        value = f.localV128();
        best = f.localF32x4();
        sums = f.localsI32x4(TALL);
    }

    static Function define(WasmModule module, Int8Dot dot) {
        return module.function(NAME, FunctionType.takingI32(7), f -> new ScanI8(f, dot).write());
    }

    private void write() {
        I32Variable maxima = f.parameter(4);
        I32Variable left = f.parameter(5);
        I32Variable count = f.localI32();
        f.until(left.isZero(), () -> {
            count.set(BLOCK);
            f.when(left.isBelow(BLOCK)).then(() -> count.set(left));
            left.subtract(count);
            best.set(Float.NEGATIVE_INFINITY);
            group(count, TALL);
            group(count, 1);
            maxima.store(best.greatestLane());
            maxima.add(4);
        });
    }

    /** Scores {@code tall} rows at a time while so many of {@code count} are left. */
    private void group(I32Variable count, int tall) {
        f.until(count.isBelow(tall), () -> {
            products(tall);
            finish(tall);
            codes.set(rows[tall - 1]);
            notes.add(4 * tall);
            scores.add(4 * tall);
            count.add(-tall);
        });
    }

    private void products(int tall) {
        at.set(codes);
        for (int r = 1; r < tall; r++) {
            rows[r].set(rows[r - 1].plus(width));
        }
        end.set(at.plus(width));
        unrolledEnd.set(at.plus(width.roundedDownTo(16 * UNROLLED)));
        query.set(head.plus(HEAD_BYTES));
        for (int r = 0; r < tall; r++) {
            sums[r].set(0);
        }
        f.whileBelow(at, unrolledEnd, () -> steps(tall, UNROLLED));
        f.whileBelow(at, end, () -> steps(tall, 1));
    }

    /** The next {@code count} groups of sixteen codes of each row. */
    private void steps(int tall, int count) {
        for (int step = 0; step < count; step++) {
            for (int half = 0; half < dot.activationBytes(); half++) {
                value.set(query.loadV128(16 * (dot.activationBytes() * step + half)));
                for (int r = 0; r < tall; r++) {
                    sums[r].set(dot.multiplyAdd(dot.weights(rows[r], 16 * step, half), value, sums[r]));
                }
            }
        }
        for (int r = 0; r < tall; r++) {
            rows[r].add(16 * count);
        }
        query.add(16 * dot.activationBytes() * count);
    }

    /** Stores the scores of rows whose lanes of sums are added up here. */
    private void finish(int tall) {
        I32x4 products;
        if (tall == TALL) {
            sums[0].set(halved(sums[0], sums[1]));
            sums[2].set(halved(sums[2], sums[3]));
            products = sums[0].shuffledWith(sums[2], 0, 1, 4, 5).plus(sums[0].shuffledWith(sums[2], 2, 3, 6, 7));
        } else {
            I32x4 pairs = value.asI32x4();
            value.set(sums[0].shuffledWith(sums[0], 2, 3, 0, 1).plus(sums[0]));
            products = pairs.shuffledWith(pairs, 1, 0, 3, 2).plus(pairs);
        }
        I32x4 sumsOfCodes = notes(tall, 3).asI32x4();
        F32x4 dots = products.minus(sumsOfCodes.times(ZERO)).toF32x4();
        value.set(dots.times(scaledNotes(tall, 0)).plus(scaledNotes(tall, 1)).plus(scaledNotes(tall, 2)));
        best.set(best.max(value.asF32x4()));
        if (tall == TALL) {
            scores.store(value);
        } else {
            scores.storeLane32(value, 0);
        }
    }

    /** {@code (a0 + a2, b0 + b2, a1 + a3, b1 + b3)}. */
    private static I32x4 halved(I32x4 a, I32x4 b) {
        return a.shuffledWith(b, 0, 4, 1, 5).plus(a.shuffledWith(b, 2, 6, 3, 7));
    }

    /** A note of four rows, or of one in all lanes. */
    private V128 notes(int tall, int which) {
        int offset = which * NOTES_STRIDE;
        return tall == TALL ? notes.loadV128(offset) : notes.loadWordInAllLanes(offset);
    }

    /** A note of the rows times its factor in the head of the query. */
    private F32x4 scaledNotes(int tall, int which) {
        return notes(tall, which).asF32x4().times(head.loadWordInAllLanes(4 * which).asF32x4());
    }
}
