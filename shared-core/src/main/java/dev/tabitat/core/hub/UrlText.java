package dev.tabitat.core.hub;

import dev.tabitat.core.text.Utf8;

/** Percent-encoding of parts of addresses (RFC 3986, section 2.1). */
final class UrlText {

    private static final String HEX = "0123456789ABCDEF";
    private static final String UNRESERVED = "-._~";

    private UrlText() {}

    /** A text as one segment of a path or one value of a query: everything but unreserved characters is encoded. */
    static String segment(String text) {
        StringBuilder encoded = new StringBuilder();
        for (byte b : Utf8.encode(text)) {
            char c = (char) (b & 0xFF);
            boolean plain = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9'
                    || UNRESERVED.indexOf(c) >= 0;
            if (plain) {
                encoded.append(c);
            } else {
                encoded.append('%').append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 0xF));
            }
        }
        return encoded.toString();
    }

    /** A path of several segments, whose slashes stay. */
    static String path(String path) {
        return segment(path).replace("%2F", "/");
    }
}
