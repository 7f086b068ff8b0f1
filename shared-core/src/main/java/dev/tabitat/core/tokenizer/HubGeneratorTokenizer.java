package dev.tabitat.core.tokenizer;

import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.InvalidInput;
import dev.tabitat.core.json.Json;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonNull;
import dev.tabitat.core.json.JsonNumber;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.tokenizer.file.JsonPart;
import java.util.HashSet;
import java.util.OptionalInt;
import java.util.Set;

/**
 * The tokenizer of a generator in a Hugging Face folder: {@code tokenizer.json}, and which tokens begin and end a text
 * by {@code generation_config.json} and {@code config.json}.
 *
 * <pre>
 * bos_token_id = id | null          the first of the two files that has one
 * eos_token_id = id | [id] | null   those of both
 * </pre>
 *
 * A prompt starts with what the tokenizer puts before a text.
 */
public final class HubGeneratorTokenizer implements GeneratorTokenizer {

    private final TokenizerPipeline tokenizer;
    private final Set<Integer> ends = new HashSet<>();
    /** -1 where there is none. */
    private final int beginning;

    private HubGeneratorTokenizer(TokenizerPipeline tokenizer, int beginning) {
        this.tokenizer = tokenizer;
        this.beginning = beginning;
    }

    /**
     * @param tokenizer of {@code tokenizer.json}
     * @param generationConfig empty where there is none
     * @throws DamagedData when an id is none of the tokenizer's, or nothing ends a text
     */
    public static HubGeneratorTokenizer of(Tokenizer tokenizer, JsonObject generationConfig, JsonObject config) {
        TokenizerPipeline pipeline = (TokenizerPipeline) tokenizer;
        int[] begin = ids(pipeline, generationConfig, "generation_config.json", "bos_token_id");
        if (begin.length == 0) {
            begin = ids(pipeline, config, "config.json", "bos_token_id");
        }
        HubGeneratorTokenizer read = new HubGeneratorTokenizer(pipeline, begin.length == 0 ? -1 : begin[0]);
        for (int id : ids(pipeline, generationConfig, "generation_config.json", "eos_token_id")) {
            read.ends.add(id);
        }
        for (int id : ids(pipeline, config, "config.json", "eos_token_id")) {
            read.ends.add(id);
        }
        if (read.ends.isEmpty()) {
            throw new DamagedData("The model does not say which token ends a text.",
                    Finding.at("generation_config.json, field \"eos_token_id\"").expected("a token").found("nothing"));
        }
        return read;
    }

    private static int[] ids(TokenizerPipeline tokenizer, JsonObject json, String file, String field) {
        if (!json.has(field) || json.get(field) instanceof JsonNull) {
            return new int[0];
        }
        JsonArray items = json.get(field) instanceof JsonArray array ? array : JsonArray.of(json.get(field));
        int[] ids = new int[items.size()];
        for (int i = 0; i < ids.length; i++) {
            Json item = items.get(i);
            if (!(item instanceof JsonNumber number) || !number.isWhole() || number.longValue() < 0
                    || number.longValue() >= tokenizer.vocabularySize()) {
                throw new DamagedData("A model names a token that its tokenizer does not have.",
                        Finding.at(file + ", field \"" + field + "\"")
                                .expected("0 to " + (tokenizer.vocabularySize() - 1)).found(JsonPart.show(item)));
            }
            ids[i] = (int) number.longValue();
        }
        return ids;
    }

    @Override
    public int vocabularySize() {
        return tokenizer.vocabularySize();
    }

    @Override
    public int[] encode(String text, SpecialText special) {
        return tokenizer.ids(text, special);
    }

    @Override
    public int[] start() {
        return tokenizer.before();
    }

    @Override
    public OptionalInt beginning() {
        return beginning < 0 ? OptionalInt.empty() : OptionalInt.of(beginning);
    }

    @Override
    public boolean isEnd(int id) {
        return ends.contains(checked(id));
    }

    @Override
    public boolean isControl(int id) {
        return ends.contains(checked(id)) || tokenizer.isSpecial(id);
    }

    private int checked(int id) {
        if (id < 0 || id >= tokenizer.vocabularySize()) {
            throw new InvalidInput("There is no such token.",
                    Finding.at("token").expected("0 to " + (tokenizer.vocabularySize() - 1)).found(id));
        }
        return id;
    }

    @Override
    public String token(int id) {
        return tokenizer.token(id);
    }

    @Override
    public TextStream stream() {
        StreamingDecoder decoder = tokenizer.streamingDecoder(SpecialTokens.SKIP);
        return new TextStream() {

            @Override
            public String add(int id) {
                return isControl(id) ? "" : decoder.add(id);
            }

            @Override
            public String finish() {
                return decoder.finish();
            }
        };
    }
}
