package dev.tabitat.web.engine.generation;

import dev.tabitat.core.digest.Digest;
import dev.tabitat.core.error.Cancelled;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.InvalidInput;
import dev.tabitat.core.error.OutOfBudget;
import dev.tabitat.core.error.TabitatException;
import dev.tabitat.core.error.Unavailable;
import dev.tabitat.core.format.Slices;
import dev.tabitat.core.generation.DecoderSelfTest;
import dev.tabitat.core.generation.GenerateOptions;
import dev.tabitat.core.generation.Generation;
import dev.tabitat.core.generation.GenerationResult;
import dev.tabitat.core.generation.Transcript;
import dev.tabitat.core.importing.ModelKind;
import dev.tabitat.core.json.Json;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.model.decoder.Decoder;
import dev.tabitat.core.packages.PackageName;
import dev.tabitat.core.tokenizer.GeneratorTokenizer;
import dev.tabitat.web.engine.catalog.Packages;
import dev.tabitat.web.engine.environment.EngineEnvironment;
import dev.tabitat.web.engine.ledger.Evidence;
import dev.tabitat.web.fetch.CancellationToken;
import dev.tabitat.web.jso.FairLock;
import dev.tabitat.web.protocol.Kinds;
import dev.tabitat.web.protocol.params.GenerateParams;
import dev.tabitat.web.protocol.params.KeepAlive;
import dev.tabitat.web.protocol.params.ModelParams;
import dev.tabitat.web.store.StoredPackage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Generates text: one model is loaded at a time, and one call runs at a time, in the order in which they came. A model
 * stays loaded for a while after a call, with what it has evaluated.
 */
public final class GenerationService {

    private final Packages packages;
    private final GeneratorLoader loader;
    private final EngineEnvironment environment;
    private final Evidence evidence;
    private final TranscriptStore transcripts;
    private final LongSupplier otherBytes;
    private final FairLock running;
    private Optional<LoadedGenerator> loaded = Optional.empty();
    /** Ends the wait after which the loaded model is unloaded. */
    private CancellationToken idle = new CancellationToken();

    /** @param otherBytes what models hold that are not loaded here */
    public GenerationService(Packages packages, GeneratorLoader loader, EngineEnvironment environment,
            Evidence evidence, TranscriptStore transcripts, LongSupplier otherBytes) {
        this.packages = packages;
        this.loader = loader;
        this.environment = environment;
        this.evidence = evidence;
        this.transcripts = transcripts;
        this.otherBytes = otherBytes;
        running = environment.fairLock();
    }

    /** Whether a package generates text. */
    public boolean isGenerator(PackageName name) {
        StoredPackage stored = packages.installed().get(name.toString());
        return stored != null && GeneratorPackage.isGenerator(stored);
    }

    /** What the loaded model holds. */
    public long loadedBytes() {
        return loaded.isEmpty() ? 0 : loaded.get().memoryBytes();
    }

    /** A package was removed or replaced: a run with it ends at its next token, and it is unloaded. */
    public void drop(Digest digest) {
        if (loaded.isEmpty() || !loaded.get().stored().digest().equals(digest)) {
            return;
        }
        LoadedGenerator gone = loaded.get();
        gone.remove();
        environment.start(() -> running.withLock(() -> unload(gone)));
    }

    /** Packages were changed, in this tab or in another one: a model that is gone is unloaded. */
    public void dropRemoved() {
        if (loaded.isEmpty()) {
            return;
        }
        StoredPackage stored = loaded.get().stored();
        if (!packages.isStill(stored)) {
            drop(stored.digest());
        }
    }

    private boolean unload(LoadedGenerator which) {
        if (loaded.isEmpty() || loaded.get() != which) {
            return false;
        }
        loaded = Optional.empty();
        which.close();
        return true;
    }

