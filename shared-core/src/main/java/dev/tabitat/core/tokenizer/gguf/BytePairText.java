package dev.tabitat.core.tokenizer.gguf;

import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.format.gguf.Gguf;
import dev.tabitat.core.format.gguf.GgufValue;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.text.Utf8;
import dev.tabitat.core.tokenizer.bpe.BytePairEncoding;
import dev.tabitat.core.tokenizer.decoder.LossyUtf8;
import dev.tabitat.core.tokenizer.file.JsonPart;
import dev.tabitat.core.tokenizer.normalizer.ByteAlphabet;
import dev.tabitat.core.tokenizer.pretokenizer.Pieces;
import dev.tabitat.core.tokenizer.pretokenizer.PreTokenizer;
import dev.tabitat.core.tokenizer.text.NormalizedText;
import dev.tabitat.core.tokenizer.vocabulary.TokenModel;
import dev.tabitat.core.tokenizer.vocabulary.Vocabulary;
import java.util.List;

/**
 * Byte-pair encoding in GGUF files: {@code tokenizer.ggml.merges} over GPT-2's alphabet of bytes, or, in Gemma 4's,
 * over characters with U+2581 for a space and byte tokens for what has none.
 */
final class BytePairText implements GgufTokenizer.TextModel {

    private static final PreTokenizer BYTES = new PreTokenizer.ByteLevel(false, false);

    private final List<String> tokens;
    private final TokenTypes types;
    private final GgufPreTokenizer preTokenizer;
    private final boolean isOverBytes;
    private final BytePairEncoding model;

    BytePairText(Gguf header, List<String> tokens, TokenTypes types, GgufPreTokenizer preTokenizer) {
        this.tokens = tokens;
        this.types = types;
        this.preTokenizer = preTokenizer;
        isOverBytes = preTokenizer != GgufPreTokenizer.GEMMA;
        GgufValue.Texts merges = header.texts("tokenizer.ggml.merges").orElse(null);
        if (merges == null) {
            throw new DamagedData("The tokenizer has no merges.",
                    Finding.at("GGUF, tokenizer.ggml.merges").expected("a list of texts").found("nothing"));
        }
        JsonPart holder = JsonPart.at("tokenizer.ggml", JsonObject.EMPTY);
        model = BytePairEncoding.of(holder, Vocabulary.of(holder, "tokens", tokens), merges.all(), !isOverBytes,
                preTokenizer.ignoresMerges());
    }

    @Override
    public void encode(int[] points, int from, int to, boolean isStart, GgufTokenizer.IdBuffer into) {
        String part = new String(points, from, to - from);
        NormalizedText text = NormalizedText.of(isOverBytes ? part : part.replace(' ', (char) SentencePieceText.SPACE),
                0,
                part.length());
        Pieces pieces = new Pieces(text, 0, text.length());
        preTokenizer.apply(pieces);
        if (isOverBytes) {
            BYTES.apply(pieces);
        }
        TokenModel.Cutter cutter = model.cutter((id, start, end) -> into.add(id));
        int[] characters = pieces.text().points();
        for (int i = 0; i < pieces.count(); i++) {
            int whole = isOverBytes || characters[pieces.from(i)] != '\n' ? -1
                    : model.vocabulary()
                            .idOf(model.vocabulary().walk(Vocabulary.ROOT, characters, pieces.from(i), pieces.to(i)));
            if (whole >= 0) {
                into.add(whole);
            } else {
                cutter.cut(characters, pieces.from(i), pieces.to(i));
            }
        }
    }

    @Override
    public void decode(int id, LossyUtf8 into) {
        String token = tokens.get(id);
        int value = types.isByte(id) ? SentencePieceText.byteOf(token) : -1;
        if (value >= 0) {
            into.add(value);
            return;
        }
        boolean isSpelled = isOverBytes && !types.isUserDefined(id) && isInAlphabet(token);
        if (isSpelled) {
            for (int i = 0; i < token.length(); i++) {
                into.add(ByteAlphabet.byteOf(token.charAt(i)));
            }
            return;
        }
        boolean isSpaced = !isOverBytes && !types.isUserDefined(id);
        for (byte each : Utf8.encode(isSpaced ? token.replace((char) SentencePieceText.SPACE, ' ') : token)) {
            into.add(each);
        }
    }

    private static boolean isInAlphabet(String token) {
        for (int i = 0; i < token.length(); i++) {
            if (ByteAlphabet.byteOf(token.charAt(i)) < 0) {
                return false;
            }
        }
        return true;
    }
}
