package dev.tabitat.e2e.benchmark;

import java.util.List;

/**
 * What one pass computes.
 *
 * @param runs passes a turn: short ones come in bundles, so that a turn is longer than what taking turns costs
 */
record Size(int batch, int tokens, int runs) {

    static final List<Size> ALL = List.of(new Size(1, 8, 12), new Size(1, 32, 8), new Size(1, 128, 4),
            new Size(32, 128, 1));

    /** Enough passes of everything that a browser compiles better once it has run often. */
    static final Size WARM_UP = new Size(1, 128, 12);

    /** Passes of more tokens than this take minutes where a processor stands in for the graphics processor. */
    private static final int MAX_TOKENS_IN_SOFTWARE = 128;

    static List<Size> inSoftware() {
        return ALL.stream().filter(size -> size.batch * size.tokens <= MAX_TOKENS_IN_SOFTWARE)
                .map(size -> new Size(size.batch, size.tokens, 1)).toList();
    }

    String title() {
        return batch + "x" + tokens;
    }
}
