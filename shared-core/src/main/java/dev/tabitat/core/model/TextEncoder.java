package dev.tabitat.core.model;

import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.Unsupported;
import dev.tabitat.core.format.Safetensors;
import dev.tabitat.core.graph.Graph;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.model.head.SentenceEncoder;
import dev.tabitat.core.packages.ModelPackage;
import dev.tabitat.core.tensor.Tensor;
import dev.tabitat.core.tokenizer.Encoding;
import dev.tabitat.core.tokenizer.Tokenizer;
import java.util.Map;
import java.util.Optional;

/** A model that makes an embedding of a text: near embeddings, near meanings. */
public final class TextEncoder implements Model {

    /**
     * Texts that a model expects before its inputs.
     *
     * @param query before a question; empty where there is none
     * @param passage before what is searched; empty where there is none
     */
    public record Prompts(String query, String passage) {

        public static final Prompts NONE = new Prompts("", "");
    }

    /**
     * What it computes.
     *
     * @param output name of the graph's output, F32 [sequences, width]
     * @param vocabulary rows of its table of words
     * @param maxTokens the longest sequence, special tokens included
     */
    private record Body(Graph graph, Map<String, Tensor> weights, String output, int width, int vocabulary,
            int maxTokens) {

        Body withoutWeights() {
            return new Body(graph, Map.of(), output, width, vocabulary, maxTokens);
        }
    }

    private final Body body;
    private final Optional<BertConfig> config;
    private final Optional<KnownAnswers> known;
    private final ModelTokenizer tokenizer;
    private final Prompts prompts;

    private TextEncoder(Body body, Optional<BertConfig> config, Optional<KnownAnswers> known, ModelTokenizer tokenizer,
            Prompts prompts) {
        this.body = body;
        this.config = config;
        this.known = known;
        this.tokenizer = tokenizer;
        this.prompts = prompts;
    }

    static TextEncoder of(JsonObject architecture, ModelPackage files) {
        BertConfig config = BertConfig.read(architecture);
        KnownAnswers known = KnownAnswers.read(files.file(ModelPackage.KNOWN_ANSWERS), config.hidden());
        BertEncoder bert = BertEncoder.of(config, Safetensors.read(files.file(ModelPackage.WEIGHTS)));
        return of(config, known, bert.graph(), bert.weights(), files);
    }

    /** One for a caller that has its weights elsewhere. */
    static TextEncoder withoutWeights(BertConfig config, ModelPackage files, Graph graph) {
        KnownAnswers known = KnownAnswers.read(files.file(ModelPackage.KNOWN_ANSWERS), config.hidden());
        return of(config, known, graph, Map.of(), files);
    }

    private static TextEncoder of(BertConfig config, KnownAnswers known, Graph graph, Map<String, Tensor> weights,
            ModelPackage files) {
        Body body = new Body(graph, weights, BertEncoder.EMBEDDINGS, config.hidden(), config.vocabulary(),
                config.maxTokens());
        return new TextEncoder(body, Optional.of(config), Optional.of(known),
                ModelTokenizer.of(files.file(ModelPackage.TOKENIZER), config.vocabulary()), Prompts.NONE);
    }

    /** One of a package that was imported, with its weights or without. */
    static TextEncoder imported(SentenceEncoder sentences, ModelTokenizer tokenizer, Prompts prompts) {
        Body body = new Body(sentences.encoder().graph(), sentences.encoder().weights(), sentences.encoder().output(),
                sentences.encoder().width(), tokenizer.most(), sentences.maxTokens());
        return new TextEncoder(body, Optional.empty(), Optional.empty(), tokenizer, prompts);
    }

    /** The same for a caller that has its weights elsewhere. */
    public TextEncoder withoutWeights() {
        return new TextEncoder(body.withoutWeights(), config, known, tokenizer, prompts);
    }

    /**
     * Its tokenizer, read when it is first asked for.
     *
     * @throws DamagedData when its file is broken, or has tokens that the encoder has no embedding for
     */
    public Tokenizer tokenizer() {
        return tokenizer.get();
    }

    /**
     * The tokens of a text that the encoder reads, at most {@link #maxTokens}; of static embeddings those that count,
     * which may be none.
     */
    public Encoding encode(String text) {
        return tokenizer.encode(text, body.maxTokens());
    }

    /** The measures of an encoder of ours. @throws Unsupported when it was imported */
    public BertConfig config() {
        return config.orElseThrow(() -> new Unsupported("A model that was added from elsewhere takes no adapters.",
                Finding.at("base").expected("an encoder of the catalogue").found("an imported model")
                        .remedy("Use it as it is, or teach a head on it.")));
    }

    /** What every backend must come near; a package that was imported has none. */
    public Optional<KnownAnswers> known() {
        return known;
    }

    /** What the model expects before texts. */
    public Prompts prompts() {
        return prompts;
    }

    @Override
    public Graph graph() {
        return body.graph();
    }

    @Override
    public Map<String, Tensor> weights() {
        return body.weights();
    }

    /** The name of the graph's output. */
    public String output() {
        return body.output();
    }

    /** Numbers of an embedding. */
    public int width() {
        return body.width();
    }

    /** Rows of its table of words. */
    public int vocabulary() {
        return body.vocabulary();
    }

    /** The longest sequence, special tokens included, as the model's card says. */
    public int maxTokens() {
        return body.maxTokens();
    }
}
