package dev.tabitat.web.protocol.params;

import dev.tabitat.core.packages.PackageName;
import dev.tabitat.web.protocol.Codec;
import dev.tabitat.web.protocol.Field;
import dev.tabitat.web.protocol.Kinds;
import java.util.List;
import java.util.Optional;

/** Parameters of the methods that run a model or plan a run. */
public final class ModelParams {

    /** The most labels of one answer. */
    public static final int MAX_LABELS = 1000;
    /** The most tokens of all texts of one timed pass. */
    public static final int MAX_PASS_TOKENS = 1 << 16;
    private static final int MAX_THREADS = 64;
    /** The version of an adapter whose name says none. */
    static final String ADAPTER_TAG = "v1";
    private static final List<String> BACKENDS = List.of("wasm", "webgpu", "reference");
    private static final List<String> WISHES = List.of("", "wasm", "webgpu", "reference");

    private ModelParams() {}

    /** An adapter of a stack; {@code weight} scales what it changes. */
    public record AttachedAdapter(PackageName name, double weight) {

        public static final Codec<AttachedAdapter> CODEC = new Codec<>(in -> new AttachedAdapter(in.next(), in.next()),
                it -> new Object[]{it.name, it.weight},
                Field.required("name", Kinds.packageName(ADAPTER_TAG)),
                Field.of("weight", Kinds.number(), 1.0));
    }
    /**
     * Which labels fit texts: by the model that is named, or by those that do the task. {@code backend} is the one to
     * try first; empty for the best.
     */
    public record Classify(Optional<PackageName> model, Optional<String> task, List<String> input, int topK,
            String backend, List<AttachedAdapter> adapters) {

        public static final Codec<Classify> CODEC = new Codec<>(
                in -> new Classify(in.next(), in.next(), in.next(), in.next(), in.next(), in.next()),
                it -> new Object[]{it.model, it.task, it.input, it.topK, it.backend, it.adapters},
                Field.optional("model", Kinds.packageName()),
                Field.optional("task", Kinds.text()),
                Field.required("input", Kinds.oneOrMore(Kinds.text())),
                Field.of("top_k", Kinds.count(MAX_LABELS), 5),
                Field.of("backend", Kinds.oneOf(WISHES), ""),
                Field.of("adapters", Kinds.list(AttachedAdapter.CODEC), List.of()));
    }
    /** Texts to split into the tokens of a model. */
    public record Tokenize(PackageName model, List<String> input) {

        public static final Codec<Tokenize> CODEC = new Codec<>(in -> new Tokenize(in.next(), in.next()),
                it -> new Object[]{it.model, it.input},
                Field.required("model", Kinds.packageName()),
                Field.required("input", Kinds.oneOrMore(Kinds.text())));
    }
    /** Texts to embed. Without {@code truncate} one that is too long is refused. */
    public record Embed(PackageName model, List<String> input, boolean truncate, String backend, int threads,
            List<AttachedAdapter> adapters) {

        public static final Codec<Embed> CODEC = new Codec<>(
                in -> new Embed(in.next(), in.next(), in.next(), in.next(), in.next(), in.next()),
                it -> new Object[]{it.model, it.input, it.truncate, it.backend, it.threads, it.adapters},
                Field.required("model", Kinds.packageName()),
                Field.required("input", Kinds.oneOrMore(Kinds.text())),
                Field.of("truncate", Kinds.flag(), true),
                Field.of("backend", Kinds.oneOf(WISHES), ""),
                Field.of("threads", Kinds.count(MAX_THREADS), MAX_THREADS),
                Field.of("adapters", Kinds.list(AttachedAdapter.CODEC), List.of()));
    }
    /** Passes to time, on exactly one backend. */
    public record Bench(PackageName model, String backend, int threads, Optional<Integer> tokens, int batch, int runs) {

        public static final Codec<Bench> CODEC = new Codec<>(
                in -> new Bench(in.next(), in.next(), in.next(), in.next(), in.next(), in.next()),
                it -> new Object[]{it.model, it.backend, it.threads, it.tokens, it.batch, it.runs},
                Field.required("model", Kinds.packageName()),
                Field.of("backend", Kinds.oneOf(BACKENDS), "wasm"),
                Field.of("threads", Kinds.count(MAX_THREADS), MAX_THREADS),
                Field.optional("tokens", Kinds.count(MAX_PASS_TOKENS)),
                Field.of("batch", Kinds.count(MAX_PASS_TOKENS), 1),
                Field.of("runs", Kinds.count(10_000), 10));
    }
    /** Texts of so many tokens, for what a model needs in memory. */
    public record Fit(PackageName model, Optional<Integer> tokens, int batch) {

        public static final Codec<Fit> CODEC = new Codec<>(in -> new Fit(in.next(), in.next(), in.next()),
                it -> new Object[]{it.model, it.tokens, it.batch},
                Field.required("model", Kinds.packageName()),
                Field.optional("tokens", Kinds.count(Integer.MAX_VALUE)),
                Field.of("batch", Kinds.count(1_000_000), 1));
    }
    /** A stack of adapters over a base, for whether it keeps within memory and time. */
    public record Plan(PackageName model, List<AttachedAdapter> adapters, Optional<Integer> tokens, int batch,
            Optional<Double> budgetMs) {

        public static final Codec<Plan> CODEC = new Codec<>(
                in -> new Plan(in.next(), in.next(), in.next(), in.next(), in.next()),
                it -> new Object[]{it.model, it.adapters, it.tokens, it.batch, it.budgetMs},
                Field.required("model", Kinds.packageName()),
                Field.of("adapters", Kinds.list(AttachedAdapter.CODEC), List.of()),
                Field.optional("tokens", Kinds.count(Integer.MAX_VALUE)),
                Field.of("batch", Kinds.count(MAX_PASS_TOKENS), 1),
                Field.optional("budget_ms", Kinds.number()));
    }
}
