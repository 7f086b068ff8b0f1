package dev.tabitat.core.model.head;

import dev.tabitat.core.contract.Check;
import dev.tabitat.core.contract.Contract;
import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.InvalidInput;
import dev.tabitat.core.error.TabitatException;
import dev.tabitat.core.error.Unsupported;
import dev.tabitat.core.format.Safetensors;
import dev.tabitat.core.graph.Op;
import dev.tabitat.core.json.JsonLimits;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.json.JsonReader;
import dev.tabitat.core.model.encoder.EncoderArchitecture;
import dev.tabitat.core.model.encoder.EncoderSamples;
import dev.tabitat.core.model.head.SequenceClassifier.Kind;
import dev.tabitat.core.tensor.Shape;
import dev.tabitat.core.tensor.Tensor;
import dev.tabitat.core.text.Utf8;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Heads: what their configurations mean, how scores come of logits, and what is refused by name. */
public final class HeadContract {

    private static final String MODULES = """
            [{"type": "sentence_transformers.models.Transformer", "path": ""},
             {"type": "sentence_transformers.models.Pooling", "path": "1_Pooling"}]""";

    private HeadContract() {}

    public static List<Contract> all() {
        return List.of(
                Contract.of("heads: labels are read in the order of their numbers", HeadContract::labels),
                Contract.of("heads: what scores mean follows from the configuration", HeadContract::kinds),
                Contract.of("heads: an answer begins in the context and ends there, not before", HeadContract::answers),
                Contract.of("heads: modules of sentence-transformers are read, others refused by name",
                        HeadContract::modules),
                Contract.of("heads: the limit of a text is the smallest that is given", HeadContract::limits),
                Contract.of("heads: shorter embeddings have length 1 again", HeadContract::shortened),
                Contract.of("heads: a pair whose whole text is too long is refused", HeadContract::pairs),
                Contract.of("heads: hypotheses need a classifier of entailment", HeadContract::hypotheses));
    }

    private static void labels(Check check) {
        check.equal("by number", List.of("a", "b", "c"),
                Labels.read(json("{\"id2label\": {\"2\": \"c\", \"0\": \"a\", \"1\": \"b\"}}")).names());
        check.equal("without names", List.of("LABEL_0", "LABEL_1", "LABEL_2"),
                Labels.read(json("{\"num_labels\": 3}")).names());
        check.equal("without anything", 2, Labels.read(json("{}")).count());
        for (String wrong : List.of("{\"id2label\": {}}", "{\"id2label\": {\"1\": \"a\"}}",
                "{\"id2label\": {\"0\": \"a\", \"1\": \"a\"}}", "{\"num_labels\": 0}")) {
            DamagedData e = check.fails(wrong, DamagedData.class, () -> Labels.read(json(wrong)));
            check.isTrue("the field is named", e.finding().where().contains("label"));
        }
    }

    private static void kinds(Check check) {
        check.equal("three labels", Kind.SINGLE, classifier(3, "{}").kind());
        check.equal("one label", Kind.RANKER, classifier(1, "{}").kind());
        check.equal("one label, scored as it is", Kind.REGRESSION, classifier(1,
                "{\"sentence_transformers\": {\"activation_fn\": \"torch.nn.modules.linear.Identity\"}}").kind());
        check.equal("regression", Kind.REGRESSION, classifier(1, "{\"problem_type\": \"regression\"}").kind());
        SequenceClassifier multi = classifier(2, "{\"problem_type\": \"multi_label_classification\"}");
        check.equal("several at once", Kind.MULTI, multi.kind());
        check.fails("another kind", Unsupported.class, () -> classifier(2, "{\"problem_type\": \"ranking\"}"));

        float[] output = {9, 9, 9, 9, 0, 1.0986123f, 5, 5};
        check.equal("padded to four", 4, multi.encoder().width());
        check.near("each for itself", 0.75, multi.scores(output, 1)[1], 1e-6);
        check.near("each for itself", 0.5, multi.scores(output, 1)[0], 1e-6);
        float[] single = classifier(2, "{}").scores(output, 1);
        check.near("together 1", 0.25, single[0], 1e-6);
        check.near("together 1", 0.75, single[1], 1e-6);
        check.equal("one score", 1, classifier(1, "{}").scores(output, 0).length);
        check.near("large numbers", 1, classifier(2, "{}").scores(new float[]{-3e38f, 3e38f, 0, 0}, 0)[1], 0);
        check.near("large numbers", 0, Scores.sigmoid(-3e38f), 0);
    }

