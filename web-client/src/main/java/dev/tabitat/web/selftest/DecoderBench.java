package dev.tabitat.web.selftest;

import dev.tabitat.core.error.TabitatException;
import dev.tabitat.core.format.gguf.GgufType;
import dev.tabitat.core.generation.DecoderSequence;
import dev.tabitat.core.generation.DecoderSession;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.model.decoder.Decoder;
import dev.tabitat.core.model.decoder.DecoderTensors;
import dev.tabitat.core.model.decoder.WeightMatrix;
import dev.tabitat.kernels.backend.KernelMemory;
import dev.tabitat.kernels.backend.KernelModule;
import dev.tabitat.kernels.contract.RandomDecoders;
import dev.tabitat.kernels.decoder.BlockDotChoice;
import dev.tabitat.kernels.decoder.DecoderBackend;
import dev.tabitat.kernels.kernel.Bandwidth;
import dev.tabitat.kernels.kernel.Int8Dot;
import dev.tabitat.web.jso.Await;
import dev.tabitat.web.jso.Clock;
import dev.tabitat.web.kernelhost.BrowserKernelHost;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;
import org.teavm.jso.JSProperty;
import org.teavm.jso.core.JSNumber;
import org.teavm.jso.core.JSString;

/**
 * A decoder of the shape of SmolLM2-135M with random weights, for the benchmark's worker: it asks
 * {@code globalThis.tabitatDecoders.next()} for a promise of a request, answers it by {@code request.answer(result)} or
 * {@code request.refuse(message)}, and asks again.
 *
 * <p>
 * Requests: {@code open} (weights, threads, script) is answered with facts as JSON; {@code limit} (threads) with how
 * many there are; {@code prompt} (count) evaluates so many tokens from nothing, {@code decode} (count) so many more,
 * one after another, each with its logits: both are answered with milliseconds; {@code stream} with the GB/s at which
 * one thread reads as many bytes as the weights have.
 */
final class DecoderBench {

    /** Types as llama.cpp chooses them for a file of this shape whose name ends in Q4_K_M. */
    private static final String MIXED = "Q4_K_M";

    private static final RandomDecoders.Sizes SHAPE = new RandomDecoders.Sizes(49_152, 576, 9, 3, 64, 1536, 30);
    private static final int CAPACITY = 512;

    private KernelMemory memory;
    private DecoderBackend backend;
    private DecoderSession session;
    private DecoderSequence sequence;
    private long weightBytes;
    private int next;

    private DecoderBench() {
    }

    static void serve() {
        DecoderBench bench = new DecoderBench();
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
            case "limit" -> limit(request);
            case "prompt" -> prompt(request.getCount());
            case "decode" -> decode(request.getCount());
            case "stream" -> stream();
            default -> JSString.valueOf("no such operation");
        };
    }

    private JSObject open(Request request) {
        if (session != null) {
            session.close();
        }
        if (memory == null) {
            memory = new KernelMemory(new BrowserKernelHost(request.getThreads(), request.getScript()));
        }
        BlockDotChoice choice = BlockDotChoice.measure(memory, Clock::nanos);
        if (backend == null) {
            backend = new DecoderBackend(memory, choice::dots);
        }
        Decoder decoder = decoder(request.getWeights());
        weightBytes = decoder.tensors().matrixBytes();
        double start = Clock.millis();
        session = backend.open(decoder);
        double loaded = Clock.millis() - start;
        sequence = session.open(CAPACITY);
        long products = 0;
        for (DecoderTensors.Layer layer : decoder.tensors().layers()) {
            for (WeightMatrix matrix : layer.matrices()) {
                products += (long) matrix.rows() * matrix.columns();
            }
        }
        return JSString.valueOf(JsonObject.of("dot", choice.dots().title(), "dot_gops",
                (request.getWeights().equals("Q8_0") ? choice.eightBits() : choice.fewerBits()).high(),
                "weight_bytes", weightBytes, "products_per_token", products, "load_ms", loaded, "memory_bytes",
                session.memoryBytes()).toString());
    }

    private static Decoder decoder(String weights) {
        RandomDecoders random = new RandomDecoders(1);
        if (!weights.equals(MIXED)) {
            return random.decoder("qwen2", GgufType.valueOf(weights), SHAPE);
        }
        return random.decoder("qwen2", (name, layer) -> switch (name) {
            case "token_embd", "attn_v" -> GgufType.Q8_0;
            case "ffn_down" -> layer % 2 == 0 ? GgufType.Q6_K : GgufType.Q4_K;
            default -> GgufType.Q5_0;
        }, SHAPE);
    }

    private JSObject limit(Request request) {
        backend.limitThreads(request.getThreads());
        for (int i = 0; i < 500 && !backend.isComplete(); i++) {
            Await.done(Clock.sleep(10));
        }
        return JSNumber.valueOf(backend.threads());
    }

    private JSObject prompt(int count) {
        int[] tokens = new int[count];
        for (int i = 0; i < count; i++) {
            tokens[i] = (next + 37 * i) % SHAPE.vocabulary();
        }
        next += 11;
        sequence.truncate(0);
        double start = Clock.millis();
        sequence.prefill(tokens, 0, count);
        return JSNumber.valueOf(Clock.millis() - start);
    }

    private JSObject decode(int count) {
        float[] logits = new float[SHAPE.vocabulary()];
        double start = Clock.millis();
        for (int i = 0; i < count; i++) {
            sequence.step((next + 91 * i) % SHAPE.vocabulary());
            sequence.logits(logits);
        }
        return JSNumber.valueOf(Clock.millis() - start);
    }

    private JSObject stream() {
        KernelModule reading = memory.host().instantiate(memory.host().kernels(Int8Dot.PLAIN));
        int bytes = (int) weightBytes / Bandwidth.STEP * Bandwidth.STEP;
        double best = 0;
        for (int i = 0; i < 12; i++) {
            double start = Clock.millis();
            reading.call(Bandwidth.READ, KernelMemory.ALIGNMENT, bytes);
            best = Math.max(best, bytes / (Clock.millis() - start) / 1e6);
        }
        return JSNumber.valueOf(best);
    }

    @JSBody(script = "return globalThis.tabitatDecoders.next();")
    private static native JSObject next();

    private interface Request extends JSObject {

        @JSProperty
        String getOperation();

        @JSProperty
        String getWeights();

        @JSProperty
        int getThreads();

        @JSProperty
        String getScript();

        @JSProperty
        int getCount();

        void answer(JSObject result);

        void refuse(String message);
    }
}
