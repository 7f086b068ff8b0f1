package dev.tabitat.web.engine.inference;

import dev.tabitat.core.adapter.AdapterStack;
import dev.tabitat.core.adapter.StackPlanner;
import dev.tabitat.core.device.FitTerm;
import dev.tabitat.core.digest.Digest;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.InvalidInput;
import dev.tabitat.core.error.Unavailable;
import dev.tabitat.core.format.Slices;
import dev.tabitat.core.graph.Graph;
import dev.tabitat.core.json.Json;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.model.HeadedEncoder;
import dev.tabitat.core.model.TextEncoder;
import dev.tabitat.core.model.head.SentenceEncoder;
import dev.tabitat.core.runtime.Embeddings;
import dev.tabitat.core.runtime.EncoderRunner;
import dev.tabitat.core.runtime.HeadRunner;
import dev.tabitat.core.runtime.SelfTestReport;
import dev.tabitat.core.tensor.Tensor;
import dev.tabitat.core.tokenizer.Encoding;
import dev.tabitat.web.engine.catalog.Adapters;
import dev.tabitat.web.engine.catalog.CatalogEntry;
import dev.tabitat.web.engine.environment.EngineEnvironment;
import dev.tabitat.web.engine.environment.Pacing;
import dev.tabitat.web.engine.ledger.Evidence;
import dev.tabitat.web.fetch.CancellationToken;
import dev.tabitat.web.protocol.Kinds;
import dev.tabitat.web.protocol.params.ModelParams;
import dev.tabitat.web.store.StoredPackage;
import dev.tabitat.web.worker.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.Consumer;

/** Makes embeddings of texts, and measures how fast. */
public final class Encoders {

    private static final int GPU_PASS = 4096;

    private static final int FIRST_WORD = 1000;

    private final InferenceService answers;
    private final ModelCache models;
    private final Backends backends;
    private final Adapters adapters;
    private final Evidence evidence;
    private final EngineEnvironment environment;
    private final Pacing pacing = new Pacing();

    public Encoders(InferenceService answers, ModelCache models, Backends backends, Adapters adapters,
            Evidence evidence,
            EngineEnvironment environment) {
        this.adapters = adapters;
        this.answers = answers;
        this.models = models;
        this.backends = backends;
        this.evidence = evidence;
        this.environment = environment;
    }

    /** {@code {ids, offsets, notices}}, one list an input. */
    public JsonObject tokenize(ModelParams.Tokenize wanted, CancellationToken stop) {
        OpenModel model = answers.open(answers.named(wanted.model()), "");
        List<String> notices = new ArrayList<>();
        List<Json> ids = new ArrayList<>();
        List<Json> offsets = new ArrayList<>();
        ProgressReporter watch = new ProgressReporter(environment, stop, report -> {});
        for (Encoding encoding : model.model() instanceof HeadedEncoder headed
                ? HeadRunner.tokenize(headed, wanted.input(), notices, watch)
                : EncoderRunner.tokenize(model.encoder(), wanted.input(), notices, watch)) {
            ids.add(JsonArray.of((Object[]) boxed(encoding.ids())));
            List<Json> spans = new ArrayList<>();
            for (int i = 0; i < encoding.ids().length; i++) {
                spans.add(JsonArray.of(encoding.starts()[i], encoding.ends()[i]));
            }
            offsets.add(new JsonArray(spans));
        }
        return JsonObject.of("ids", new JsonArray(ids), "offsets", new JsonArray(offsets), "notices",
                JsonArray.ofStrings(notices));
    }

    private static Integer[] boxed(int[] values) {
        Integer[] boxed = new Integer[values.length];
        for (int i = 0; i < values.length; i++) {
            boxed[i] = values[i];
        }
        return boxed;
    }

