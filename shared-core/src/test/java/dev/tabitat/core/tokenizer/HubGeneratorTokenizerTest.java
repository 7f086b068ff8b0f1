package dev.tabitat.core.tokenizer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.InvalidInput;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonNull;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.tokenizer.GeneratorTokenizer.SpecialText;
import dev.tabitat.core.tokenizer.GeneratorTokenizer.TextStream;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** A tokenizer of Hugging Face, with what begins and ends a text by the model's configuration. */
final class HubGeneratorTokenizerTest {

    private final Tokenizer llama = Tokenizers.read(TokenizerFixture.resource("llama3/tokenizer.json"));
    private final HubGeneratorTokenizer tokenizer = HubGeneratorTokenizer.of(llama,
            JsonObject.of("eos_token_id", JsonArray.of(1, 5)), JsonObject.of("bos_token_id", 0, "eos_token_id", 1));

    @Test
    void specialTokensAreReadOnlyWhereTheyMayBe() {
        String text = "Hello<|end_of_text|>";
        int[] tokens = tokenizer.encode(text, SpecialText.AS_TOKENS);
        assertEquals(1, tokens[tokens.length - 1]);
        int[] plain = tokenizer.encode(text, SpecialText.AS_TEXT);
        for (int id : plain) {
            assertFalse(tokenizer.isControl(id) && id != 5, "token " + id);
        }
        assertArrayEquals(llama.encode("Hello", 100).ids(), join(tokenizer.start(), tokenizer.encode("Hello",
                SpecialText.AS_TEXT)));
    }

    private static int[] join(int[] one, int[] other) {
        int[] joined = java.util.Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, joined, one.length, other.length);
        return joined;
    }

    @Test
    void theEndsAreThoseOfBothFiles() {
        assertTrue(tokenizer.isEnd(1) && tokenizer.isEnd(5));
        assertFalse(tokenizer.isEnd(0));
        assertTrue(tokenizer.isControl(0) && tokenizer.isControl(5));
        assertEquals(OptionalInt.of(0), tokenizer.beginning());
        assertEquals(OptionalInt.empty(),
                HubGeneratorTokenizer.of(llama, JsonObject.of("eos_token_id", 1), JsonObject.EMPTY).beginning());
    }

    @Test
    void textComesBackWithoutControlTokens() {
        TextStream stream = tokenizer.stream();
        StringBuilder text = new StringBuilder();
        String whole = "Hello w\u00f6rld \ud83d\ude42 <|x|>";
        for (int id : join(join(tokenizer.start(), tokenizer.encode(whole, SpecialText.AS_TEXT)), new int[]{1})) {
            String part = stream.add(id);
            assertFalse(part.endsWith("\ufffd"), part);
            text.append(part);
        }
        assertEquals(whole, text.append(stream.finish()).toString());
    }

    @Test
    void whatDoesNotFitIsRefused() {
        for (JsonObject wrong : new JsonObject[]{JsonObject.EMPTY, JsonObject.of("eos_token_id", JsonNull.NULL),
                JsonObject.of("eos_token_id", -1), JsonObject.of("eos_token_id", 1 << 22),
                JsonObject.of("eos_token_id", "</s>"), JsonObject.of("eos_token_id", JsonArray.of(1, 0.5)),
                JsonObject.of("eos_token_id", 1, "bos_token_id", 1 << 22)}) {
            assertThrows(DamagedData.class, () -> HubGeneratorTokenizer.of(llama, wrong, JsonObject.EMPTY),
                    wrong.toString());
        }
        assertThrows(InvalidInput.class, () -> tokenizer.isEnd(-1));
        assertThrows(InvalidInput.class, () -> tokenizer.token(1 << 22));
    }
}
