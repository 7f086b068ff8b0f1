package dev.tabitat.core.model;

import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.format.Safetensors;
import dev.tabitat.core.graph.Graph;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.packages.ModelPackage;
import dev.tabitat.core.tensor.Tensor;
import dev.tabitat.core.tokenizer.Tokenizer;
import dev.tabitat.core.tokenizer.Tokenizers;
import java.util.Map;

/** A model that makes an embedding of a text: near embeddings, near meanings. */
public final class TextEncoder implements Model {

    private final BertEncoder bert;
    private final KnownAnswers known;
    private final byte[] tokenizerJson;
    private Tokenizer tokenizer;

    private TextEncoder(BertEncoder bert, KnownAnswers known, byte[] tokenizerJson) {
        this.bert = bert;
        this.known = known;
        this.tokenizerJson = tokenizerJson;
    }

    static TextEncoder of(JsonObject architecture, ModelPackage files) {
        BertConfig config = BertConfig.read(architecture);
        KnownAnswers known = KnownAnswers.read(files.file(ModelPackage.KNOWN_ANSWERS), config.hidden());
        BertEncoder bert = BertEncoder.of(config, Safetensors.read(files.file(ModelPackage.WEIGHTS)));
        return new TextEncoder(bert, known, files.file(ModelPackage.TOKENIZER));
    }

    /** One for a caller that has its weights elsewhere. */
    static TextEncoder withoutWeights(BertConfig config, ModelPackage files, Graph graph) {
        KnownAnswers known = KnownAnswers.read(files.file(ModelPackage.KNOWN_ANSWERS), config.hidden());
        return new TextEncoder(new BertEncoder(config, graph, Map.of()), known, files.file(ModelPackage.TOKENIZER));
    }

    /** The same for a caller that has its weights elsewhere. */
    public TextEncoder withoutWeights() {
        TextEncoder light = new TextEncoder(new BertEncoder(bert.config(), bert.graph(), Map.of()), known,
                tokenizerJson);
        light.tokenizer = tokenizer;
        return light;
    }

    /**
     * Its tokenizer, read when it is first asked for.
     *
     * @throws DamagedData when its file is broken, or has tokens that the encoder has no embedding for
     */
    public Tokenizer tokenizer() {
        if (tokenizer == null) {
            Tokenizer read = Tokenizers.read(tokenizerJson);
            int words = bert.config().vocabulary();
            if (read.vocabularySize() > words) {
                throw new DamagedData("The tokenizer and the encoder do not belong together.",
                        Finding.at(ModelPackage.TOKENIZER)
                                .expected("at most " + words + " tokens").found(read.vocabularySize()));
            }
            tokenizer = read;
        }
        return tokenizer;
    }

    public BertEncoder bert() {
        return bert;
    }

    /** What every backend must come near. */
    public KnownAnswers known() {
        return known;
    }

    @Override
    public Graph graph() {
        return bert.graph();
    }

    @Override
    public Map<String, Tensor> weights() {
        return bert.weights();
    }

    /** Numbers of an embedding. */
    public int width() {
        return bert.config().hidden();
    }

    /** The longest sequence, special tokens included, as the model's card says. */
    public int maxTokens() {
        return bert.config().maxTokens();
    }
}
