package dev.tabitat.web.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tabitat.core.api.ApiError;
import dev.tabitat.core.digest.Digest;
import dev.tabitat.core.format.Slices;
import dev.tabitat.core.generation.ReferenceDecoder;
import dev.tabitat.core.json.Json;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonNumber;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.kernels.backend.KernelMemory;
import dev.tabitat.kernels.decoder.DecoderBackend;
import dev.tabitat.kernels.jvm.JvmKernelHost;
import dev.tabitat.kernels.kernel.decoder.BlockDot;
import dev.tabitat.kernels.kernel.decoder.BlockDots;
import dev.tabitat.web.protocol.FromEngine;
import dev.tabitat.web.store.MemoryRecords;
import dev.tabitat.web.protocol.ToEngine;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Generation through the engine, with stories260K on the reference. */
final class GenerateTest {

    static final String NAME = "stories:q8";
    static final String STORY = ", there was a little girl named Lily. She loved to play outside in the park.";
    private static final JsonObject GREEDY = JsonObject.of("temperature", 0, "repeat_penalty", 1, "num_predict", 27);

    private final FakeEngineEnvironment environment = new FakeEngineEnvironment();
    private Engine engine;

    static byte[] model() {
        try (InputStream file = ReferenceDecoder.class.getResourceAsStream("stories260K-q8_0.gguf")) {
            return file.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @BeforeEach
    void addModel() {
        engine = new Engine(environment, new MemoryRecords(), "", environment::send);
        byte[] gguf = model();
        JsonObject source = JsonObject.of("files", JsonArray.of(JsonObject.of("path", "stories.gguf", "bytes",
                gguf.length)));
        FromEngine added = environment.call(engine, "addModel", JsonObject.of("source", source, "name", NAME),
                Optional.of(Slices.of(gguf)));
        JsonObject answer = (JsonObject) done(added);
        assertEquals("generator", answer.string("kind"));
        assertEquals("reference", answer.object("self_test").string("backend"));
        assertTrue(answer.object("self_test").bool("passed"), answer.toString());
    }

    private static Json done(FromEngine end) {
        if (end instanceof FromEngine.Done done) {
            return done.result();
        }
        throw new AssertionError(((FromEngine.Failed) end).error().toString());
    }

    private JsonObject generate(Object... more) {
        JsonObject params = JsonObject.of(more);
        params = params.has("model") ? params : params.with("model", NAME);
        params = params.has("prompt") ? params : params.with("prompt", "Once upon a time");
        params = params.has("options") ? params : params.with("options", GREEDY);
        FromEngine end = environment.call(engine, "generate", params, Optional.empty());
        JsonObject result = (JsonObject) done(end);
        dev.tabitat.web.protocol.DeclaredTypes.require("generate", result);
        return result;
    }

    private ApiError refused(JsonObject params) {
        FromEngine end = environment.call(engine, "generate", params.with("model", NAME), Optional.empty());
        return ((FromEngine.Failed) end).error();
    }

    private List<JsonObject> reports() {
        List<JsonObject> reports = new ArrayList<>();
        for (FromEngine message : environment.sent) {
            if (message instanceof FromEngine.Progress progress && progress.id() == environment.lastId()) {
                reports.add(progress.report());
            }
        }
        return reports;
    }

    @Test
    void aGreedyStoryIsTheExpectedOneAndItsPartsAreTheWhole() {
        JsonObject story = generate();
        assertEquals(STORY, story.string("response"));
        assertEquals("length", story.string("done_reason"));
        assertEquals(27, story.integer("eval_count"));
        assertEquals("reference", story.string("backend"));
        assertEquals(0, story.integer("prompt_cached_count"));
        assertEquals(0, story.integer("load_duration"), "adding it has loaded it");
        assertTrue(story.array("notices").size() == 1, "the reference answers because there is no SIMD here");
        StringBuilder parts = new StringBuilder();
        int tokens = 0;
        for (JsonObject report : reports()) {
            parts.append(report.stringOr("text", ""));
            tokens += report.has("tokens") ? report.array("tokens").size() : 0;
        }
        assertEquals(STORY, parts.toString());
        assertEquals(27, tokens);
    }

    @Test
    void aPromptWithTheSameStartIsNotEvaluatedAgain() {
        JsonObject first = generate();
        long prompt = first.integer("prompt_eval_count");
        JsonObject again = generate();
        assertEquals(prompt - 1, again.integer("prompt_cached_count"));
        assertEquals(first.array("tokens"), again.array("tokens"));
        assertEquals(0, again.integer("load_duration"));
        JsonObject longer = generate("prompt", "Once upon a time" + STORY);
        assertTrue(longer.integer("prompt_cached_count") > prompt, "the story's own tokens count too");
    }

    @Test
    void aDrawnSeedIsInTheTranscriptWhichCanBeReplayed() {
        JsonObject story = generate("options", JsonObject.of("num_predict", 20));
        FromEngine exported = environment.call(engine, "export",
                JsonObject.of("what", "transcript", "digest", story.string("transcript")), Optional.empty());
        done(exported);
        byte[] file = environment.files.get(environment.files.size() - 1);
        assertEquals(story.string("transcript"), Digest.of(file).toString());
        JsonObject replay = (JsonObject) done(
                environment.call(engine, "replayTranscript", JsonObject.EMPTY, Optional.of(Slices.of(file))));
        dev.tabitat.web.protocol.DeclaredTypes.require("replayTranscript", replay);
        assertTrue(replay.bool("identical"));
        String altered = new String(file, java.nio.charset.StandardCharsets.UTF_8);
        int at = altered.indexOf("\"tokens\":[") + 10;
        int end = altered.indexOf(',', at);
        int token = Integer.parseInt(altered.substring(at, end));
        altered = altered.substring(0, at) + (token + 1) % 500 + altered.substring(end);
        JsonObject different = (JsonObject) done(environment.call(engine, "replayTranscript", JsonObject.EMPTY,
                Optional.of(Slices.of(altered.getBytes(java.nio.charset.StandardCharsets.UTF_8)))));
        assertFalse(different.bool("identical"));
        assertTrue(different.string("first_difference").startsWith("token 0"), different.toString());
    }

    @Test
    void aCancelledRunKeepsWhatItHasAndItsTranscriptCanBeReplayed() {
        environment.breath = () -> {
            boolean hasToken = environment.sent.stream().anyMatch(message -> message instanceof FromEngine.Progress one
                    && one.id() == environment.lastId() && one.report().has("tokens"));
            if (hasToken) {
                engine.calls().receive(new ToEngine.Cancel(environment.lastId()), Optional.empty());
            }
        };
        JsonObject part = generate("options", JsonObject.of("temperature", 0, "repeat_penalty", 1));
        environment.breath = () -> {};
        assertEquals("cancelled", part.string("done_reason"));
        assertTrue(part.integer("eval_count") >= 1 && part.integer("eval_count") < 400, part.toString());
        assertTrue(STORY.startsWith(part.string("response")) || part.string("response").startsWith(STORY));
        done(environment.call(engine, "export",
                JsonObject.of("what", "transcript", "digest", part.string("transcript")), Optional.empty()));
        JsonObject replay = (JsonObject) done(environment.call(engine, "replayTranscript", JsonObject.EMPTY,
                Optional.of(Slices.of(environment.files.get(environment.files.size() - 1)))));
        assertTrue(replay.bool("identical"), replay.toString());
    }

    @Test
    void aModelThatIsRemovedMeanwhileEndsTheRun() {
        boolean[] isRemoved = new boolean[1];
        environment.breath = () -> {
            if (!isRemoved[0]) {
                isRemoved[0] = true;
                engine.calls().receive(new ToEngine.Call(1_000_000, "remove", JsonObject.of("name", NAME)),
                        Optional.empty());
            }
        };
        ApiError error = refused(JsonObject.of("prompt", "Once"));
        assertEquals("unavailable", error.code());
        environment.breath = () -> {};
        environment.settle();
        assertEquals("invalid_input", refused(JsonObject.of("prompt", "Once")).code());
    }

    @Test
    void badOptionsAreRefusedWithTheirRanges() {
        ApiError hot = refused(JsonObject.of("prompt", "a", "options", JsonObject.of("temperature", 11)));
        assertEquals("invalid_input", hot.code());
        assertTrue(hot.expected().contains("0 to 10"), hot.toString());
        assertTrue(refused(JsonObject.of("prompt", "a", "options", JsonObject.of("temprature", 1))).found()
                .contains("temprature"));
        ApiError format = refused(JsonObject.of("prompt", "a", "format", "json"));
        assertEquals("unsupported", format.code());
        assertTrue(format.message().contains("format"));
        assertEquals("invalid_input", refused(JsonObject.of("prompt", "a", "logprobs", 97)).code());
        assertEquals("invalid_input", refused(JsonObject.of("prompt", "a", "keep_alive", "soon")).code());
        assertEquals("invalid_input",
                refused(JsonObject.of("prompt", "a", "options", JsonObject.of("num_ctx", 513))).code());
        assertEquals("invalid_input",
                refused(JsonObject.of("prompt", "a b c d e f", "options", JsonObject.of("num_ctx", 4))).code());
    }

    @Test
    void stopTextsContextAndScoresAreAsAsked() {
        JsonObject stopped = generate("options", GREEDY.with("stop", JsonArray.of("Lily")));
        assertEquals(", there was a little girl named ", stopped.string("response"));
        assertEquals("stop", stopped.string("done_reason"));
        JsonObject full = generate("options", GREEDY.with("num_predict", -1).with("num_ctx", 16));
        assertEquals("context", full.string("done_reason"));
        JsonObject scored = generate("logprobs", 2, "options", GREEDY.with("num_predict", 3));
        assertEquals(3, scored.array("logprobs").size());
        JsonObject row = scored.array("logprobs").objects().get(0);
        assertEquals(2, row.array("top").size());
        assertEquals(row.integer("id"), row.array("top").objects().get(0).integer("id"));
        assertTrue(row.number("logprob") <= 0);
    }

    @Test
    void aModelThatWasNotUsedForItsTimeIsUnloaded() {
        generate("keep_alive", "30s");
        assertTrue(loadedBytes() > 0);
        environment.settle();
        assertEquals(0, loadedBytes());
        generate("keep_alive", -1);
        environment.settle();
        assertTrue(loadedBytes() > 0);
        generate("keep_alive", 0);
        assertEquals(0, loadedBytes());
    }

    @Test
    void theKernelsTellTheSameStoryAfterTheirSelfTestWhichIsKept() {
        try (JvmKernelHost host = new JvmKernelHost(64 << 20)) {
            DecoderBackend kernels = new DecoderBackend(new KernelMemory(host), () -> BlockDots.of(BlockDot.PLAIN));
            environment.decoders = Optional.of(kernels::open);
            unload();
            JsonObject story = generate("options", GREEDY.with("num_predict", 12), "keep_alive", 0);
            assertEquals("wasm", story.string("backend"));
            assertEquals(0, story.array("notices").size());
            assertTrue(STORY.startsWith(story.string("response")) && story.string("response").length() > 20,
                    story.toString());
            assertTrue(reports().stream().anyMatch(report -> report.string("phase").equals("self_test")));
            generate("options", GREEDY.with("num_predict", 1), "keep_alive", 0);
            assertTrue(reports().stream().noneMatch(report -> report.string("phase").equals("self_test")),
                    "tested once");
            assertEquals(0, loadedBytes());
        }
    }

    /** Adding the model has loaded it. */
    private void unload() {
        generate("backend", "reference", "keep_alive", 0, "options", GREEDY.with("num_predict", 0));
    }

    /** What the arithmetic of another model counts as loaded. */
    private long loadedBytes() {
        return engine.generation().loadedBytes();
    }

    @Test
    void fitTokenizeAndBenchAnswerForGenerators() {
        JsonObject fit = environment.object(engine, "fit", "model", NAME, "tokens", 512);
        assertEquals("fits", fit.string("verdict"));
        JsonObject tokens = environment.object(engine, "tokenize", "model", NAME, "input", "Once upon a time");
        assertArrayEquals(new long[]{403, 407, 261, 378}, ((JsonArray) tokens.array("ids").get(0)).items().stream()
                .mapToLong(id -> ((JsonNumber) id).longValue()).toArray());
        JsonObject bench = environment.object(engine, "bench", "model", NAME, "backend", "reference", "tokens", 8,
                "runs", 2);
        assertEquals(2, bench.array("ms").size());
        assertTrue(bench.number("decode_tokens_per_s") > 0);
    }
}
