package dev.tabitat.kernels.contract;

import dev.tabitat.core.contract.Check;
import dev.tabitat.core.contract.Contract;
import dev.tabitat.kernels.backend.KernelHost;
import dev.tabitat.kernels.backend.KernelMemory;
import dev.tabitat.kernels.backend.KernelModule;
import dev.tabitat.kernels.backend.Region;
import dev.tabitat.kernels.kernel.Int8Dot;
import dev.tabitat.kernels.kernel.NearestF32;
import dev.tabitat.kernels.kernel.ScanI8;
import java.util.Arrays;

/**
 * The scan's sums are the same integers whatever multiplies them; bounds choose the rows that are multiplied in f32.
 */
final class ScanContract implements Contract {

    private static final int ROUNDS = 12;
    private static final int MAX_ROWS = 200;
    private static final float GUARD = 12_345.5f;

    private final KernelHost host;
    private final Int8Dot dot;
    private final long seed;

    ScanContract(KernelHost host, Int8Dot dot, long seed) {
        this.host = host;
        this.dot = dot;
        this.seed = seed;
    }

    @Override
    public String name() {
        return "scan: exact sums, blocks' maxima and products between bounds, " + dot.title();
    }

    @Override
    public void run(Check check) {
        KernelMemory memory = new KernelMemory(host);
        KernelModule kernels = host.instantiate(host.kernels(dot));
        Numbers random = new Numbers(seed);
        for (int round = 0; round < ROUNDS; round++) {
            int rows = 1 + random.below(MAX_ROWS);
            int width = 16 * (1 + random.below(30));
            Place place = new Place(memory, rows, width);
            try {
                scan(check, kernels, place, random, round % 3 == 0);
            } finally {
                memory.giveBack(place.region);
            }
        }
        check.equal("memory is given back", 0L, memory.usedBytes());
    }

    private void scan(Check check, KernelModule kernels, Place place, Numbers random, boolean extreme) {
        String what = place.rows + " rows of " + place.width + ", seed " + seed;
        byte[] codes = new byte[place.rows * place.width];
        byte[] query = new byte[place.width];
        for (int i = 0; i < codes.length; i++) {
            codes[i] = (byte) (extreme ? random.below(2) * 254 - 127 : random.below(255) - 127);
        }
        for (int i = 0; i < query.length; i++) {
            query[i] = (byte) (extreme ? random.below(2) * 126 - 63 : random.below(127) - 63);
        }
        float[] expected = new float[place.rows];
        float[] lengths = random.units(place.rows);
        int[] sums = new int[place.rows];
        for (int row = 0; row < place.rows; row++) {
            int dotProduct = 0;
            for (int i = 0; i < place.width; i++) {
                dotProduct += codes[row * place.width + i] * query[i];
                sums[row] += codes[row * place.width + i];
            }
            expected[row] = 0.5f * dotProduct + 0.25f * row + lengths[row] * 2;
        }
        place.fill(codes, query, lengths, sums);
        kernels.call(ScanI8.NAME, place.codes, place.notes, place.query, place.scores, place.maxima, place.rows,
                place.width);
        Bits.same(check, "scores of " + what, expected, place.floats(place.scores, place.rows));
        float[] maxima = new float[(place.rows + ScanI8.BLOCK - 1) / ScanI8.BLOCK];
        Arrays.fill(maxima, Float.NEGATIVE_INFINITY);
        for (int row = 0; row < place.rows; row++) {
            maxima[row / ScanI8.BLOCK] = Math.max(maxima[row / ScanI8.BLOCK], expected[row]);
        }
        Bits.same(check, "maxima of " + what, maxima, place.floats(place.maxima, maxima.length));
        check.equal("beside the scores", GUARD, place.floats(place.scores + 4 * place.rows, 1)[0]);
        check.equal("beside the maxima", GUARD, place.floats(place.maxima + 4 * maxima.length, 1)[0]);
        bounds(check, kernels, place, random, expected, what);
    }

