package dev.tabitat.web.lab;

import dev.tabitat.core.runtime.Backend;
import dev.tabitat.core.training.Products;
import dev.tabitat.web.fetch.Stop;
import dev.tabitat.web.store.Surroundings;
import java.util.Optional;
import java.util.function.Supplier;

/** What the lab needs of the browser. */
interface LabWorld extends Surroundings {

    /** Nanoseconds on a clock that never goes back. */
    long nanos();

    /** Lets messages come in that wait. */
    void breathe();

    /** Tells the engine and other tabs that something changed. */
    void announce(String topic);

    /** Does work while nobody else does work under the same name. */
    <T> T alone(String name, Stop stop, Supplier<T> work);

    /** Does work unless somebody else does work under the same name now; empty then. */
    <T> Optional<T> aloneIfFree(String name, Supplier<T> work);

    /** The plain kernels. */
    Backend backend();

    Products products();
}
