package dev.tabitat.web.engine.generation;

import dev.tabitat.core.generation.Generation;
import dev.tabitat.core.tokenizer.GeneratorTokenizer;
import java.util.Arrays;

/** The tokens of prompts, and seeds for calls without one. */
final class Prompts {

    private Prompts() {}

    /** As {@link Generation#rawPrompt}, but texts of special tokens are plain text: whoever wrote them. */
    static int[] plain(GeneratorTokenizer tokenizer, String text) {
        int[] start = tokenizer.start();
        int[] ids = tokenizer.encode(text, GeneratorTokenizer.SpecialText.AS_TEXT);
        if (start.length + ids.length == 0) {
            return Generation.rawPrompt(tokenizer, text);
        }
        int[] prompt = Arrays.copyOf(start, start.length + ids.length);
        System.arraycopy(ids, 0, prompt, start.length, ids.length);
        return prompt;
    }

    /** 0 to 2^53 - 1, so that it is a number for scripts too. @param random eight bytes */
    static long seed(byte[] random) {
        long bits = 0;
        for (byte one : random) {
            bits = bits << 8 | one & 0xFF;
        }
        return bits >>> 11;
    }
}
