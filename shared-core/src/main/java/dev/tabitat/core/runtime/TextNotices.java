package dev.tabitat.core.runtime;

import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.InvalidInput;
import dev.tabitat.core.text.Utf8;
import dev.tabitat.core.tokenizer.Encoding;
import java.util.ArrayList;
import java.util.List;

/** What was mended in texts and cut from them, in sentences. */
final class TextNotices {

    private int cut;
    private int longest;
    private int empty;
    private int unknown;
    private boolean mended;

    /**
     * A text as it is read.
     *
     * @param where it was given
     * @throws InvalidInput when it is over {@link EncoderRunner#MAX_BYTES}
     */
    String read(String text, String where) {
        // A UTF-16 unit is at least one byte: what is far too long is refused before it is measured.
        String whole = text.length() > EncoderRunner.MAX_BYTES ? text : Utf8.replaceUnpairedSurrogates(text);
        if (text.length() > EncoderRunner.MAX_BYTES || Utf8.encodedLength(whole) > EncoderRunner.MAX_BYTES) {
            throw new InvalidInput("The text is too long.",
                    Finding.at(where).expected("at most " + EncoderRunner.MAX_BYTES + " bytes of UTF-8")
                            .found("more than that").remedy("Send a part of it."));
        }
        mended |= !whole.equals(text);
        return whole;
    }

    /** The tokens that are left of it. */
    void made(Encoding encoding, String text) {
        boolean isBlank = BlankText.is(text);
        empty += isBlank ? 1 : 0;
        unknown += !isBlank && encoding.ids().length == 0 ? 1 : 0;
        cut(encoding);
    }

    void cut(Encoding encoding) {
        if (encoding.truncated()) {
            cut++;
            longest = Math.max(longest, encoding.untruncated());
        }
    }

    /** @param maxTokens that the model reads of a text */
    List<String> all(int maxTokens) {
        List<String> notices = new ArrayList<>();
        if (mended) {
            notices.add("A text held unpaired surrogates (halves of characters); they were read as U+FFFD.");
        }
        if (empty > 0) {
            notices.add((empty == 1 ? "One text is empty: its embedding is"
                    : empty + " texts are empty: their embeddings are")
                    + " made of the tokens that begin and end every text, and of nothing else.");
        }
        if (unknown > 0) {
            notices.add((unknown == 1 ? "One text holds no word that this model knows: its embedding is"
                    : unknown + " texts hold no word that this model knows: their embeddings are") + " all zeros.");
        }
        if (cut > 0) {
            notices.add((cut == 1 ? "One text was" : cut + " texts were")
                    + " longer than this model reads: only the first " + maxTokens + " tokens count"
                    + (cut == 1 ? ", of " : ", the longest had ") + longest + ".");
        }
        return notices;
    }
}