    private static SequenceClassifier classifier(int labels, String more) {
        JsonObject config = EncoderSamples.config("bert").with("num_labels", labels);
        JsonObject other = json(more);
        for (String name : other.names()) {
            config = config.with(name, other.get(name));
        }
        Map<String, Tensor> tensors = new LinkedHashMap<>(EncoderSamples.weights("bert", 1).tensors());
        int width = EncoderSamples.WIDTH;
        tensors.put("pooler.dense.weight", Tensor.ofFloats(Shape.of(width, width), new float[width * width]));
        tensors.put("pooler.dense.bias", Tensor.ofFloats(Shape.of(width), new float[width]));
        tensors.put("classifier.weight", Tensor.ofFloats(Shape.of(labels, width), new float[labels * width]));
        tensors.put("classifier.bias", Tensor.ofFloats(Shape.of(labels), new float[labels]));
        return SequenceClassifier.of(config, new Safetensors(tensors, Map.of()));
    }

    private static void answers(Check check) {
        Map<String, Tensor> tensors = new LinkedHashMap<>(EncoderSamples.weights("bert", 1).tensors());
        tensors.put("qa_outputs.weight", Tensor.ofFloats(Shape.of(2, EncoderSamples.WIDTH),
                new float[2 * EncoderSamples.WIDTH]));
        tensors.put("qa_outputs.bias", Tensor.ofFloats(Shape.of(2), 0, 0));
        AnswerExtractor extractor = AnswerExtractor.of(EncoderSamples.config("bert"),
                new Safetensors(tensors, Map.of()));
        // Two tokens of another sequence, then [CLS], a question of one token and a context of four.
        float[] starts = {50, 50, 1, 40, 0, 6, 2, 1};
        float[] ends = {50, 50, 2, 40, 9, 0, 3, 4};
        float[] output = new float[32];
        for (int i = 0; i < 8; i++) {
            output[4 * i] = starts[i];
            output[4 * i + 1] = ends[i];
        }
        AnswerExtractor.Answer best = extractor.best(output, 2, 2, 6, 10);
        check.equal("begins where it is likeliest, given its end", 3, best.first());
        check.equal("ends not before", 5, best.last());
        check.near("its score", 10, best.score(), 0);
        check.near("no answer", 3, best.noAnswer(), 0);
        check.isTrue("found", best.isFound(0) && best.isFound(6.9f) && !best.isFound(7));
        AnswerExtractor.Answer shorter = extractor.best(output, 2, 2, 6, 1);
        check.equal("of one token", 2, shorter.first());
        check.near("its score", 9, shorter.score(), 0);
        check.equal("of one token", 2, shorter.last());
    }

