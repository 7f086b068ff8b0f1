package dev.tabitat.kernels.kernel;

import dev.tabitat.kernels.wasm.F32;
import dev.tabitat.kernels.wasm.F32Variable;
import dev.tabitat.kernels.wasm.F32x4;
import dev.tabitat.kernels.wasm.F32x4Variable;
import dev.tabitat.kernels.wasm.Function;
import dev.tabitat.kernels.wasm.FunctionBuilder;
import dev.tabitat.kernels.wasm.FunctionType;
import dev.tabitat.kernels.wasm.I32;
import dev.tabitat.kernels.wasm.I32Variable;
import dev.tabitat.kernels.wasm.WasmModule;
import java.util.Arrays;

/**
 * softmax(Q Kᵀ / √d) V of one sequence for some of its heads, in f32, in the forms of {@link Form}.
 *
 * <p>
 * Parameters of {@code attention}: address of the sequence's first row of queries, keys and values
 * {@code [tokens, 3 · width]}, of its first row of y {@code [tokens, width]}, tokens, width, d (a multiple of four),
 * the first head and the end of the heads to compute, the bits of 1/√d as f32, and the address of a scratch of
 * {@link #scratchBytes}.
 *
 * <p>
 * Further parameters of {@code local_attention}: how many tokens away a token sees. Of {@code biased_attention}: the
 * address of the first head's bias for distance 0, and the bytes between heads; the bias of a key {@code j - i} tokens
 * after its query lies as many f32 further on. Of {@code disentangled_attention}: addresses of the position keys
 * {@code [width, rows]} and position queries {@code [width, rows]}, transposed, rows, a multiple of four, and the
 * address of the bucket, i32, of distance 0; that of a query {@code i - j} tokens after its key lies as many further
 * on. Its scratch takes {@link #positionBytes} more.
 *
 * <p>
 * For each head the keys are transposed into the scratch; then for each six rows the scores are a product, their
 * exponentials stay unnormalised, and the product with the values is divided by their sums. Of keys that six rows see
 * in part, those that a row does not see count e<sup>-87</sup> in it, as do those that pad the last four.
 */
public final class Attention {

    /** What a score is made of besides query and key. */
    enum Form {
        /** Nothing. */
        GLOBAL("attention", 9),
        /** Whether the two are near each other. */
        LOCAL("local_attention", 10),
        /** A number for their distance. */
        BIASED("biased_attention", 11),
        /** Products with vectors for their distance. */
        DISENTANGLED("disentangled_attention", 13);

        private final String function;
        private final int parameters;

        Form(String function, int parameters) {
            this.function = function;
            this.parameters = parameters;
        }
    }

    private static final int TILE = 6;

    /** Vectors whose exponentials are computed side by side. */
    private static final int SIDE = 4;

    private final FunctionBuilder f;
    private final Form form;
    private final MultiplyAdd madd;
    private final I32Variable qkv;
    private final I32Variable y;
    private final I32Variable tokens;
    private final I32Variable width;
    private final I32Variable size;
    private final I32Variable head;
    private final I32Variable scratch;
    private final I32Variable padded;
    private final I32Variable stride;
    private final I32Variable scores;
    private final I32Variable row;
    private final I32Variable at;
    private final I32Variable column;
    private final F32x4Variable[] values;
    private final F32x4Variable[] powers;
    private final F32x4Variable[] polynomials;

    private Attention(FunctionBuilder f, Form form, MultiplyAdd madd) {
        this.form = form;
        this.madd = madd;
        this.f = f;
        qkv = f.parameter(0);
        y = f.parameter(1);
        tokens = f.parameter(2);
        width = f.parameter(3);
        size = f.parameter(4);
        head = f.parameter(5);
        scratch = f.parameter(8);
        padded = f.localI32();
        stride = f.localI32();
        scores = f.localI32();
        row = f.localI32();
        at = f.localI32();
        column = f.localI32();
        values = f.localsF32x4(SIDE);
        powers = f.localsF32x4(SIDE);
        polynomials = f.localsF32x4(SIDE);
    }

