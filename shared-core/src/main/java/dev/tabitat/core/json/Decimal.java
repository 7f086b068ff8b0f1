package dev.tabitat.core.json;

/**
 * Doubles as decimal text and back, exactly: the same on every machine.
 *
 * <p>
 * {@link #parse} rounds to nearest, ties to even (IEEE 754-2019, 5.12.2). {@link #format} gives the shortest digits
 * that read back as the same double, the closest of these, laid out as ECMA-262 {@code Number::toString}; RFC 8785 asks
 * for that. The class libraries of the JVM and of the tab differ in both, hence our own.
 */
final class Decimal {

    private static final int MAX_DIGITS = 17;
    /** More digits than this change nothing but the direction of a tie, which one extra digit keeps. */
    private static final int KEPT_DIGITS = 800;

    private static final double[] EXACT_POWERS = {
            1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18,
            1e19, 1e20, 1e21, 1e22
    };

    private Decimal() {}

    /**
     * The double nearest to a JSON number; infinite when it is too large. {@code literal} must be of JSON's grammar.
     */
    static double parse(String literal) {
        boolean negative = literal.charAt(0) == '-';
        StringBuilder digits = new StringBuilder();
        int scale = 0;
        boolean fraction = false;
        int i = negative ? 1 : 0;
        for (; i < literal.length() && (literal.charAt(i) | 0x20) != 'e'; i++) {
            char c = literal.charAt(i);
            if (c == '.') {
                fraction = true;
                continue;
            }
            if (digits.length() > 0 || c != '0') {
                digits.append(c);
            }
            scale -= fraction ? 1 : 0;
        }
        long exponent = (i < literal.length() ? exponent(literal, i + 1) : 0) + scale;
        double magnitude = magnitude(digits, exponent);
        return negative ? -magnitude : magnitude;
    }

    private static long exponent(String literal, int from) {
        boolean negative = literal.charAt(from) == '-';
        long value = 0;
        for (int i = from; i < literal.length(); i++) {
            char c = literal.charAt(i);
            if (c >= '0' && c <= '9' && value < 1_000_000_000L) {
                value = value * 10 + (c - '0');
            }
        }
        return negative ? -value : value;
    }

    private static double magnitude(StringBuilder digits, long exponent) {
        if (digits.length() > KEPT_DIGITS) {
            exponent += digits.length() - KEPT_DIGITS - 1;
            digits.setLength(KEPT_DIGITS);
            digits.append('1');
        }
        while (digits.length() > 0 && digits.charAt(digits.length() - 1) == '0') {
            digits.setLength(digits.length() - 1);
            exponent++;
        }
        if (digits.length() == 0 || digits.length() + exponent < -400) {
            return 0;
        }
        if (digits.length() + exponent > 400) {
            return Double.POSITIVE_INFINITY;
        }
        return magnitude(digits.toString(), (int) exponent);
    }

    /** digits · 10^exponent, rounded to nearest. */
    private static double magnitude(String digits, int exponent) {
        if (digits.length() <= 15 && exponent >= -22 && exponent <= 22) {
            double value = Long.parseLong(digits);
            return exponent < 0 ? value / EXACT_POWERS[-exponent] : value * EXACT_POWERS[exponent];
        }
        BigNatural numerator = BigNatural.ofDigits(digits);
        BigNatural denominator = BigNatural.of(1);
        if (exponent >= 0) {
            numerator.multiplyByPowerOfTen(exponent);
        } else {
            denominator.multiplyByPowerOfTen(-exponent);
        }
        return divide(numerator, denominator);
    }

    /** numerator / denominator as the nearest double, by long division in binary. */
    private static double divide(BigNatural numerator, BigNatural denominator) {
        int shift = 54 - (numerator.bitLength() - denominator.bitLength());
        if (shift >= 0) {
            numerator.shiftLeft(shift);
        } else {
            denominator.shiftLeft(-shift);
        }
        denominator.shiftLeft(55);
        long quotient = 0;
        for (int bit = 55; bit >= 0; bit--) {
            if (numerator.compareTo(denominator) >= 0) {
                numerator.subtract(denominator);
                quotient |= 1L << bit;
            }
            denominator.shiftRightOne();
        }
        return round(quotient, -shift, !numerator.isZero());
    }

    /** (quotient + a bit more when {@code sticky}) · 2^exponent, to nearest, ties to even. */
    private static double round(long quotient, int exponent, boolean sticky) {
        int bits = 64 - Long.numberOfLeadingZeros(quotient);
        int drop = Math.max(bits - 53, -1074 - exponent);
        if (drop > 62) {
            return 0;
        }
        long mantissa = quotient >>> drop;
        long rest = quotient & (1L << drop) - 1;
        long half = 1L << drop - 1;
        if (rest > half || rest == half && (sticky || (mantissa & 1) == 1)) {
            mantissa++;
        }
        int power = exponent + drop;
        if (mantissa >= 1L << 53) {
            mantissa >>>= 1;
            power++;
        }
        if (mantissa < 1L << 52) {
            return Double.longBitsToDouble(mantissa);
        }
        long biased = power + 1075L;
        return biased >= 2047 ? Double.POSITIVE_INFINITY
                : Double.longBitsToDouble(biased << 52 | mantissa & (1L << 52) - 1);
    }

