package dev.tabitat.e2e.benchmark;

/** What a pass of a BERT encoder multiplies, counted from its shape. */
record ModelShape(int layers, int hidden, int intermediate) {

    static final ModelShape MINILM_L6 = new ModelShape(6, 384, 1536);

    /**
     * Multiplications and additions: query, key, value and output; both feed-forward products; scores and their
     * mixture.
     */
    double operations(Size size) {
        double rows = (double) size.batch() * size.tokens();
        double weights = 4.0 * hidden * hidden + 2.0 * hidden * intermediate;
        double attention = 2.0 * size.tokens() * hidden;
        return 2 * layers * rows * (weights + attention);
    }

    /** Milliseconds that a pass takes at least at this rate. */
    double millis(Size size, double gops) {
        return operations(size) / (gops * 1e6);
    }
}
