package dev.tabitat.web.selftest;

import dev.tabitat.core.retrieval.Hits;
import dev.tabitat.core.retrieval.Ranges;
import dev.tabitat.kernels.backend.Int8Choice;
import dev.tabitat.kernels.backend.KernelMemory;
import dev.tabitat.kernels.backend.KernelVectors;
import dev.tabitat.kernels.backend.WasmBackend;
import dev.tabitat.web.jso.Clock;
import dev.tabitat.web.kernelhost.BrowserKernelHost;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSFunctor;
import org.teavm.jso.JSObject;
import org.teavm.jso.typedarrays.Float32Array;
import org.teavm.jso.typedarrays.Float64Array;
import org.teavm.jso.typedarrays.Int32Array;

/**
 * The search of vectors without the app around it, for the benchmark's worker: {@code globalThis.tabitatVectors} has {@code open(width,
 * threads, helperScript)}, which gives the way to multiply that won here, {@code add(vectors, count)}, {@code limit(threads)}, which gives how
 * many there are, {@code memory()} in bytes, and {@code time(queries, count, k)}, which gives {@code {ms, rows}}.
 */
final class VectorBench {

    private WasmBackend backend;
    private KernelVectors vectors;

    private VectorBench() {}

    static void offer() {
        VectorBench bench = new VectorBench();
        publish(bench::open, bench::add, bench::limit, bench::memory, bench::time);
    }

    private String open(int width, int threads, String helperScript) {
        KernelMemory memory = new KernelMemory(new BrowserKernelHost(threads, helperScript));
        Int8Choice choice = Int8Choice.measure(memory, Clock::nanos);
        backend = new WasmBackend(memory, choice::dot);
        vectors = backend.vectors(width);
        return choice.dot().title();
    }

    private void add(Float32Array rows, int count) {
        vectors.add(rows.copyToJavaArray(), count);
    }

    private int limit(int threads) {
        backend.limitThreads(threads);
        return backend.threads();
    }

    private double memory() {
        return vectors.memoryBytes();
    }

    private JSObject time(Float32Array queries, int count, int k) {
        float[] all = queries.copyToJavaArray();
        float[] query = new float[vectors.width()];
        double[] ms = new double[count];
        int[] rows = new int[count * k];
        Ranges everywhere = Ranges.all(vectors.size());
        for (int i = 0; i < count; i++) {
            System.arraycopy(all, i * query.length, query, 0, query.length);
            double start = Clock.millis();
            Hits hits = vectors.nearest(query, k, everywhere);
            ms[i] = Clock.millis() - start;
            System.arraycopy(hits.rows(), 0, rows, i * k, hits.size());
        }
        return timed(Float64Array.copyFromJavaArray(ms), Int32Array.copyFromJavaArray(rows));
    }

    @JSBody(params = {"ms", "rows"}, script = "return {ms: ms, rows: rows};")
    private static native JSObject timed(JSObject ms, JSObject rows);

    @JSBody(params = {"open", "add", "limit", "memory", "time"}, script =
            "globalThis.tabitatVectors = {open: open, add: add, limit: limit, memory: memory, time: time};")
    private static native void publish(Open open, Add add, Limit limit, Size memory, Time time);

    @JSFunctor
    private interface Open extends JSObject {
        String open(int width, int threads, String helperScript);
    }

    @JSFunctor
    private interface Add extends JSObject {
        void add(Float32Array rows, int count);
    }

    @JSFunctor
    private interface Limit extends JSObject {
        int limit(int threads);
    }

    @JSFunctor
    private interface Size extends JSObject {
        double bytes();
    }

    @JSFunctor
    private interface Time extends JSObject {
        JSObject time(Float32Array queries, int count, int k);
    }
}
