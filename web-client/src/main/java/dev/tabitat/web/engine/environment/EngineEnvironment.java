package dev.tabitat.web.engine.environment;

import dev.tabitat.core.device.DeviceProfile;
import dev.tabitat.core.device.Fact;
import dev.tabitat.core.format.Slices;
import dev.tabitat.core.generation.DecoderSession;
import dev.tabitat.core.model.decoder.Decoder;
import dev.tabitat.core.runtime.Backend;
import dev.tabitat.kernels.backend.Int8Choice;
import dev.tabitat.web.fetch.Http;
import dev.tabitat.web.store.DocumentCipher;
import dev.tabitat.web.store.PersistentNote;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** The environment of the engine: what it needs of the browser. */
public interface EngineEnvironment extends StorageEnvironment {

    /** Endpoints outside. */
    EndpointConnection endpoints();

    /** Requests to hubs and addresses of other origins. */
    Http http();

    /** Digests of what is kept of documents. */
    DocumentCipher documentCipher();

    /** Keys and signatures. */
    KeyTools keyTools();

    /** The backend on Wasm kernels; made once. @throws dev.tabitat.core.error.Unsupported when the engine refuses it */
    Backend wasmBackend();

    /**
     * Requests the graphics processor; may wait for the browser.
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
    void chooseInt8(PersistentNote notebook);

    /** How the kernels multiply int8 here; empty before it was measured. */
    Optional<Int8Choice> int8Choice();

    /**
     * Loads a decoder on Wasm kernels; reading its weights may wait.
     *
     * @throws dev.tabitat.core.error.Unsupported when the engine refuses the kernels, or there are none for a type
     * @throws dev.tabitat.core.error.OutOfBudget when there is not enough memory
     */
    DecoderSession wasmDecoder(Decoder decoder);

    /** How many threads decoders may use from now on; waits a moment for those that are on their way. */
    void limitDecoderThreads(int most);

    /** How many threads decoders have here. */
    int decoderThreads();

    /** Begins a file, which may become larger than memory. */
    FileMaker file(String mediaType);

    /** A file in the making. */
    interface FileMaker {

        void add(byte[] bytes);

        /** All that was added. */
        Slices file();
    }

    /** Yields to waiting messages; takes well under a millisecond. */
    void yieldToMessages();

    /** Bytes that models may use, where the browser says how much memory there is; answers at once. */
    OptionalLong memoryForModels();

    /** What can be seen of the device; may wait for the browser. */
    Map<String, Fact> probe();

    /** What the kernels reach on the device; takes a moment. */
    Map<String, Fact> measure();

    /** The profile of these facts; later maps win. */
    DeviceProfile profile(List<Map<String, Fact>> parts, List<String> supportedRuntimes);
}
