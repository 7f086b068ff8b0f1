package dev.tabitat.web.lab;

import dev.tabitat.core.runtime.Backend;
import dev.tabitat.core.training.MatrixProducts;
import dev.tabitat.web.fetch.CancellationToken;
import dev.tabitat.web.fetch.CrossTabLock;
import dev.tabitat.web.store.ClockAndRandom;
import java.util.Optional;
import java.util.function.Supplier;

/** The environment of the lab: what it needs of the browser. */
interface LabEnvironment extends ClockAndRandom, CrossTabLock.Tab {

    /** Writing what was bred takes a moment, so that nothing but the end counts as progress. */
    CrossTabLock.Limit OTHERS = new CrossTabLock.Limit("Other work on this package", 60,
            "Close the other tabs of this app, then start again; what was bred before is kept.");

    /** Nanoseconds on a clock that never goes back. */
    long nanos();

    /** Lets messages come in that wait. */
    void yieldToMessages();

    /** Notifies the engine and other tabs of a change. */
    void announce(String topic);

    /**
     * Does work on a package while no other tab installs or removes it. @throws dev.tabitat.core.error.Unavailable when
     * another tab does not release it within a minute
     */
    default <T> T aloneWith(String packageName, CancellationToken stop, Supplier<T> work) {
        return new CrossTabLock(this, OTHERS).run("tabitat-install-" + packageName, () -> 0, stop, work);
    }

    /** Does work unless another holder of the lock of that name is at work; empty then. */
    <T> Optional<T> aloneIfFree(String name, Supplier<T> work);

    /** The plain kernels. */
    Backend backend();

    MatrixProducts products();
}
