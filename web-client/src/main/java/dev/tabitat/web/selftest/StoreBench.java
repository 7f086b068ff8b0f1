package dev.tabitat.web.selftest;

import dev.tabitat.core.digest.Digest;
import dev.tabitat.core.error.TabitatException;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.model.Models;
import dev.tabitat.core.model.TextEncoder;
import dev.tabitat.core.runtime.EncoderRunner;
import dev.tabitat.core.runtime.SelfTest;
import dev.tabitat.core.runtime.Session;
import dev.tabitat.core.tensor.Shape;
import dev.tabitat.core.tensor.Tensor;
import dev.tabitat.kernels.backend.KernelMemory;
import dev.tabitat.kernels.backend.WasmBackend;
import dev.tabitat.kernels.kernel.Int8Dot;
import dev.tabitat.web.jso.Await;
import dev.tabitat.web.jso.Bytes;
import dev.tabitat.web.jso.Clock;
import dev.tabitat.web.kernelhost.BrowserKernelHost;
import dev.tabitat.web.kernelhost.StoredModel;
import dev.tabitat.web.selftest.StoreSamples.Sample;
import dev.tabitat.web.store.IndexedDbRecords;
import dev.tabitat.web.store.PackageStore;
import dev.tabitat.web.store.StoredPackage;
import dev.tabitat.web.store.TabStore;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;
import org.teavm.jso.JSProperty;
import org.teavm.jso.core.JSNumber;
import org.teavm.jso.core.JSPromise;
import org.teavm.jso.core.JSString;

/**
 * Reads a large blob from the store into the kernels' memory, and opens encoders from there, for the benchmark's
 * worker: it asks {@code globalThis.tabitatReads.next()} for a promise of a request, answers it by
 * {@code request.answer(result)} or {@code request.refuse(message)}, and asks again.
 *
 * <p>
 * Requests: {@code open} (mebibytes, threads, script) keeps a package twice, as records of IndexedDB and in a file;
 * {@code read} (way) is answered with milliseconds. Ways: {@code records} and {@code files} by way of Java's heap,
 * {@code memory} from the file into the memory. {@code install} (folder, manifest) keeps the package whose manifest has
 * this digest in the same two ways, from the blobs of an OCI image layout; {@code embed} (store, way, text) opens it
 * and embeds a text, from the store {@code records} or {@code files}, the weights by way of Java's {@code heap} or into
 * the {@code memory}, and is answered with an object of milliseconds as JSON. Every byte is verified each time.
 */
final class StoreBench {

    private static final int MEBIBYTE = 1 << 20;
    private static final String RECORDS = "tabitat-bench-records";
    private static final String FILES = "tabitat-bench-files";
    private static final String WEIGHTS = "model.safetensors";
    private static final int PASS = 256;

    private PackageStore records;
    private PackageStore files;
    private StoredPackage stored;
    private Digest blob;
    private BrowserKernelHost host;
    private WasmBackend kernels;
    private StoredPackage model;

    private StoreBench() {}

    static void serve() {
        StoreBench bench = new StoreBench();
        while (true) {
            Request request = Await.result(next());
            try {
                request.answer(bench.answer(request));
            } catch (TabitatException e) {
                request.refuse(e.getMessage());
            }
        }
    }

    private JSObject answer(Request request) {
        return switch (request.getOperation()) {
            case "open" -> open(request);
            case "read" -> read(request.getWay());
            case "install" -> install(request.getFolder(), Digest.parse(request.getManifest()));
            case "embed" -> embed(request.getStore(), request.getWay(), request.getText());
            default -> JSString.valueOf("no such operation");
        };
    }

    private JSObject open(Request request) {
        Sample sample = StoreSamples.sample("bench", request.getMebibytes() * MEBIBYTE, MEBIBYTE);
        stored = sample.stored();
        blob = stored.manifest().layer(WEIGHTS).digest();
        records = fresh(RECORDS, Long.MAX_VALUE, sample);
        files = fresh(FILES, MEBIBYTE, sample);
        host = new BrowserKernelHost(request.getThreads(), request.getScript());
        host.growTo(stored.manifest().layer(WEIGHTS).size());
        kernels = new WasmBackend(new KernelMemory(new BrowserKernelHost(request.getThreads(), request.getScript())),
                () -> Int8Dot.RELAXED_32);
        return JSString.valueOf(host.isShared() ? "shared" : "not shared");
    }

