package dev.tabitat.web.engine;

import dev.tabitat.core.device.DeviceProfile;
import dev.tabitat.core.device.Fact;
import dev.tabitat.core.format.Slices;
import dev.tabitat.core.runtime.Backend;
import dev.tabitat.kernels.backend.Int8Choice;
import dev.tabitat.web.fetch.ByteSource;
import dev.tabitat.web.fetch.Pace;
import dev.tabitat.web.fetch.HostSource;
import dev.tabitat.web.fetch.Hosting;
import dev.tabitat.web.fetch.TurnAmongTabs;
import dev.tabitat.web.fetch.Traffic;
import dev.tabitat.web.jso.Turnstile;
import dev.tabitat.web.store.DocumentCipher;
import dev.tabitat.web.store.Notebook;
import dev.tabitat.web.store.Surroundings;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** What the engine needs of the browser. */
public interface World extends Surroundings, Pace, TurnAmongTabs.Tab {

    /** Nanoseconds on a clock that never goes back. */
    long nanos();

    /** A lock for the fibers of this tab. */
    default Turnstile turnstile() {
        return new Turnstile();
    }

    /** Whether the browser believes that there is a network. */
    boolean isOnline();

    /** What the browser says about the line. */
    Line line();

    /**
     * @param savesData whether the person asked to save data
     * @param isMetered whether bytes cost money
     */
    record Line(boolean savesData, boolean isMetered) {

        boolean isCostly() {
            return savesData || isMetered;
        }

        String words() {
            return savesData ? "a wish to save data" : "a mobile network";
        }
    }

    /** The host that served the page. */
    ByteSource host();

    /** Tells of the person's session at the host from now on. */
    void watchSession(HostSource.Session session);

    /**
     * An OCI registry of another origin, with the origins that the host of the page names for it.
     *
     * @param origin scheme, host and port without a slash at the end
     * @param traffic is notified of requests for tokens
     */
    ByteSource registry(String origin, Traffic traffic);

    /** What the host says about the origins of registries and endpoints; empty where it says nothing. */
    Hosting hosting();

    /** Endpoints outside. */
    EndpointLine endpoints();

    /** Digests of what is kept of documents. */
    DocumentCipher documentCipher();

    /** Keys and signatures. */
    KeyTools keyTools();

    /** Tells the other tabs that something changed, by {@link dev.tabitat.web.protocol.Topic}. */
    void announce(String topic);

    /** How much the browser stores and may store. */
    Storage storage();

    /**
     * @param usageBytes what this site stores, where the browser says so
     * @param quotaBytes what it may store
     * @param isPersisted whether the browser keeps it until the person deletes it
     */
    record Storage(OptionalLong usageBytes, OptionalLong quotaBytes, boolean isPersisted) {

        OptionalLong freeBytes() {
            return usageBytes.isPresent() && quotaBytes.isPresent()
                    ? OptionalLong.of(Math.max(0, quotaBytes.getAsLong() - usageBytes.getAsLong()))
                    : OptionalLong.empty();
        }
    }

    /** The backend on Wasm kernels; made once. @throws dev.tabitat.core.error.Unsupported when the engine refuses it */
    Backend wasmBackend();

    /**
     * Asks for the graphics processor; may wait for the browser.
     *
     * @param allowSoftware whether an adapter in software will do, which is right but slow
     * @throws dev.tabitat.core.error.Unsupported with the reason when there is none
     */
    Backend gpuBackend(boolean allowSoftware);

    /** How many threads kernels may use from now on; waits a moment for those that are on their way. */
    void limitThreads(int most);

    /** Why kernels have one thread though more were started; empty when nothing went wrong. */
    default Optional<String> threadProblem() {
        return Optional.empty();
    }

    /** How many threads kernels have here. */
    int threads();

    /**
     * Finds the fastest right way to multiply int8, the first time that it is called.
     *
     * @param notebook what was found on an earlier visit, or will be noted for a later one
     */
    void chooseInt8(Notebook notebook);

    /** How the kernels multiply int8 here; empty before it was measured. */
    Optional<Int8Choice> int8Choice();

    /** Begins a file, which may become larger than memory. */
    FileMaker file(String mediaType);

    /** A file in the making. */
    interface FileMaker {

        void add(byte[] bytes);

        /** All that was added. */
        Slices file();
    }

    /** Lets messages come in that wait; takes well under a millisecond. */
    void breathe();

    /** Bytes that models may use, where the browser says how much memory there is; answers at once. */
    OptionalLong memoryForModels();

    /** What can be seen of the device; may wait for the browser. */
    Map<String, Fact> look();

    /** What the kernels reach on the device; takes a moment. */
    Map<String, Fact> measure();

    /** The profile of these facts; later maps win. */
    DeviceProfile profile(List<Map<String, Fact>> parts, List<String> supportedRuntimes);
}
