package dev.tabitat.core.text;

/**
 * Names and titles from outside as they may be shown: characters that change the direction of what stands around them,
 * or that are not seen, are written out as {@code [U+202E]}. Without that a file {@code U+202E txt.exe.md} reads
 * {@code dm.exe.txt}.
 */
public final class VisibleText {

    /** First strong isolate and pop directional isolate (Unicode Standard Annex 9). */
    private static final char ISOLATE = '\u2068';
    private static final char END_OF_ISOLATE = '\u2069';

    private VisibleText() {}

    /**
     * The text with its direction controls, control characters and invisible characters written out; otherwise as it
     * is.
     */
    public static String of(String text) {
        StringBuilder shown = new StringBuilder();
        int from = 0;
        for (int at = 0; at < text.length(); at++) {
            if (isWrittenOut(text.charAt(at))) {
                shown.append(text, from, at).append("[U+").append(hex(text.charAt(at))).append(']');
                from = at + 1;
            }
        }
        return from == 0 ? text : shown.append(text, from, text.length()).toString();
    }

    /** The same for a message that may name a file: its line breaks and tabs stay. */
    public static String message(String text) {
        StringBuilder shown = new StringBuilder();
        int from = 0;
        for (int at = 0; at < text.length(); at++) {
            if (text.charAt(at) == '\n' || text.charAt(at) == '\t') {
                shown.append(of(text.substring(from, at))).append(text.charAt(at));
                from = at + 1;
            }
        }
        return from == 0 ? of(text) : shown.append(of(text.substring(from))).toString();
    }

    /**
     * The same for the middle of a sentence: a text with letters that are written from right to left stands between
     * isolates, so that the sentence keeps its order.
     */
    public static String isolated(String text) {
        String shown = of(text);
        for (int i = 0; i < shown.length(); i++) {
            if (isRightToLeft(shown.charAt(i))) {
                return ISOLATE + shown + END_OF_ISOLATE;
            }
        }
        return shown;
    }

    private static boolean isWrittenOut(char c) {
        return c < 0x20 || c >= 0x7F && c < 0xA0
                || c >= 0x202A && c <= 0x202E || c >= 0x2066 && c <= 0x206F
                || c == 0x200E || c == 0x200F || c == 0x061C
                || c == 0x2028 || c == 0x2029
                || c == 0x200B || c == 0x2060 || c == 0xFEFF;
    }

    /** Letters of the blocks for scripts from right to left; the high surrogates of those beyond the first plane. */
    private static boolean isRightToLeft(char c) {
        return c >= 0x0590 && c <= 0x08FF || c >= 0xFB1D && c <= 0xFDFF || c >= 0xFE70 && c <= 0xFEFE
                || c == 0xD802 || c == 0xD803 || c == 0xD83A || c == 0xD83B;
    }

    private static String hex(char c) {
        String digits = Integer.toHexString(c).toUpperCase(java.util.Locale.ROOT);
        return "0".repeat(4 - digits.length()) + digits;
    }
}
