package dev.tabitat.core.tokenizer.gguf;

import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.InvalidInput;
import dev.tabitat.core.error.Unsupported;
import dev.tabitat.core.format.gguf.Gguf;
import dev.tabitat.core.format.gguf.GgufValue;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.text.Utf8;
import dev.tabitat.core.tokenizer.GeneratorTokenizer;
import dev.tabitat.core.tokenizer.decoder.LossyUtf8;
import dev.tabitat.core.tokenizer.file.JsonPart;
import dev.tabitat.core.tokenizer.text.CodePoints;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;

/**
 * The tokenizer in the metadata of a GGUF file. Tokens are those of llama.cpp.
 *
 * <pre>
 * tokenizer.ggml.model   llama: {@link SentencePieceText}; gpt2, gemma4: {@link BytePairText}; others are refused
 * .tokens, .token_type   {@link TokenTypes}
 * .add_bos_token         whether a prompt starts with .bos_token_id; where missing, llama and gemma4 do, and of gpt2
 *                        those with the pre-tokenizer of Llama 3
 * </pre>
 *
 * User-defined tokens are found in a text before everything else, control tokens where they are asked for; in files of
 * Phi-3 white space behind them goes.
 */
public final class GgufTokenizer implements GeneratorTokenizer {

    private final List<String> tokens;
    private final TokenTypes types;
    private final TextModel model;
    private final SpecialFinder userDefined;
    private final SpecialFinder special;
    /** -1 where there is none. */
    private final int beginning;
    private final boolean addsBeginning;

    /** From the parts of a text that have no special tokens to tokens, and from a token to its bytes. */
    interface TextModel {

        /**
         * @param from of a part, in code points
         * @param isStart whether the part starts the text or comes behind a special token
         */
        void encode(int[] points, int from, int to, boolean isStart, IdBuffer into);

        /** Adds the bytes of a token that is part of a text. */
        void decode(int id, LossyUtf8 into);
    }

    private GgufTokenizer(Gguf header, List<String> tokens) {
        this.tokens = tokens;
        types = new TokenTypes(header, tokens);
        JsonPart holder = JsonPart.at("tokenizer.ggml", JsonObject.EMPTY);
        String kind = header.text("tokenizer.ggml.model").orElse("");
        boolean addsStart;
        if (kind.equals("llama")) {
            model = new SentencePieceText(header, tokens, types);
            addsStart = true;
        } else if (kind.equals("gpt2") || kind.equals("gemma4")) {
            GgufPreTokenizer cut = kind.equals("gemma4") ? GgufPreTokenizer.GEMMA
                    : GgufPreTokenizer.of(header.text("tokenizer.ggml.pre").orElse(""));
            model = new BytePairText(header, tokens, types, cut);
            addsStart = cut.addsStart();
        } else {
            throw new Unsupported("A tokenizer of this type is not supported.", Finding.at("GGUF, tokenizer.ggml.model")
                    .expected("llama, gpt2 or gemma4").found(kind.isEmpty() ? "nothing" : kind)
                    .remedy("Choose another model."));
        }
        boolean[] dropsSpace = dropsSpace(header);
        userDefined = new SpecialFinder(holder, only(false), dropsSpace);
        special = new SpecialFinder(holder, only(true), dropsSpace);
        beginning = TokenTypes.id(header, "tokenizer.ggml.bos_token_id", tokens.size(),
                kind.equals("llama") && tokens.size() > 1 ? 1 : -1);
        addsBeginning = header.flag("tokenizer.ggml.add_bos_token").orElse(addsStart) && beginning >= 0;
    }

