package dev.tabitat.core.documents;

/**
 * What the writing of a character's script means for joining lines: its direction, and whether words are parted by
 * spaces.
 */
final class ScriptLayout {

    private ScriptLayout() {}

    /** Letters of Hebrew, Arabic and their neighbours. */
    static boolean isRightToLeft(char c) {
        return c >= '\u0590' && c <= '\u08FF' || c >= '\uFB1D' && c <= '\uFDFF' || c >= '\uFE70' && c <= '\uFEFC';
    }

    /** More letters that are written from right to left than from left to right. */
    static boolean isRightToLeft(String text) {
        int balance = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            balance += isRightToLeft(c) ? 1 : Character.isLetter(c) ? -1 : 0;
        }
        return balance > 0;
    }

    static boolean hasRightToLeft(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (isRightToLeft(text.charAt(i))) {
                return true;
            }
        }
        return false;
    }

    /** Characters of scripts that put no space between words: a line's end means nothing there. Korean has spaces. */
    static boolean isUnspaced(char c) {
        return c >= '\u0E00' && c <= '\u0EFF' || c >= '\u1000' && c <= '\u109F' || c >= '\u1780' && c <= '\u17FF'
                || c >= '\u2E80' && c <= '\u312F'
                || c >= '\u31A0' && c <= '\u4DBF' || c >= '\u4E00' && c <= '\u9FFF' || c >= '\uF900' && c <= '\uFAFF'
                || isFullWidthSign(c)
                || c >= '\uD840' && c <= '\uD888';
    }

    /** Punctuation that has its space within it. */
    static boolean isFullWidthSign(char c) {
        return c >= '\u3000' && c <= '\u303F' || c >= '\uFE30' && c <= '\uFE4F' || c >= '\uFF00' && c <= '\uFF65';
    }
}
