package dev.tabitat.web.engine;

import dev.tabitat.core.device.DeviceProfile;
import dev.tabitat.core.device.Fact;
import dev.tabitat.core.error.TabitatException;
import dev.tabitat.core.error.Unavailable;
import dev.tabitat.core.format.Slices;
import dev.tabitat.core.packages.RegistryOrigins;
import dev.tabitat.core.runtime.Backend;
import dev.tabitat.kernels.backend.Int8Choice;
import dev.tabitat.kernels.backend.WasmBackend;
import dev.tabitat.web.fetch.ByteSource;
import dev.tabitat.web.fetch.Exclusive;
import dev.tabitat.web.fetch.FetchHttp;
import dev.tabitat.web.fetch.Hosting;
import dev.tabitat.web.fetch.HostSource;
import dev.tabitat.web.fetch.Http;
import dev.tabitat.web.fetch.RegistrySource;
import dev.tabitat.web.fetch.Traffic;
import dev.tabitat.web.fetch.Stop;
import dev.tabitat.web.fetch.StoppablePause;
import dev.tabitat.web.gpu.WebGpuBackend;
import dev.tabitat.web.jso.Attachment;
import dev.tabitat.web.jso.Await;
import dev.tabitat.web.jso.Deadline;
import dev.tabitat.web.jso.Broadcast;
import dev.tabitat.web.jso.Clock;
import dev.tabitat.web.jso.Crypto;
import dev.tabitat.web.jso.Js;
import dev.tabitat.web.jso.JsFailure;
import dev.tabitat.web.jso.StorageManager;
import dev.tabitat.web.kernelhost.TabKernels;
import dev.tabitat.web.profile.EngineLook;
import dev.tabitat.web.profile.QuickMeasures;
import dev.tabitat.web.store.BrowserCipher;
import dev.tabitat.web.store.DocumentCipher;
import dev.tabitat.web.store.Notebook;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;
import org.teavm.jso.core.JSBoolean;

/** The browser around the engine's worker. */
final class BrowserWorld implements World {

    private static final int MOST_THREADS = 8;
    private static final int THREAD_PAUSE_MILLIS = 5;
    private static final int THREAD_PATIENCE = 60;

    private final Http http = new FetchHttp(origin());
    private final ByteSource host = new HostSource(http, origin(), folder(), new HostSource.Session() {
        @Override
        public void signInNeeded(Unavailable error) {
            if (session.isPresent()) {
                session.get().signInNeeded(error);
            }
        }

        @Override
        public void served() {
            if (session.isPresent()) {
                session.get().served();
            }
        }
    });
    private Optional<HostSource.Session> session = Optional.empty();
    private final Map<String, ByteSource> registries = new LinkedHashMap<>();
    private Optional<Hosting> hosting = Optional.empty();
    private final Optional<Broadcast> otherTabs;
    private final TabKernels kernels = new TabKernels(MOST_THREADS);
    private boolean hasWaited;

    /** @param otherTabs carries announcements; empty where the browser cannot */
    BrowserWorld(Optional<Broadcast> otherTabs) {
        this.otherTabs = otherTabs;
    }

    @JSBody(script = "return globalThis.location.origin;")
    private static native String origin();

    /** The path of the page's folder without the slash at its end; empty for the root. */
    @JSBody(script = "return new URL(globalThis.tabitatFiles.base).pathname.slice(0, -1);")
    private static native String folder();

    @Override
    public String nowUtc() {
        return Clock.utcNow();
    }

    @Override
    public byte[] random(int count) {
        return Crypto.random(count);
    }

    @Override
    public double millis() {
        return Clock.millis();
    }

    @Override
    public long nanos() {
        return Clock.nanos();
    }

    @Override
    public double chance() {
        return random();
    }

    @JSBody(script = "return Math.random();")
    private static native double random();

    @Override
    public boolean isOnline() {
        return onLine();
    }

    @JSBody(script = "return navigator.onLine !== false;")
    private static native boolean onLine();

    @Override
    public Line line() {
        return new Line(savesData(), isMetered());
    }

    @JSBody(script = "return !!(navigator.connection && navigator.connection.saveData);")
    private static native boolean savesData();

    /** Only some browsers say; a mobile network is taken for one that costs. */
    @JSBody(script = "return !!(navigator.connection && (navigator.connection.type === 'cellular' || navigator.connection.metered));")
    private static native boolean isMetered();

    @Override
    public void pause(int millis, Stop stop) {
        StoppablePause.take(millis, stop);
    }

    @Override
    public void start(Runnable work) {
        new Thread(work).start();
    }

    @Override
    public ByteSource host() {
        return host;
    }

    @Override
    public void watchSession(HostSource.Session watching) {
        session = Optional.of(watching);
    }

    @Override
    public ByteSource registry(String origin, Traffic traffic) {
        RegistryOrigins entry = hosting().registry(origin);
        if (hosting.isEmpty()) {
            return new RegistrySource(http, entry, this, traffic);
        }
        // Kept for its tokens; nothing suspends between the look and the entry.
        return registries.computeIfAbsent(entry.origin(), missing -> new RegistrySource(http, entry, this, traffic));
    }

    @Override
    public Hosting hosting() {
        if (hosting.isPresent()) {
            return hosting.get();
        }
        try {
            Hosting read = Hosting.read(host, this, new Stop());
            hosting = Optional.of(read);
            return read;
        } catch (Unavailable offline) {
            return Hosting.NONE;
        }
    }

    @Override
    public <T> T alone(String name, Stop stop, Supplier<T> work) {
        return Exclusive.run(name, stop, work);
    }

    @Override
    public EndpointLine endpoints() {
        return new BrowserEndpointLine(host);
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
    public void announce(String topic) {
        otherTabs.ifPresent(channel -> channel.send(topic));
    }

    @Override
    public Storage storage() {
        if (!StorageManager.isThere()) {
            return new Storage(OptionalLong.empty(), OptionalLong.empty(), false);
        }
        try {
            JSObject estimate = Await.result(StorageManager.estimate(), Deadline.QUERY);
            boolean persisted = Await.<JSBoolean>result(StorageManager.persisted(), Deadline.QUERY).booleanValue();
            return new Storage(bytes(estimate, "usage"), bytes(estimate, "quota"), persisted);
        } catch (JsFailure | Unavailable refused) {
            // Without an answer the app goes on as where the browser does not say.
            return new Storage(OptionalLong.empty(), OptionalLong.empty(), false);
        }
    }

    private static OptionalLong bytes(JSObject estimate, String name) {
        double value = Js.number(estimate, name);
        return value >= 0 ? OptionalLong.of((long) value) : OptionalLong.empty();
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
    public void limitThreads(int most) {
        if (kernels.madeBackend().isEmpty()) {
            return;
        }
        WasmBackend backend = kernels.madeBackend().get();
        backend.limitThreads(most);
        for (int i = 0; most > 1 && !hasWaited && i < THREAD_PATIENCE && !backend.isComplete(); i++) {
            pause(THREAD_PAUSE_MILLIS, new Stop());
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
    public void chooseInt8(Notebook notes) {
        kernels.noteIn(notes);
        try {
            kernels.int8();
        } catch (TabitatException none) {
            // Whoever opens a model on these kernels is told the same.
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
    public void breathe() {
        Await.done(Clock.nextTask());
    }

    @Override
    public OptionalLong memoryForModels() {
        return EngineLook.memoryForModels();
    }

    @Override
    public Map<String, Fact> look() {
        return EngineLook.look();
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
        return EngineLook.profile(parts, supportedRuntimes);
    }
}
