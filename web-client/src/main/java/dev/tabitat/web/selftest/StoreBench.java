package dev.tabitat.web.selftest;

import dev.tabitat.core.digest.Digest;
import dev.tabitat.core.error.TabitatException;
import dev.tabitat.web.jso.Await;
import dev.tabitat.web.jso.Clock;
import dev.tabitat.web.kernelhost.BrowserKernelHost;
import dev.tabitat.web.selftest.StoreSamples.Sample;
import dev.tabitat.web.store.IndexedDbRecords;
import dev.tabitat.web.store.PackageStore;
import dev.tabitat.web.store.StoredPackage;
import dev.tabitat.web.store.TabStore;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;
import org.teavm.jso.JSProperty;
import org.teavm.jso.core.JSNumber;
import org.teavm.jso.core.JSString;

/**
 * Reads a large blob from the store into the kernels' memory, for the benchmark's worker: it asks
 * {@code globalThis.tabitatReads.next()} for a promise of a request, answers it by {@code request.answer(result)} or
 * {@code request.refuse(message)}, and asks again.
 *
 * <p>
 * Requests: {@code open} (mebibytes, threads, script) keeps a package twice, as records of IndexedDB and in a file;
 * {@code read} (way) is answered with milliseconds. Ways: {@code records} and {@code files} by way of Java's heap,
 * {@code memory} from the file into the memory. Every byte is verified each time.
 */
final class StoreBench {

    private static final int MEBIBYTE = 1 << 20;
    private static final String RECORDS = "tabitat-bench-records";
    private static final String FILES = "tabitat-bench-files";
    private static final String WEIGHTS = "model.safetensors";

    private PackageStore records;
    private PackageStore files;
    private StoredPackage stored;
    private Digest blob;
    private BrowserKernelHost host;

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

        void answer(JSObject result);

        void refuse(String message);
    }
}
