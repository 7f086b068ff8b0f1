package dev.tabitat.core.lineage;

import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;

/** What the fields of bodies have in common. */
final class Checks {

    private static final long MOST = 9_007_199_254_740_991L;

    private Checks() {
    }

    /** A count that stays exact as a JSON number. */
    static long count(long value, String where) {
        if (value < 0 || value > MOST) {
            throw new DamagedData("A count in the lineage is out of range.",
                    Finding.at(where).expected("0 to 2^53 - 1").found(value));
        }
        return value;
    }

    static String named(String value, String where) {
        if (value.isEmpty()) {
            throw new DamagedData("A name in the lineage is empty.", Finding.at(where).expected("a name"));
        }
        return value;
    }

    /** Small letters, digits and hyphens: safe as part of an identifier. */
    static String id(String value, String where) {
        boolean good = !value.isEmpty() && value.length() <= 64;
        for (int i = 0; i < value.length() && good; i++) {
            char c = value.charAt(i);
            good = c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '-' || c == '_';
        }
        if (!good) {
            throw new DamagedData("An id in the lineage is malformed.", Finding.at(where)
                    .expected("1 to 64 of a-z, 0-9, - and _").found(value.length() > 80 ? "a long text" : value));
        }
        return value;
    }
}
