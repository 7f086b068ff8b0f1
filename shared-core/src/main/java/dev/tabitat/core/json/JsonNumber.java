package dev.tabitat.core.json;

import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;

/**
 * A number: a whole one is kept exactly where 64 bits hold it, any other as the nearest double.
 *
 * <p>
 * Compared by value: 1 equals 1.0, as RFC 8785 writes them alike.
 */
public final class JsonNumber implements Json {

    private static final double LONG_LIMIT = 0x1p63;

    private final boolean whole;
    private final long whole64;
    private final double real;

    private JsonNumber(boolean whole, long whole64, double real) {
        this.whole = whole;
        this.whole64 = whole64;
        this.real = real;
    }

    public static JsonNumber of(long value) {
        return new JsonNumber(true, value, value);
    }

    /** @throws IllegalArgumentException for NaN and the infinities, which JSON has not */
    public static JsonNumber of(double value) {
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            throw new IllegalArgumentException("JSON has no " + value);
        }
        boolean isWhole = value >= -LONG_LIMIT && value < LONG_LIMIT && (double) (long) value == value;
        return isWhole ? new JsonNumber(true, (long) value, (long) value) : new JsonNumber(false, 0, value);
    }

    public boolean isWhole() {
        return whole;
    }

    /** @throws DamagedData when the value is not whole or 64 bits do not hold it */
    public long longValue() {
        if (!whole) {
            throw new DamagedData("A whole number was expected.",
                    Finding.NONE.expected("a 64-bit integer").found(toString()));
        }
        return whole64;
    }

    public double doubleValue() {
        return real;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof JsonNumber that && whole == that.whole && whole64 == that.whole64 && real == that.real;
    }

    @Override
    public int hashCode() {
        long bits = whole ? whole64 : Double.doubleToLongBits(real);
        return (int) (bits ^ bits >>> 32);
    }

    /** Exact for whole numbers, else as ECMAScript writes the double. */
    /** A number as it is shown in messages; what is no number as words. */
    public static String text(double value) {
        return Double.isNaN(value) ? "not a number"
                : Double.isInfinite(value) ? value > 0 ? "infinity" : "-infinity" : Decimal.format(value);
    }

    @Override
    public String toString() {
        return whole ? Long.toString(whole64) : Decimal.format(real);
    }
}
