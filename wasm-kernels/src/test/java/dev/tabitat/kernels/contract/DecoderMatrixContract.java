package dev.tabitat.kernels.contract;

import dev.tabitat.core.contract.Check;
import dev.tabitat.core.contract.Contract;
import dev.tabitat.core.format.gguf.GgufBlocks;
import dev.tabitat.core.format.gguf.GgufType;
import dev.tabitat.kernels.backend.KernelHost;
import dev.tabitat.kernels.backend.KernelModule;
import dev.tabitat.kernels.kernel.decoder.BlockDot;
import dev.tabitat.kernels.kernel.decoder.BlockDots;
import dev.tabitat.kernels.kernel.decoder.BlockFormat;
import dev.tabitat.kernels.kernel.decoder.DecoderLibrary;
import dev.tabitat.kernels.kernel.decoder.FloatFormat;
import java.util.Arrays;

/**
 * Products with weights in the blocks of files: right within rounding, the same bits as with plain SIMD, and the same
 * bits for a token alone and among others, whatever the type, the sizes and the bytes of the file.
 */
final class DecoderMatrixContract implements Contract {

    private static final int MAX_TOKENS = 13;
    private static final double BOUND = 2e-6;
    private static final int RECORD_BYTES = 64;

    private final KernelHost host;
    private final BlockDot dot;
    private final long seed;

    DecoderMatrixContract(KernelHost host, BlockDot dot, long seed) {
        this.host = host;
        this.dot = dot;
        this.seed = seed;
    }

    @Override
    public String name() {
        return "decoder products, " + dot.title() + ": agree with dequantized weights and with plain SIMD";
    }

    @Override
    public void run(Check check) {
        Numbers random = new Numbers(seed);
        KernelModule kernels = library(host, dot);
        KernelModule plain = library(host, BlockDot.PLAIN);
        Bench bench = new Bench(host, kernels);
        KernelModule packing = host.instantiate(DecoderLibrary.packingModule(KernelHost.MEMORY_MODULE,
                KernelHost.MEMORY_FIELD, host.isShared()));
        for (BlockFormat format : BlockFormat.values()) {
            for (int extreme = 0; extreme < 2; extreme++) {
                blocks(check, random, bench, kernels, plain, packing, format, extreme == 1);
            }
            notFinite(check, random, bench, packing, format);
        }
        for (FloatFormat format : FloatFormat.values()) {
            floats(check, random, bench, format);
            notFinite(check, random, bench, packing, format);
        }
    }

    static KernelModule library(KernelHost host, BlockDot dot) {
        return host
                .instantiate(DecoderLibrary.module(KernelHost.MEMORY_MODULE, KernelHost.MEMORY_FIELD, BlockDots.of(dot),
                        host.isShared()));
    }

    private void blocks(Check check, Numbers random, Bench bench, KernelModule kernels, KernelModule plain,
            KernelModule packing, BlockFormat format, boolean isExtreme) {
        GgufType type = GgufType.valueOf(format.name());
        int inputs = type.blockElements() * (1 + random.below(type.blockElements() == 32 ? 5 : 2));
        int rows = 1 + random.below(21);
        int tokens = 1 + random.below(MAX_TOKENS);
        String what = "seed " + seed + ", " + format + ", rows " + rows + ", inputs " + inputs + ", tokens " + tokens;
        byte[] file = fileRows(random, type, rows * inputs, isExtreme);
        float[] weights = new float[rows * inputs];
        GgufBlocks.dequantize(type, file, 0, rows * inputs, weights, 0);
        float[] x = isExtreme ? extremes(random, tokens * inputs) : random.units(tokens * inputs);

        int panels = bench.bytes(new byte[(int) format.bytes(rows, inputs)]);
        int bad = packing.call(DecoderLibrary.packing(format), panels, bench.bytes(file), inputs / 32, 0, rows);
        check.equal(what + ": scales are finite", 0, bad);
        int records = bench.bytes(new byte[tokens * inputs * 2]);
        bench.call("quantize_blocks", bench.floats(x), records, inputs, 4 * inputs, 2 * inputs, tokens);
        float[] activations = dequantized(check, what, bench, records, x);

        int width = rows + 7 & -8;
        float[] found = product(bench, kernels, format, records, panels, tokens, rows, inputs, 0);
        for (int t = 0; t < tokens; t++) {
            for (int row = 0; row < rows; row++) {
                check.isTrue(what + ": off by more than rounding at token " + t + ", row " + row, distance(
                        weights, row * inputs, activations, t * inputs, inputs, found[t * width + row]) <= BOUND);
            }
        }
        Bits.same(check, what + ": plain SIMD", product(bench, plain, format, records, panels, tokens, rows, inputs, 0),
                found);
        float[] alone = new float[found.length];
        for (int t = 0; t < tokens; t++) {
            System.arraycopy(product(bench, kernels, format, records + t * inputs * 2, panels, 1, rows, inputs, 0), 0,
                    alone,
                    t * width, width);
        }
        Bits.same(check, what + ": each token alone", alone, found);
        float[] added = product(bench, kernels, format, records, panels, tokens, rows, inputs, 1.5f);
        for (int i = 0; i < found.length; i++) {
            alone[i] = 1.5f + found[i];
        }
        Bits.same(check, what + ": added to what was there", alone, added);
        rows(check, random, bench, format.name(), inputs / 32, inputs, panels, weights, rows, what);
        check.isTrue(what + ": wrote beside an operand", bench.guardsStand());
        bench.clear();
    }

