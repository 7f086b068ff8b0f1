package dev.tabitat.web.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tabitat.core.importing.Precision;
import dev.tabitat.core.json.Json;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonNumber;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.model.encoder.Fixtures;
import dev.tabitat.core.tensor.DType;
import dev.tabitat.core.tensor.Shape;
import dev.tabitat.core.tensor.Tensor;
import dev.tabitat.kernels.backend.KernelMemory;
import dev.tabitat.kernels.backend.WasmBackend;
import dev.tabitat.kernels.jvm.JvmKernelHost;
import dev.tabitat.kernels.kernel.Int8Dot;
import dev.tabitat.web.protocol.FromEngine;
import dev.tabitat.web.store.MemoryRecords;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Models from elsewhere: from a folder by way of its plan and its package into the store, on the kernels, and out of
 * the API as PyTorch has it.
 */
final class ImportedModelsTest {

    private static final double BOUND = 1e-4;

    /** A tab whose kernels are the plain ones. */
    private static final class Tab implements AutoCloseable {

        private final JvmKernelHost host = new JvmKernelHost(1 << 24);
        private final FakeEngineEnvironment environment = new FakeEngineEnvironment()
                .withWasm(new WasmBackend(new KernelMemory(host), () -> Int8Dot.PLAIN));
        private final MemoryRecords records = new MemoryRecords();
        private Engine engine = new Engine(environment, records, "", environment::send);

        Tab install(ImportedFixtures model, String name) {
            model.offer(environment, name);
            environment.done(engine, "install", "name", name);
            return this;
        }

        JsonObject object(String method, Object... params) {
            return environment.object(engine, method, params);
        }

        JsonArray array(String method, Object... params) {
            return (JsonArray) environment.done(engine, method, params);
        }

        FromEngine.Failed failure(String method, Object... params) {
            return (FromEngine.Failed) environment.call(engine, method, JsonObject.of(params), Optional.empty());
        }

        /** Embeddings of texts, one after the other. */
        float[] embed(Object... params) {
            object("embed", params);
            byte[] bytes = environment.files.get(environment.files.size() - 1);
            return new Tensor(DType.F32, Shape.of(bytes.length / 4), bytes, 0).toFloats();
        }

        @Override
        public void close() {
            host.close();
        }
    }

    /** What a fixture expects. */
    private record Expected(Fixtures fixture, int[] ids, int[] ends, int[] types) {

        static Expected of(String name) {
            Fixtures fixture = Fixtures.read(name);
            return new Expected(fixture, fixture.expected().tensor("ids").toInts(),
                    fixture.expected().tensor("ends").toInts(), fixture.expected().tensor("types").toInts());
        }

        int count() {
            return ends.length - 1;
        }

        String text(int s) {
            return ImportedFixtures.text(Arrays.copyOfRange(ids, ends[s], ends[s + 1]));
        }

        /** Where the second text of a sequence begins: by its types, or in the middle where there are none. */
        int second(int s) {
            for (int i = ends[s]; i < ends[s + 1]; i++) {
                if (types[i] == 1) {
                    return i;
                }
            }
            return (ends[s] + ends[s + 1]) / 2;
        }

        /** Whether the sequence is one text, or two of which the second is of the other type. */
        boolean isPair(int s) {
            for (int i = ends[s]; i < ends[s + 1]; i++) {
                if (types[i] != (i < second(s) ? 0 : types[second(s)])) {
                    return false;
                }
            }
            return true;
        }

        String firstText(int s) {
            return ImportedFixtures.text(Arrays.copyOfRange(ids, ends[s], second(s)));
        }

        String secondText(int s) {
            return ImportedFixtures.text(Arrays.copyOfRange(ids, second(s), ends[s + 1]));
        }

        float[] row(String tensor, int row) {
            Tensor all = fixture.expected().tensor(tensor);
            int width = all.shape().dim(1);
            return Arrays.copyOfRange(all.toFloats(), row * width, (row + 1) * width);
        }
    }

