package dev.tabitat.web.fetch;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * One challenge of a {@code WWW-Authenticate} header (RFC 9110, section 11.6.1).
 *
 * @param scheme in lower case, for example {@code bearer}
 * @param parameters by their names in lower case; of a name that is repeated, the first value
 */
record Challenge(String scheme, Map<String, String> parameters) {

    private static final int MAX_LENGTH = 16_384;
    private static final int MAX_CHALLENGES = 16;

    /** The value of a parameter; empty without one. */
    String parameter(String name) {
        return parameters.getOrDefault(name, "");
    }

    /** The first Bearer challenge that names a realm. */
    static Optional<Challenge> bearer(String header) {
        return read(header).stream().filter(one -> one.scheme.equals("bearer") && !one.parameter("realm").isEmpty())
                .findFirst();
    }

    /**
     * All challenges of a header, or of several that a browser has joined by commas. What follows a malformed part is
     * left out.
     */
    static List<Challenge> read(String header) {
        return header.length() > MAX_LENGTH ? List.of() : new Reader(header).read();
    }

    private static final class Reader {

        private final String text;
        private final List<Challenge> found = new ArrayList<>();
        private int at;

        private Reader(String text) {
            this.text = text;
        }

        private List<Challenge> read() {
            while (found.size() < MAX_CHALLENGES) {
                skipListSeparators();
                String name = token();
                if (name.isEmpty()) {
                    return found;
                }
                int afterName = at;
                skipSpace();
                if (peek() == '=' && !found.isEmpty()) {
                    at++;
                    if (!parameter(name)) {
                        return found;
                    }
                    continue;
                }
                found.add(new Challenge(name.toLowerCase(Locale.ROOT), new LinkedHashMap<>()));
                if (at > afterName && !firstParameter()) {
                    return found;
                }
            }
            return found;
        }

        /** What may stand directly behind a scheme: a parameter, a token68 such as of Negotiate, or nothing. */
        private boolean firstParameter() {
            int start = at;
            String name = token();
            skipSpace();
            if (!name.isEmpty() && peek() == '=' && !isEndOfToken68(at)) {
                at++;
                return parameter(name);
            }
            at = start;
            while (at < text.length() && text.charAt(at) != ',') {
                at++;
            }
            return true;
        }

        /** Whether only padding follows, up to the next comma. */
        private boolean isEndOfToken68(int from) {
            int i = from;
            while (i < text.length() && text.charAt(i) == '=') {
                i++;
            }
            while (i < text.length() && isSpace(text.charAt(i))) {
                i++;
            }
            return i == text.length() || text.charAt(i) == ',';
        }

        private boolean parameter(String name) {
            skipSpace();
            Optional<String> value = peek() == '"' ? quoted() : Optional.of(token()).filter(token -> !token.isEmpty());
            value.ifPresent(
                    one -> found.get(found.size() - 1).parameters.putIfAbsent(name.toLowerCase(Locale.ROOT), one));
            return value.isPresent();
        }

        private Optional<String> quoted() {
            StringBuilder value = new StringBuilder();
            for (at++; at < text.length(); at++) {
                char c = text.charAt(at);
                if (c == '"') {
                    at++;
                    return Optional.of(value.toString());
                }
                if (c == '\\' && at + 1 < text.length()) {
                    at++;
                    c = text.charAt(at);
                }
                value.append(c);
            }
            return Optional.empty();
        }

        private String token() {
            int start = at;
            while (at < text.length() && isTokenCharacter(text.charAt(at))) {
                at++;
            }
            return text.substring(start, at);
        }

        private static boolean isTokenCharacter(char c) {
            return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9'
                    || "!#$%&'*+-.^_`|~/:".indexOf(c) >= 0;
        }

        private char peek() {
            return at < text.length() ? text.charAt(at) : 0;
        }

        private void skipSpace() {
            while (at < text.length() && isSpace(text.charAt(at))) {
                at++;
            }
        }

        private void skipListSeparators() {
            while (at < text.length() && (isSpace(text.charAt(at)) || text.charAt(at) == ',')) {
                at++;
            }
        }

        private static boolean isSpace(char c) {
            return c == ' ' || c == '\t';
        }
    }
}
