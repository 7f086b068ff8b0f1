package dev.tabitat.kernels.backend;

/**
 * When more threads are worth waking, and how long they are waited for.
 *
 * @param productsPerThread products of a weight and a value that make up for waking a thread and for about fifty
 * barriers
 * @param deadlineMillis how long a thread waits at a barrier for the others before the pool stops, at least 1
 */
public record ThreadSettings(long productsPerThread, int deadlineMillis) {

    /** Some milliseconds' work; no step between two barriers takes a hundredth of the deadline. */
    public static final ThreadSettings DEFAULT = new ThreadSettings(300_000_000, 10_000);

    public ThreadSettings {
        if (productsPerThread < 1 || deadlineMillis < 1) {
            throw new IllegalArgumentException(productsPerThread + " products, " + deadlineMillis + " ms");
        }
    }
}
