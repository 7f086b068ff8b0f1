package dev.tabitat.web.protocol.params;

import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.packages.PackageName;
import dev.tabitat.web.protocol.Field;
import dev.tabitat.web.protocol.Fields;
import dev.tabitat.web.protocol.Input;
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
    static final List<String> WISHES = List.of("", "wasm", "webgpu", "reference");

    private ModelParams() {}

    /** An adapter of a stack; {@code weight} scales what it changes. */
    public record AttachedAdapter(PackageName name, double weight) {

        public static final Fields FIELDS = new Fields(Field.required("name", Kinds.packageName(ADAPTER_TAG)),
                Field.of("weight", Kinds.number(), 1.0));

        public static AttachedAdapter read(Input in) {
            Fields.Values values = FIELDS.read(in);
            return new AttachedAdapter(values.next(), values.next());
        }

        public JsonObject write() {
            return FIELDS.write(name, weight);
        }
    }

    /** The part of {@code classify} that the engine of the first visit reads. */
    public record Ask(List<String> input, int topK) {

        static final Field INPUT = Field.required("input", Kinds.oneOrMore(Kinds.text()));
        static final Field TOP_K = Field.of("top_k", Kinds.count(MAX_LABELS), 5);
        private static final Fields FIELDS = new Fields(INPUT, TOP_K);

        public static Ask read(Input in) {
            Fields.Values values = FIELDS.read(in);
            return new Ask(values.next(), values.next());
        }

    }

    /**
     * Which labels fit texts: by the model that is named, or by those that do the task. {@code backend} is the one to
     * try first; empty for the best. With {@code labels} the model was not trained for them: it says which follows from
     * the text, each in {@code template} at {@code {}}; with {@code multiLabel} any number of them may.
     */
    public record Classify(Optional<PackageName> model, Optional<String> task, List<String> input, int topK,
            String backend, List<AttachedAdapter> adapters, List<String> labels, Optional<String> template,
            boolean multiLabel) {

        public static final Fields FIELDS = new Fields(Field.optional("model", Kinds.packageName()),
                Field.optional("task", Kinds.text()),
                Ask.INPUT, Ask.TOP_K,
                Field.of("backend", Kinds.oneOf(WISHES), ""),
                Field.of("adapters", Kinds.list(AttachedAdapter::read, AttachedAdapter::write), List.of()),
                Field.of("labels", Kinds.oneOrMore(Kinds.text()), List.of()),
                Field.optional("template", Kinds.text()), Field.of("multi_label", Kinds.flag(), false));

        public static Classify read(Input in) {
            Fields.Values values = FIELDS.read(in);
            return new Classify(values.next(), values.next(), values.next(), values.next(), values.next(),
                    values.next(), values.next(), values.next(), values.next());
        }

        public JsonObject write() {
            return FIELDS.write(model, task, input, topK, backend, adapters, labels, template, multiLabel);
        }
    }

    /** Texts to split into the tokens of a model. */
    public record Tokenize(PackageName model, List<String> input) {

        public static final Fields FIELDS = new Fields(Field.required("model", Kinds.packageName()),
                Field.required("input", Kinds.oneOrMore(Kinds.text())));

        public static Tokenize read(Input in) {
            Fields.Values values = FIELDS.read(in);
            return new Tokenize(values.next(), values.next());
        }

        public JsonObject write() {
            return FIELDS.write(model, input);
        }
    }

    /**
     * Texts to embed. Without {@code truncate} one that is too long is refused. {@code prompt} comes before each text:
     * {@link #QUERY} and {@link #PASSAGE} are the model's own, anything else is as it is. With {@code dimensions} only
     * the first numbers of each embedding are given.
     */
    public record Embed(PackageName model, List<String> input, boolean truncate, String backend, int threads,
            List<AttachedAdapter> adapters, String prompt, Optional<Integer> dimensions) {

        /** The prompt that a model has for questions. */
        public static final String QUERY = "query";
        /** The prompt that a model has for what is searched. */
        public static final String PASSAGE = "passage";

        public static final Fields FIELDS = new Fields(Field.required("model", Kinds.packageName()),
                Field.required("input", Kinds.oneOrMore(Kinds.text())),
                Field.of("truncate", Kinds.flag(), true),
                Field.of("backend", Kinds.oneOf(WISHES), ""),
                Field.of("threads", Kinds.count(MAX_THREADS), MAX_THREADS),
                Field.of("adapters", Kinds.list(AttachedAdapter::read, AttachedAdapter::write), List.of()),
                Field.of("prompt", Kinds.text(), ""), Field.optional("dimensions", Kinds.count(1 << 20)));

        public static Embed read(Input in) {
            Fields.Values values = FIELDS.read(in);
            return new Embed(values.next(), values.next(), values.next(), values.next(), values.next(), values.next(),
                    values.next(), values.next());
        }

        public JsonObject write() {
            return FIELDS.write(model, input, truncate, backend, threads, adapters, prompt, dimensions);
        }
    }

    /** Passes to time, on exactly one backend. */
    public record Bench(PackageName model, String backend, int threads, Optional<Integer> tokens, int batch, int runs) {

        public static final Fields FIELDS = new Fields(Field.required("model", Kinds.packageName()),
                Field.of("backend", Kinds.oneOf(BACKENDS), "wasm"),
                Field.of("threads", Kinds.count(MAX_THREADS), MAX_THREADS),
                Field.optional("tokens", Kinds.count(MAX_PASS_TOKENS)),
                Field.of("batch", Kinds.count(MAX_PASS_TOKENS), 1),
                Field.of("runs", Kinds.count(10_000), 10));

        public static Bench read(Input in) {
            Fields.Values values = FIELDS.read(in);
            return new Bench(values.next(), values.next(), values.next(), values.next(), values.next(), values.next());
        }

        public JsonObject write() {
            return FIELDS.write(model, backend, threads, tokens, batch, runs);
        }
    }

    /** Texts of so many tokens, for what a model needs in memory. */
    public record Fit(PackageName model, Optional<Integer> tokens, int batch) {

        public static final Fields FIELDS = new Fields(Field.required("model", Kinds.packageName()),
                Field.optional("tokens", Kinds.count(Integer.MAX_VALUE)),
                Field.of("batch", Kinds.count(1_000_000), 1));

        public static Fit read(Input in) {
            Fields.Values values = FIELDS.read(in);
            return new Fit(values.next(), values.next(), values.next());
        }

        public JsonObject write() {
            return FIELDS.write(model, tokens, batch);
        }
    }

    /** A stack of adapters over a base, for whether it keeps within memory and time. */
    public record Plan(PackageName model, List<AttachedAdapter> adapters, Optional<Integer> tokens, int batch,
            Optional<Double> budgetMs) {

        public static final Fields FIELDS = new Fields(Field.required("model", Kinds.packageName()),
                Field.of("adapters", Kinds.list(AttachedAdapter::read, AttachedAdapter::write), List.of()),
                Field.optional("tokens", Kinds.count(Integer.MAX_VALUE)),
                Field.of("batch", Kinds.count(MAX_PASS_TOKENS), 1),
                Field.optional("budget_ms", Kinds.number()));

        public static Plan read(Input in) {
            Fields.Values values = FIELDS.read(in);
            return new Plan(values.next(), values.next(), values.next(), values.next(), values.next());
        }

        public JsonObject write() {
            return FIELDS.write(model, adapters, tokens, batch, budgetMs);
        }
    }

}
