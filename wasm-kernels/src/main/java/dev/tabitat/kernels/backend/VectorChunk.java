package dev.tabitat.kernels.backend;

import dev.tabitat.kernels.kernel.ScanI8;

/**
 * A region with room for {@link #ROWS} vectors: four arrays of notes, codes {@code [ROWS, stride]}, and the vectors
 * {@code [ROWS, stride]} in f32.
 *
 * @param stride numbers of a row, a multiple of sixteen
 */
record VectorChunk(Region region, int stride) {

    /** Rows of a chunk: as many as their arrays of notes hold. */
    static final int ROWS = ScanI8.NOTES_STRIDE / 4;

    /** Arrays of notes: steps, errors, lengths, sums. */
    static final int NOTES = 4;

    private static final int NOTES_BYTES = NOTES * ScanI8.NOTES_STRIDE;

    /** Bytes of a chunk. */
    static long bytes(int stride) {
        return NOTES_BYTES + 5L * ROWS * stride;
    }

    /** Where a row's note lies in the first array. */
    int notes(int row) {
        return region.address() + 4 * row;
    }

    int codes(int row) {
        return region.address() + NOTES_BYTES + row * stride;
    }

    int vectors(int row) {
        return region.address() + NOTES_BYTES + ROWS * stride + 4 * row * stride;
    }
}