    /**
     * Does work with a model while no other call runs; the model is loaded where it is not.
     *
     * @param keepAlive milliseconds for which it stays loaded afterwards; empty for ever
     * @throws Cancelled when the call was cancelled before its turn, or while the model was loaded
     */
    <T> T with(Wish wish, OptionalLong keepAlive, CancellationToken stop, TokenReports reports, Work<T> work) {
        Optional<T> result = running.withLock(stop, () -> {
            idle.request();
            try {
                long start = environment.nanos();
                GeneratorPackage model = wish.model();
                boolean isLoaded = isLoaded(model, wish.backend());
                LoadedGenerator generator = isLoaded ? loaded.orElseThrow() : load(model, wish, stop, reports);
                generator.watch(stop);
                environment.limitDecoderThreads(wish.threads());
                return work.run(generator, isLoaded ? 0 : environment.nanos() - start);
            } finally {
                keep(keepAlive);
            }
        });
        return result.orElseThrow(CancellationToken::cancelled);
    }

    /** @param backend that is tried first; empty for the best @param numCtx 0 for any */
    record Wish(GeneratorPackage model, String backend, int threads, int numCtx) {}

    /** Work with a loaded model. May wait. */
    @FunctionalInterface
    interface Work<T> {

        /** @param loadNanos how long loading took; 0 where it was loaded before */
        T run(LoadedGenerator generator, long loadNanos);
    }

    /** @param backend that was asked for; empty for any */
    private boolean isLoaded(GeneratorPackage model, String backend) {
        return loaded.isPresent() && !loaded.get().isRemoved()
                && loaded.get().stored().digest().equals(model.stored().digest())
                && loaded.get().serves(backend);
    }

    private LoadedGenerator load(GeneratorPackage model, Wish wish, CancellationToken stop, TokenReports reports) {
        if (loaded.isPresent()) {
            unload(loaded.get());
        }
        GeneratorLoader.Opened opened = loader.open(model, stop);
        memory(opened.decoder()).context(wish.numCtx(), 1);
        LoadedGenerator fresh = loader.load(opened, wish.backend(), stop, reports::phase);
        loaded = Optional.of(fresh);
        if (!packages.isStill(model.stored())) {
            fresh.remove();
        }
        return fresh;
    }

    private GeneratorMemory memory(Decoder decoder) {
        return new GeneratorMemory(decoder, otherBytes.getAsLong(), environment.memoryForModels());
    }

    /** Has the loaded model unloaded when it was not used for so long. */
    private void keep(OptionalLong millis) {
        if (loaded.isEmpty()) {
            return;
        }
        LoadedGenerator mine = loaded.get();
        if (mine.isRemoved() || millis.isPresent() && millis.getAsLong() == 0) {
            unload(mine);
        } else if (millis.isPresent()) {
            CancellationToken used = new CancellationToken();
            idle = used;
            environment.start(() -> {
                environment.pause((int) millis.getAsLong(), used);
                if (!used.isRequested()) {
                    running.withLock(used, () -> unload(mine));
                }
            });
        }
    }

    /**
     * Answers {@code generate}; the result is that of {@code Generated} in tabitat.d.ts.
     *
     * @throws Cancelled when the call was cancelled before its model was ready
     * @throws OutOfBudget with the arithmetic when there is not enough memory
     * @throws Unavailable when the model was removed meanwhile
     */
    public JsonObject generate(GenerateParams.Generate wanted, Consumer<JsonObject> progress, CancellationToken stop) {
        long start = environment.nanos();
        GenerateOptions options = GenerateOptions.read(wanted.options());
        TokenReports reports = new TokenReports(environment, progress);
        Wish wish = new Wish(named(wanted.model()), wanted.backend(), wanted.threads(), options.numCtx());
        return with(wish, KeepAlive.millis(wanted.keepAlive()), stop, reports, (generator, loadNanos) -> {
            JsonObject result = generate(generator, wanted, options, reports, stop);
            return result.with("load_duration", loadNanos).with("total_duration", environment.nanos() - start);
        });
    }

    private GeneratorPackage named(PackageName name) {
        StoredPackage stored = packages.installedNow().get(name.toString());
        if (stored == null) {
            throw new InvalidInput("There is no such model in this tab.", Finding.at("model")
                    .expected("an installed generator").found(name).remedy("Add it first."));
        }
        return GeneratorPackage.of(stored);
    }