    /**
     * Without {@code truncate: false} a text that is too long is cut. Gives {@code {model, embeddings: {width, count},
     * prompt_eval_count, total_duration, load_duration, backend, threads, notices}}, and the embeddings beside it as
     * little-endian floats.
     *
     * @throws InvalidInput when nothing may be cut and a text has more tokens than the model reads
     */
    public Result embed(ModelParams.Embed wanted, Consumer<JsonObject> progress, CancellationToken stop) {
        StoredPackage stored = answers.named(wanted.model());
        long start = environment.nanos();
        AdapterStack stack = adapters.stack(wanted.adapters(), stored);
        boolean loads = !models.isOpen(stored, wanted.backend(), stack);
        OpenModel model = answers.open(stored, wanted.backend(), stack);
        TextEncoder encoder = model.encoder();
        long loaded = environment.nanos();
        environment.limitThreads(wanted.threads());
        ProgressReporter watch = new ProgressReporter(environment, stop, progress);
        int dimensions = dimensions(wanted, encoder);
        String prompt = prompt(wanted.prompt(), encoder.prompts());
        List<String> inputs = prompted(prompt, wanted.input());
        if (!wanted.truncate()) {
            requireWhole(encoder, inputs, watch);
        }
        List<String> notices = new ArrayList<>();
        if (!model.notice().isEmpty()) {
            notices.add(model.notice());
        }
        if (prompt.isEmpty() && !wanted.prompt().isEmpty()) {
            notices.add("This model names no prompt for a " + wanted.prompt() + ": the texts were read as they are.");
        }
        Embeddings made;
        String at = environment.nowUtc();
        try {
            made = runner(encoder, model).embed(inputs, watch);
        } catch (Unavailable lost) {
            if (!model.backend().equals(Backends.WEBGPU)) {
                throw lost;
            }
            model = answers.open(stored, Backends.WASM, stack);
            notices.add("The graphics processor stopped answering, and so did the one requested in its place: the "
                    + model.backend()
                    + " backend answers. " + lost.finding().found());
            made = runner(encoder, model).embed(inputs, watch);
        }
        notices.addAll(made.notices());
        long total = Math.max(0, environment.nanos() - start);
        pacing.ran(key(stored, stack), made.tokens(), Math.max(0, total - (loaded - start)) / 1e6);
        byte[] bytes = bytes(dimensions == made.width() ? made.values()
                : SentenceEncoder.shortened(made.values(), made.width(), dimensions));
        evidence.ran(stored.digest(), model.backend(), at, String.join("\n", inputs), outcome(stack, bytes), total);
        List<Json> attached = new ArrayList<>();
        stack.entries().forEach(entry -> attached
                .add(JsonObject.of("name", entry.id(), "weight", entry.weight(), "digest", entry.digest().toString())));
        return new Result(
                JsonObject.of("model", stored.name(), "adapters", new JsonArray(attached), "embeddings",
                        JsonObject.of("width", dimensions, "count", made.count()),
                        "prompt_eval_count", made.tokens(), "total_duration", total, "load_duration",
                        loads ? loaded - start : 0,
                        "backend", model.backend(), "notices", JsonArray.ofStrings(notices)),
                Optional.of(Slices.of(bytes)));
    }

    /** How many numbers of an embedding are given. @throws InvalidInput when it has not so many */
    private static int dimensions(ModelParams.Embed wanted, TextEncoder encoder) {
        int dimensions = wanted.dimensions().orElse(encoder.width());
        if (dimensions > encoder.width()) {
            throw new InvalidInput("An embedding of this model has not so many dimensions.",
                    Finding.at("embed, dimensions").expected("1 to " + encoder.width()).found(dimensions));
        }
        return dimensions;
    }

    /** The text that is put before each input. */
    private static String prompt(String wanted, TextEncoder.Prompts own) {
        return wanted.equals(ModelParams.Embed.QUERY) ? own.query()
                : wanted.equals(ModelParams.Embed.PASSAGE) ? own.passage() : wanted;
    }

    private static List<String> prompted(String prompt, List<String> inputs) {
        if (prompt.isEmpty()) {
            return inputs;
        }
        List<String> prompted = new ArrayList<>();
        for (String input : inputs) {
            prompted.add(prompt + input);
        }
        return prompted;
    }

    private static void requireWhole(TextEncoder encoder, List<String> inputs, EncoderRunner.ProgressListener watch) {
        List<Encoding> encodings = EncoderRunner.tokenize(encoder, inputs, new ArrayList<>(), watch);
        for (int i = 0; i < encodings.size(); i++) {
            if (encodings.get(i).truncated()) {
                throw new InvalidInput("The text is longer than this model reads.",
                        Finding.at(inputs.size() == 1 ? "input" : "input, item " + i)
                                .expected("at most " + encoder.maxTokens() + " tokens")
                                .found(encodings.get(i).untruncated() + " tokens")
                                .remedy("Send it in parts, or let it be cut (truncate: true)."));
            }
        }
    }

