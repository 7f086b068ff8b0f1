package dev.tabitat.web.engine;

import dev.tabitat.core.device.DeviceProfile;
import dev.tabitat.core.device.Fact;
import dev.tabitat.core.error.TabitatException;
import dev.tabitat.core.error.Unavailable;
import dev.tabitat.core.format.Slices;
import dev.tabitat.core.generation.DecoderSession;
import dev.tabitat.core.model.decoder.Decoder;
import dev.tabitat.core.packages.RegistryOrigins;
import dev.tabitat.core.runtime.Backend;
import dev.tabitat.kernels.backend.Int8Choice;
import dev.tabitat.kernels.backend.WasmBackend;
import dev.tabitat.kernels.decoder.DecoderBackend;
import dev.tabitat.web.engine.environment.EndpointConnection;
import dev.tabitat.web.engine.environment.EngineEnvironment;
import dev.tabitat.web.engine.environment.KeyTools;
import dev.tabitat.web.fetch.ByteSource;
import dev.tabitat.web.fetch.CancellationToken;
import dev.tabitat.web.fetch.Hosting;
import dev.tabitat.web.fetch.RegistrySource;
import dev.tabitat.web.fetch.Traffic;
import dev.tabitat.web.gpu.WebGpuBackend;
import dev.tabitat.web.jso.Attachment;
import dev.tabitat.web.jso.Await;
import dev.tabitat.web.jso.Broadcast;
import dev.tabitat.web.jso.Clock;
import dev.tabitat.web.kernelhost.TabKernels;
import dev.tabitat.web.profile.EngineProbe;
import dev.tabitat.web.profile.QuickMeasures;
import dev.tabitat.web.store.BrowserCipher;
import dev.tabitat.web.store.DocumentCipher;
import dev.tabitat.web.store.PersistentNote;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** The browser around the engine's worker. */
final class BrowserEngineEnvironment extends BrowserStorageEnvironment implements EngineEnvironment {

    private static final int MAX_THREADS = 8;
    private static final int THREAD_PAUSE_MILLIS = 5;
    private static final int THREAD_PATIENCE = 60;

    private final Map<String, ByteSource> registries = new LinkedHashMap<>();
    private Optional<Hosting> hosting = Optional.empty();
    private final TabKernels kernels = new TabKernels(MAX_THREADS);
    private boolean hasWaited;
    private boolean hasWaitedForDecoders;

    /** @param otherTabs carries announcements; empty where the browser cannot */
    BrowserEngineEnvironment(Optional<Broadcast> otherTabs) {
        super(otherTabs);
    }

    @Override
    public ByteSource registry(String origin, Traffic traffic) {
        RegistryOrigins entry = hosting().registry(origin);
        if (hosting.isEmpty()) {
            return new RegistrySource(http(), entry, this, traffic);
        }
        // Kept for its tokens; nothing suspends between the look and the entry.
        return registries.computeIfAbsent(entry.origin(), missing -> new RegistrySource(http(), entry, this, traffic));
    }

    @Override
    public Hosting hosting() {
        if (hosting.isPresent()) {
            return hosting.get();
        }
        try {
            Hosting read = Hosting.read(host(), this, new CancellationToken());
            hosting = Optional.of(read);
            return read;
        } catch (Unavailable offline) {
            return Hosting.NONE;
        }
    }

    @Override
    public EndpointConnection endpoints() {
        return new BrowserEndpointConnection(host());
    }

    @Override
    public DocumentCipher documentCipher() {
        return new BrowserCipher();
    }

    @Override
    public KeyTools keyTools() {
        return new BrowserKeyTools();
    }

    @Override
    public Backend wasmBackend() {
        return kernels.backend();
    }

    @Override
    public Backend gpuBackend(boolean allowSoftware) {
        return WebGpuBackend.open(allowSoftware);
    }

    @Override
    public DecoderSession wasmDecoder(Decoder decoder) {
        return kernels.decoders().open(decoder);
    }

    @Override
    public void limitDecoderThreads(int most) {
        if (kernels.madeDecoders().isEmpty()) {
            return;
        }
        DecoderBackend backend = kernels.madeDecoders().get();
        backend.limitThreads(most);
        for (int i = 0; most > 1 && !hasWaitedForDecoders && i < THREAD_PATIENCE && !backend.isComplete(); i++) {
            pause(THREAD_PAUSE_MILLIS, new CancellationToken());
        }
        if (most > 1) {
            backend.stopWaitingForThreads();
        }
        hasWaitedForDecoders = true;
    }

    @Override
    public int decoderThreads() {
        return kernels.madeDecoders().isEmpty() ? 1 : kernels.madeDecoders().get().threads();
    }

    @Override
    public void limitThreads(int most) {
        if (kernels.madeBackend().isEmpty()) {
            return;
        }
        WasmBackend backend = kernels.madeBackend().get();
        backend.limitThreads(most);
        for (int i = 0; most > 1 && !hasWaited && i < THREAD_PATIENCE && !backend.isComplete(); i++) {
            pause(THREAD_PAUSE_MILLIS, new CancellationToken());
        }
        if (most > 1) {
            backend.stopWaitingForThreads();
        }
        hasWaited = true;
    }

    @Override
    public int threads() {
        return kernels.madeBackend().map(WasmBackend::threads).orElse(1);
    }

    @Override
    public Optional<String> threadProblem() {
        return kernels.madeBackend().flatMap(WasmBackend::threadProblem);
    }

    @Override
    public void chooseInt8(PersistentNote notes) {
        kernels.noteIn(notes);
        try {
            kernels.int8();
        } catch (TabitatException none) {
            // Opening a model on these kernels fails with the same message.
            return;
        }
    }

    @Override
    public Optional<Int8Choice> int8Choice() {
        return kernels.int8Choice();
    }

    @Override
    public FileMaker file(String mediaType) {
        Attachment.Maker maker = new Attachment.Maker(mediaType);
        return new FileMaker() {
            @Override
            public void add(byte[] bytes) {
                maker.add(bytes);
            }

            @Override
            public Slices file() {
                return maker.file();
            }
        };
    }

    @Override
    public void yieldToMessages() {
        Await.done(Clock.nextTask());
    }

    @Override
    public OptionalLong memoryForModels() {
        return EngineProbe.memoryForModels();
    }

    @Override
    public Map<String, Fact> probe() {
        return EngineProbe.probe();
    }

    @Override
    public Map<String, Fact> measure() {
        try {
            return QuickMeasures.measure(kernels.memory(), kernels::measureInt8);
        } catch (TabitatException noKernels) {
            return Map.of();
        }
    }

    @Override
    public DeviceProfile profile(List<Map<String, Fact>> parts, List<String> supportedRuntimes) {
        return EngineProbe.profile(parts, supportedRuntimes);
    }
}
