package dev.tabitat.core.tokenizer.pattern;

import dev.tabitat.core.tokenizer.text.CharacterProperties;
import dev.tabitat.core.tokenizer.text.WordProperties;

/**
 * The patterns that byte-level BPE cuts texts with: English contractions, letters, numbers, other signs, white space.
 * Matches follow one another without gaps, so a text is cut in one pass.
 */
public enum ContractionPattern implements TextPattern {

    /** GPT-2, RoBERTa, ModernBERT: a space belongs to the word behind it. */
    GPT2("'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+"),

    /** Llama 3 and cl100k: any one sign belongs to the word behind it; numbers of up to three digits; line breaks. */
    LLAMA3("(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}{1,3}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*"
            + "|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+"),

    /** Qwen2: as Llama 3, with digits alone. */
    QWEN2("(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*"
            + "|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+"),

    /** Qwen3.5: as Qwen2, with marks counted as letters. */
    QWEN35("(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?[\\p{L}\\p{M}]+|\\p{N}"
            + "| ?[^\\s\\p{L}\\p{M}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+");

    private static final int LONG_S = 0x17F;

    private final String regex;

    ContractionPattern(String regex) {
        this.regex = regex;
    }

    /** The pattern of this regular expression, or null. */
    static ContractionPattern find(String regex) {
        for (ContractionPattern pattern : values()) {
            if (pattern.regex.equals(regex)) {
                return pattern;
            }
        }
        return null;
    }

    @Override
    public int matchEnd(int[] points, int from, int to) {
        int first = points[from];
        if (first == '\'') {
            int end = contraction(points, from, to);
            if (end > 0) {
                return end;
            }
        }
        return this == GPT2 ? gpt2(points, from, to) : llama3(points, from, to);
    }

    private int contraction(int[] points, int from, int to) {
        if (from + 1 >= to) {
            return -1;
        }
        int second = fold(points[from + 1]);
        if (second == 's' || second == 't' || second == 'm' || second == 'd') {
            return from + 2;
        }
        if (from + 2 >= to) {
            return -1;
        }
        int third = fold(points[from + 2]);
        boolean isContraction = third == 'e' && (second == 'r' || second == 'v') || third == 'l' && second == 'l';
        return isContraction ? from + 3 : -1;
    }

    /** Lower case where the pattern ignores case; the long s counts as one. */
    private int fold(int point) {
        if (this == GPT2) {
            return point;
        }
        return point >= 'A' && point <= 'Z' ? point + 32 : point == LONG_S ? 's' : point;
    }

    private int gpt2(int[] points, int from, int to) {
        int at = points[from] == ' ' && from + 1 < to ? from + 1 : from;
        int first = points[at];
        if (CharacterProperties.isSpace(first)) {
            return spaces(points, from, to);
        }
        if (isLetter(first)) {
            return letters(points, at + 1, to);
        }
        return WordProperties.isNumber(first) ? numbers(points, at + 1, to) : signs(points, at + 1, to);
    }

    private int llama3(int[] points, int from, int to) {
        int first = points[from];
        if (isLetter(first)) {
            return letters(points, from + 1, to);
        }
        if (WordProperties.isNumber(first)) {
            int most = this != LLAMA3 ? from + 1 : Math.min(to, from + 3);
            return numbers(points, from + 1, most);
        }
        boolean isBreak = first == '\r' || first == '\n';
        if (!isBreak && from + 1 < to && isLetter(points[from + 1])) {
            return letters(points, from + 2, to);
        }
        int sign = first == ' ' && from + 1 < to ? from + 1 : from;
        if (isSign(points[sign])) {
            int end = signs(points, sign + 1, to);
            while (end < to && (points[end] == '\r' || points[end] == '\n')) {
                end++;
            }
            return end;
        }
        int end = from + 1;
        int lastBreak = isBreak ? end : -1;
        while (end < to && CharacterProperties.isSpace(points[end])) {
            boolean breaks = points[end] == '\r' || points[end] == '\n';
            end++;
            lastBreak = breaks ? end : lastBreak;
        }
        return lastBreak > 0 ? lastBreak : end < to && end - from > 1 ? end - 1 : end;
    }

    /** White space up to the last one, which the word behind it may take. */
    private static int spaces(int[] points, int from, int to) {
        int end = from + 1;
        while (end < to && CharacterProperties.isSpace(points[end])) {
            end++;
        }
        return end < to && end - from > 1 ? end - 1 : end;
    }

    private int letters(int[] points, int from, int to) {
        int at = from;
        while (at < to && isLetter(points[at])) {
            at++;
        }
        return at;
    }

    private static int numbers(int[] points, int from, int to) {
        int at = from;
        while (at < to && WordProperties.isNumber(points[at])) {
            at++;
        }
        return at;
    }

    private int signs(int[] points, int from, int to) {
        int at = from;
        while (at < to && isSign(points[at])) {
            at++;
        }
        return at;
    }

    private boolean isLetter(int point) {
        return WordProperties.isLetter(point) || this == QWEN35 && WordProperties.isCombiningMark(point);
    }

    private boolean isSign(int point) {
        return WordProperties.isNeitherLetterNorNumber(point) && !CharacterProperties.isSpace(point)
                && !(this == QWEN35 && WordProperties.isCombiningMark(point));
    }
}