    /** Bytes of scratch for a sequence of so many tokens with heads of {@code size}. */
    public static long scratchBytes(int tokens, int size) {
        return 4L * (tokens + 3 & ~3) * (size + TILE) + 4L * 16;
    }

    /** Bytes of scratch that {@link Form#DISENTANGLED} takes besides. */
    public static long positionBytes(int tokens, int rows) {
        return 4L * rows * (tokens + TILE);
    }

    static Function define(WasmModule module, Form form, Function product, MultiplyAdd madd) {
        return module.function(form.function, FunctionType.takingI32(form.parameters),
                f -> new Attention(f, form, madd).write(product));
    }

    private void write(Function product) {
        I32Variable headEnd = f.parameter(6);
        I32Variable rows = f.localI32();
        F32Variable[] sums = f.localsF32(TILE);
        padded.set(tokens.plus(3).roundedDownTo(4).inBytes());
        stride.set(width.times(12));
        scores.set(scratch.plus(padded.times(size)));
        Window window = form == Form.LOCAL ? new LocalWindow() : new Window();
        Distances distances = switch (form) {
            case BIASED -> new BiasDistances();
            case DISENTANGLED -> new PositionDistances(product);
            default -> new Distances();
        };
        f.whileBelow(head, headEnd, 1, () -> {
            transposeKeys();
            distances.beginHead();
            f.forEach(row, 0, tokens, TILE, () -> {
                rows.set(tokens.minus(row));
                f.when(rows.isAbove(TILE)).then(() -> rows.set(TILE));
                window.move();
                f.call(product, queries(), stride, window.keys(), padded, scores, padded, size, rows,
                        window.bytes().shiftRight(2));
                distances.beginTile(rows);
                for (int r = 0; r < TILE; r++) {
                    int tall = r;
                    f.when(rows.isAbove(r)).then(() -> exponentials(tall, window, distances, sums[tall]));
                }
                f.call(product, scores, padded, window.values(), stride, output(row), width.inBytes(), window.tokens(),
                        rows, size);
                for (int r = 0; r < TILE; r++) {
                    int tall = r;
                    f.when(rows.isAbove(r)).then(() -> divide(tall, sums[tall]));
                }
            });
        });
    }

    /** The keys that the present rows see: all. */
    private class Window {

        void move() {
        }

        /** The address of the transposed keys. */
        I32 keys() {
            return scratch;
        }

        /** The address of the values. */
        I32 values() {
            return firstValues();
        }

        I32 tokens() {
            return tokens;
        }

        /** Bytes of a row of scores. */
        I32 bytes() {
            return padded;
        }

        /**
         * Writes negative infinity to the scores of row {@code r} that it does not see.
         *
         * @param from the address of the row
         * @param end becomes its end
         */
        void hide(int r, I32Variable from, I32Variable end) {
            at.set(from.plus(tokens.inBytes()));
            end.set(from.plus(padded));
            f.whileBelow(at, end, 4, () -> at.store(f.f32(Float.NEGATIVE_INFINITY)));
        }
    }

    /** Those near the present rows, from a multiple of four on. */
    private final class LocalWindow extends Window {

        private final I32Variable reach = f.parameter(9);
        private final I32Variable first = f.localI32();
        private final I32Variable seen = f.localI32();
        private final I32Variable edge = f.localI32();

        @Override
        void move() {
            first.set(0);
            f.when(reach.isBelow(row)).then(() -> first.set(row.minus(reach).roundedDownTo(4)));
            seen.set(row.plus(TILE).plus(reach));
            f.when(tokens.isBelow(seen)).then(() -> seen.set(tokens));
            seen.set(seen.minus(first));
        }

        @Override
        I32 keys() {
            return scratch.plus(first.inBytes());
        }

        @Override
        I32 values() {
            return firstValues().plus(first.times(stride));
        }

        @Override
        I32 tokens() {
            return seen;
        }

        @Override
        I32 bytes() {
            return seen.plus(3).roundedDownTo(4).inBytes();
        }