    private static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }

    private static double[] sigmoids(float... logits) {
        double[] scores = new double[logits.length];
        for (int i = 0; i < scores.length; i++) {
            scores[i] = sigmoid(logits[i]);
        }
        return scores;
    }

    private static double[] softmax(float... logits) {
        double sum = 0;
        for (float logit : logits) {
            sum += Math.exp(logit);
        }
        double[] scores = new double[logits.length];
        for (int i = 0; i < scores.length; i++) {
            scores[i] = Math.exp(logits[i]) / sum;
        }
        return scores;
    }

    @TestFactory
    Stream<DynamicTest> embeddingsAreTheMeansOfPyTorchsHiddenStates() {
        return Stream.of("xlm-roberta", "distilbert", "mpnet", "modernbert", "roberta").map(name -> DynamicTest
                .dynamicTest(name, () -> {
                    Expected expected = Expected.of(name);
                    try (Tab tab = new Tab().install(ImportedFixtures.of(name), "mini:" + name)) {
                        for (int s = 0; s < expected.count(); s++) {
                            float[] found = tab.embed("model", "mini:" + name, "input", expected.text(s));
                            near(mean(expected, s), found);
                        }
                    }
                }));
    }

    /** The mean of a sequence's hidden states, of length 1. */
    private static double[] mean(Expected expected, int s) {
        double[] mean = new double[expected.row("hidden", 0).length];
        for (int token = expected.ends()[s]; token < expected.ends()[s + 1]; token++) {
            float[] row = expected.row("hidden", token);
            for (int i = 0; i < mean.length; i++) {
                mean[i] += row[i];
            }
        }
        double length = Math.sqrt(Arrays.stream(mean).map(x -> x * x).sum());
        return Arrays.stream(mean).map(x -> x / length).toArray();
    }

    private static void near(double[] expected, float... found) {
        assertEquals(expected.length, found.length);
        for (int i = 0; i < found.length; i++) {
            assertEquals(expected[i], found[i], BOUND, "number " + i);
        }
    }

    private static ImportedFixtures sentence() {
        return ImportedFixtures.of("sentence").withFixture("sentence", "modules.json")
                .withFixture("sentence", "1_Pooling/config.json").withFixture("sentence", "2_Dense/config.json")
                .withFixture("sentence", "2_Dense/model.safetensors")
                .with("config_sentence_transformers.json",
                        "{\"prompts\": {\"query\": \"w7 \", \"passage\": \"w8 w9 \"}}");
    }

    private static double[] doubles(float... values) {
        double[] doubles = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            doubles[i] = values[i];
        }
        return doubles;
    }

    private void requireSentences(String what, ImportedFixtures model) {
        Expected expected = Expected.of("sentence");
        try (Tab tab = new Tab().install(model, "mini:x")) {
            for (int s = 0; s < expected.count(); s++) {
                near(doubles(expected.row("dense", s)), tab.embed("model", "mini:x", "input", expected.text(s)));
                near(doubles(expected.row("dense.8", s)),
                        tab.embed("model", "mini:x", "input", expected.text(s), "dimensions", 8));
            }
            JsonObject bench = tab.object("bench", "model", "mini:x", "runs", 1);
            assertTrue(bench.object("self_test").bool("passed"), what);
            assertEquals("wasm", bench.string("backend"), what);
        }
    }

    @Test
    void aFolderOfSentenceTransformersGivesItsVectorsWholeOrInShards() {
        requireSentences("one file", sentence());
        requireSentences("shards", sentence().inShards());
    }

    @Test
    void promptsComeBeforeTexts() {
        try (Tab tab = new Tab().install(sentence(), "mini:x")) {
            assertEquals(List.of(), toList(tab.embed("model", "mini:x", "input", "w3 w4", "prompt", "query"),
                    tab.embed("model", "mini:x", "input", "w7 w3 w4")));
            assertEquals(List.of(), toList(tab.embed("model", "mini:x", "input", "w3 w4", "prompt", "passage"),
                    tab.embed("model", "mini:x", "input", "w8 w9 w3 w4")));
            assertEquals(List.of(), toList(tab.embed("model", "mini:x", "input", "w3 w4", "prompt", "w5 "),
                    tab.embed("model", "mini:x", "input", "w5 w3 w4")));
            assertFalse(toList(tab.embed("model", "mini:x", "input", "w3 w4"),
                    tab.embed("model", "mini:x", "input", "w5 w3 w4")).isEmpty());
        }
        try (Tab tab = new Tab().install(ImportedFixtures.of("distilbert"), "mini:x")) {
            JsonObject made = tab.object("embed", "model", "mini:x", "input", "w3 w4", "prompt", "query");
            assertTrue(made.array("notices").toString().contains("no prompt for a query"), made.toString());
        }
    }

    /** Where two vectors differ. */
    private static List<Integer> toList(float[] a, float... b) {
        List<Integer> differ = new ArrayList<>();
        for (int i = 0; i < Math.max(a.length, b.length); i++) {
            if (a.length != b.length || a[i] != b[i]) {
                differ.add(i);
            }
        }
        return differ;
    }

    @Test
    void quantizedWeightsStayNear() {
        Expected expected = Expected.of("sentence");
        for (Precision precision : List.of(Precision.INT8, Precision.INT4)) {
            try (Tab tab = new Tab().install(sentence().converted(precision), "mini:x")) {
                for (int s = 0; s < expected.count(); s++) {
                    float[] right = expected.row("dense", s);
                    float[] found = tab.embed("model", "mini:x", "input", expected.text(s));
                    double cosine = 0;
                    for (int i = 0; i < found.length; i++) {
                        cosine += (double) right[i] * found[i];
                    }
                    assertTrue(cosine > (precision == Precision.INT8 ? .999 : .9), precision + ": " + cosine);
                }
            }
        }
    }

    @TestFactory
    Stream<DynamicTest> ownLabelsAreScoredAsInPyTorch() {
        return Stream.of("distilbert-sequence", "mpnet-sequence").map(name -> DynamicTest.dynamicTest(name, () -> {
            Expected expected = Expected.of(name);
            try (Tab tab = new Tab().install(ImportedFixtures.of(name), "mini:x")) {
                for (int s = 0; s < expected.count(); s++) {
                    JsonObject found = tab.object("classify", "model", "mini:x", "input", expected.text(s));
                    // Of the one several labels may hold.
                    double[] scores = name.startsWith("distilbert") ? sigmoids(expected.row("logits", s))
                            : softmax(expected.row("logits", s));
                    List<JsonObject> labels = ((JsonArray) found.array("results").get(0)).objects();
                    assertEquals(scores.length, labels.size());
                    for (JsonObject label : labels) {
                        int number = Integer.parseInt(label.string("label").substring("LABEL_".length()));
                        assertEquals(scores[number], label.number("score"), BOUND);
                    }
                    assertEquals("wasm", found.string("backend"));
                }
            }
        }));
    }

    @TestFactory
    Stream<DynamicTest> labelsThatNoModelWasTrainedForAreScoredByEntailment() {
        return Stream.of("bert-sequence", "deberta-sequence", "roberta-sequence").map(name -> DynamicTest
                .dynamicTest(name, () -> {
                    Expected expected = Expected.of(name);
                    int pairs = 0;
                    try (Tab tab = new Tab().install(ImportedFixtures.of(name), "mini:x")) {
                        for (int s = 0; s < expected.count(); s++) {
                            if (!expected.isPair(s)) {
                                continue;
                            }
                            JsonObject found = tab.object("classify", "model", "mini:x", "input",
                                    expected.firstText(s), "labels",
                                    JsonArray.of(expected.secondText(s), "w1 w2"), "template", "{}", "multi_label",
                                    true);
                            float[] logits = expected.row("logits", s);
                            double score = 0;
                            for (JsonObject label : ((JsonArray) found.array("results").get(0)).objects()) {
                                score = label.string("label").equals(expected.secondText(s)) ? label.number("score")
                                        : score;
                            }
                            // contradiction, neutral, entailment
                            assertEquals(softmax(logits[0], logits[2])[1], score, BOUND);
                            pairs++;
                        }
                        JsonObject one = tab.object("classify", "input", "w3 w4", "labels",
                                JsonArray.of("w5", "w6", "w7"), "top_k", 3);
                        double sum = 0;
                        for (JsonObject label : ((JsonArray) one.array("results").get(0)).objects()) {
                            sum += label.number("score");
                        }
                        assertEquals(1, sum, BOUND);
                    }
                    assertTrue(pairs > 1, "pairs among the cases");
                }));
    }

    @TestFactory
    Stream<DynamicTest> documentsAreRankedAsInPyTorch() {
        return Stream.of("xlm-roberta-ranker", "modernbert-ranker").map(name -> DynamicTest.dynamicTest(name, () -> {
            Expected expected = Expected.of(name);
            try (Tab tab = new Tab().install(ImportedFixtures.of(name), "mini:x")) {
                for (int s = 0; s < expected.count(); s++) {
                    JsonObject found = tab.object("rerank", "query", expected.firstText(s), "documents",
                            new JsonArray(List.of(Json.of(expected.secondText(s)),
                                    JsonObject.of("text", "w11 w12"))));
                    assertEquals("mini:x", found.string("model"));
                    double score = -1;
                    double last = 2;
                    for (JsonObject result : found.array("results").objects()) {
                        score = result.integer("index") == 0 ? result.number("relevance_score") : score;
                        assertTrue(result.number("relevance_score") <= last);
                        last = result.number("relevance_score");
                    }
                    assertEquals(sigmoid(expected.row("logits", s)[0]), score, BOUND);
                }
                assertEquals(1,
                        tab.object("rerank", "query", "w1", "documents", JsonArray.of("w2", "w3", "w4"), "top_n",
                                1).array("results").size());
            }
        }));
    }

    @TestFactory
    Stream<DynamicTest> tokensAreLabelledAsInPyTorch() {
        return Stream.of("modernbert-tokens", "deberta-tokens").map(name -> DynamicTest.dynamicTest(name, () -> {
            Expected expected = Expected.of(name);
            List<String> labels = List.of("O", "B-PER", "I-PER", "B-LOC", "I-LOC");
            int found = 0;
            try (Tab tab = new Tab().install(ImportedFixtures.of(name), "mini:x")) {
                for (int s = 0; s < expected.count(); s++) {
                    String text = expected.text(s);
                    List<JsonObject> spans = tab.array("tag", "model", "mini:x", "input", text, "aggregation", "none")
                            .objects();
                    int next = 0;
                    int at = 0;
                    for (int token = expected.ends()[s]; token < expected.ends()[s + 1]; token++) {
                        int length = ImportedFixtures.text(expected.ids()[token]).length();
                        double[] scores = softmax(expected.row("logits", token));
                        int best = 0;
                        for (int i = 1; i < scores.length; i++) {
                            best = scores[i] > scores[best] ? i : best;
                        }
                        if (best > 0) {
                            JsonObject span = spans.get(next++);
                            assertEquals(labels.get(best), span.string("label"));
                            assertEquals(scores[best], span.number("score"), BOUND);
                            assertEquals(at, span.integer("start"));
                            assertEquals(text.substring(at, at + length), span.string("text"));
                        }
                        at += length + 1;
                    }
                    assertEquals(next, spans.size());
                    found += next;
                }
                assertEquals(2, tab.array("tag", "model", "mini:x", "input", JsonArray.of("w1", "")).size());
                assertEquals(0, ((JsonArray) tab.array("tag", "model", "mini:x", "input", JsonArray.of("w1", ""))
                        .get(1)).size());
            }
            assertTrue(found > 10, "labels among the cases");
        }));
    }

    /** A token counts where it stands further from a window's edge, so that windows of one text say the same. */
    @Test
    void aLongTextIsLabelledInWindows() {
        try (Tab tab = new Tab().install(ImportedFixtures.of("deberta-tokens"), "mini:x")) {
            int[] ids = new int[300];
            for (int i = 0; i < ids.length; i++) {
                ids[i] = 5 + i * 7 % 90;
            }
            String text = ImportedFixtures.text(ids);
            List<JsonObject> spans = tab.array("tag", "model", "mini:x", "input", text, "aggregation", "none")
                    .objects();
            long last = -1;
            for (JsonObject span : spans) {
                assertTrue(span.integer("start") > last);
                last = span.integer("start");
                assertEquals(text.substring((int) span.integer("start"), (int) span.integer("end")),
                        span.string("text"));
            }
            assertTrue(last > text.length() * 3L / 4, "labels in the last part: " + last + " of " + text.length());
        }
    }

    @TestFactory
    Stream<DynamicTest> answersAreThoseOfPyTorch() {
        return Stream.of("bert-answers", "roberta-answers", "distilbert-answers").map(name -> DynamicTest
                .dynamicTest(name, () -> {
                    Expected expected = Expected.of(name);
                    int pairs = 0;
                    try (Tab tab = new Tab().install(ImportedFixtures.of(name), "mini:x")) {
                        for (int s = 0; s < expected.count(); s++) {
                            if (!expected.isPair(s)) {
                                continue;
                            }
                            int first = expected.ends()[s];
                            double best = Double.NEGATIVE_INFINITY;
                            for (int i = expected.second(s); i < expected.ends()[s + 1]; i++) {
                                for (int j = i; j < expected.ends()[s + 1]; j++) {
                                    best = Math.max(best,
                                            expected.row("logits", i)[0] + expected.row("logits", j)[1]);
                                }
                            }
                            String context = expected.secondText(s);
                            JsonObject found = tab.object("extract", "model", "mini:x", "question",
                                    expected.firstText(s), "context", context);
                            assertEquals(best, found.number("score"), 5 * BOUND);
                            assertEquals(expected.row("logits", first)[0] + expected.row("logits", first)[1],
                                    found.number("no_answer_score"), 5 * BOUND);
                            assertEquals(context.substring((int) found.integer("start"), (int) found.integer("end")),
                                    found.string("answer"));
                            pairs++;
                        }
                    }
                    assertTrue(pairs > 1, "pairs among the cases");
                }));
    }

    @Test
    void anotherKindOfModelIsNamedWithTheCallThatIsItsOwn() {
        try (Tab tab = new Tab().install(ImportedFixtures.of("xlm-roberta-ranker"), "mini:rank")
                .install(ImportedFixtures.of("bert-tokens"), "mini:tag")
                .install(ImportedFixtures.of("bert-answers"), "mini:qa").install(sentence(), "mini:vectors")
                .install(ImportedFixtures.of("distilbert-sequence"), "mini:labels")) {
            String[][] wrong = {{"embed", "mini:rank", "rerank"}, {"embed", "mini:tag", "tag"},
                    {"tag", "mini:qa", "extract"}, {"classify", "mini:rank", "rerank"},
                    {"tag", "mini:vectors", "embed"}, {"classify", "mini:vectors", "embed"},
                    {"classify", "mini:tag", "tag"}};
            for (String[] one : wrong) {
                FromEngine.Failed failed = tab.failure(one[0], "model", one[1], "input", "w1");
                assertEquals("invalid_input", failed.error().code(), one[0]);
                assertTrue(failed.error().found().contains(one[1]), failed.error().toString());
                assertTrue(failed.error().remedy().contains("Call " + one[2]), failed.error().toString());
            }
            assertTrue(tab.failure("rerank", "model", "mini:labels", "query", "w1", "documents", JsonArray.of("w2"))
                    .error().remedy().contains("Call classify"));
            assertTrue(tab.failure("classify", "model", "mini:labels", "input", "w1", "labels", JsonArray.of("w2"))
                    .error().expected().contains("entail"));
        }
    }

    @Test
    void whatCannotBeReadIsRefusedAndWhatIsCutIsSaid() {
        try (Tab tab = new Tab().install(ImportedFixtures.of("xlm-roberta-ranker"), "mini:rank")
                .install(ImportedFixtures.of("bert-sequence"), "mini:nli").install(sentence(), "mini:vectors")) {
            assertEquals("query", tab.failure("rerank", "query", " ", "documents", JsonArray.of("w1")).error().where());
            assertEquals("rerank, documents",
                    tab.failure("rerank", "query", "w1", "documents", JsonArray.EMPTY).error().where());
            Json[] many = new Json[10_001];
            Arrays.fill(many, Json.of("w1"));
            assertTrue(
                    tab.failure("rerank", "query", "w1", "documents", new JsonArray(List.of(many))).error().expected()
                            .contains("10000"));
            assertTrue(tab.failure("classify", "model", "mini:nli", "input", "w1", "labels",
                    JsonArray.of("w2", "w2")).error().found().contains("again"));
            assertTrue(tab.failure("embed", "model", "mini:vectors", "input", "w1", "dimensions", 21).error().expected()
                    .contains("20"));
            int[] ids = new int[200];
            Arrays.fill(ids, 9);
            JsonObject cut = tab.object("rerank", "query", "w1", "documents",
                    JsonArray.of(ImportedFixtures.text(ids), "w2 \ud800"));
            assertTrue(cut.array("notices").toString().contains("longer than this model reads"), cut.toString());
            assertTrue(cut.array("notices").toString().contains("unpaired surrogates"), cut.toString());
        }
        try (Tab tab = new Tab()) {
            FromEngine.Failed none = tab.failure("rerank", "query", "w1", "documents", JsonArray.of("w2"));
            assertEquals("unavailable", none.error().code());
            assertTrue(none.error().message().contains("No re-ranker"), none.error().toString());
        }
    }

    @Test
    void theKnownAnswersOfAModelAreComputedOnceAndNoted() {
        Tab tab = new Tab().install(sentence(), "mini:x");
        try (tab) {
            tab.object("embed", "model", "mini:x", "input", "w3");
            JsonObject device = tab.object("device");
            JsonObject wasm = null;
            for (JsonObject backend : device.array("backends").objects()) {
                wasm = backend.string("id").equals("wasm") ? backend : wasm;
            }
            JsonObject test = wasm.array("self_tests").objects().get(0);
            assertEquals("mini:x", test.string("model"));
            assertTrue(test.bool("passed"));
            assertTrue(test.number("max_error") < 1e-6, test.toString());
            tab.engine = new Engine(tab.environment, tab.records, "", tab.environment::send);
            assertTrue(tab.object("bench", "model", "mini:x", "runs", 1).object("self_test").bool("passed"));
        }
    }

    @Test
    void fitPlanAndTokenizeKnowTheseModels() {
        try (Tab tab = new Tab().install(sentence(), "mini:x").install(ImportedFixtures.of("bert-tokens"),
                "mini:tag")) {
            for (String name : List.of("mini:x", "mini:tag")) {
                JsonObject tokens = tab.object("tokenize", "model", name, "input", "w5 w17");
                assertEquals("[[5,17]]", tokens.array("ids").toString());
                assertEquals("[[[0,2],[3,6]]]", tokens.array("offsets").toString());
                JsonObject fit = tab.object("fit", "model", name, "tokens", 20);
                double weights = 0;
                for (JsonObject term : fit.array("terms").objects()) {
                    weights = term.string("name").equals("weights") ? term.number("bytes") : weights;
                }
                assertTrue(weights > 10_000, fit.toString());
                assertTrue(tab.object("plan", "model", name, "tokens", 20).toString().contains("fits"));
                assertTrue(((JsonNumber) tab.object("bench", "model", name, "runs", 1).get("tokens_per_s"))
                        .doubleValue() > 0);
            }
        }
    }
}