    private float[] product(Bench bench, KernelModule module, BlockFormat format, int records, int panels,
            int tokens, int rows, int inputs, float before) {
        int width = rows + 7 & -8;
        float[] y = new float[tokens * width];
        Arrays.fill(y, before);
        int to = bench.floats(y);
        int all = width / 8;
        int cut = all / 2;
        String kernel = "matrix_" + format.name().toLowerCase();
        int add = before == 0 ? 0 : 1;
        module.call(kernel, records, 2 * inputs, panels, to, 4 * width, tokens, 0, cut, inputs / 32, add);
        module.call(kernel, records, 2 * inputs, panels, to, 4 * width, tokens, cut, all, inputs / 32, add);
        return bench.read(to, y.length);
    }

    /** Checks the records of {@code quantize_blocks} and gives what they stand for. */
    private float[] dequantized(Check check, String what, Bench bench, int records, float[] x) {
        float[] values = new float[x.length];
        byte[] found = new byte[x.length * 2];
        host.read(records, found, 0, found.length);
        for (int block = 0; block < x.length / 32; block++) {
            int at = block * RECORD_BYTES;
            float greatest = 0;
            for (int i = 0; i < 32; i++) {
                greatest = Math.max(greatest, Math.abs(x[32 * block + i]));
            }
            boolean isZero = greatest < 1e-30f;
            float step = isZero ? 0 : greatest / 127;
            float inverse = isZero ? 0 : 127 / greatest;
            int[] sums = new int[2];
            for (int i = 0; i < 32; i++) {
                int code = (int) Math.rint(x[32 * block + i] * inverse);
                check.equal(what + ": code " + i + " of block " + block, code, (int) found[at + i]);
                sums[i / 16] += code;
                values[32 * block + i] = code * step;
            }
            check.equal(what + ": step", Float.floatToIntBits(step), word(found, at + 32));
            check.equal(what + ": sum", -sums[0] - sums[1], word(found, at + 36));
            check.equal(what + ": first half", -sums[0], word(found, at + 40));
            check.equal(what + ": second half", -sums[1], word(found, at + 44));
            check.equal(what + ": step times sum", Float.floatToIntBits((sums[0] + sums[1]) * step),
                    word(found, at + 48));
        }
        return values;
    }

    private static int word(byte[] bytes, int at) {
        return bytes[at] & 255 | (bytes[at + 1] & 255) << 8 | (bytes[at + 2] & 255) << 16 | bytes[at + 3] << 24;
    }

    private void floats(Check check, Numbers random, Bench bench, FloatFormat format) {
        GgufType type = GgufType.valueOf(format.name());
        int inputs = 4 * (1 + random.below(30));
        int rows = 1 + random.below(21);
        int tokens = 1 + random.below(MAX_TOKENS);
        String what = "seed " + seed + ", " + format + ", rows " + rows + ", inputs " + inputs + ", tokens " + tokens;
        byte[] file = fileRows(random, type, rows * inputs, false);
        float[] weights = new float[rows * inputs];
        GgufBlocks.dequantize(type, file, 0, rows * inputs, weights, 0);
        float[] x = random.units(tokens * inputs);
        int matrix = bench.bytes(file);
        int from = bench.floats(x);
        float[] expected = new float[tokens * rows];
        for (int i = 0; i < expected.length; i++) {
            float[] lanes = new float[4];
            for (int k = 0; k < inputs; k++) {
                lanes[k % 4] += weights[i % rows * inputs + k] * x[i / rows * inputs + k];
            }
            expected[i] = lanes[0] + lanes[1] + (lanes[2] + lanes[3]);
        }
        int y = bench.floats(new float[expected.length]);
        String kernel = "matrix_" + format.name().toLowerCase();
        int cut = rows / 2;
        bench.call(kernel, from, 4 * inputs, matrix, y, 4 * rows, tokens, 0, cut, inputs, 0);
        bench.call(kernel, from, 4 * inputs, matrix, y, 4 * rows, tokens, cut, rows, inputs, 0);
        Bits.same(check, what, expected, bench.read(y, expected.length));
        bench.call(kernel, from, 4 * inputs, matrix, y, 4 * rows, tokens, 0, rows, inputs, 1);
        for (int i = 0; i < expected.length; i++) {
            expected[i] += expected[i];
        }
        Bits.same(check, what + ": added to what was there", expected, bench.read(y, expected.length));
        rows(check, random, bench, format.name(), inputs, inputs, matrix, weights, rows, what);
        check.isTrue(what + ": wrote beside an operand", bench.guardsStand());
        bench.clear();
    }