    private JsonObject generate(LoadedGenerator generator, GenerateParams.Generate wanted, GenerateOptions asked,
            TokenReports reports, CancellationToken stop) {
        int[] prompt = wanted.raw() ? Generation.rawPrompt(generator.tokenizer(), wanted.prompt())
                : Prompts.plain(generator.tokenizer(), wanted.prompt());
        int context = memory(generator.decoder()).context(asked.numCtx(), prompt.length + 1);
        GenerateOptions options = asked.resolved(Prompts.seed(environment.random(Long.BYTES)), context);
        String at = environment.nowUtc();
        long began = environment.nanos();
        long room = Math.max(0, options.numCtx() - prompt.length);
        FollowedRun run = new FollowedRun(generator, environment, reports, stop,
                options.numPredict() < 0 ? room : Math.min(room, options.numPredict()));
        GenerationResult result = run(generator, options, prompt, wanted.topScores(), run);
        run.end();
        long ended = environment.nanos();
        long evaluated = run.promptNanos().orElse(ended);
        Transcript transcript = Transcript.of(generator.model().weightDigest(), Optional.empty(), options,
                Optional.empty(), generator.session().backend(), environment.decoderThreads(), prompt, result);
        Digest digest = transcripts.put(transcript.bytes());
        evidence.ran(generator.stored().digest(), generator.session().backend(), at, wanted.prompt(),
                JsonObject.of("transcript", digest.toString()), ended - began);
        return GenerationAnswer.json(generator, result, wanted.topScores())
                .with("prompt_eval_duration", evaluated - began).with("eval_duration", ended - evaluated)
                .with("backend", generator.session().backend()).with("transcript", digest.toString())
                .with("notices", generator.notice().isEmpty() ? JsonArray.EMPTY
                        : JsonArray.ofStrings(List.of(generator.notice())));
    }

    private static GenerationResult run(LoadedGenerator generator, GenerateOptions options, int[] prompt,
            int topScores, FollowedRun follower) {
        Generation generation = new Generation(generator.sequence(options.numCtx()),
                generator.session().spec().vocabulary(), generator.tokenizer(), options, List.of(), topScores);
        try {
            return generation.run(prompt, follower);
        } catch (Cancelled whileReading) {
            // The reference reads weights during a run. What was evaluated before is whole, and stays.
            return follower.partial(prompt.length);
        }
    }

    /**
     * Runs a transcript again: {@code {identical, first_difference?, model, backend}}.
     *
     * @throws InvalidInput when its model is not installed
     */
    public JsonObject replay(Optional<Slices> file, Consumer<JsonObject> progress, CancellationToken stop) {
        Transcript transcript = TranscriptStore.read(file);
        GeneratorPackage model = withWeights(transcript.model());
        TokenReports reports = new TokenReports(environment, progress);
        Wish wish = new Wish(model, transcript.backend(), GenerateParams.MAX_THREADS, transcript.options().numCtx());
        return with(wish, KeepAlive.millis(Optional.empty()), stop, reports, (generator, loadNanos) -> {
            memory(generator.decoder()).context(transcript.options().numCtx(), 1);
            FollowedRun run = new FollowedRun(generator, environment, reports, stop, transcript.tokens().length);
            generator.forget();
            Transcript.Comparison found = transcript.replay(generator.session(), generator.tokenizer(), List.of(), run);
            stop.check();
            JsonObject result = JsonObject.of("identical", found.isIdentical(), "model", generator.stored().name(),
                    "backend", generator.session().backend());
            return found.isIdentical() ? result : result.with("first_difference", found.firstDifference());
        });
    }

    private GeneratorPackage withWeights(Digest digest) {
        for (StoredPackage stored : packages.installedNow().values()) {
            if (GeneratorPackage.isGenerator(stored)
                    && GeneratorPackage.of(stored).weightDigest().equals(digest)) {
                return GeneratorPackage.of(stored);
            }
        }
        throw new InvalidInput("The model of this transcript is not in this tab.",
                Finding.at("transcript, model").expected("an installed model with the weights " + digest)
                        .found("none").remedy("Add the model first."));
    }

