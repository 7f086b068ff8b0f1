package dev.tabitat.e2e.evaluation;

import java.util.Locale;

/** Shares with their 95 % intervals by Wilson's score. */
final class Wilson {

    private static final double Z = 1.96;

    private Wilson() {}

    /** The count, and in brackets the share and its interval. */
    static String of(int count, int n) {
        if (n == 0) {
            return "none";
        }
        double share = (double) count / n;
        double middle = (share + Z * Z / (2 * n)) / (1 + Z * Z / n);
        double half = Z * Math.sqrt(share * (1 - share) / n + Z * Z / (4.0 * n * n)) / (1 + Z * Z / n);
        return String.format(Locale.ROOT, "%d (%.2f [%.2f, %.2f])", count, share, Math.max(0, middle - half),
                Math.min(1, middle + half));
    }
}
