package dev.tabitat.core.tokenizer.gguf;

import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.format.gguf.Gguf;
import dev.tabitat.core.format.gguf.GgufValue;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.text.Utf8;
import dev.tabitat.core.tokenizer.decoder.LossyUtf8;
import dev.tabitat.core.tokenizer.file.JsonPart;
import dev.tabitat.core.tokenizer.sentencepiece.ScoredPairs;
import dev.tabitat.core.tokenizer.vocabulary.TokenModel;
import dev.tabitat.core.tokenizer.vocabulary.Vocabulary;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * SentencePiece in GGUF files: a space is written as U+2581, and one is put before a text's start and behind special
 * tokens unless {@code tokenizer.ggml.add_space_prefix} is false; {@code tokenizer.ggml.scores} says which pair of
 * neighbours merges first. Text never becomes a control, unknown or byte token by its spelling.
 */
final class SentencePieceText implements GgufTokenizer.TextModel {

    static final int SPACE = 0x2581;
    private static final String HEX = "0123456789ABCDEF";

    private final List<String> tokens;
    private final TokenTypes types;
    private final boolean addsSpace;
    private final ScoredPairs model;

    SentencePieceText(Gguf header, List<String> tokens, TokenTypes types) {
        this.tokens = tokens;
        this.types = types;
        addsSpace = header.flag("tokenizer.ggml.add_space_prefix").orElse(true);
        List<String> spelled = new ArrayList<>(tokens.size());
        int[] bytes = new int[256];
        Arrays.fill(bytes, -1);
        for (int id = 0; id < tokens.size(); id++) {
            String token = tokens.get(id);
            int value = types.isByte(id) ? byteOf(token) : -1;
            if (value >= 0) {
                bytes[value] = id;
            }
            spelled.add(types.isControl(id) || types.isByte(id) ? "" : token);
        }
        JsonPart holder = JsonPart.at("tokenizer.ggml", JsonObject.EMPTY);
        int unknown = TokenTypes.id(header, "tokenizer.ggml.unknown_token_id", tokens.size(), 0);
        model = new ScoredPairs(Vocabulary.ofSome(holder, "tokens", spelled), scores(header, tokens.size()), bytes,
                unknown);
    }

    private static float[] scores(Gguf header, int count) {
        GgufValue list = header.find("tokenizer.ggml.scores").orElse(null);
        if (!(list instanceof GgufValue.Numbers numbers && numbers.length() == count)) {
            throw new DamagedData("The tokenizer's scores do not fit its tokens.",
                    Finding.at("GGUF, tokenizer.ggml.scores").expected(count + " numbers").found(
                            list instanceof GgufValue.Numbers numbers ? numbers.length() + " numbers"
                                    : list == null ? "nothing" : list.kind()));
        }
        float[] scores = new float[count];
        for (int id = 0; id < count; id++) {
            scores[id] = (float) numbers.number(id);
            if (Float.isNaN(scores[id])) {
                throw new DamagedData("A token's score is not a number.",
                        Finding.at("GGUF, tokenizer.ggml.scores, item " + id).expected("a number").found("NaN"));
            }
        }
        return scores;
    }

    /** The byte that a token such as {@code <0x0A>} spells, or -1. */
    static int byteOf(String token) {
        if (token.length() != 6 || !token.startsWith("<0x") || token.charAt(5) != '>') {
            return -1;
        }
        int high = HEX.indexOf(token.charAt(3));
        int low = HEX.indexOf(token.charAt(4));
        return high < 0 || low < 0 ? -1 : high << 4 | low;
    }

    @Override
    public void encode(int[] points, int from, int to, boolean isStart, GgufTokenizer.IdBuffer into) {
        boolean isPrefixed = addsSpace && isStart;
        int[] text = new int[to - from + (isPrefixed ? 1 : 0)];
        int at = 0;
        if (isPrefixed) {
            text[at++] = SPACE;
        }
        for (int i = from; i < to; i++) {
            text[at++] = points[i] == ' ' ? SPACE : points[i];
        }
        TokenModel.Cutter cutter = model.cutter((id, start, end) -> into.add(id));
        cutter.cut(text, 0, text.length);
    }

    @Override
    public void decode(int id, LossyUtf8 into) {
        String token = tokens.get(id);
        int value = types.isByte(id) ? byteOf(token) : -1;
        if (value >= 0) {
            into.add(value);
            return;
        }
        for (byte each : Utf8.encode(types.isUserDefined(id) ? token : token.replace((char) SPACE, ' '))) {
            into.add(each);
        }
    }
}
