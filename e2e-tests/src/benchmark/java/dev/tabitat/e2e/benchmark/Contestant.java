package dev.tabitat.e2e.benchmark;

/** One engine in one setting. */
interface Contestant {

    /** For tables and for benchmark.json, for example {@code tabitat wasm 2}. */
    String name();

    /**
     * Milliseconds of each of {@code runs} passes.
     *
     * @throws Unable when it cannot
     */
    double[] turn(Size size, int runs);
}
