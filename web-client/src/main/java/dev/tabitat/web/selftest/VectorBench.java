package dev.tabitat.web.selftest;

import dev.tabitat.core.error.TabitatException;
import dev.tabitat.core.retrieval.Hits;
import dev.tabitat.core.retrieval.RowRanges;
import dev.tabitat.kernels.backend.Int8Choice;
import dev.tabitat.kernels.backend.KernelMemory;
import dev.tabitat.kernels.backend.KernelVectors;
import dev.tabitat.kernels.backend.WasmBackend;
import dev.tabitat.web.jso.Await;
import dev.tabitat.web.jso.Clock;
import dev.tabitat.web.kernelhost.BrowserKernelHost;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;
import org.teavm.jso.JSProperty;
import org.teavm.jso.core.JSNumber;
import org.teavm.jso.core.JSString;
import org.teavm.jso.typedarrays.Float32Array;
import org.teavm.jso.typedarrays.Float64Array;
import org.teavm.jso.typedarrays.Int32Array;

/**
 * The search of vectors without the app around it, for the benchmark's worker: it asks
 * {@code globalThis.tabitatVectors.next()} for a promise of a request, answers it by {@code request.answer(result)} or
 * {@code request.refuse(message)}, and asks again.
 *
 * <p>
 * Requests: {@code open} (width, threads, script) is answered with the way to multiply that won here, {@code add}
 * (vectors, count) with the bytes of the index, {@code limit} (threads) with how many there are, {@code time} (vectors,
 * count, k) with {@code {ms, rows}}.
 */
final class VectorBench {

    private WasmBackend backend;
    private KernelVectors vectors;

    private VectorBench() {}

    static void serve() {
        VectorBench bench = new VectorBench();
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
            case "add" -> add(request);
            case "limit" -> limit(request);
            case "time" -> time(request.getVectors(), request.getCount(), request.getK());
            default -> JSString.valueOf("no such operation");
        };
    }

    private JSObject open(Request request) {
        KernelMemory memory = new KernelMemory(new BrowserKernelHost(request.getThreads(), request.getScript()));
        Int8Choice choice = Int8Choice.measure(memory, Clock::nanos);
        backend = new WasmBackend(memory, choice::dot);
        vectors = backend.vectors(request.getWidth());
        return JSString.valueOf(choice.dot().title());
    }

    private JSObject add(Request request) {
        vectors.add(request.getVectors().copyToJavaArray(), request.getCount());
        return JSNumber.valueOf((double) vectors.memoryBytes());
    }

    private JSObject limit(Request request) {
        backend.limitThreads(request.getThreads());
        return JSNumber.valueOf(backend.threads());
    }

    private JSObject time(Float32Array queries, int count, int k) {
        float[] all = queries.copyToJavaArray();
        float[] query = new float[vectors.width()];
        double[] ms = new double[count];
        int[] rows = new int[count * k];
        RowRanges everywhere = RowRanges.all(vectors.size());
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

    @JSBody(script = "return globalThis.tabitatVectors.next();")
    private static native JSObject next();

    private interface Request extends JSObject {

        @JSProperty
        String getOperation();

        @JSProperty
        int getWidth();

        @JSProperty
        int getThreads();

        @JSProperty
        String getScript();

        @JSProperty
        Float32Array getVectors();

        @JSProperty
        int getCount();

        @JSProperty
        int getK();

        void answer(JSObject result);

        void refuse(String message);
    }
}
