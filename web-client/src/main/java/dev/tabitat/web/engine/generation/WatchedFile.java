package dev.tabitat.web.engine.generation;

import dev.tabitat.core.format.Slices;
import dev.tabitat.web.engine.environment.EngineEnvironment;
import dev.tabitat.web.fetch.CancellationToken;

/**
 * A model's file, whose reading lets waiting messages in and ends when the call is cancelled for which it is read.
 * Reading may wait.
 */
final class WatchedFile implements Slices {

    private static final double BREATH_MILLIS = 15;

    private final Slices file;
    private final EngineEnvironment environment;
    private CancellationToken stop = new CancellationToken();
    private double breathed;

    WatchedFile(Slices file, EngineEnvironment environment) {
        this.file = file;
        this.environment = environment;
        breathed = environment.millis();
    }

    /** From now on it is read for this call. */
    void watch(CancellationToken next) {
        stop = next;
    }

    @Override
    public long length() {
        return file.length();
    }

    @Override
    public byte[] read(long offset, int length) {
        if (environment.millis() - breathed >= BREATH_MILLIS) {
            environment.yieldToMessages();
            breathed = environment.millis();
        }
        stop.check();
        return file.read(offset, length);
    }
}
