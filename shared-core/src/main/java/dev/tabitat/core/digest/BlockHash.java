package dev.tabitat.core.digest;

import java.util.Arrays;

/**
 * What SHA-1 and SHA-256 share (FIPS 180-4, section 5): blocks of 64 bytes, the last padded with the message's length.
 */
abstract class BlockHash {

    static final int BLOCK = 64;

    private final byte[] pending = new byte[BLOCK];
    private int pendingLength;
    private long length;

    /** Takes one block into the state. */
    abstract void compress(byte[] data, int offset);

    /** Adds bytes to the message. */
    final void add(byte[] data, int offset, int count) {
        length += count;
        int at = offset;
        int end = offset + count;
        if (pendingLength > 0) {
            int taken = Math.min(BLOCK - pendingLength, count);
            System.arraycopy(data, at, pending, pendingLength, taken);
            pendingLength += taken;
            at += taken;
            if (pendingLength < BLOCK) {
                return;
            }
            compress(pending, 0);
            pendingLength = 0;
        }
        for (; end - at >= BLOCK; at += BLOCK) {
            compress(data, at);
        }
        System.arraycopy(data, at, pending, 0, end - at);
        pendingLength = end - at;
    }

    /** Ends the message: the state is its digest, and this instance is spent. */
    final void end() {
        long bits = length * 8;
        pending[pendingLength++] = (byte) 0x80;
        if (pendingLength > BLOCK - 8) {
            Arrays.fill(pending, pendingLength, BLOCK, (byte) 0);
            compress(pending, 0);
            pendingLength = 0;
        }
        Arrays.fill(pending, pendingLength, BLOCK - 8, (byte) 0);
        for (int i = 0; i < 8; i++) {
            pending[BLOCK - 1 - i] = (byte) (bits >>> 8 * i);
        }
        compress(pending, 0);
    }

    /** The big-endian words of a block, into the first sixteen of {@code words}. */
    static void read(byte[] data, int offset, int[] words) {
        for (int i = 0, at = offset; i < 16; i++, at += 4) {
            words[i] = data[at] << 24 | (data[at + 1] & 0xFF) << 16 | (data[at + 2] & 0xFF) << 8 | data[at + 3] & 0xFF;
        }
    }
}
