package dev.tabitat.web.protocol;

/**
 * Methods that the engine of the first visit answers; the engine of the whole app answers them too, but
 * {@link #FINISH}.
 */
public enum StartMethod implements Method {
    CATALOG("catalog", API),
    CLASSIFY("classify", API | MODEL),
    LEDGER("ledger", API),
    STORAGE("storage", API),
    /** The page reports bytes that were loaded without the engine. */
    RECEIVED("received", 0),
    /**
     * Ends the engine of the first visit: it answers when its other calls have been answered and its counts written.
     */
    FINISH("finish", 0);

    private final String wireName;
    private final int traits;

    StartMethod(String wireName, int traits) {
        this.wireName = wireName;
        this.traits = traits;
    }

    @Override
    public String wireName() {
        return wireName;
    }

    @Override
    public Worker worker() {
        return this == FINISH ? Worker.START : Worker.ENGINE;
    }

    @Override
    public int traits() {
        return traits;
    }

    @Override
    public String toString() {
        return wireName;
    }
}