    /** Rows of a matrix are those of the file, times a factor. */
    private void rows(Check check, Numbers random, Bench bench, String format, int size, int inputs, int matrix,
            float[] weights, int rows, String what) {
        int[] ids = random.below(rows, 3);
        float factor = 1 + random.unit();
        int y = bench.floats(new float[3 * inputs]);
        bench.call("rows_" + format.toLowerCase(), bench.ints(ids), matrix, size, y, 4 * inputs, 3,
                Float.floatToIntBits(factor));
        float[] found = bench.read(y, 3 * inputs);
        for (int i = 0; i < found.length; i++) {
            // Zeros of either sign.
            float expected = weights[ids[i / inputs] * inputs + i % inputs] * factor;
            check.isTrue(what + ": rows at " + i + ": expected " + expected + ", found " + found[i],
                    expected == found[i]);
        }
    }

    private void notFinite(Check check, Numbers random, Bench bench, KernelModule packing, BlockFormat format) {
        GgufType type = GgufType.valueOf(format.name());
        byte[] file = fileRows(random, type, 3 * type.blockElements(), false);
        int scale = type.blockBytes() + (type == GgufType.Q6_K ? 208 : 0);
        file[scale + 1] = 0x7C;
        int panels = bench.bytes(new byte[(int) format.bytes(3, type.blockElements())]);
        check.equal(format + ": a scale that is not finite is noticed", 1, packing.call(
                DecoderLibrary.packing(format), panels, bench.bytes(file), type.blockElements() / 32, 0, 3));
        bench.clear();
    }

    private void notFinite(Check check, Numbers random, Bench bench, KernelModule packing, FloatFormat format) {
        int count = 4 * (1 + random.below(9));
        byte[] file = fileRows(random, GgufType.valueOf(format.name()), count, false);
        check.equal(format + ": numbers are finite", 0,
                packing.call(DecoderLibrary.check(format), bench.bytes(file), count));
        int last = (1 + random.below(count)) * format.elementBytes() - 1;
        file[last] = (byte) (format == FloatFormat.F16 ? 0xFC : 0xFF);
        file[last - 1] = (byte) (format == FloatFormat.F16 ? random.below(2) : 0x80 + random.below(2));
        check.equal(format + ": one that is not is noticed", 1,
                packing.call(DecoderLibrary.check(format), bench.bytes(file), count));
        bench.clear();
    }

    /** Random bytes of a file whose scales are finite; with extreme codes all bits of the codes are ones or zeros. */
    static byte[] fileRows(Numbers random, GgufType type, int elements, boolean isExtreme) {
        byte[] file = new byte[elements / type.blockElements() * type.blockBytes()];
        for (int i = 0; i < file.length; i++) {
            file[i] = (byte) (isExtreme ? -random.below(2) : random.bits());
        }
        for (int block = 0; block < file.length; block += type.blockBytes()) {
            switch (type) {
                case F32 -> putWord(file, block, Float.floatToIntBits(random.unit()));
                case F16 -> half(random, file, block);
                case BF16 -> file[block + 1] = (byte) (random.below(2) == 0 ? 0x3E : 0xBE);
                case Q4_1, Q5_1, Q4_K, Q5_K -> {
                    half(random, file, block);
                    half(random, file, block + 2);
                }
                case Q6_K -> half(random, file, block + 208);
                default -> half(random, file, block);
            }
        }
        return file;
    }

    /** A number of either sign with a magnitude of 2^-9 to 2^-5, or now and then one of 2^-24 to 2^-15. */
    private static void half(Numbers random, byte[] file, int at) {
        int exponent = random.below(8) == 0 ? 0 : 6 + random.below(4);
        int bits = random.below(2) << 15 | exponent << 10 | random.below(1024);
        file[at] = (byte) bits;
        file[at + 1] = (byte) (bits >> 8);
    }

    private static void putWord(byte[] file, int at, int word) {
        for (int i = 0; i < 4; i++) {
            file[at + i] = (byte) (word >> 8 * i);
        }
    }

    /** Values that become the greatest codes of either sign, and blocks of zeros. */
    private static float[] extremes(Numbers random, int count) {
        float[] values = new float[count];
        for (int block = 0; block < count; block += 32) {
            float value = random.below(6) == 0 ? 0 : 1;
            boolean isEqual = random.below(2) == 0;
            for (int i = block; i < block + 32; i++) {
                values[i] = isEqual || random.below(2) == 0 ? value : -value;
            }
        }
        return values;
    }

    /** How far {@code found} is from the sum in double precision, relative to the sum of magnitudes. */
    private static double distance(float[] w, int wAt, float[] x, int xAt, int inputs, float found) {
        double sum = 0;
        double magnitude = 0;
        for (int k = 0; k < inputs; k++) {
            double product = (double) w[wAt + k] * x[xAt + k];
            sum += product;
            magnitude += Math.abs(product);
        }
        return Math.abs(sum - found) / Math.max(magnitude, 1e-30);
    }
}