    private static void modules(Check check) {
        SentenceModules plain = SentenceModules.read(Map.of(), 512);
        check.equal("nothing said", Op.Pooling.MEAN, plain.pooling());
        check.equal("nothing said", 512, plain.maxTokens());
        check.equal("cls", Op.Pooling.FIRST, read(MODULES, "{\"pooling_mode_cls_token\": true}").pooling());
        check.equal("last", Op.Pooling.LAST, read(MODULES, "{\"pooling_mode\": [\"lasttoken\"]}").pooling());
        check.isTrue("no Normalize", !read(MODULES, "{\"pooling_mode\": \"mean\"}").isNormalized());
        refused(check, MODULES, "{\"pooling_mode_mean_tokens\": true, \"pooling_mode_max_tokens\": true}", "2 ways");
        refused(check, MODULES, "{\"pooling_mode\": \"mean_sqrt_len_tokens\"}", "mean_sqrt_len_tokens");
        refused(check, MODULES, "{\"pooling_mode\": \"mean\", \"include_prompt\": false}", "prompt");
        refused(check, MODULES.replace("Pooling\", ", "CNN\", "), "{}", "CNN");
        refused(check, "[{\"type\": \"a.Transformer\"}, {\"type\": \"a.Dense\", \"path\": \"1_Pooling\"}]", "{}",
                "Dense");
        refused(check, "[{\"type\": \"a.Transformer\"}]", "{}", "without pooling");
        TabitatException e = check.fails("no file", DamagedData.class,
                () -> SentenceModules.read(Map.of("modules.json", Utf8.encode(MODULES)), 512));
        check.equal("the file is named", "1_Pooling/config.json", e.finding().where());
    }

    private static SentenceModules read(String modules, String pooling) {
        return SentenceModules.read(Map.of("modules.json", Utf8.encode(modules), "1_Pooling/config.json",
                Utf8.encode(pooling)), 512);
    }

    private static void refused(Check check, String modules, String pooling, String named) {
        Unsupported e = check.fails(named, Unsupported.class, () -> read(modules, pooling));
        check.isTrue("what is refused is named: " + e.getMessage(), e.getMessage().contains(named));
    }

    private static void limits(Check check) {
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put("tokenizer_config.json", Utf8.encode("{\"model_max_length\": 1000000000000000019884624838656}"));
        check.equal("no limit is a large number", 512, SentenceModules.read(files, 512).maxTokens());
        files.put("tokenizer_config.json", Utf8.encode("{\"model_max_length\": 384}"));
        check.equal("of the tokenizer", 384, SentenceModules.read(files, 512).maxTokens());
        files.put("sentence_bert_config.json", Utf8.encode("{\"max_seq_length\": 256}"));
        check.equal("of the module", 256, SentenceModules.read(files, 512).maxTokens());
        check.equal("of the positions", 30, SentenceModules.read(files, 30).maxTokens());
        check.equal("RoBERTa's positions begin at 2", 30,
                EncoderArchitecture.read(EncoderSamples.config("roberta")).maxTokens());
    }

    private static void shortened(Check check) {
        float[] rows = {3, 4, 12, 0, 0, 5};
        check.equal("two of three", Arrays.toString(new float[]{0.6f, 0.8f, 0, 0}),
                Arrays.toString(SentenceEncoder.shortened(rows, 3, 2)));
        check.fails("none", InvalidInput.class, () -> SentenceEncoder.shortened(rows, 3, 0));
        check.fails("more than there are", InvalidInput.class, () -> SentenceEncoder.shortened(rows, 3, 4));
    }

    private static void pairs(Check check) {
        PairTemplate template = PairTemplate.bert(1, 2);
        InvalidInput e = check.fails("a hypothesis alone is too long", InvalidInput.class, () -> template
                .encode(new int[]{5, 6}, new int[]{7, 8, 9, 10}, 6, PairTemplate.Truncation.FIRST_ONLY));
        check.isTrue("what to do", !e.finding().remedy().isEmpty());
        check.fails("no room for special tokens", InvalidInput.class, () -> template.encode(new int[0], new int[0], 2,
                PairTemplate.Truncation.LONGEST_FIRST));
    }

    private static void hypotheses(Check check) {
        check.fails("sentiments", Unsupported.class,
                () -> ZeroShot.of(new Labels(List.of("positive", "negative")), ZeroShot.TEMPLATE));
        check.fails("one label", Unsupported.class,
                () -> ZeroShot.of(new Labels(List.of("entailment")), ZeroShot.TEMPLATE));
        check.fails("a template without a place", Unsupported.class,
                () -> ZeroShot.of(new Labels(List.of("entailment", "no")), "About sports."));
    }

    private static JsonObject json(String text) {
        return JsonReader.readObject(text, JsonLimits.DEFAULT);
    }
}
