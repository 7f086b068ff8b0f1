package dev.tabitat.core.json;

/**
 * Text that is nearly JSON, made JSON: as Python, JavaScript and hand-written files deviate from it.
 *
 * <pre>
 * NaN, Infinity, None, undefined   null            'text'                      "text"
 * True, False                      true, false     , before ] or }             nothing
 * // ..., /* ... *&#47;, # ...     nothing         a control in a string       its escape
 * </pre>
 *
 * What it does not know stays as it is, so that the reader names it.
 */
public final class JsonRepair {

    private static final String WORDS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_";

    private final String text;
    private final StringBuilder out;
    private int at;
    private boolean isPython;
    private boolean hasLostNumbers;

    private JsonRepair(String text) {
        this.text = text;
        this.out = new StringBuilder(text.length() + 16);
    }

    /**
     * @param json with the deviations above mended; it may still be no JSON
     * @param isPython whether strings or words were as Python writes them
     * @param hasLostNumbers whether NaN or an infinity became null
     */
    public record Repaired(String json, boolean isPython, boolean hasLostNumbers) {}

    /** Mends a text; one comma behind its value is left out, too. Linear in its length. */
    public static Repaired of(String text) {
        JsonRepair repair = new JsonRepair(text);
        repair.run();
        return new Repaired(repair.out.toString(), repair.isPython, repair.hasLostNumbers);
    }

    private void run() {
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '"' || c == '\'') {
                string(c);
            } else if (c == '#' || text.startsWith("//", at)) {
                comment("\n", 0);
            } else if (text.startsWith("/*", at)) {
                comment("*/", 2);
            } else if (WORDS.indexOf(c) >= 0) {
                word();
            } else {
                if (c == ']' || c == '}') {
                    dropComma();
                }
                out.append(c);
                at++;
            }
        }
        dropComma();
    }

    private void comment(String mark, int behind) {
        int end = text.indexOf(mark, at + 1);
        at = end < 0 ? text.length() : end + behind;
    }

    /** Takes away a comma that only white space follows. */
    private void dropComma() {
        int last = out.length() - 1;
        while (last >= 0 && out.charAt(last) <= ' ') {
            last--;
        }
        if (last >= 0 && out.charAt(last) == ',') {
            out.setLength(last);
        }
    }

    private void word() {
        int from = at;
        while (at < text.length() && WORDS.indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        String word = text.substring(from, at);
        switch (word) {
            case "NaN", "Infinity", "nan", "inf" -> {
                boolean isNegative = out.length() > 0 && out.charAt(out.length() - 1) == '-';
                out.setLength(isNegative ? out.length() - 1 : out.length());
                out.append("null");
                hasLostNumbers = true;
            }
            case "None", "True", "False" -> {
                out.append(word.equals("None") ? "null" : word.equals("True") ? "true" : "false");
                isPython = true;
            }
            case "undefined" -> out.append("null");
            default -> out.append(word);
        }
    }

    private void string(char quote) {
        isPython |= quote == '\'';
        out.append('"');
        at++;
        while (at < text.length() && text.charAt(at) != quote) {
            char c = text.charAt(at++);
            if (c == '\\' && at < text.length()) {
                escape(text.charAt(at++));
            } else if (c == '"') {
                out.append("\\\"");
            } else if (c < ' ') {
                out.append(c == '\n' ? "\\n"
                        : c == '\r' ? "\\r"
                                : c == '\t' ? "\\t" : "\\u00" + (c < 16 ? "0" : "") + Integer.toHexString(c));
            } else {
                out.append(c);
            }
        }
        if (at < text.length()) {
            out.append('"');
            at++;
        }
    }

    /** Python and JavaScript escape more than JSON does. */
    private void escape(char c) {
        if (c == '\'') {
            out.append('\'');
        } else if (c == 'x' && at + 2 <= text.length()) {
            out.append("\\u00").append(text, at, at + 2);
            at += 2;
        } else {
            out.append('\\').append(c);
        }
    }
}
