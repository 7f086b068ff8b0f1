package dev.tabitat.kernels.contract;

import dev.tabitat.core.contract.Check;
import dev.tabitat.core.contract.Contract;
import dev.tabitat.core.math.DeterministicMath;
import dev.tabitat.kernels.backend.KernelHost;
import dev.tabitat.kernels.kernel.decoder.BlockDot;
import dev.tabitat.kernels.kernel.decoder.CachedAttention;

/** What lies between the products of a decoder agrees with its formula in double precision, within rounding. */
final class DecoderStepContract implements Contract {

    private static final int ROUNDS = 12;
    private static final double BOUND = 2e-6;
    private static final double ROOT_2_BY_PI = 0.7978845608028654;

    private final KernelHost host;
    private final long seed;

    DecoderStepContract(KernelHost host, long seed) {
        this.host = host;
        this.seed = seed;
    }

    @Override
    public String name() {
        return "decoder kernels between products: agree with their formulas";
    }

    @Override
    public void run(Check check) {
        Numbers random = new Numbers(seed);
        Bench bench = new Bench(host, DecoderMatrixContract.library(host, BlockDot.PLAIN));
        for (int i = 0; i < ROUNDS; i++) {
            norm(check, random, bench);
            rotary(check, random, bench, i % 2 == 0);
            gated(check, random, bench, i % 2 == 0);
            vectors(check, random, bench);
            attention(check, random, bench);
        }
    }

    private void norm(Check check, Numbers random, Bench bench) {
        int width = 4 * (1 + random.below(20));
        int rows = 1 + random.below(4);
        int groups = 1 + random.below(3);
        int stride = width * groups + 4 * random.below(3);
        float epsilon = random.below(2) == 0 ? 1e-6f : 1e-5f;
        float[] x = scaled(random.units(rows * stride), random.below(3) == 0 ? 1e-3f : 2);
        float[] weights = random.units(width);
        int y = bench.floats(new float[rows * stride]);
        bench.call("rms_norm", bench.floats(x), 4 * stride, bench.floats(weights), y, 4 * stride, width, rows, groups,
                Float.floatToIntBits(epsilon));
        float[] found = bench.read(y, rows * stride);
        for (int row = 0; row < rows; row++) {
            for (int group = 0; group < groups; group++) {
                int at = row * stride + group * width;
                double squares = 0;
                for (int i = 0; i < width; i++) {
                    squares += (double) x[at + i] * x[at + i];
                }
                double scale = 1 / Math.sqrt(squares / width + epsilon);
                for (int i = 0; i < width; i++) {
                    near(check, "rms_norm", x[at + i] * scale * weights[i], found[at + i]);
                }
            }
            for (int i = width * groups; i < stride; i++) {
                check.equal("rms_norm leaves what lies between rows", 0f, found[row * stride + i]);
            }
        }
        end(check, bench, "rms_norm");
    }

    private void rotary(Check check, Numbers random, Bench bench, boolean areNeighbours) {
        int pairs = 1 + random.below(12);
        int width = (2 * pairs + 3 & -4) + 4 * random.below(2);
        int heads = 1 + random.below(3);
        int tokens = 1 + random.below(3);
        float[] x = random.units(tokens * heads * width);
        float[] cosines = random.units(tokens * pairs);
        float[] sines = random.units(tokens * pairs);
        int at = bench.floats(x);
        bench.call(areNeighbours ? "rotate_neighbours" : "rotate_halves", at, 4 * heads * width, tokens, heads, width,
                pairs, bench.floats(cosines), bench.floats(sines));
        float[] found = bench.read(at, x.length);
        for (int head = 0; head < tokens * heads; head++) {
            for (int i = 0; i < pairs; i++) {
                int a = head * width + (areNeighbours ? 2 * i : i);
                int b = areNeighbours ? a + 1 : a + pairs;
                double cosine = cosines[head / heads * pairs + i];
                double sine = sines[head / heads * pairs + i];
                near(check, "rotary a", x[a] * cosine - x[b] * sine, found[a]);
                near(check, "rotary b", x[b] * cosine + x[a] * sine, found[b]);
            }
            for (int i = 2 * pairs; i < width; i++) {
                check.equal("rotary leaves the rest", x[head * width + i], found[head * width + i]);
            }
        }
        end(check, bench, "rotary");
    }

    private void gated(Check check, Numbers random, Bench bench, boolean isGelu) {
        int columns = 4 * (1 + random.below(12));
        int stride = columns + 4 * random.below(2);
        int tokens = 1 + random.below(3);
        float[] gate = scaled(random.units(tokens * stride), random.below(3) == 0 ? 200 : 6);
        float[] up = random.units(tokens * stride);
        int at = bench.floats(gate);
        bench.call(isGelu ? "gated_gelu" : "gated_silu", at, bench.floats(up), 4 * stride, tokens, columns);
        float[] found = bench.read(at, gate.length);
        for (int i = 0; i < gate.length; i++) {
            double x = gate[i];
            double activated = isGelu ? x / 2 * (1 + DeterministicMath.tanh(ROOT_2_BY_PI * (x + 0.044715 * x * x * x)))
                    : x / (1 + DeterministicMath.exp(-x));
            near(check, isGelu ? "gated_gelu" : "gated_silu", i % stride < columns ? activated * up[i] : x, found[i]);
        }
        end(check, bench, "gated");
    }

