package dev.tabitat.core.model;

import dev.tabitat.core.contract.Check;
import dev.tabitat.core.contract.Contract;
import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.InvalidInput;
import dev.tabitat.core.error.Unsupported;
import dev.tabitat.core.format.Safetensors;
import dev.tabitat.core.format.Slices;
import dev.tabitat.core.importing.Precision;
import dev.tabitat.core.importing.WeightConversion;
import dev.tabitat.core.importing.WeightRecipe;
import dev.tabitat.core.importing.WeightSource;
import dev.tabitat.core.importing.WeightSurvey;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonNull;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.model.encoder.EncoderSamples;
import dev.tabitat.core.model.head.TokenClassifier;
import dev.tabitat.core.packages.ModelPackage;
import dev.tabitat.core.runtime.Embeddings;
import dev.tabitat.core.runtime.EncoderRunner;
import dev.tabitat.core.runtime.ExactBackend;
import dev.tabitat.core.runtime.HeadRunner;
import dev.tabitat.core.runtime.ProbeAnswers;
import dev.tabitat.core.runtime.QuantizationCheck;
import dev.tabitat.core.runtime.ReferenceBackend;
import dev.tabitat.core.runtime.SequenceScorer;
import dev.tabitat.core.runtime.Session;
import dev.tabitat.core.runtime.SlicedWeights;
import dev.tabitat.core.runtime.TokenScorer;
import dev.tabitat.core.runtime.WeightReader;
import dev.tabitat.core.tensor.Shape;
import dev.tabitat.core.tensor.Tensor;
import dev.tabitat.core.text.Utf8;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Models of imported packages: what is loaded, what their self-test finds, and what their heads say. */
public final class ImportedModelContract {

    private ImportedModelContract() {}

    public static List<Contract> all() {
        return List.of(
                Contract.of("imported: the reference with weights read as needed gives the same bits",
                        ImportedModelContract::streamed),
                Contract.of("imported: known answers find a backend that is wrong", ImportedModelContract::answers),
                Contract.of("imported: matrices that become one may be quantized in part",
                        ImportedModelContract::mixed),
                Contract.of("imported: a quantization is held to what the model said",
                        ImportedModelContract::quantized),
                Contract.of("imported: static embeddings leave out what they do not know",
                        ImportedModelContract::staticWords),
                Contract.of("imported: heads score texts, labels, ranks, spans and answers",
                        ImportedModelContract::heads));
    }

    private static ImportedModel note(String kind, String task) {
        return ImportedModel.read(JsonObject.of("kind", kind, "task", task, "weights",
                JsonArray.of("model.safetensors"), "prompts", JsonObject.of("query", "q: ", "passage", "")));
    }

    private static Map<String, byte[]> files(JsonObject config, int words) {
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put(ImportedModel.CONFIG, Utf8.encode(config.toString()));
        files.put(ModelPackage.TOKENIZER, Utf8.encode(tokenizer(words)));
        return files;
    }

    /** Words w0 and so on; the first stands for all others. */
    private static String tokenizer(int words) {
        JsonObject.Builder vocabulary = JsonObject.builder();
        for (int i = 0; i < words; i++) {
            vocabulary.put("w" + i, i);
        }
        JsonObject first = JsonObject.of("Sequence", JsonObject.of("id", "A", "type_id", 0));
        JsonObject second = JsonObject.of("Sequence", JsonObject.of("id", "B", "type_id", 1));
        return JsonObject.of("version", "1.0", "added_tokens", JsonArray.EMPTY, "normalizer", JsonNull.NULL,
                "pre_tokenizer", JsonObject.of("type", "WhitespaceSplit"), "post_processor",
                JsonObject.of("type", "TemplateProcessing", "single", JsonArray.of(first), "pair",
                        JsonArray.of(first, second), "special_tokens", JsonObject.EMPTY),
                "decoder", JsonNull.NULL, "model",
                JsonObject.of("type", "WordLevel", "vocab", vocabulary.build(), "unk_token", "w0")).toString();
    }

