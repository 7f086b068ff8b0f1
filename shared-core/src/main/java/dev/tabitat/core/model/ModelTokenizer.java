package dev.tabitat.core.model;

import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonLimits;
import dev.tabitat.core.json.JsonNull;
import dev.tabitat.core.json.JsonNumber;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.json.JsonReader;
import dev.tabitat.core.json.JsonString;
import dev.tabitat.core.model.encoder.StaticEmbeddings;
import dev.tabitat.core.packages.ModelPackage;
import dev.tabitat.core.tokenizer.Encoding;
import dev.tabitat.core.tokenizer.Tokenizer;
import dev.tabitat.core.tokenizer.Tokenizers;
import java.util.Arrays;

/** The tokenizer of a model, read when it is first asked for. */
final class ModelTokenizer {

    /** More tokens than any text of ours has. */
    private static final int NO_LIMIT = Integer.MAX_VALUE >> 2;
    private static final int NOTHING = -1;

    private final byte[] file;
    private final int most;
    private final boolean isStatic;
    private Tokenizer tokenizer;
    private int unknown = NOTHING;

    private ModelTokenizer(byte[] file, int most, boolean isStatic) {
        this.file = file;
        this.most = most;
        this.isStatic = isStatic;
    }

    /** @param most rows that the encoder has for tokens */
    static ModelTokenizer of(byte[] tokenizerJson, int most) {
        return new ModelTokenizer(tokenizerJson, most, false);
    }

    /** The same of static embeddings: special and unknown tokens do not count. */
    static ModelTokenizer ofStatic(byte[] tokenizerJson, int most) {
        return new ModelTokenizer(tokenizerJson, most, true);
    }

    int most() {
        return most;
    }

    /** @throws DamagedData when its file is broken, or has tokens that the encoder has no embedding for */
    Tokenizer get() {
        if (tokenizer == null) {
            Tokenizer read = Tokenizers.read(file);
            if (read.vocabularySize() > most) {
                throw new DamagedData("The tokenizer and the encoder do not belong together.",
                        Finding.at(ModelPackage.TOKENIZER)
                                .expected("at most " + most + " tokens").found(read.vocabularySize()));
            }
            unknown = isStatic ? unknown(read) : NOTHING;
            tokenizer = read;
        }
        return tokenizer;
    }

    Encoding encode(String text, int maxTokens) {
        return isStatic ? counted(get().encode(text, NO_LIMIT), maxTokens) : get().encode(text, maxTokens);
    }

    private Encoding counted(Encoding whole, int maxTokens) {
        int[] ids = new int[whole.ids().length];
        int[] places = new int[ids.length];
        int count = 0;
        for (int i = 0; i < ids.length; i++) {
            if (whole.sequences()[i] == 0) {
                places[count] = i;
                ids[count++] = whole.ids()[i];
            }
        }
        int[] kept = StaticEmbeddings.counted(Arrays.copyOf(ids, count), unknown, maxTokens);
        int[] starts = new int[kept.length];
        int[] ends = new int[kept.length];
        int at = 0;
        for (int i = 0; i < Math.min(count, maxTokens); i++) {
            if (ids[i] != unknown) {
                starts[at] = whole.starts()[places[i]];
                ends[at++] = whole.ends()[places[i]];
            }
        }
        int cut = Math.max(0, count - maxTokens);
        return new Encoding(kept, starts, ends, new int[kept.length], new int[kept.length], kept.length + cut);
    }

    /** The id of the unknown token, or -1 where there is none. */
    private int unknown(Tokenizer read) {
        JsonObject model = JsonReader.readObject(file, JsonLimits.DEFAULT).object("model");
        if (model.find("unk_id").orElse(JsonNull.NULL) instanceof JsonNumber id) {
            return (int) id.longValue();
        }
        if (!(model.find("unk_token").orElse(JsonNull.NULL) instanceof JsonString token)) {
            return NOTHING;
        }
        if (model.find("vocab").orElse(JsonNull.NULL) instanceof JsonObject words
                && words.find(token.value()).orElse(JsonNull.NULL) instanceof JsonNumber id) {
            return (int) id.longValue();
        }
        if (model.find("vocab").orElse(JsonNull.NULL) instanceof JsonArray) {
            for (int id = 0; id < read.vocabularySize(); id++) {
                if (read.token(id).equals(token.value())) {
                    return id;
                }
            }
        }
        return NOTHING;
    }
}