        @Override
        void hide(int r, I32Variable from, I32Variable end) {
            column.set(row.plus(r));
            f.when(reach.plus(first).isBelow(column)).then(() -> {
                at.set(from);
                edge.set(from.plus(column.minus(reach).minus(first).inBytes()));
                f.whileBelow(at, edge, 4, () -> at.store(f.f32(Float.NEGATIVE_INFINITY)));
            });
            edge.set(column.plus(reach).plus(1));
            f.when(tokens.isBelow(edge)).then(() -> edge.set(tokens));
            at.set(from.plus(edge.minus(first).inBytes()));
            end.set(from.plus(bytes()));
            f.whileBelow(at, end, 4, () -> at.store(f.f32(Float.NEGATIVE_INFINITY)));
        }
    }

    /** What the distance of query and key adds to a score: nothing. */
    private class Distances {

        void beginHead() {
        }

        void beginTile(I32 rows) {
        }

        /** Adds it to the scores of row {@code r}, which lie at {@code from}; {@code end} is free. */
        void add(int r, I32Variable from, I32Variable end) {
        }
    }

    /** A number of a table, times √d, since what is in the exponent is divided by that. */
    private final class BiasDistances extends Distances {

        private final I32Variable bias = f.localI32();
        private final F32x4Variable root = f.localF32x4();

        BiasDistances() {
            root.set(f.f32(1).dividedBy(f.parameter(7).bitsToF32()).splat());
        }

        @Override
        void add(int r, I32Variable from, I32Variable end) {
            bias.set(f.parameter(9).plus(head.times(f.parameter(10))).minus(row.plus(r).inBytes()));
            at.set(from);
            end.set(from.plus(tokens.roundedDownTo(4).inBytes()));
            f.whileBelow(at, end, 16, () -> {
                at.store(at.loadF32x4().plus(bias.loadF32x4().times(root)));
                bias.add(16);
            });
            end.set(from.plus(tokens.inBytes()));
            f.whileBelow(at, end, 4, () -> {
                at.store(at.loadF32().plus(bias.loadF32().times(root.lane(0))));
                bias.add(4);
            });
        }
    }

    /**
     * The query's product with the key of a distance, and the key's product with its query: of the rows from the first
     * to the last that a distance of this sequence names.
     */
    private final class PositionDistances extends Distances {

        private final Function product;
        private final I32Variable bytes = f.localI32();
        private final I32Variable first = f.localI32();
        private final I32Variable count = f.localI32();
        private final I32Variable ofQueries = f.localI32();
        private final I32Variable ofKeys = f.localI32();
        private final I32Variable key = f.localI32();
        private final I32Variable bucket = f.localI32();
        private final I32Variable place = f.localI32();

        PositionDistances(Function product) {
            this.product = product;
            bytes.set(f.parameter(11).inBytes());
            ofQueries.set(scores.plus(padded.times(TILE)));
            ofKeys.set(ofQueries.plus(bytes.times(TILE)));
            bucket.set(f.parameter(12).minus(tokens.minus(1).inBytes()));
            key.set(f.parameter(12).plus(tokens.inBytes()));
            first.set(f.parameter(11));
            f.whileBelow(bucket, key, 4, () -> {
                place.set(bucket.loadI32());
                f.when(place.isBelow(first)).then(() -> first.set(place));
                f.when(count.isBelow(place)).then(() -> count.set(place));
            });
            first.set(first.roundedDownTo(4));
            count.set(count.plus(4).roundedDownTo(4).minus(first));
        }

        @Override
        void beginHead() {
            multiply(keys(f.i32(0)), 10, ofKeys, tokens);
        }

        @Override
        void beginTile(I32 rows) {
            multiply(queries(), 9, ofQueries, rows);
        }

        private void multiply(I32 x, int positions, I32 y, I32 rows) {
            I32 vectors = f.parameter(positions).plus(head.times(size).times(bytes)).plus(first.inBytes());
            f.call(product, x, stride, vectors, bytes, y.plus(first.inBytes()), bytes, size, rows, count);
        }

