package dev.tabitat.core.licences;

import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;
import java.util.ArrayList;
import java.util.List;

/**
 * An SPDX licence expression (SPDX 2.3, annex D): what is asked of those who pass a package on.
 *
 * <pre>
 * expression = conjunction *( "OR" conjunction )
 * conjunction = term *( "AND" term )
 * term       = "(" expression ")" / id ["+"] [ "WITH" id ]
 * id         = 1*( ALPHA / DIGIT / "-" / "." / ":" )
 * </pre>
 *
 * AND binds stronger than OR. A colon is only in {@code DocumentRef-x:LicenseRef-y}. Whether an id is on SPDX's list is
 * not checked.
 *
 * @param text the expression with single spaces
 * @param ids licences and exceptions in it, each once, in order
 * @param alternatives the ways to fulfil it, of which any one is enough; each lists the licences that hold together,
 * with their exceptions ({@code GPL-2.0-only WITH Classpath-exception-2.0})
 */
public record LicenceExpression(String text, List<String> ids, List<List<String>> alternatives) {

    private static final int MAX_CHARS = 1000;
    private static final int MAX_DEPTH = 16;
    private static final int MAX_ALTERNATIVES = 64;

    public LicenceExpression {
        ids = List.copyOf(ids);
        alternatives = List.copyOf(alternatives);
    }

    /** @throws DamagedData when the text is no expression, or has more than 64 alternatives */
    public static LicenceExpression parse(String text) {
        if (text.length() > MAX_CHARS) {
            throw wrong("at most " + MAX_CHARS + " characters", text.length() + " characters");
        }
        Parser parser = new Parser(tokens(text));
        List<List<String>> alternatives = parser.expression(0);
        if (parser.at < parser.tokens.size()) {
            throw wrong("AND, OR or the end", parser.next());
        }
        String joined = String.join(" ", parser.tokens).replace("( ", "(").replace(" )", ")");
        return new LicenceExpression(joined, parser.ids, alternatives);
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

        List<List<String>> expression(int depth) {
            if (depth > MAX_DEPTH) {
                throw wrong("at most " + MAX_DEPTH + " brackets inside each other", "more");
            }
            List<List<String>> either = new ArrayList<>(conjunction(depth));
            while (takes("OR")) {
                for (List<String> one : conjunction(depth)) {
                    if (!either.contains(one)) {
                        either.add(one);
                    }
                }
                limit(either.size());
            }
            return either;
        }

        private List<List<String>> conjunction(int depth) {
            List<List<String>> both = term(depth);
            while (takes("AND")) {
                List<List<String>> right = term(depth);
                limit(both.size() * right.size());
                List<List<String>> product = new ArrayList<>();
                for (List<String> a : both) {
                    for (List<String> b : right) {
                        List<String> joined = new ArrayList<>(a);
                        b.stream().filter(licence -> !joined.contains(licence)).forEach(joined::add);
                        product.add(List.copyOf(joined));
                    }
                }
                both = product;
            }
            return both;
        }

        private static void limit(int alternatives) {
            if (alternatives > MAX_ALTERNATIVES) {
                throw wrong("at most " + MAX_ALTERNATIVES + " alternatives", "more");
            }
        }

        private List<List<String>> term(int depth) {
            if (takes("(")) {
                List<List<String>> inner = expression(depth + 1);
                if (!takes(")")) {
                    throw wrong("\")\"", next());
                }
                return inner;
            }
            String licence = id(true);
            return List.of(List.of(takes("WITH") ? licence + " WITH " + id(false) : licence));
        }

        private String id(boolean mayBeOrLater) {
            String id = next();
            boolean valid = at < tokens.size() && !id.equals("AND") && !id.equals("OR") && !id.equals("WITH");
            int end = mayBeOrLater && id.length() > 1 && id.endsWith("+") ? id.length() - 1 : id.length();
            for (int i = 0; valid && i < end; i++) {
                char c = id.charAt(i);
                valid = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-' || c == '.'
                        || c == ':';
            }
            int colon = id.indexOf(':');
            if (!valid || colon >= 0 && !(id.startsWith("DocumentRef-") && id.startsWith("LicenseRef-", colon + 1)
                    && colon == id.lastIndexOf(':'))) {
                throw wrong("a licence id, such as Apache-2.0", id);
            }
            at++;
            if (!ids.contains(id)) {
                ids.add(id);
            }
            return id;
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
