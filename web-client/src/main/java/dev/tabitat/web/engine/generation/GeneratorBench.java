package dev.tabitat.web.engine.generation;

import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.Unavailable;
import dev.tabitat.core.generation.DecoderSequence;
import dev.tabitat.core.json.Json;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.web.engine.environment.EngineEnvironment;
import dev.tabitat.web.fetch.CancellationToken;
import dev.tabitat.web.protocol.Kinds;
import dev.tabitat.web.protocol.params.ModelParams;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Times a generator: prompts of some tokens, and tokens that follow one by one. */
final class GeneratorBench {

    private static final int FIRST_TOKEN = 3;
    private static final int STEPS = 16;
    private static final int PART = 32;

    private final LoadedGenerator generator;
    private final EngineEnvironment environment;
    private final CancellationToken stop;

    GeneratorBench(LoadedGenerator generator, EngineEnvironment environment, CancellationToken stop) {
        this.generator = generator;
        this.environment = environment;
        this.stop = stop;
    }

    /**
     * {@code {ms, tokens_per_s, decode_tokens_per_s, backend, self_test, threads, memory_bytes, load}}: milliseconds of
     * each prompt, tokens a second of prompts and of what follows them at their medians.
     *
     * @throws Unavailable when the model does not run on the backend that was asked for
     */
    JsonObject run(ModelParams.Bench wanted, long loadNanos) {
        if (!generator.session().backend().equals(wanted.backend())) {
            throw new Unavailable("This model does not run on that backend here.",
                    Finding.at("bench, backend").expected(wanted.backend())
                            .found(generator.notice().isEmpty() ? generator.session().backend() : generator.notice()));
        }
        int context = generator.session().spec().contextLength();
        int tokens = Kinds.within("bench", "tokens", wanted.tokens().orElse(Math.min(128, context / 2)), context - 1);
        Kinds.within("bench", "batch", wanted.batch(), 1);
        int steps = Math.min(STEPS, context - tokens);
        int[] prompt = prompt(tokens);
        List<Json> all = new ArrayList<>();
        double[] prompts = new double[wanted.runs()];
        double[] decodes = new double[wanted.runs()];
        generator.forget();
        for (int run = 0; run < wanted.runs(); run++) {
            try (DecoderSequence sequence = generator.session().open(tokens + steps)) {
                double start = environment.millis();
                for (int at = 0; at < tokens; at += PART) {
                    breathe();
                    sequence.prefill(prompt, at, Math.min(tokens, at + PART));
                }
                prompts[run] = environment.millis() - start;
                start = environment.millis();
                float[] logits = new float[generator.session().spec().vocabulary()];
                for (int step = 0; step < steps; step++) {
                    breathe();
                    sequence.logits(logits);
                    sequence.step(prompt[step % tokens]);
                }
                decodes[run] = environment.millis() - start;
            }
            all.add(Json.of(prompts[run]));
        }
        return JsonObject.of("ms", new JsonArray(all), "tokens_per_s", rate(tokens, prompts), "decode_tokens_per_s",
                rate(steps, decodes), "backend", generator.session().backend(), "self_test", selfTest(), "threads",
                environment.decoderThreads(), "memory_bytes", generator.memoryBytes(), "load",
                JsonObject.of("read_ms", loadNanos / 1e6, "choose_ms", 0, "prepare_ms", 0, "self_test_ms", 0,
                        "tokenizer_ms", 0));
    }

    private void breathe() {
        environment.yieldToMessages();
        stop.check();
    }

    private JsonObject selfTest() {
        return generator.selfTest().isEmpty() ? JsonObject.of("passed", true, "cases", 0)
                : JsonObject.of("passed", generator.selfTest().get().passed(), "cases",
                        generator.selfTest().get().positions(), "max_error",
                        Math.max(0, 1 - generator.selfTest().get().cosine()), "bound", 0.002);
    }

    private static double rate(int tokens, double[] millis) {
        double[] sorted = millis.clone();
        Arrays.sort(sorted);
        double median = (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
        return median > 0 ? tokens * 1000.0 / median : 0;
    }

    /** Tokens in no order, the same each time: what they are does not change how long they take. */
    private int[] prompt(int tokens) {
        int vocabulary = generator.session().spec().vocabulary();
        int first = Math.min(FIRST_TOKEN, vocabulary - 1);
        int[] prompt = new int[tokens];
        for (int i = 0; i < tokens; i++) {
            prompt[i] = first + (int) (i * 7919L % (vocabulary - first));
        }
        return prompt;
    }
}