    /**
     * The answer of {@code addModel}, for a generator with {@code self_test: {passed, backend, cosine}}: the model is
     * loaded as its first call would. It is there whatever comes of that; what is in its way is a notice.
     */
    public JsonObject added(JsonObject answer, CancellationToken stop) {
        if (!answer.string("kind").equals(ModelKind.GENERATOR.id())) {
            return answer;
        }
        List<Json> notices = new ArrayList<>(answer.array("notices").items());
        JsonObject test = JsonObject.of("passed", false, "backend", "", "cosine", 0);
        try {
            Wish wish = new Wish(named(PackageName.parse(answer.string("name"))), "", GenerateParams.MAX_THREADS, 0);
            LoadedGenerator loadedNow = with(wish, KeepAlive.millis(Optional.empty()), stop,
                    new TokenReports(environment, report -> {}), (generator, nanos) -> generator);
            test = JsonObject.of("passed", true, "backend", loadedNow.session().backend(), "cosine",
                    loadedNow.selfTest().map(DecoderSelfTest::cosine).orElse(1.0));
            if (!loadedNow.notice().isEmpty()) {
                notices.add(Json.of(loadedNow.notice()));
            }
        } catch (TabitatException cannotStart) {
            String remedy = cannotStart.finding().remedy();
            notices.add(Json.of("The model is here, but it could not be started: " + cannotStart.getMessage()
                    + (remedy.isEmpty() ? "" : " " + remedy)));
        }
        return answer.with("self_test", test).with("notices", new JsonArray(notices));
    }

    /** Answers {@code tokenize} for a generator: tokens without a start token; where each came from is not known. */
    public JsonObject tokenize(ModelParams.Tokenize wanted, CancellationToken stop) {
        GeneratorPackage model = named(wanted.model());
        GeneratorTokenizer tokenizer = loaded.isPresent() && loaded.get().stored().digest()
                .equals(model.stored().digest()) ? loaded.get().tokenizer() : loader.open(model, stop).tokenizer();
        List<Json> ids = new ArrayList<>();
        List<Json> offsets = new ArrayList<>();
        for (String text : wanted.input()) {
            List<Json> row = new ArrayList<>();
            for (int id : tokenizer.encode(text, GeneratorTokenizer.SpecialText.AS_TEXT)) {
                row.add(Json.of(id));
            }
            ids.add(new JsonArray(row));
            offsets.add(JsonArray.EMPTY);
        }
        return JsonObject.of("ids", new JsonArray(ids), "offsets", new JsonArray(offsets), "notices", JsonArray.EMPTY);
    }

    /** Answers {@code fit} for an installed generator: {@code tokens} is its context. */
    public JsonObject fit(ModelParams.Fit wanted) {
        Decoder decoder = loader.open(named(wanted.model()), new CancellationToken()).decoder();
        int most = decoder.spec().contextLength();
        int tokens = Kinds.within("fit", "tokens",
                wanted.tokens().orElse(Math.min(most, GeneratorMemory.USUAL_CONTEXT)), most);
        return memory(decoder).fit(tokens).toJson();
    }

    /** Answers {@code bench} for a generator. */
    public JsonObject bench(ModelParams.Bench wanted, Consumer<JsonObject> progress, CancellationToken stop) {
        Wish wish = new Wish(named(wanted.model()), wanted.backend(), wanted.threads(), 0);
        return with(wish, KeepAlive.millis(Optional.empty()), stop, new TokenReports(environment, progress),
                (generator, loadNanos) -> new GeneratorBench(generator, environment, stop).run(wanted, loadNanos));
    }

    /** The transcript of a run, as bytes. @throws InvalidInput when it is not kept any more */
    public byte[] transcript(Digest digest) {
        return transcripts.get(digest);
    }
}
