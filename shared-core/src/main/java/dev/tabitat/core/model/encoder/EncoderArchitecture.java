package dev.tabitat.core.model.encoder;

import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.Unsupported;
import dev.tabitat.core.graph.Op;
import dev.tabitat.core.json.JsonObject;

/** How a family of encoders turns tokens into hidden states, with the measures of one model. */
public sealed interface EncoderArchitecture permits Bert, DistilBert, MpNet, ModernBert, NomicBert, DebertaV2 {

    /**
     * Reads the measures of a model, before any weight is read.
     *
     * @param json a Hugging Face {@code config.json}
     * @throws Unsupported naming what is not computed here: another {@code model_type}, activation or kind of attention
     * @throws DamagedData naming a field that is missing or out of range
     */
    static EncoderArchitecture read(JsonObject json) {
        HubConfig config = new HubConfig(json);
        String type = config.text("model_type", "");
        return switch (type) {
            case "bert" -> Bert.read(config);
            case "electra" -> Bert.readElectra(config);
            case "roberta", "xlm-roberta", "camembert" -> Bert.readRoberta(config);
            case "distilbert" -> DistilBert.read(config);
            case "mpnet" -> MpNet.read(config);
            case "modernbert" -> ModernBert.read(config);
            case "nomic_bert" -> NomicBert.read(config);
            case "deberta-v2" -> DebertaV2.read(config);
            default -> throw new Unsupported(
                    type.isEmpty() ? "A model without a model_type is not supported."
                            : "Encoders of the type \"" + type + "\" are not supported.",
                    Finding.at("config.json, field \"model_type\"")
                            .expected("bert, electra, roberta, xlm-roberta, camembert, distilbert, mpnet, modernbert,"
                                    + " nomic_bert or deberta-v2")
                            .found(type.isEmpty() ? "nothing" : type));
        };
    }

    /** Adds the steps from {@link EncoderInputs} to the last hidden states, F32 [tokens, width]; their name. */
    String hidden(EncoderGraph graph);

    /** The name of a tensor that every file of this family has. */
    default String knownTensor() {
        return "embeddings.word_embeddings.weight";
    }

    /** Numbers of a token's hidden state. */
    int width();

    /** Rows of its vocabulary. */
    int vocabulary();

    /** The longest sequence, special tokens included. */
    int maxTokens();

    /** Kinds of tokens that a pair of texts tells apart; below 2 none. */
    int tokenTypes();

    /** How a model of this family with a classifier turns hidden states into scores. */
    ClassifierLayers classifier();

    /** Each head has as many columns as the others. */
    static void requireHeads(HubConfig config, String field, int width, int heads) {
        if (width % heads != 0) {
            throw config.wrong(field, "a divisor of " + width, heads);
        }
    }

    /** The same, and halves of a head can be rotated. */
    static void requireEvenHeads(HubConfig config, String field, int width, int heads) {
        if (width % (2 * heads) != 0) {
            throw config.wrong(field, "a divisor of " + width + " with heads of an even width", heads);
        }
    }

    /**
     * The layers of a classifier over sequences, by the names of their tensors.
     *
     * @param pooling before the layers
     * @param dense a layer of the encoder's width; its bias may be missing
     * @param activation after it
     * @param norm after that, or empty
     * @param output the layer that makes the scores
     * @param isOverTokens whether a classifier over tokens has all of these layers, or the output alone
     */
    record ClassifierLayers(Op.Pooling pooling, String dense, Op.Activation activation, String norm, float epsilon,
            String output, boolean isOverTokens) {

        static ClassifierLayers of(String dense, Op.Activation activation, String output) {
            return new ClassifierLayers(Op.Pooling.FIRST, dense, activation, "", 0, output, false);
        }
    }
}
