package dev.tabitat.core.ledger;

import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.InvalidInput;

/** Saturating sums of counts that stay exact as JSON numbers: 0 to 2^53 − 1. */
final class SaturatingSums {

    /** The largest count: every integer up to it is a double. */
    static final long MOST = 9_007_199_254_740_991L;

    private SaturatingSums() {
    }

    /** {@code a + b}, or {@link #MOST} where that is less; both in 0 to {@link #MOST}. */
    static long add(long a, long b) {
        return Math.min(MOST, a + b);
    }

    static void requireCount(long count, String where) {
        if (count < 0 || count > MOST) {
            throw new InvalidInput("A ledger counts in whole numbers from 0 to 2^53 - 1.", Finding.at(where)
                    .expected("0 to " + MOST).found(count));
        }
    }
}
