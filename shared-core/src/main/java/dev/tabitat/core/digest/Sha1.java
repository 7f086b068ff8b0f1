package dev.tabitat.core.digest;

/**
 * SHA-1 over a stream of bytes (FIPS 180-4, section 6.1). Collisions can be made on purpose: it serves only where
 * another system, such as git, names its objects by it.
 */
final class Sha1 extends BlockHash {

    private static final String DIGITS = "0123456789abcdef";

    private final int[] state = {0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0};
    private final int[] schedule = new int[80];

    /** Adds bytes to the message. */
    Sha1 update(byte[] data, int offset, int count) {
        add(data, offset, count);
        return this;
    }

    /** Ends the message; this instance is spent. @return 40 lower-case hexadecimal digits */
    String hex() {
        end();
        StringBuilder hex = new StringBuilder(40);
        for (int word : state) {
            for (int shift = 28; shift >= 0; shift -= 4) {
                hex.append(DIGITS.charAt(word >>> shift & 0xF));
            }
        }
        return hex.toString();
    }

    @Override
    void compress(byte[] data, int offset) {
        int[] w = schedule;
        read(data, offset, w);
        for (int i = 16; i < 80; i++) {
            w[i] = rotate(w[i - 3] ^ w[i - 8] ^ w[i - 14] ^ w[i - 16], 1);
        }
        int a = state[0];
        int b = state[1];
        int c = state[2];
        int d = state[3];
        int e = state[4];
        for (int i = 0; i < 80; i++) {
            int mixed = i < 20 ? (b & c | ~b & d) + 0x5a827999
                    : i < 40 ? (b ^ c ^ d) + 0x6ed9eba1
                            : i < 60 ? (b & c | b & d | c & d) + 0x8f1bbcdc : (b ^ c ^ d) + 0xca62c1d6;
            int next = rotate(a, 5) + mixed + e + w[i];
            e = d;
            d = c;
            c = rotate(b, 30);
            b = a;
            a = next;
        }
        state[0] += a;
        state[1] += b;
        state[2] += c;
        state[3] += d;
        state[4] += e;
    }

    private static int rotate(int value, int bits) {
        return value << bits | value >>> 32 - bits;
    }
}
