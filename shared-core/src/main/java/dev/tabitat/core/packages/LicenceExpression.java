package dev.tabitat.core.packages;

import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;
import java.util.ArrayList;
import java.util.List;

/**
 * An SPDX licence expression (SPDX 2.3, annex D): what is asked of those who pass a package on.
 *
 * <pre>
 * expression = term *( ("AND" / "OR") term )
 * term       = "(" expression ")" / id [ "WITH" id ]
 * id         = 1*( ALPHA / DIGIT / "-" / "." / "+" / ":" )
 * </pre>
 *
 * Whether an id is on SPDX's list is not checked.
 *
 * @param text the expression with single spaces
 * @param ids licences and exceptions in it, each once, in order
 */
public record LicenceExpression(String text, List<String> ids) {

    private static final int MAX_CHARS = 1000;
    private static final int MAX_DEPTH = 16;

    public LicenceExpression {
        ids = List.copyOf(ids);
    }

    /** @throws DamagedData when the text is no expression */
    public static LicenceExpression parse(String text) {
        if (text.length() > MAX_CHARS) {
            throw wrong("at most " + MAX_CHARS + " characters", text.length() + " characters");
        }
        Parser parser = new Parser(tokens(text));
        parser.expression(0);
        if (parser.at < parser.tokens.size()) {
            throw wrong("AND, OR or the end", parser.next());
        }
        String joined = String.join(" ", parser.tokens).replace("( ", "(").replace(" )", ")");
        return new LicenceExpression(joined, parser.ids);
    }

    @Override
    public String toString() {
        return text;
    }

    private static List<String> tokens(String text) {
        List<String> tokens = new ArrayList<>();
        int start = 0;
        for (int i = 0; i <= text.length(); i++) {
            char c = i < text.length() ? text.charAt(i) : ' ';
            if (c != ' ' && c != '(' && c != ')') {
                continue;
            }
            if (i > start) {
                tokens.add(text.substring(start, i));
            }
            if (c != ' ') {
                tokens.add(String.valueOf(c));
            }
            start = i + 1;
        }
        return tokens;
    }

    private static DamagedData wrong(String expected, String found) {
        return new DamagedData(
                "This is no SPDX licence expression.", Finding.at("licence").expected(expected).found(found));
    }

    private static final class Parser {

        private final List<String> tokens;
        private final List<String> ids = new ArrayList<>();
        private int at;

        Parser(List<String> tokens) {
            this.tokens = tokens;
        }

        void expression(int depth) {
            if (depth > MAX_DEPTH) {
                throw wrong("at most " + MAX_DEPTH + " brackets inside each other", "more");
            }
            term(depth);
            while (takes("AND") || takes("OR")) {
                term(depth);
            }
        }

        private void term(int depth) {
            if (takes("(")) {
                expression(depth + 1);
                if (!takes(")")) {
                    throw wrong("\")\"", next());
                }
                return;
            }
            id();
            if (takes("WITH")) {
                id();
            }
        }

        private void id() {
            String id = next();
            boolean valid = at < tokens.size() && !id.equals("AND") && !id.equals("OR") && !id.equals("WITH");
            for (int i = 0; valid && i < id.length(); i++) {
                char c = id.charAt(i);
                valid = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9'
                        || c == '-' || c == '.' || c == '+' || c == ':';
            }
            if (!valid) {
                throw wrong("a licence id, such as Apache-2.0", id);
            }
            at++;
            if (!ids.contains(id)) {
                ids.add(id);
            }
        }

        private boolean takes(String word) {
            boolean taken = at < tokens.size() && tokens.get(at).equals(word);
            at += taken ? 1 : 0;
            return taken;
        }

        private String next() {
            return at < tokens.size() ? tokens.get(at) : "the end";
        }
    }
}