    private static PackageStore fresh(String name, long leastBlobBytes, Sample sample) {
        IndexedDbRecords.delete(name);
        PackageStore packages = TabStore
                .open(IndexedDbRecords.open(name, leastBlobBytes), StoreSamples.WORLD, "tabitat/bench").packages();
        packages.put(sample.stored(), sample.files(), sample.installed());
        return packages;
    }

    private JSObject read(String way) {
        double start = Clock.millis();
        if (way.equals("memory")) {
            files.copy(stored, blob, host.linearMemory(), 0);
        } else {
            byte[] file = (way.equals("records") ? records : files).file(stored, WEIGHTS);
            host.write(0, file, 0, file.length);
        }
        return JSNumber.valueOf(Clock.millis() - start);
    }

    private JSObject install(String folder, Digest manifest) {
        model = StoredPackage.of(fetched(folder, manifest), StoreSamples.WORLD.nowUtc());
        Map<String, byte[]> files = new LinkedHashMap<>();
        model.files().forEach((path, one) -> files.put(path, new byte[0]));
        for (String path : files.keySet()) {
            files.put(path, fetched(folder, model.files().get(path).digest()));
        }
        for (PackageStore packages : List.of(records, this.files)) {
            packages.put(model, files, new Sample(model, files).installed());
        }
        return JSString.valueOf(model.name());
    }

    private static byte[] fetched(String folder, Digest digest) {
        return Bytes.copy(Await.result(fetch(folder + "/blobs/sha256/" + digest.hex())));
    }

    private JSObject embed(String store, String way, String text) {
        PackageStore packages = store.equals("records") ? records : files;
        double start = Clock.millis();
        TextEncoder encoder;
        Session session;
        if (way.equals("heap")) {
            TextEncoder whole = Models.encoder(packages.load(model));
            session = kernels.open(whole.graph(), whole.weights());
            encoder = whole.withoutWeights();
        } else {
            StoredModel opening = StoredModel.of(packages, model, Clock::nanos);
            session = opening.open(kernels);
            encoder = (TextEncoder) opening.model();
        }
        try (session) {
            double opened = Clock.millis();
            boolean passed = SelfTest.run(way, session, encoder.graph(), encoder.known().orElseThrow()).passed();
            double tested = Clock.millis();
            encoder.tokenizer();
            double tokenized = Clock.millis();
            float[] first = new EncoderRunner(encoder, session, PASS)
                    .embed(List.of(text), EncoderRunner.ProgressListener.NONE).values();
            double end = Clock.millis();
            return JSString.valueOf(JsonObject.of("session", opened - start, "self_test", tested - opened,
                    "tokenizer", tokenized - tested, "embed", end - tokenized, "total", end - start, "passed", passed,
                    "digest", Digest.of(Tensor.ofFloats(Shape.of(first.length), first).bytes()).toString())
                    .toString());
        }
    }

    @JSBody(params = "url", script = "return fetch(url).then(function(answer) {"
            + " if (!answer.ok) { throw new Error(url + ': ' + answer.status); } return answer.arrayBuffer(); });")
    private static native JSPromise<JSObject> fetch(String url);

    @JSBody(script = "return globalThis.tabitatReads.next();")
    private static native JSObject next();

    private interface Request extends JSObject {

        @JSProperty
        String getOperation();

        @JSProperty
        int getMebibytes();

        @JSProperty
        int getThreads();

        @JSProperty
        String getScript();

        @JSProperty
        String getWay();

        @JSProperty
        String getStore();

        @JSProperty
        String getText();

        @JSProperty
        String getFolder();

        @JSProperty
        String getManifest();

        void answer(JSObject result);

        void refuse(String message);
    }
}
