package dev.tabitat.core.tokenizer.wordlevel;

import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.tokenizer.file.JsonPart;
import dev.tabitat.core.tokenizer.vocabulary.TokenModel;
import dev.tabitat.core.tokenizer.vocabulary.Vocabulary;

/**
 * Every piece is one token: its own, or the unknown one.
 *
 * <pre>
 * model = "WordLevel", vocab, unk_token
 * </pre>
 */
public final class WordLevel implements TokenModel {

    private final Vocabulary vocabulary;
    private final int unknown;

    private WordLevel(Vocabulary vocabulary, int unknown) {
        this.vocabulary = vocabulary;
        this.unknown = unknown;
    }

    /** @throws DamagedData when a field is missing, of the wrong type, or contradicts another */
    public static WordLevel read(JsonPart model) {
        model.only("type", "vocab", "unk_token");
        Vocabulary vocabulary = Vocabulary.read(model, "vocab");
        String unknownToken = model.string("unk_token");
        int unknown = vocabulary.find(unknownToken);
        if (unknown < 0) {
            throw model.damaged("unk_token", "a token of the vocabulary", JsonPart.shorten(unknownToken));
        }
        return new WordLevel(vocabulary, unknown);
    }

    @Override
    public Vocabulary vocabulary() {
        return vocabulary;
    }

    @Override
    public Cutter cutter(TokenSink sink) {
        return (points, from, to) -> {
            int id = vocabulary.idOf(vocabulary.walk(Vocabulary.ROOT, points, from, to));
            sink.token(id < 0 ? unknown : id, from, to);
        };
    }
}
