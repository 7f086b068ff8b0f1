package dev.tabitat.web.engine;

import dev.tabitat.core.device.DeviceProfile;
import dev.tabitat.core.device.Fact;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.Unavailable;
import dev.tabitat.core.error.Unsupported;
import dev.tabitat.core.format.Slices;
import dev.tabitat.core.generation.DecoderSession;
import dev.tabitat.core.json.Json;
import dev.tabitat.core.json.JsonBool;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.model.decoder.Decoder;
import dev.tabitat.core.runtime.Backend;
import dev.tabitat.kernels.backend.Int8Choice;
import dev.tabitat.web.engine.environment.EndpointConnection;
import dev.tabitat.web.engine.environment.EngineEnvironment;
import dev.tabitat.web.engine.environment.KeyTools;
import dev.tabitat.web.fetch.ByteSource;
import dev.tabitat.web.fetch.CancellationToken;
import dev.tabitat.web.fetch.HostSource;
import dev.tabitat.web.fetch.Hosting;
import dev.tabitat.web.fetch.Http;
import dev.tabitat.web.fetch.Traffic;
import dev.tabitat.web.protocol.DeclaredTypes;
import dev.tabitat.web.protocol.FromEngine;
import dev.tabitat.web.protocol.ToEngine;
import dev.tabitat.web.store.DocumentCipher;
import dev.tabitat.web.store.JvmCipher;
import dev.tabitat.web.store.PersistentNote;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.Supplier;

/** An environment in which everything happens at once, on one thread, and later work waits until it is asked for. */
class FakeEngineEnvironment implements EngineEnvironment, ByteSource {

    final Map<String, byte[]> resources = new LinkedHashMap<>();
    /** Whom the engine has asked to be told of the session at the host. */
    HostSource.Session session;
    final List<FromEngine> sent = new ArrayList<>();
    final List<byte[]> files = new ArrayList<>();
    final List<String> announced = new ArrayList<>();
    private final List<Runnable> later = new ArrayList<>();
    /** What happens while long work lets messages in. */
    Runnable breath = () -> {};
    int breaths;
    int threadLimit;
    private Optional<Backend> wasm = Optional.empty();
    private boolean isOnline = true;
    /** So many requests of these paths fail next, though the browser says that there is a network. */
    int failures;
    String failing = "";
    private long clock;
    private long lastId;

    FakeEngineEnvironment withWasm(Backend backend) {
        wasm = Optional.of(backend);
        return this;
    }

    void sleep(int millis) {
        clock += millis;
    }

    void unplug() {
        isOnline = false;
    }

    void plug() {
        isOnline = true;
    }

    /** Does what was put off: flushing the ledger and the evidence. */
    void settle() {
        while (!later.isEmpty()) {
            later.remove(0).run();
        }
    }

    void send(FromEngine message, Optional<Slices> bytes) {
        sent.add(FromEngine.read(message.text()));
        bytes.ifPresent(one -> files.add(one.read(0, (int) one.length())));
    }

    long lastId() {
        return lastId;
    }

    /** Calls a method and gives its end. */
    FromEngine call(Engine engine, String method, JsonObject params, Optional<Slices> bytes) {
        long id = ++lastId;
        engine.calls().receive(ToEngine.read(new ToEngine.Call(id, method, params).text()), bytes);
        for (FromEngine message : sent) {
            if (message instanceof FromEngine.Done done && done.id() == id
                    || message instanceof FromEngine.Failed failed && failed.id() == id) {
                return message;
            }
        }
        throw new AssertionError(method + " never ended");
    }

    Json done(Engine engine, String method, Object... params) {
        FromEngine end = call(engine, method, JsonObject.of(params), Optional.empty());
        if (end instanceof FromEngine.Done done) {
            DeclaredTypes.require(method, done.result());
            return done.result();
        }
        throw new AssertionError(((FromEngine.Failed) end).error().toString());
    }

    JsonObject object(Engine engine, String method, Object... params) {
        return (JsonObject) done(engine, method, params);
    }

    /** The code with which a call fails. */
    String refusal(Engine engine, String method, Object... params) {
        FromEngine end = call(engine, method, JsonObject.of(params), Optional.empty());
        if (end instanceof FromEngine.Failed failed) {
            return failed.error().code();
        }
        throw new AssertionError(end.text());
    }

    @Override
    public String nowUtc() {
        clock++;
        return "2026-11-23T09:00:" + (clock / 10 % 6) + clock % 10 + ".000Z";
    }

    @Override
    public byte[] random(int count) {
        byte[] bytes = new byte[count];
        Arrays.fill(bytes, (byte) 3);
        return bytes;
    }

    @Override
    public double millis() {
        return ++clock;
    }

    @Override
    public long nanos() {
        return ++clock * 1_000_000;
    }

    @Override
    public boolean isOnline() {
        return isOnline;
    }

    Line line = new Line(false, false);

    @Override
    public Line line() {
        return line;
    }

    @Override
    public double chance() {
        return 0.5;
    }

    @Override
    public void pause(int millis, CancellationToken stop) {}

