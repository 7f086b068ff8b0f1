package dev.tabitat.core.runtime;

/**
 * What a known-answer self-test found.
 *
 * @param backend which one was tested
 * @param cases how many inputs were run
 * @param maxError largest difference of one output from the reference; of embeddings, the largest cosine distance
 * @param bound largest difference allowed
 * @param problem why it failed without a difference; empty when it did not
 */
public record SelfTestReport(String backend, int cases, double maxError, double bound, String problem) {

    public boolean passed() {
        return problem.isEmpty() && cases > 0 && maxError <= bound;
    }
}
