package dev.tabitat.core.packages;

import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;

/** A sign-in page or an error page that was served in place of data. */
public final class NotHtml {

    private NotHtml() {}

    /** @throws DamagedData when bytes look like an HTML page */
    public static void require(byte[] bytes, String where) {
        if (looksLikeHtml(bytes)) {
            throw new DamagedData(
                    "An HTML page came instead of data.",
                    Finding.at(where)
                            .expected("the package's bytes")
                            .found("an HTML page")
                            .remedy("A sign-in page of the network may be in the way: open it, then try again."));
        }
    }

    /** Whether the first bytes are {@code <!doctype}, {@code <html} or {@code <head}, after white space. */
    public static boolean looksLikeHtml(byte[] bytes) {
        int at = 0;
        while (at < bytes.length && (bytes[at] == ' ' || bytes[at] == '\n' || bytes[at] == '\r' || bytes[at] == '\t')) {
            at++;
        }
        return startsWith(bytes, at, "<!doctype") || startsWith(bytes, at, "<html") || startsWith(bytes, at, "<head");
    }

    private static boolean startsWith(byte[] bytes, int at, String text) {
        if (at + text.length() > bytes.length) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            int c = bytes[at + i];
            int lower = c >= 'A' && c <= 'Z' ? c + 32 : c;
            if (lower != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
