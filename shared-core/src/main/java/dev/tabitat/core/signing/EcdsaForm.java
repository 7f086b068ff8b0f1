package dev.tabitat.core.signing;

import java.util.Optional;

/**
 * ECDSA signatures in their two forms: DER for envelopes, and r and s of equal width one after the other, as Web Crypto
 * has them.
 */
public final class EcdsaForm {

    private EcdsaForm() {}

    /** @param plain r, then s, each as wide as the curve's order: 32, 48 or 66 bytes */
    public static byte[] toDer(byte[] plain) {
        int width = plain.length / 2;
        byte[] r = integer(plain, 0, width);
        byte[] s = integer(plain, width, width);
        int length = r.length + s.length;
        int head = length < 0x80 ? 2 : 3;
        byte[] der = new byte[head + length];
        der[0] = 0x30;
        der[1] = (byte) 0x81;
        der[head - 1] = (byte) length;
        System.arraycopy(r, 0, der, head, r.length);
        System.arraycopy(s, 0, der, head + r.length, s.length);
        return der;
    }

    /** The shortest form, as DER requires, with a zero before a set highest bit. */
    private static byte[] integer(byte[] plain, int from, int width) {
        int start = from;
        while (start < from + width - 1 && plain[start] == 0) {
            start++;
        }
        int zero = plain[start] < 0 ? 1 : 0;
        int length = from + width - start;
        byte[] der = new byte[2 + zero + length];
        der[0] = 2;
        der[1] = (byte) (zero + length);
        System.arraycopy(plain, start, der, 2 + zero, length);
        return der;
    }

    /** r and s of {@code width} bytes each; empty when the bytes are not exactly one DER signature of such numbers. */
    public static Optional<byte[]> ofDer(byte[] der, int width) {
        if (der.length < 8 || der.length > 9 + 2 * width || der[0] != 0x30) {
            return Optional.empty();
        }
        boolean isLong = der[1] == (byte) 0x81;
        int head = isLong ? 3 : 2;
        int declared = der[head - 1] & 0xFF;
        if (declared != der.length - head || isLong != declared >= 0x80) {
            return Optional.empty();
        }
        byte[] plain = new byte[2 * width];
        int at = head;
        for (int half = 1; half <= 2; half++) {
            if (at + 2 > der.length || der[at] != 2) {
                return Optional.empty();
            }
            int length = der[at + 1];
            int from = at + 2;
            if (length < 1 || length > width + 1 || from + length > der.length || der[from] < 0
                    || length > 1 && der[from] == 0 && der[from + 1] >= 0) {
                return Optional.empty();
            }
            int zero = length > 1 && der[from] == 0 ? 1 : 0;
            if (length - zero > width) {
                return Optional.empty();
            }
            System.arraycopy(der, from + zero, plain, half * width - (length - zero), length - zero);
            at = from + length;
        }
        return at == der.length ? Optional.of(plain) : Optional.empty();
    }
}