    @Override
    public Backend gpuBackend(boolean allowSoftware) {
        throw new Unsupported("WebGPU cannot be used here.",
                Finding.at("navigator.gpu").expected("an adapter").found("none"));
    }

    @Override
    public Optional<Int8Choice> int8Choice() {
        return Optional.empty();
    }

    @Override
    public FileMaker file(String mediaType) {
        java.io.ByteArrayOutputStream out = new java.io.ByteArrayOutputStream();
        return new FileMaker() {
            @Override
            public void add(byte[] bytes) {
                out.writeBytes(bytes);
            }

            @Override
            public Slices file() {
                return Slices.of(out.toByteArray());
            }
        };
    }

    @Override
    public void chooseInt8(PersistentNote notebook) {}

    @Override
    public void limitThreads(int most) {
        threadLimit = most;
    }

    /** Runs decoders in place of kernels; none unless a test gives one. */
    Optional<Function<Decoder, DecoderSession>> decoders = Optional.empty();

    @Override
    public DecoderSession wasmDecoder(Decoder decoder) {
        return decoders.orElseThrow(() -> new Unsupported("No SIMD here.", Finding.NONE)).apply(decoder);
    }

    @Override
    public void limitDecoderThreads(int most) {
        threadLimit = most;
    }

    @Override
    public int decoderThreads() {
        return 1;
    }

    @Override
    public int threads() {
        return 1;
    }

    @Override
    public void yieldToMessages() {
        breaths++;
        breath.run();
    }

    @Override
    public void start(Runnable work) {
        later.add(work);
    }

    @Override
    public ByteSource host() {
        return this;
    }

    @Override
    public void watchSession(HostSource.Session watching) {
        session = watching;
    }

    @Override
    public ByteSource registry(String origin, Traffic traffic) {
        asked.add(origin);
        return registries.getOrDefault(origin, this);
    }

    @Override
    public Hosting hosting() {
        return hosting;
    }

    Hosting hosting = Hosting.NONE;

    @Override
    public Http http() {
        return http;
    }

    /** Answers requests to hubs and addresses of other origins. */
    long quotaBytes = 1_000_000_000;
    Http http = (request, stop) -> {
        throw new Unavailable("The server did not answer.", Finding.at(request.url()));
    };

    final Map<String, ByteSource> registries = new LinkedHashMap<>();
    final List<String> requests = new ArrayList<>();
    final List<String> asked = new ArrayList<>();

    @Override
    public <T> T alone(String name, CancellationToken stop, Supplier<T> work) {
        return work.get();
    }

    EndpointConnection endpoints;

    @Override
    public EndpointConnection endpoints() {
        return endpoints;
    }

    @Override
    public DocumentCipher documentCipher() {
        return new JvmCipher();
    }

    @Override
    public KeyTools keyTools() {
        return keyTools;
    }

    KeyTools keyTools = new JvmKeyTools();

    @Override
    public void announce(String topic) {
        announced.add(topic);
    }

    @Override
    public Storage storage() {
        return new Storage(OptionalLong.of(5), OptionalLong.of(quotaBytes), false);
    }

    @Override
    public Backend wasmBackend() {
        return wasm.orElseThrow(() -> new Unsupported("No SIMD here.", Finding.NONE));
    }

    @Override
    public OptionalLong memoryForModels() {
        return OptionalLong.of(1 << 30);
    }

    @Override
    public Map<String, Fact> probe() {
        return Map.of("network.online", Fact.reported("Network", JsonBool.of(isOnline), "", "test"));
    }

    @Override
    public Map<String, Fact> measure() {
        return Map.of();
    }

    @Override
    public DeviceProfile profile(List<Map<String, Fact>> parts, List<String> supportedRuntimes) {
        Map<String, Fact> all = new LinkedHashMap<>();
        parts.forEach(all::putAll);
        return DeviceProfile.of(nowUtc(), all, supportedRuntimes, 1 << 30);
    }

    @Override
    public String origin() {
        return "https://host";
    }

    @Override
    public Answer get(String path, Optional<Span> span, CancellationToken stop) {
        requests.add(path);
        boolean fails = failures > 0 && path.contains(failing);
        failures -= fails ? 1 : 0;
        if (!isOnline || fails) {
            throw new Unavailable("The host did not answer.", Finding.at(path));
        }
        byte[] whole = resources.get(path);
        byte[] body = whole == null ? new byte[0]
                : span.map(s -> Arrays.copyOfRange(whole, (int) s.first(), (int) s.last() + 1)).orElse(whole);
        int status = whole == null ? 404 : span.isPresent() ? 206 : 200;
        return new WholeAnswer(status, body);
    }

    private static final class WholeAnswer implements Answer {

        private final int status;
        private byte[] left;

        private WholeAnswer(int status, byte[] body) {
            this.status = status;
            this.left = body;
        }

        @Override
        public int status() {
            return status;
        }

        @Override
        public String header(String name) {
            return "";
        }

        @Override
        public byte[] next() {
            byte[] now = left;
            left = new byte[0];
            return now;
        }

        @Override
        public void close() {}
    }

    /** Puts one resource in place of another. */
    void change(String path, Function<byte[], byte[]> how) {
        resources.put(path, how.apply(resources.get(path).clone()));
    }
}
