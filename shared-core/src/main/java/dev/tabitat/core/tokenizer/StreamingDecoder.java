package dev.tabitat.core.tokenizer;

import dev.tabitat.core.error.InvalidInput;
import java.util.Arrays;

/**
 * The text of tokens that come one by one: what comes back is never changed by tokens that follow, and never ends in
 * part of a character. Joined, it is the text that the tokens have together, unless a decoder spells a run of bytes as
 * a whole and the run is not UTF-8.
 */
public final class StreamingDecoder {

    /** A character of UTF-8 has four bytes, so three tokens at most wait for one that is still to come. */
    private static final int MAX_WAITING = 3;

    private final TokenizerPipeline tokenizer;
    private final SpecialTokens specialTokens;
    /** Some tokens whose text came back, for what a decoder does at the start of a text, then those waiting. */
    private int[] window = new int[8];
    private int contextCount;
    private int count;
    /** The part of the window's text that came back. */
    private String context = "";

    StreamingDecoder(TokenizerPipeline tokenizer, SpecialTokens specialTokens) {
        this.tokenizer = tokenizer;
        this.specialTokens = specialTokens;
    }

    /** The text that is certain with one token more; it may be empty. @throws InvalidInput when there is no such id */
    public String add(int id) {
        if (tokenizer.isSkipped(id, specialTokens)) {
            return "";
        }
        if (count == window.length) {
            window = Arrays.copyOf(window, 2 * count);
        }
        window[count++] = id;
        int[] tokens = Arrays.copyOf(window, count);
        if (!tokenizer.isOpen(tokens)) {
            return take(text(), count - contextCount, 0);
        }
        // Of more tokens that are no text, only the last sign can still become one.
        return count - contextCount > MAX_WAITING ? take(text(), MAX_WAITING + 1, 1) : "";
    }

    /** What was held back, when no more tokens come. */
    public String finish() {
        return take(text(), count - contextCount, 0);
    }

    private String text() {
        return tokenizer.decode(Arrays.copyOf(window, count), specialTokens);
    }

    /** Returns what is new in the window's text but its last signs, and keeps so many tokens as context. */
    private String take(String text, int kept, int held) {
        int certain = text.length() - held;
        int same = 0;
        int most = Math.min(context.length(), certain);
        while (same < most && context.charAt(same) == text.charAt(same)) {
            same++;
        }
        if (same > 0 && same < certain && Character.isLowSurrogate(text.charAt(same))) {
            same--;
        }
        System.arraycopy(window, count - kept, window, 0, kept);
        count = kept;
        contextCount = kept;
        String windowText = text();
        context = windowText.substring(0, Math.max(0, windowText.length() - held));
        return text.substring(same, Math.max(same, certain));
    }
}
