package dev.tabitat.core.hub;

import java.util.Locale;
import java.util.Optional;

/**
 * The {@code Link} header, as far as pages need it (RFC 8288, section 3).
 *
 * <pre>
 * Link  = link *( "," link )
 * link  = "&lt;" address "&gt;" *( ";" name [ "=" ( token / quoted ) ] )
 * </pre>
 */
final class LinkHeader {

    private LinkHeader() {}

    /** The address of the link whose {@code rel} is or contains {@code next}; empty when there is none. */
    static Optional<String> next(String header) {
        int at = 0;
        while (true) {
            int open = header.indexOf('<', at);
            int close = open < 0 ? -1 : header.indexOf('>', open);
            if (close < 0) {
                return Optional.empty();
            }
            int end = end(header, close + 1);
            if (isNext(header.substring(close + 1, end))) {
                return Optional.of(header.substring(open + 1, close).strip());
            }
            at = end;
        }
    }

    /** Where a link's parameters end: at a comma that is in no quotes. */
    private static int end(String header, int from) {
        boolean quoted = false;
        for (int i = from; i < header.length(); i++) {
            char c = header.charAt(i);
            if (quoted && c == '\\') {
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == ',' && !quoted) {
                return i;
            }
        }
        return header.length();
    }

    private static boolean isNext(String parameters) {
        String lower = parameters.toLowerCase(Locale.ROOT);
        for (int at = lower.indexOf("rel"); at >= 0; at = lower.indexOf("rel", at + 1)) {
            boolean begins = at == 0 || lower.charAt(at - 1) == ';' || lower.charAt(at - 1) == ' ';
            int equals = at + 3;
            while (equals < lower.length() && lower.charAt(equals) == ' ') {
                equals++;
            }
            if (!begins || equals >= lower.length() || lower.charAt(equals) != '=') {
                continue;
            }
            String value = lower.substring(equals + 1).strip();
            int end = value.startsWith("\"") ? value.indexOf('"', 1) : value.indexOf(';');
            String relations = value.startsWith("\"") ? value.substring(1, end < 0 ? value.length() : end)
                    : end < 0 ? value : value.substring(0, end);
            for (String relation : dev.tabitat.core.text.Split.words(relations)) {
                if (relation.equals("next")) {
                    return true;
                }
            }
        }
        return false;
    }
}
