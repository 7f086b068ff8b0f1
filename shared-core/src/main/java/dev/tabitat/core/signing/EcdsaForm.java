package dev.tabitat.core.signing;

import java.util.Optional;

/** P-256 signatures in their two forms: DER for envelopes, and r and s as 32 bytes each, as Web Crypto has them. */
public final class EcdsaForm {

    private static final int WIDTH = 32;

    private EcdsaForm() {}

    /** @param plain 64 bytes: r, then s */
    public static byte[] toDer(byte[] plain) {
        byte[] r = integer(plain, 0);
        byte[] s = integer(plain, WIDTH);
        byte[] der = new byte[2 + r.length + s.length];
        der[0] = 0x30;
        der[1] = (byte) (r.length + s.length);
        System.arraycopy(r, 0, der, 2, r.length);
        System.arraycopy(s, 0, der, 2 + r.length, s.length);
        return der;
    }

    /** As short as DER wants it, with a zero before a set highest bit. */
    private static byte[] integer(byte[] plain, int from) {
        int start = from;
        while (start < from + WIDTH - 1 && plain[start] == 0) {
            start++;
        }
        int zero = plain[start] < 0 ? 1 : 0;
        int length = from + WIDTH - start;
        byte[] der = new byte[2 + zero + length];
        der[0] = 2;
        der[1] = (byte) (zero + length);
        System.arraycopy(plain, start, der, 2 + zero, length);
        return der;
    }

    /** r and s of 32 bytes each; empty when the bytes are not exactly one DER signature. */
    public static Optional<byte[]> ofDer(byte[] der) {
        if (der.length < 8 || der.length > 72 || der[0] != 0x30 || der[1] != der.length - 2) {
            return Optional.empty();
        }
        byte[] plain = new byte[2 * WIDTH];
        int at = 2;
        for (int half = 1; half <= 2; half++) {
            if (at + 2 > der.length || der[at] != 2) {
                return Optional.empty();
            }
            int length = der[at + 1];
            int from = at + 2;
            if (length < 1 || length > WIDTH + 1 || from + length > der.length || der[from] < 0
                    || length > 1 && der[from] == 0 && der[from + 1] >= 0) {
                return Optional.empty();
            }
            int zero = length > 1 && der[from] == 0 ? 1 : 0;
            if (length - zero > WIDTH) {
                return Optional.empty();
            }
            System.arraycopy(der, from + zero, plain, half * WIDTH - (length - zero), length - zero);
            at = from + length;
        }
        return at == der.length ? Optional.of(plain) : Optional.empty();
    }
}
