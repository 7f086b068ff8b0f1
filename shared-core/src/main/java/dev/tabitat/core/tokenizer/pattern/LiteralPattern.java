package dev.tabitat.core.tokenizer.pattern;

/** A text as it is. */
record LiteralPattern(int[] text) implements TextPattern {

    @Override
    public int matchEnd(int[] points, int from, int to) {
        if (to - from < text.length) {
            return -1;
        }
        for (int i = 0; i < text.length; i++) {
            if (points[from + i] != text[i]) {
                return -1;
            }
        }
        return from + text.length;
    }
}