        @Override
        void add(int r, I32Variable from, I32Variable end) {
            bucket.set(f.parameter(12).plus(row.plus(r).inBytes()));
            key.set(ofKeys);
            at.set(from);
            end.set(from.plus(tokens.inBytes()));
            f.whileBelow(at, end, 4, () -> {
                place.set(bucket.loadI32().inBytes());
                at.store(at.loadF32().plus(ofQueries.plus(bytes.times(r)).plus(place).loadF32())
                        .plus(key.plus(place).loadF32()));
                bucket.subtract(f.i32(4));
                key.add(bytes);
            });
        }
    }

    /** The address of this head's queries of the present row. */
    private I32 queries() {
        return qkv.plus(row.times(stride)).plus(headBytes());
    }

    /** The address of this head's keys of a token. */
    private I32 keys(I32 token) {
        return qkv.plus(token.times(stride)).plus(headBytes()).plus(width.times(4));
    }

    /** The address of this head's values of the first token. */
    private I32 firstValues() {
        return qkv.plus(width.times(2).plus(head.times(size)).inBytes());
    }

    /** The address of this head in a row of y. */
    private I32 output(I32 token) {
        return y.plus(token.times(width.inBytes())).plus(headBytes());
    }

    private I32 headBytes() {
        return head.times(size).inBytes();
    }

    private void transposeKeys() {
        I32Variable token = f.localI32();
        I32Variable dimension = f.localI32();
        I32Variable from = f.localI32();
        F32x4Variable four = f.localF32x4();
        f.forEach(token, 0, tokens, 1, () -> {
            from.set(keys(token));
            at.set(scratch.plus(token.inBytes()));
            f.forEach(dimension, 0, size, 4, () -> {
                four.set(from.loadF32x4());
                for (int lane = 0; lane < 4; lane++) {
                    at.storeLane32(four, lane);
                    at.add(padded);
                }
                from.add(16);
            });
        });
    }

    /**
     * Turns row {@code r} of the scores into exp((score - max) / √d); what it does not see becomes as good as nothing.
     */
    private void exponentials(int r, Window window, Distances distances, F32Variable sum) {
        I32Variable from = f.localI32();
        I32Variable end = f.localI32();
        F32x4Variable greatest = f.localF32x4();
        F32x4Variable sums = f.localF32x4();
        from.set(scores.plus(padded.times(r)));
        distances.add(r, from, end);
        window.hide(r, from, end);
        greatest.set(Float.NEGATIVE_INFINITY);
        f.forEach(at, from, end, 16, () -> greatest.set(greatest.max(at.loadF32x4())));
        greatest.set(greatest.greatestLane().splat());
        sums.set(0);
        at.set(from);
        from.add(window.bytes().roundedDownTo(16 * SIDE));
        f.whileBelow(at, from, 16 * SIDE, () -> exponentials(SIDE, greatest, sums));
        f.whileBelow(at, end, 16, () -> exponentials(1, greatest, sums));
        sum.set(sums.sumOfLanes());
    }

    /** The next {@code vectors} of a row of scores. */
    private void exponentials(int vectors, F32x4 greatest, F32x4Variable sums) {
        F32x4 factor = f.parameter(7).bitsToF32().splat();
        F32x4Variable[] x = Arrays.copyOf(values, vectors);
        for (int v = 0; v < vectors; v++) {
            x[v].set(at.loadF32x4(16 * v).minus(greatest).times(factor));
        }
        Softmax.exponentials(f, x, Arrays.copyOf(powers, vectors), Arrays.copyOf(polynomials, vectors), madd);
        for (int v = 0; v < vectors; v++) {
            at.store(x[v], 16 * v);
            sums.add(x[v]);
        }
    }

    private void divide(int r, F32 sum) {
        F32x4Variable divisor = f.localF32x4();
        I32Variable end = f.localI32();
        divisor.set(sum.splat());
        column.set(row.plus(r));
        at.set(output(column));
        end.set(at.plus(size.inBytes()));
        f.whileBelow(at, end, 16, () -> at.store(at.loadF32x4().dividedBy(divisor)));
    }
}