    private static Slices converted(Safetensors weights, WeightRecipe recipe) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        WeightConversion.of(WeightSource.open(List.of(Slices.of(weights.write()))), recipe, Map.of())
                .run(part -> out.write(part, 0, part.length));
        return Slices.of(out.toByteArray());
    }

    private static void streamed(Check check) {
        for (String family : EncoderSamples.FAMILIES) {
            JsonObject config = EncoderSamples.config(family);
            Safetensors weights = EncoderSamples.weights(family, 7);
            List<Slices> kinds = List.of(Slices.of(weights.write()),
                    converted(weights, WeightRecipe.of(Precision.INT8)),
                    converted(weights, WeightRecipe.of(Precision.INT4)));
            for (int i = 0; i < kinds.size(); i++) {
                Map<String, byte[]> files = files(config, EncoderSamples.WORDS);
                Safetensors whole = Safetensors.read(kinds.get(i).read(0, (int) kinds.get(i).length()));
                TextEncoder heap = (TextEncoder) note("encoder", "").model(files, whole).model();
                ImportedModel.Loaded light = note("encoder", "").model(files,
                        SlicedWeights.header(List.of(kinds.get(i))));
                check.equal(family + ": no weights", 0, light.model().weights().size());
                ProbeAnswers expected = ProbeAnswers.of(heap, WeightReader.of(heap.weights()));
                ProbeAnswers found = ProbeAnswers.of(light.model(),
                        SlicedWeights.of(light.layout(), List.of(kinds.get(i))));
                check.equal(family + " in pieces, kind " + i, Arrays.toString(expected.output().toFloats()),
                        Arrays.toString(found.output().toFloats()));
                try (Session session = new ReferenceBackend().open(heap.graph(), heap.weights())) {
                    check.equal(family + " as the reference, kind " + i,
                            Arrays.toString(session.run(expected.inputs()).get(heap.output()).toFloats()),
                            Arrays.toString(expected.output().toFloats()));
                }
                check.equal(family + ": prompts", "q: ", heap.prompts().query());
            }
        }
        check.fails("another vocabulary", DamagedData.class,
                () -> ((TextEncoder) note("encoder", "").model(files(EncoderSamples.config("bert"), 41),
                        EncoderSamples.weights("bert", 7)).model()).tokenizer());
        check.fails("a generator", Unsupported.class, () -> note("generator", "").model(
                files(EncoderSamples.config("bert"), 40), EncoderSamples.weights("bert", 7)));
        check.fails("no tokenizer", DamagedData.class, () -> note("encoder", "").model(
                Map.of(ImportedModel.CONFIG, Utf8.encode("{}")), EncoderSamples.weights("bert", 7)));
    }

    private static TextEncoder encoder(String family, long seed) {
        return (TextEncoder) note("encoder", "").model(files(EncoderSamples.config(family), EncoderSamples.WORDS),
                EncoderSamples.weights(family, seed)).model();
    }

    private static void answers(Check check) {
        TextEncoder right = encoder("bert", 7);
        TextEncoder wrong = encoder("bert", 8);
        ProbeAnswers known = ProbeAnswers.read(ProbeAnswers.of(right, WeightReader.of(right.weights())).write(), right);
        try (Session good = new ExactBackend().open(right.graph(), right.weights());
                Session bad = new ReferenceBackend().open(wrong.graph(), wrong.weights())) {
            check.isTrue("the right one passes", known.test("exact", good, right.graph()).passed());
            check.isTrue("a wrong one does not", !known.test("bad", bad, right.graph()).passed());
            check.isTrue("it is far off", known.cosine(known.by(bad, right.graph())) < .99);
        }
        check.fails("a broken note", DamagedData.class, () -> ProbeAnswers.read(new byte[20], right));
    }

    private static void mixed(Check check) {
        Safetensors weights = EncoderSamples.weights("bert", 7);
        String query = "encoder.layer.0.attention.self.query.weight";
        Slices file = converted(weights, new WeightRecipe(Precision.INT8, Map.of(query, Precision.FLOAT32)));
        Safetensors whole = Safetensors.read(file.read(0, (int) file.length()));
        TextEncoder model = (TextEncoder) note("encoder", "")
                .model(files(EncoderSamples.config("bert"), EncoderSamples.WORDS), whole).model();
        float[] queries = weights.tensor(query).toFloats();
        float[] joined = model.weights().get("encoder.layer.0.attention.self.qkv.weight").toFloats();
        check.equal("floats as they were", Arrays.toString(queries),
                Arrays.toString(Arrays.copyOf(joined, queries.length)));
        check.equal("the others as the bytes say", joined.length, 3 * queries.length);
    }

    private static void quantized(Check check) {
        JsonObject config = EncoderSamples.config("bert");
        Safetensors weights = EncoderSamples.weights("bert", 7);
        Map<String, byte[]> files = files(config, EncoderSamples.WORDS);
        List<Slices> original = List.of(Slices.of(weights.write()));
        QuantizationCheck int8 = QuantizationCheck.of(note("encoder", ""), files, original,
                converted(weights, WeightRecipe.of(Precision.INT8)));
        check.isTrue("eight bits stay near: " + int8.cosine(), int8.passed() && int8.cosine() < 1);
        WeightRecipe words = WeightRecipe.words(WeightSurvey.of(WeightSource.open(original)));
        check.equal("only the table of words has four bits", Precision.INT8,
                words.overrides().get("encoder.layer.0.output.dense.weight"));
        check.isTrue("it is none of the others", !words.overrides().containsKey("embeddings.word_embeddings.weight"));
        QuantizationCheck other = QuantizationCheck.of(note("encoder", ""), files, original,
                Slices.of(EncoderSamples.weights("bert", 8).write()));
        Unsupported refused = check.fails("another model", Unsupported.class, other::require);
        check.isTrue("with the figure", refused.finding().found().startsWith("0.")
                || refused.finding().found().startsWith("-"));
    }

    private static void staticWords(Check check) {
        float[] rows = new float[40 * 4];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = i % 7 - 3;
        }
        Safetensors weights = new Safetensors(Map.of("embeddings", Tensor.ofFloats(Shape.of(40, 4), rows)), Map.of());
        TextEncoder model = (TextEncoder) note("encoder", "").model(
                files(JsonObject.of("model_type", "model2vec", "normalize", false), 40), weights).model();
        try (Session session = new ReferenceBackend().open(model.graph(), model.weights())) {
            EncoderRunner runner = new EncoderRunner(model, session, 256);
            Embeddings made = runner.embed(List.of("w5 nothing w9", "w5 w9", "nothing at all", "w7"),
                    EncoderRunner.ProgressListener.NONE);
            float[] all = made.values();
            check.equal("unknown words do not count", Arrays.toString(Arrays.copyOf(all, 4)),
                    Arrays.toString(Arrays.copyOfRange(all, 4, 8)));
            check.equal("nothing left", "[0.0, 0.0, 0.0, 0.0]", Arrays.toString(Arrays.copyOfRange(all, 8, 12)));
            check.isTrue("said", made.notices().toString().contains("no word that this model knows"));
            double squares = 0;
            for (int i = 12; i < 16; i++) {
                squares += all[i] * all[i];
            }
            check.isTrue("of length 1", Math.abs(squares - 1) < 1e-6);
        }
    }

    private static Safetensors headed(int labels, String... names) {
        Map<String, Tensor> tensors = new LinkedHashMap<>(EncoderSamples.weights("bert", 7).tensors());
        int width = EncoderSamples.WIDTH;
        for (String name : names) {
            int out = name.equals("pooler.dense") ? width : labels;
            float[] matrix = new float[out * width];
            for (int i = 0; i < matrix.length; i++) {
                matrix[i] = (i * 37 % 23 - 11) / 15f;
            }
            tensors.put(name + ".weight", Tensor.ofFloats(Shape.of(out, width), matrix));
            tensors.put(name + ".bias", Tensor.ofFloats(Shape.of(out), new float[out]));
        }
        return new Safetensors(tensors, Map.of());
    }

    private static HeadRunner runner(String kind, String task, JsonObject config, Safetensors weights) {
        HeadedEncoder model = (HeadedEncoder) note(kind, task).model(files(config, EncoderSamples.WORDS), weights)
                .model();
        return new HeadRunner(model, new ExactBackend().open(model.graph(), model.weights()), 64);
    }

    private static JsonObject labels(String... names) {
        JsonObject.Builder byNumber = JsonObject.builder();
        for (int i = 0; i < names.length; i++) {
            byNumber.put(Integer.toString(i), names[i]);
        }
        return EncoderSamples.config("bert").with("id2label", byNumber.build());
    }

    private static String words(int count) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            text.append('w').append(3 + i * 7 % 35).append(' ');
        }
        return text.toString();
    }

    private static void heads(Check check) {
        EncoderRunner.ProgressListener none = EncoderRunner.ProgressListener.NONE;
        SequenceScorer nli = new SequenceScorer(runner("classifier", "zero-shot-classification",
                labels("entailment", "neutral", "contradiction"), headed(3, "pooler.dense", "classifier")));
        SequenceScorer.Scored own = nli.classify(List.of("w4 w5", words(50)), none);
        check.equal("scores of each text", 2, own.scores().size());
        check.isTrue("what was cut is said", own.notices().toString().contains("longer than this model reads"));
        SequenceScorer.Scored both = nli.zeroShot(List.of("w4 w5", "w6"), List.of("w7", "w8"), "w9 {}", false, none);
        check.isTrue("they sum to 1", Math.abs(both.scores().get(1)[0] + both.scores().get(1)[1] - 1) < 1e-6);
        check.equal("alone as among others", both.scores().get(1)[0],
                nli.zeroShot(List.of("w6"), List.of("w7", "w8"), "w9 {}", false, none).scores().get(0)[0]);
        check.fails("a template without a place", Unsupported.class,
                () -> nli.zeroShot(List.of("w4"), List.of("w7"), "w9", true, none));
        check.fails("a label twice", InvalidInput.class,
                () -> nli.zeroShot(List.of("w4"), List.of("w7", "w7"), "{}", true, none));

        SequenceScorer ranker = new SequenceScorer(
                runner("reranker", "text-ranking", labels("LABEL_0"), headed(1, "pooler.dense", "classifier")));
        check.equal("one score a document", 3, ranker.rank("w3", List.of("w4", "w5 w6", ""), none).scores().size());
        check.fails("no query", InvalidInput.class, () -> ranker.rank(" ", List.of("w4"), none));

        TokenScorer tagger = new TokenScorer(
                runner("token-classifier", "token-classification", labels("O", "B-A", "I-A"),
                        headed(3, "classifier")));
        String text = words(100);
        List<TokenClassifier.Entity> spans = tagger.tag(List.of(text, ""), TokenClassifier.Aggregation.NONE, none)
                .get(0);
        check.isTrue("spans in every part", spans.get(spans.size() - 1).end() > text.length() / 2);
        int before = -1;
        for (TokenClassifier.Entity span : spans) {
            check.isTrue("in order, inside", span.start() > before && span.end() <= text.length());
            before = span.start();
        }

        TokenScorer extractor = new TokenScorer(runner("token-classifier", "question-answering",
                EncoderSamples.config("bert"), headed(2, "qa_outputs")));
        TokenScorer.Answer answer = extractor.extract("w4 w5", text, none);
        check.isTrue("an answer inside", answer.start() < answer.end() && answer.end() <= text.length());
        check.fails("a question without room", InvalidInput.class, () -> extractor.extract(words(40), "w4", none));
    }
}
