package dev.tabitat.core.json;

/** A natural number of any size, changed in place: just what exact decimal conversion needs. */
final class BigNatural {

    /** Little-endian 32-bit limbs; those at and above {@code size} are zero. */
    private int[] limbs;

    private int size;

    private BigNatural(int capacity) {
        limbs = new int[capacity];
    }

    static BigNatural of(long value) {
        BigNatural natural = new BigNatural(40);
        natural.limbs[0] = (int) value;
        natural.limbs[1] = (int) (value >>> 32);
        natural.size = 2;
        natural.trim();
        return natural;
    }

    static BigNatural ofDigits(String digits) {
        BigNatural natural = of(0);
        for (int i = 0; i < digits.length(); i++) {
            natural.multiplyAdd(10, digits.charAt(i) - '0');
        }
        return natural;
    }

    boolean isZero() {
        return size == 0;
    }

    int bitLength() {
        return size == 0 ? 0 : 32 * size - Integer.numberOfLeadingZeros(limbs[size - 1]);
    }

    void multiplyByPowerOfTen(int exponent) {
        int left = exponent;
        for (; left >= 9; left -= 9) {
            multiplyAdd(1_000_000_000, 0);
        }
        for (; left > 0; left--) {
            multiplyAdd(10, 0);
        }
    }

    void shiftLeft(int bits) {
        int whole = bits >>> 5;
        int part = bits & 31;
        reserve(size + whole + 1);
        for (int i = size - 1; i >= 0; i--) {
            long wide = (limbs[i] & 0xFFFFFFFFL) << part;
            limbs[i] = 0;
            limbs[i + whole + 1] |= (int) (wide >>> 32);
            limbs[i + whole] = (int) wide;
        }
        size += whole + 1;
        trim();
    }

    void shiftRightOne() {
        for (int i = 0; i < size; i++) {
            int carry = i + 1 < size ? limbs[i + 1] << 31 : 0;
            limbs[i] = limbs[i] >>> 1 | carry;
        }
        trim();
    }

    /** Subtracts a number that is not larger. */
    void subtract(BigNatural other) {
        long borrow = 0;
        for (int i = 0; i < size; i++) {
            long difference = (limbs[i] & 0xFFFFFFFFL) - (i < other.size ? other.limbs[i] & 0xFFFFFFFFL : 0) - borrow;
            limbs[i] = (int) difference;
            borrow = difference < 0 ? 1 : 0;
        }
        trim();
    }

    int compareTo(BigNatural other) {
        if (size != other.size) {
            return Integer.compare(size, other.size);
        }
        for (int i = size - 1; i >= 0; i--) {
            if (limbs[i] != other.limbs[i]) {
                return Integer.compareUnsigned(limbs[i], other.limbs[i]);
            }
        }
        return 0;
    }

    private void multiplyAdd(int factor, int addend) {
        reserve(size + 1);
        long carry = addend;
        for (int i = 0; i < size; i++) {
            long product = (limbs[i] & 0xFFFFFFFFL) * factor + carry;
            limbs[i] = (int) product;
            carry = product >>> 32;
        }
        if (carry != 0) {
            limbs[size++] = (int) carry;
        }
    }

    private void reserve(int capacity) {
        if (capacity > limbs.length) {
            limbs = java.util.Arrays.copyOf(limbs, Math.max(capacity, 2 * limbs.length));
        }
    }

    private void trim() {
        while (size > 0 && limbs[size - 1] == 0) {
            size--;
        }
    }
}
