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

/**
 * A model that makes an embedding of a text: near embeddings, near meanings.
 *
 * @param known what every backend must come near
 */
public record TextEncoder(BertEncoder bert, Tokenizer tokenizer, KnownAnswers known) implements Model {

    /** @throws DamagedData when the tokenizer has tokens that the encoder has no embedding for */
    public TextEncoder {
        int words = bert.config().vocabulary();
        if (tokenizer.vocabularySize() > words) {
            throw new DamagedData("The tokenizer and the encoder do not belong together.", Finding.at(ModelPackage.TOKENIZER)
                    .expected("at most " + words + " tokens").found(tokenizer.vocabularySize()));
        }
    }

    static TextEncoder of(JsonObject architecture, ModelPackage files) {
        BertConfig config = BertConfig.read(architecture);
        Tokenizer tokenizer = Tokenizers.read(files.file(ModelPackage.TOKENIZER));
        KnownAnswers known = KnownAnswers.read(files.file(ModelPackage.KNOWN_ANSWERS), config.hidden());
        return new TextEncoder(BertEncoder.of(config, Safetensors.read(files.file(ModelPackage.WEIGHTS))), tokenizer, known);
    }

    @Override
    public Graph graph() {
        return bert.graph();
    }

    @Override
    public Map<String, Tensor> weights() {
        return bert.weights();
    }

    /** The same for whoever has its weights elsewhere. */
    public TextEncoder withoutWeights() {
        return new TextEncoder(new BertEncoder(bert.config(), bert.graph(), Map.of()), tokenizer, known);
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