    /** What the evidence of a run is a digest of: with adapters they are part of it. */
    private static JsonObject outcome(AdapterStack stack, byte[] embeddings) {
        JsonObject outcome = JsonObject.of("embeddings", Digest.of(embeddings).toString());
        List<Json> entries = new ArrayList<>();
        stack.entries().forEach(entry -> entries.add(entry.toJson()));
        return stack.isEmpty() ? outcome : outcome.with("adapters", new JsonArray(entries));
    }

    /**
     * Whether a base with an ordered stack keeps within memory and {@code budget_ms}, for {@code batch} texts of
     * {@code tokens} each: see {@link StackPlanner.Plan#toJson()}. Times are measured where such a run was made in this
     * tab, else estimated from the base's.
     */
    public JsonObject plan(ModelParams.Plan wanted) {
        StoredPackage base = answers.named(wanted.model());
        CatalogEntry catalogEntry = new CatalogEntry(base);
        int tokens = Kinds.within("plan", "tokens", wanted.tokens().orElse(catalogEntry.maxTokens()),
                catalogEntry.maxTokens());
        int batch = Kinds.within("plan", "batch", wanted.batch(), ModelParams.MAX_PASS_TOKENS / tokens);
        double most = wanted.budgetMs().orElse(-1.0);
        List<FitTerm> terms = new ArrayList<>();
        for (FitTerm term : catalogEntry.fit(tokens, batch, models.measured(base.digest()), 0, OptionalLong.empty())
                .terms()) {
            if (term.name() != FitTerm.Name.LOADED && term.name() != FitTerm.Name.MARGIN) {
                terms.add(term);
            }
        }
        List<StackPlanner.Item> items = adapters.items(wanted.adapters(), base);
        boolean fits = items.stream().allMatch(item -> item.refusals().isEmpty());
        OptionalDouble measured = fits && !items.isEmpty() && adapters.areHere(wanted.adapters())
                ? pacing.p95(key(base, adapters.stack(wanted.adapters(), base)), (long) tokens * batch)
                : OptionalDouble.empty();
        return StackPlanner.plan(
                new StackPlanner.Base(base.name(), terms, adapters.productsPerToken(base),
                        !catalogEntry.quantization().equals("none"),
                        pacing.p95(key(base, AdapterStack.EMPTY), (long) tokens * batch)),
                items,
                new StackPlanner.Budget(environment.memoryForModels(),
                        most < 0 ? OptionalDouble.empty() : OptionalDouble.of(most),
                        models.loadedBytes() - models.loadedBytes(base.digest())),
                measured, OptionalLong.empty()).toJson();
    }

    private static String key(StoredPackage base, AdapterStack stack) {
        StringBuilder key = new StringBuilder(base.digest().hex());
        stack.entries()
                .forEach(entry -> key.append(' ').append(entry.digest().hex()).append('*').append(entry.weight()));
        return key.toString();
    }

    private static EncoderRunner runner(TextEncoder encoder, OpenModel model) {
        return new EncoderRunner(encoder, model.session(), passTokens(model));
    }

    private static int passTokens(OpenModel model) {
        return model.backend().equals(Backends.WEBGPU) ? GPU_PASS : CatalogEntry.CPU_PASS;
    }

    private static byte[] bytes(float[] values) {
        byte[] bytes = new byte[4 * values.length];
        for (int i = 0; i < values.length; i++) {
            int word = Float.floatToRawIntBits(values[i]);
            for (int b = 0; b < 4; b++) {
                bytes[4 * i + b] = (byte) (word >> 8 * b);
            }
        }
        return bytes;
    }

