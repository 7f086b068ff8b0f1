package dev.tabitat.core.tokenizer.text;

import java.util.Arrays;

/**
 * Texts as code points, without the streams of {@link String#codePoints}, which are a large part of a small program.
 */
public final class CodePoints {

    private CodePoints() {}

    public static int[] of(String text) {
        int[] points = new int[text.length()];
        int count = 0;
        for (int i = 0; i < text.length();) {
            points[count] = text.codePointAt(i);
            i += Character.charCount(points[count++]);
        }
        return Arrays.copyOf(points, count);
    }
}
