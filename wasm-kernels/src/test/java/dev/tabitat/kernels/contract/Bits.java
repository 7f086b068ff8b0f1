package dev.tabitat.kernels.contract;

import dev.tabitat.core.contract.Check;

/** Comparing floats bit for bit, any NaN being as good as any other. */
final class Bits {

    private Bits() {
    }

    static void same(Check check, String what, float[] expected, float[] found) {
        check.equal(what + ": count", expected.length, found.length);
        for (int i = 0; i < expected.length; i++) {
            if (Float.floatToIntBits(expected[i]) != Float.floatToIntBits(found[i])) {
                check.equal(what + " at " + i, expected[i], found[i]);
            }
        }
    }
}