    /**
     * Times passes of {@code batch} sequences of {@code tokens} each, on exactly the backend that was asked for:
     * {@code {ms, tokens_per_s, backend, self_test, threads, load}}.
     *
     * @throws Unavailable when the model does not run on that backend
     */
    public JsonObject bench(ModelParams.Bench wanted, Consumer<JsonObject> progress, CancellationToken stop) {
        int runs = wanted.runs();
        OpenModel model = answers.open(answers.named(wanted.model()), wanted.backend());
        int maxTokens = model.model() instanceof HeadedEncoder headed ? headed.maxTokens()
                : model.encoder().maxTokens();
        int vocabulary = model.model() instanceof HeadedEncoder headed ? headed.vocabulary()
                : model.encoder().vocabulary();
        int tokens = Kinds.within("bench", "tokens", wanted.tokens().orElse(Math.min(128, maxTokens)), maxTokens);
        int batch = Kinds.within("bench", "batch", wanted.batch(), ModelParams.MAX_PASS_TOKENS / tokens);
        if (!model.backend().equals(wanted.backend())) {
            throw new Unavailable("This model does not run on that backend here.",
                    Finding.at("bench, backend").expected(wanted.backend())
                            .found(model.notice().isEmpty() ? model.backend() : model.notice()));
        }
        environment.limitThreads(wanted.threads());
        List<Map<String, Tensor>> passes = passes(model.model().graph(), tokens, batch, passTokens(model), vocabulary);
        ProgressReporter watch = new ProgressReporter(environment, stop, progress);
        List<Json> ms = new ArrayList<>();
        double[] sorted = new double[runs];
        for (int run = 0; run < runs; run++) {
            watch.step((long) run * tokens * batch, (long) runs * tokens * batch);
            double start = environment.millis();
            for (Map<String, Tensor> pass : passes) {
                model.session().run(pass);
            }
            sorted[run] = environment.millis() - start;
            ms.add(JsonArray.of(sorted[run]).get(0));
        }
        watch.step((long) runs * tokens * batch, (long) runs * tokens * batch);
        java.util.Arrays.sort(sorted);
        double median = (sorted[(runs - 1) / 2] + sorted[runs / 2]) / 2;
        OpenModel.Loading loading = model.loading();
        return JsonObject.of("ms", new JsonArray(ms), "tokens_per_s", median > 0 ? tokens * batch * 1000.0 / median : 0,
                "backend", model.backend(),
                "self_test", selfTest(model), "threads", environment.threads(), "memory_bytes",
                model.session().memoryBytes(),
                "load",
                JsonObject.of("read_ms", loading.read() / 1e6, "choose_ms", loading.choose() / 1e6, "prepare_ms",
                        loading.prepare() / 1e6, "self_test_ms", loading.test() / 1e6,
                        "tokenizer_ms", loading.tokenizer() / 1e6));
    }

    private JsonObject selfTest(OpenModel model) {
        Optional<SelfTestReport> test = backends.test(model.backend(), model.stored().name());
        return test.isEmpty() ? JsonObject.of("passed", true, "cases", 0)
                : JsonObject.of("passed", test.get().passed(), "cases", test.get().cases(), "max_error",
                        test.get().maxError(), "bound", test.get().bound());
    }

    /** The batch in the passes that embeddings are made in. */
    private static List<Map<String, Tensor>> passes(Graph graph, int tokens, int batch, int passTokens,
            int vocabulary) {
        int most = Math.max(1, passTokens / tokens);
        List<Map<String, Tensor>> passes = new ArrayList<>();
        for (int left = batch; left > 0; left -= most) {
            passes.add(inputs(graph, tokens, Math.min(left, most), vocabulary));
        }
        return passes;
    }

    /** Words in no order, the same each time: what they are does not change how long they take. */
    private static Map<String, Tensor> inputs(Graph graph, int tokens, int batch, int vocabulary) {
        Encoding[] sequences = new Encoding[batch];
        int first = Math.min(FIRST_WORD, vocabulary - 1);
        for (int s = 0; s < batch; s++) {
            int[] ids = new int[tokens];
            for (int i = 0; i < tokens; i++) {
                ids[i] = first + (int) ((long) (s * tokens + i) * 7919 % (vocabulary - first));
            }
            int[] zeros = new int[tokens];
            sequences[s] = new Encoding(ids, zeros, zeros, zeros, zeros, tokens);
        }
        return HeadRunner.inputs(graph, sequences);
    }
}
