package dev.tabitat.core.training;

/** Called between the steps of training; may cancel it by throwing {@link dev.tabitat.core.error.Cancelled}. */
@FunctionalInterface
public interface ProgressListener {

    /** Ignores all progress. */
    ProgressListener NONE = (phase, done, total) -> {};

    /**
     * @param phase what is being done, one word
     * @param done of {@code total}, at most that
     */
    void step(String phase, long done, long total);
}