    private void vectors(Check check, Numbers random, Bench bench) {
        int width = 4 * (1 + random.below(6));
        int rows = 1 + random.below(3);
        float[] y = random.units(rows * width);
        float[] x = random.units(rows * width);
        float factor = random.unit();
        int at = bench.floats(y);
        int from = bench.floats(x);
        bench.call("add_scaled", at, 4 * width, from, 4 * width, rows, width, Float.floatToIntBits(factor));
        float[] added = bench.read(at, y.length);
        bench.call("scale", at, width, Float.floatToIntBits(factor));
        float[] scaled = bench.read(at, y.length);
        bench.call("fill_rows", at, 4 * width, from, rows, 4 * width);
        float[] filled = bench.read(at, y.length);
        for (int i = 0; i < y.length; i++) {
            check.equal("add_scaled", y[i] + x[i] * factor, added[i]);
            check.equal("scale", i < width ? added[i] * factor : added[i], scaled[i]);
            check.equal("fill_rows", x[i % width], filled[i]);
        }
        end(check, bench, "vectors");
    }

    /** Tokens one step after another through a ring of slots, each compared with all that it sees. */
    private void attention(Check check, Numbers random, Bench bench) {
        int width = 4 * (1 + random.below(40));
        int keyHeads = 1 + random.below(2);
        int group = 1 + random.below(8);
        int window = random.below(2) == 0 ? Integer.MAX_VALUE : 1 + random.below(7);
        int tokens = 6 + random.below(12);
        int perStep = 1 + random.below(5);
        int slots = (int) Math.min(tokens, (long) window + perStep) + 3 & -4;
        int heads = keyHeads * group;
        float scale = 0.3f;
        float[] queries = random.units(tokens * heads * width);
        float[] keys = random.units(tokens * keyHeads * width);
        float[] values = random.units(tokens * keyHeads * width);
        int queryAt = bench.floats(queries);
        int keyAt = bench.floats(keys);
        int valueAt = bench.floats(values);
        int y = bench.floats(new float[queries.length]);
        int layer = bench.ints(new int[]{0, 0, 0, bench.floats(new float[slots * keyHeads * width]),
                bench.floats(new float[slots * keyHeads * width]), slots, window, group, width,
                Float.floatToIntBits(scale), 0});
        int scratch = bench.floats(new float[CachedAttention.scratchBytes(tokens) / 4]);
        for (int first = 0; first < tokens; first += perStep) {
            int count = Math.min(perStep, tokens - first);
            int step = bench.ints(new int[]{first, layer});
            bench.call("store_keys_and_values", step, 12, keyAt + 4 * first * keyHeads * width,
                    valueAt + 4 * first * keyHeads * width, 4 * keyHeads * width, 0, count, keyHeads);
            int cut = heads / 2;
            int from = queryAt + 4 * first * heads * width;
            int to = y + 4 * first * heads * width;
            bench.call("cached_attention", step, 12, from, 4 * heads * width, to, 4 * heads * width, 0, count, 0, cut,
                    scratch);
            bench.call("cached_attention", step, 12, from, 4 * heads * width, to, 4 * heads * width, 0, count, cut,
                    heads, scratch);
        }
        float[] found = bench.read(y, queries.length);
        for (int token = 0; token < tokens; token++) {
            for (int head = 0; head < heads; head++) {
                double[] expected = attended(queries, (token * heads + head) * width, keys, values, token,
                        (int) Math.max(0, token - (long) window + 1), keyHeads * width, head / group * width, width,
                        scale);
                for (int i = 0; i < width; i++) {
                    near(check, "attention, width " + width + ", window " + window + ", token " + token, expected[i],
                            found[(token * heads + head) * width + i]);
                }
            }
        }
        end(check, bench, "attention");
    }

    private static double[] attended(float[] queries, int query, float[] keys, float[] values, int last, int first,
            int stride, int column, int width, float scale) {
        double[] sum = new double[width];
        double total = 0;
        for (int position = first; position <= last; position++) {
            double score = 0;
            for (int i = 0; i < width; i++) {
                score += (double) queries[query + i] * keys[position * stride + column + i];
            }
            double weight = DeterministicMath.exp(score * scale);
            total += weight;
            for (int i = 0; i < width; i++) {
                sum[i] += weight * values[position * stride + column + i];
            }
        }
        for (int i = 0; i < width; i++) {
            sum[i] /= total;
        }
        return sum;
    }

    private void near(Check check, String what, double expected, double found) {
        check.isTrue("seed " + seed + ", " + what + ": expected " + expected + ", found " + found,
                Math.abs(expected - found) <= BOUND * Math.max(1, Math.abs(expected)));
    }

    private static float[] scaled(float[] values, float factor) {
        for (int i = 0; i < values.length; i++) {
            values[i] *= factor;
        }
        return values;
    }

    private static void end(Check check, Bench bench, String what) {
        check.isTrue(what + ": wrote beside an operand", bench.guardsStand());
        bench.clear();
    }
}