    private void bounds(Check check, KernelModule kernels, Place place, Numbers random, float[] scores, String what) {
        float[] vectors = random.units(place.rows * place.width);
        float[] query = random.units(place.width);
        host.writeFloats(place.vectors, vectors, 0, vectors.length);
        host.writeFloats(place.vector, query, 0, query.length);
        float low = scores[random.below(place.rows)];
        float high = scores[random.below(place.rows)];
        int found = kernels.call(NearestF32.NAME, place.vectors, place.vector, place.scores, place.maxima, place.rows,
                place.width,
                Float.floatToIntBits(low), Float.floatToIntBits(high), place.found, 1000);
        int at = 0;
        for (int row = 0; row < place.rows; row++) {
            if (scores[row] >= low && scores[row] < high) {
                check.isTrue("as many as there are in " + what, at < found);
                byte[] number = new byte[4];
                host.read(place.found + NearestF32.FOUND_BYTES * at, number, 0, 4);
                check.equal("row in " + what, 1000 + row, number[0] & 0xFF | (number[1] & 0xFF) << 8);
                check.equal("product in " + what, PlainScan.product(vectors, row * place.width, query, 0, place.width),
                        place.floats(place.found + NearestF32.FOUND_BYTES * at + 4, 1)[0]);
                at++;
            }
        }
        check.equal("found in " + what, at, found);
    }

    /** Where everything of one scan lies. */
    private final class Place {

        private final int rows;
        private final int width;
        private final Region region;
        private final int notes;
        private final int codes;
        private final int vectors;
        private final int query;
        private final int vector;
        private final int scores;
        private final int maxima;
        private final int found;

        Place(KernelMemory memory, int rows, int width) {
            this.rows = rows;
            this.width = width;
            region = memory.take(
                    4L * ScanI8.NOTES_STRIDE + (5L * rows + 6) * width + ScanI8.HEAD_BYTES + 12L * rows + 1000,
                    "a test");
            notes = region.address();
            codes = notes + 4 * ScanI8.NOTES_STRIDE;
            vectors = codes + rows * width;
            query = vectors + 4 * rows * width;
            vector = query + ScanI8.HEAD_BYTES + width * dot.activationBytes();
            scores = vector + 4 * width;
            maxima = scores + 4 * rows + 4;
            found = maxima + 4 * (rows / ScanI8.BLOCK + 2);
        }

        void fill(byte[] codesOf, byte[] queryOf, float[] lengths, int[] sums) {
            host.write(codes, codesOf, 0, codesOf.length);
            float[] steps = new float[rows];
            float[] errors = new float[rows];
            for (int row = 0; row < rows; row++) {
                steps[row] = 0.25f;
                errors[row] = row;
            }
            host.writeFloats(notes, steps, 0, rows);
            host.writeFloats(notes + ScanI8.NOTES_STRIDE, errors, 0, rows);
            host.writeFloats(notes + 2 * ScanI8.NOTES_STRIDE, lengths, 0, rows);
            byte[] words = new byte[4 * rows];
            for (int i = 0; i < words.length; i++) {
                words[i] = (byte) (sums[i / 4] >> 8 * (i % 4));
            }
            host.write(notes + 3 * ScanI8.NOTES_STRIDE, words, 0, words.length);
            host.writeFloats(query, new float[]{2, 0.25f, 2}, 0, 3);
            byte[] shifted = new byte[width * dot.activationBytes()];
            for (int i = 0; i < width; i++) {
                shifted[i * dot.activationBytes()] = (byte) (queryOf[i] + ScanI8.ZERO);
            }
            host.write(query + ScanI8.HEAD_BYTES, shifted, 0, shifted.length);
            host.writeFloats(scores + 4 * rows, new float[]{GUARD}, 0, 1);
            host.writeFloats(maxima + 4 * ((rows + ScanI8.BLOCK - 1) / ScanI8.BLOCK), new float[]{GUARD}, 0, 1);
        }

        float[] floats(int address, int count) {
            float[] values = new float[count];
            host.readFloats(address, values, 0, count);
            return values;
        }
    }
}
