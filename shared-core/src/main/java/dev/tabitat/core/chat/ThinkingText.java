package dev.tabitat.core.chat;

/**
 * A model's answer with its thinking set apart.
 *
 * @param thinking the text between {@code <think>} and {@code </think>} without white space around it; empty when the
 * model did not think
 * @param content the answer
 */
public record ThinkingText(String thinking, String content) {

    private static final String OPEN = "<think>";
    private static final String CLOSE = "</think>";

    /**
     * Separates a generated text.
     *
     * @param opened whether the prompt itself ended in {@code <think>}, so that the text begins inside it
     */
    public static ThinkingText of(String generated, boolean opened) {
        String text = generated.stripLeading();
        boolean written = text.startsWith(OPEN);
        if (!written && !opened) {
            return new ThinkingText("", generated);
        }
        String inside = written ? text.substring(OPEN.length()) : text;
        int close = inside.indexOf(CLOSE);
        return close < 0 ? new ThinkingText(inside.strip(), "")
                : new ThinkingText(inside.substring(0, close).strip(),
                        inside.substring(close + CLOSE.length()).stripLeading());
    }
}