    /**
     * Reads the tokenizer of a model.
     *
     * @throws DamagedData when a list is missing or does not fit the others, or a merge names a token that is not there
     * @throws Unsupported naming a type of tokenizer or a pre-tokenizer that is not known
     */
    public static GgufTokenizer read(Gguf header) {
        GgufValue.Texts texts = header.texts(Gguf.TOKENS).orElse(null);
        if (texts == null || texts.length() == 0) {
            throw new DamagedData("The GGUF file has no tokenizer.", Finding.at("GGUF, " + Gguf.TOKENS)
                    .expected("a list of tokens").found("nothing").remedy("Choose a file of the model that has one."));
        }
        List<String> tokens = texts.all();
        for (int id = 0; id < tokens.size(); id++) {
            if (tokens.get(id).isEmpty()) {
                tokens.set(id, "[EMPTY_" + id + "]");
            }
        }
        return new GgufTokenizer(header, tokens);
    }

    /** The tokens that are looked for in a text, at their ids. */
    private List<String> only(boolean withControl) {
        List<String> found = new ArrayList<>(tokens.size());
        for (int id = 0; id < tokens.size(); id++) {
            boolean isFound = types.isUserDefined(id) || withControl && types.isControl(id);
            found.add(isFound ? tokens.get(id) : "");
        }
        return found;
    }

    /** Phi-3's special tokens take the white space behind them, but these; only the model's name tells. */
    private boolean[] dropsSpace(Gguf header) {
        boolean[] drops = new boolean[tokens.size()];
        String name = header.text("general.name").orElse("").toLowerCase(Locale.ROOT);
        if (!name.contains("phi-3") && !name.contains("phi3")) {
            return drops;
        }
        for (int id = 0; id < drops.length; id++) {
            String token = tokens.get(id);
            drops[id] = (types.isControl(id) || types.isUserDefined(id)) && !token.equals("<unk>")
                    && !token.equals("<s>") && !token.equals("<|endoftext|>");
        }
        return drops;
    }

    @Override
    public int vocabularySize() {
        return tokens.size();
    }

    @Override
    public int[] encode(String text, SpecialText specialText) {
        int[] points = CodePoints.of(Utf8.replaceUnpairedSurrogates(text));
        IdBuffer ids = new IdBuffer();
        (specialText == SpecialText.AS_TOKENS ? special : userDefined).find(points, new SpecialFinder.Parts() {

            private boolean isStart = true;

            @Override
            public void text(int from, int to) {
                model.encode(points, from, to, isStart, ids);
                isStart = false;
            }

            @Override
            public void token(int id) {
                ids.add(id);
                isStart = true;
            }
        });
        return ids.toArray();
    }

    @Override
    public int[] start() {
        return addsBeginning ? new int[]{beginning} : new int[0];
    }

    @Override
    public OptionalInt beginning() {
        return beginning < 0 ? OptionalInt.empty() : OptionalInt.of(beginning);
    }

    @Override
    public boolean isEnd(int id) {
        return types.isEnd(checked(id));
    }

    @Override
    public boolean isControl(int id) {
        return types.isControl(checked(id));
    }

    @Override
    public String token(int id) {
        return tokens.get(checked(id));
    }

    private int checked(int id) {
        if (id < 0 || id >= tokens.size()) {
            throw new InvalidInput("There is no such token.",
                    Finding.at("token").expected("0 to " + (tokens.size() - 1)).found(id));
        }
        return id;
    }

    @Override
    public TextStream stream() {
        return new TextStream() {

            private final LossyUtf8 bytes = new LossyUtf8();

            @Override
            public String add(int id) {
                if (types.isControl(checked(id))) {
                    return "";
                }
                model.decode(id, bytes);
                return bytes.takeWhole();
            }

            @Override
            public String finish() {
                return bytes.takeAll();
            }
        };
    }

    /** Ids in order. */
    static final class IdBuffer {

        private int[] ids = new int[64];
        private int count;

        void add(int id) {
            if (count == ids.length) {
                ids = Arrays.copyOf(ids, 2 * count);
            }
            ids[count++] = id;
        }

        int[] toArray() {
            return Arrays.copyOf(ids, count);
        }
    }
}
