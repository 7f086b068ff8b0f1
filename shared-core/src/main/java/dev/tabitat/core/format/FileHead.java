package dev.tabitat.core.format;

/** What stands in the first bytes of a file, where each character of a searched text is one byte. */
public final class FileHead {

    /** As many bytes as are looked at, at most. */
    static final int BYTES = 4096;

    private FileHead() {}

    /** Whether a file that begins so is an HTML page. */
    public static boolean isHtml(byte[] head) {
        int at = afterBlanks(head);
        boolean isPage = starts(head, at, "<!doctype html") || starts(head, at, "<html") || starts(head, at, "<head");
        boolean isPerhaps = starts(head, at, "<!--") || starts(head, at, "<?xml");
        return isPage || isPerhaps && contains(head, "<html");
    }

    /** Where the first character is after a byte-order mark of UTF-8 and white space. */
    static int afterBlanks(byte[] head) {
        int at = starts(head, 0, "\u00ef\u00bb\u00bf") ? 3 : 0;
        while (at < head.length && (head[at] == ' ' || head[at] == '\n' || head[at] == '\r' || head[at] == '\t')) {
            at++;
        }
        return at;
    }

    /** Whether these characters stand there; letters of ASCII in either case. */
    static boolean starts(byte[] bytes, int at, String text) {
        if (at + text.length() > bytes.length) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (lower(bytes[at + i] & 0xFF) != lower(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static int lower(int c) {
        return c >= 'A' && c <= 'Z' ? c + 32 : c;
    }

    static boolean contains(byte[] bytes, String text) {
        for (int at = 0; at + text.length() <= Math.min(bytes.length, BYTES); at++) {
            if (starts(bytes, at, text)) {
                return true;
            }
        }
        return false;
    }
}
