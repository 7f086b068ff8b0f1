package dev.tabitat.core.tokenizer;

import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.Unsupported;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonLimits;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.json.JsonReader;
import dev.tabitat.core.text.Utf8;
import dev.tabitat.core.tokenizer.bpe.BytePairEncoding;
import dev.tabitat.core.tokenizer.decoder.DecoderReader;
import dev.tabitat.core.tokenizer.file.JsonPart;
import dev.tabitat.core.tokenizer.normalizer.Normalizer;
import dev.tabitat.core.tokenizer.normalizer.NormalizerReader;
import dev.tabitat.core.tokenizer.pretokenizer.PreTokenizer;
import dev.tabitat.core.tokenizer.pretokenizer.PreTokenizerReader;
import dev.tabitat.core.tokenizer.sentencepiece.SentencePieceModel;
import dev.tabitat.core.tokenizer.unigram.Unigram;
import dev.tabitat.core.tokenizer.vocabulary.TokenModel;
import dev.tabitat.core.tokenizer.vocabulary.Vocabulary;
import dev.tabitat.core.tokenizer.wordlevel.WordLevel;
import dev.tabitat.core.tokenizer.wordpiece.WordPiece;

/**
 * Reads Hugging Face's {@code tokenizer.json}.
 *
 * <pre>
 * file  = version "1.0", added_tokens, normalizer, pre_tokenizer, post_processor, decoder, model,
 *         and truncation and padding, which are not used
 * model = "WordPiece" | "BPE" | "Unigram" | "WordLevel", or without a type in files of before there was one
 * </pre>
 *
 * Each part's grammar stands with its reader. What would change the tokens and is not in this grammar is refused. The
 * limit on tokens is the caller's: {@code truncation} and {@code padding} are what the file's author last used, 128 for
 * a model whose card says 256, say.
 */
public final class Tokenizers {

    private Tokenizers() {}

    /**
     * @throws DamagedData when the file is not JSON, lacks a field, has one of the wrong type, or contradicts itself
     * @throws Unsupported when it asks for something that is not in the grammar
     */
    public static Tokenizer read(byte[] tokenizerJson) {
        return read(JsonPart.root(JsonReader.readObject(tokenizerJson, JsonLimits.DEFAULT)));
    }

    /**
     * Reads BERT's {@code vocab.txt} with {@code tokenizer_config.json}, as models have them that lack
     * {@code tokenizer.json}.
     *
     * @throws DamagedData when a file is not UTF-8 or not JSON, or a special token is not in the vocabulary
     * @throws Unsupported when the configuration names another tokenizer than BERT's
     */
    public static Tokenizer readVocabulary(byte[] vocabularyText, byte[] tokenizerConfig) {
        if (vocabularyText.length > JsonLimits.DEFAULT.maxBytes()) {
            throw new DamagedData("The vocabulary is too large.",
                    Finding.at("vocab.txt").expected("at most " + JsonLimits.DEFAULT.maxBytes() + " bytes")
                            .found(vocabularyText.length + " bytes"));
        }
        JsonObject config = JsonReader.readObject(tokenizerConfig, JsonLimits.DEFAULT);
        return read(JsonPart.root(new BertVocabulary(Utf8.decode(vocabularyText), JsonPart.root(config)).file()));
    }

    /**
     * Reads a SentencePiece model of type Unigram with {@code tokenizer_config.json}, as models have them that lack
     * {@code tokenizer.json}.
     *
     * @throws DamagedData when a file is not in its grammar, or a special token is missing
     * @throws Unsupported when the model is of another type, or the configuration names a tokenizer that is not known
     */
    public static Tokenizer readSentencePiece(byte[] model, byte[] tokenizerConfig) {
        JsonPart config = JsonPart.root(JsonReader.readObject(tokenizerConfig, JsonLimits.DEFAULT));
        SentencePieceModel read = SentencePieceModel.read(model);
        return read(JsonPart.root(new SentencePieceVocabulary(read, config).file()));
    }

    static Tokenizer read(JsonPart file) {
        file.only("version", "truncation", "padding", "added_tokens", "normalizer", "pre_tokenizer",
                "post_processor", "decoder", "model");
        String version = file.string("version");
        if (!version.equals("1.0")) {
            throw file.unsupported("version", "1.0", JsonPart.shorten(version));
        }
        for (String part : new String[]{"added_tokens", "normalizer", "pre_tokenizer", "post_processor"}) {
            file.get(part);
        }
        TokenModel model = model(file.part("model"));
        Vocabulary vocabulary = model.vocabulary();
        Normalizer normalizer = NormalizerReader.read(file, "normalizer");
        PreTokenizer preTokenizer = PreTokenizerReader.read(file, "pre_tokenizer");
        AddedTokens added = new AddedTokens(file, vocabulary, normalizer);
        PostProcessor postProcessor = PostProcessor.read(file, token -> {
            int id = added.find(token);
            return id >= 0 ? id : vocabulary.find(token);
        });
        return new TokenizerPipeline(added, normalizer, preTokenizer, model, postProcessor,
                DecoderReader.read(file, "decoder"));
    }

    private static TokenModel model(JsonPart model) {
        String type = model.has("type") ? model.string("type")
                : model.has("merges") ? "BPE"
                        : model.has("max_input_chars_per_word") ? "WordPiece"
                                : model.has("vocab") && model.get("vocab") instanceof JsonArray ? "Unigram"
                                        : "WordLevel";
        return switch (type) {
            case "WordPiece" -> WordPiece.read(model);
            case "BPE" -> BytePairEncoding.read(model);
            case "Unigram" -> Unigram.read(model);
            case "WordLevel" -> WordLevel.read(model);
            default -> throw model.unsupported("type", "WordPiece, BPE, Unigram or WordLevel", JsonPart.shorten(type));
        };
    }
}