    /** ECMA-262 {@code Number::toString} of a finite double. */
    static String format(double value) {
        if (value == 0) {
            return "0";
        }
        if (value < 0) {
            return "-" + format(-value);
        }
        if (value < 0x1p53 && (double) (long) value == value) {
            return Long.toString((long) value);
        }
        return shortest(value);
    }

    private static String shortest(double value) {
        long bits = Double.doubleToLongBits(value);
        int biased = (int) (bits >>> 52);
        long mantissa = biased == 0 ? bits : bits & (1L << 52) - 1 | 1L << 52;
        int binary = Math.max(biased, 1) - 1075;
        int point = decimalPoint(mantissa, binary);
        long floor17 = floorDigits(mantissa, binary, point);
        int count = fewestDigits(floor17, point, value);
        long low = floor17 / powerOfTen(MAX_DIGITS - count);
        boolean highFits = reads(low + 1, point - count, value);
        boolean takeLow = !highFits
                || reads(low, point - count, value) && lowIsNearer(low, point - count, mantissa, binary);
        return layOut(takeLow ? low : low + 1, point, count);
    }

    /**
     * The smallest count of digits of which a number below or above the value reads back as it. What fits with fewer
     * digits fits with more, which a search by halves makes use of.
     */
    private static int fewestDigits(long floor17, int point, double value) {
        int fewest = 1;
        int enough = MAX_DIGITS;
        while (fewest < enough) {
            int count = (fewest + enough) / 2;
            long low = floor17 / powerOfTen(MAX_DIGITS - count);
            if (reads(low, point - count, value) || reads(low + 1, point - count, value)) {
                enough = count;
            } else {
                fewest = count + 1;
            }
        }
        return fewest;
    }

    /**
     * Whether mantissa · 2^binary is nearer to low · 10^exponent than to (low + 1) · 10^exponent; a tie goes to the
     * even one.
     */
    private static boolean lowIsNearer(long low, int exponent, long mantissa, int binary) {
        BigNatural middle = BigNatural.of(2 * low + 1);
        BigNatural value = BigNatural.of(2 * mantissa);
        scale(middle, value, -binary, exponent);
        int order = value.compareTo(middle);
        return order < 0 || order == 0 && (low & 1) == 0;
    }

    private static boolean reads(long digits, int exponent, double value) {
        return parse(digits + "e" + exponent) == value;
    }

    /** The n for which 10^(n-1) <= mantissa · 2^binary < 10^n. */
    private static int decimalPoint(long mantissa, int binary) {
        int magnitudeBits = 64 - Long.numberOfLeadingZeros(mantissa) + binary;
        int guess = (int) Math.floor((magnitudeBits - 1) * 0.30102999566398120);
        for (int n = guess;; n++) {
            if (compareToPowerOfTen(mantissa, binary, n) < 0) {
                return n;
            }
        }
    }

    private static int compareToPowerOfTen(long mantissa, int binary, int n) {
        BigNatural left = BigNatural.of(mantissa);
        BigNatural right = BigNatural.of(1);
        scale(left, right, binary, -n);
        return left.compareTo(right);
    }

    /** Multiplies left / right by 2^binary · 10^decimal. */
    private static void scale(BigNatural left, BigNatural right, int binary, int decimal) {
        (binary >= 0 ? left : right).shiftLeft(Math.abs(binary));
        (decimal >= 0 ? left : right).multiplyByPowerOfTen(Math.abs(decimal));
    }

    private static long floorDigits(long mantissa, int binary, int point) {
        BigNatural left = BigNatural.of(mantissa);
        BigNatural right = BigNatural.of(1);
        scale(left, right, binary, MAX_DIGITS - point);
        return divideFloor(left, right);
    }

    private static long divideFloor(BigNatural left, BigNatural right) {
        right.shiftLeft(57);
        long quotient = 0;
        for (int bit = 57; bit >= 0; bit--) {
            if (left.compareTo(right) >= 0) {
                left.subtract(right);
                quotient |= 1L << bit;
            }
            right.shiftRightOne();
        }
        return quotient;
    }

    private static long powerOfTen(int exponent) {
        long power = 1;
        for (int i = 0; i < exponent; i++) {
            power *= 10;
        }
        return power;
    }

    /** ECMA-262, Number::toString, steps 6 to 10: {@code count} digits with the point after the n-th. */
    private static String layOut(long digits, int n, int count) {
        String s = Long.toString(digits);
        if (s.length() > count) {
            n++;
        }
        int end = s.length();
        while (end > 1 && s.charAt(end - 1) == '0') {
            end--;
        }
        s = s.substring(0, end);
        int k = s.length();
        if (k <= n && n <= 21) {
            return s + "0".repeat(n - k);
        }
        if (0 < n && n <= 21) {
            return s.substring(0, n) + "." + s.substring(n);
        }
        if (-6 < n && n <= 0) {
            return "0." + "0".repeat(-n) + s;
        }
        String exponent = (n - 1 < 0 ? "-" : "+") + Math.abs(n - 1);
        return k == 1 ? s + "e" + exponent : s.charAt(0) + "." + s.substring(1) + "e" + exponent;
    }
}
