package dev.tabitat.core.tokenizer;

import dev.tabitat.core.tokenizer.text.CharacterProperties;
import java.util.Arrays;

/** Texts that are equal but for their Unicode form, composed (NFC) or decomposed (NFD), as one spelling. */
public final class CanonicalText {

    private CanonicalText() {}

    /**
     * A spelling that canonically equivalent texts share: their full decomposition, with the marks of each letter in
     * the order of their code points. It serves to compare and is not NFD, which orders marks by class.
     *
     * @param text without unpaired surrogates
     */
    public static String decomposed(String text) {
        StringBuilder out = new StringBuilder(text.length() + 8);
        int[] parts = new int[4];
        int[] marks = new int[8];
        int count = 0;
        for (int i = 0; i < text.length();) {
            int point = text.codePointAt(i);
            i += Character.charCount(point);
            int length = CharacterProperties.decompose(point, parts);
            for (int k = 0; k < length; k++) {
                if (Character.getType(parts[k]) == Character.NON_SPACING_MARK) {
                    marks = count == marks.length ? Arrays.copyOf(marks, 2 * count) : marks;
                    marks[count++] = parts[k];
                } else {
                    write(out, marks, count);
                    count = 0;
                    out.appendCodePoint(parts[k]);
                }
            }
        }
        write(out, marks, count);
        return out.toString();
    }

    private static void write(StringBuilder out, int[] marks, int count) {
        Arrays.sort(marks, 0, count);
        for (int i = 0; i < count; i++) {
            out.appendCodePoint(marks[i]);
        }
    }
}
