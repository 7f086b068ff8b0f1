package dev.tabitat.core.escalation;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Finds the label that an answer in words names: the whole answer but for case, space and punctuation around it, or
 * else the only one that it contains as a word. A longer label hides shorter ones within it. An answer that negates
 * anything beside the label names none.
 */
final class LabelInAnswer {

    private static final String THINKING_END = "</think>";
    /** Words that negate, in lower case without apostrophes. */
    private static final Set<String> NEGATIONS = Set.of(
            "not", "no", "non", "never", "neither", "nor", "none", "nothing", "cannot", "without", "isnt", "arent",
            "wasnt", "werent", "doesnt", "dont", "didnt", "cant", "wont", "wouldnt", "couldnt", "shouldnt", "hasnt",
            "havent", "aint", "nicht", "nichts", "kein", "keine", "keinen", "keiner", "keines", "keinem", "nie",
            "niemals", "weder", "ohne", "pas", "ne", "ni", "jamais", "aucun", "aucune", "sans", "nunca", "tampoco",
            "sin", "mai", "né", "senza", "nessun", "nessuna", "não", "nem", "sem", "niet", "geen", "nooit", "inte",
            "ikke", "ikkje", "ej", "aldrig", "aldri", "ei", "eivät", "değil", "nije", "není", "нет", "не", "ни",
            "ані", "ні", "δεν", "μη", "όχι", "לא", "ليس", "لا", "غير", "नहीं", "아니", "아닙니다");
    /** The same where words are not set apart. */
    private static final List<String> UNSPACED_NEGATIONS = List.of("\u4e0d", "\u975e", "\u6ca1", "\u6c92", "\u7121",
            "\u65e0", "\u3067\u306f\u306a", "\u3058\u3083\u306a", "\u3067\u306f\u3042\u308a\u307e\u305b\u3093");

    private LabelInAnswer() {}

    static Optional<String> find(String answer, List<String> labels) {
        int thought = answer.lastIndexOf(THINKING_END);
        String said = thought < 0 ? answer : answer.substring(thought + THINKING_END.length());
        String plain = trimmed(said);
        Optional<String> whole = labels.stream().filter(label -> said.trim().equalsIgnoreCase(label.trim()))
                .findFirst();
        List<String> alike = labels.stream().filter(label -> !plain.isEmpty() && plain.equalsIgnoreCase(trimmed(label)))
                .toList();
        if (whole.isPresent() || alike.size() == 1) {
            return whole.or(() -> Optional.of(alike.get(0)));
        }
        List<String> longestFirst = new ArrayList<>(labels);
        longestFirst.sort((a, b) -> Integer.compare(b.length(), a.length()));
        StringBuilder rest = new StringBuilder(said.toLowerCase(Locale.ROOT));
        Optional<String> only = Optional.empty();
        for (String label : longestFirst) {
            if (takeAll(rest, label.toLowerCase(Locale.ROOT))) {
                if (only.isPresent()) {
                    return Optional.empty();
                }
                only = Optional.of(label);
            }
        }
        return only.isPresent() && isNegated(rest.toString()) ? Optional.empty() : only;
    }

    private static String trimmed(String text) {
        int from = 0;
        int end = text.length();
        while (from < end && !Character.isLetterOrDigit(text.charAt(from))) {
            from++;
        }
        while (end > from && !Character.isLetterOrDigit(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(from, end);
    }

    /** Blanks every occurrence of a label as a word of its own. @return whether there was one */
    private static boolean takeAll(StringBuilder text, String label) {
        boolean found = false;
        if (label.isEmpty()) {
            return false;
        }
        for (int at = text.indexOf(label); at >= 0; at = text.indexOf(label, at + 1)) {
            int end = at + label.length();
            if (isEdge(text, at - 1, -1) && isEdge(text, end, 1)) {
                found = true;
                for (int i = at; i < end; i++) {
                    text.setCharAt(i, '\u0000');
                }
            }
        }
        return found;
    }

    /**
     * Whether a word may begin or end beside this place: not at a letter, nor at a hyphen that joins it to one
     * ("non-positive").
     */
    private static boolean isEdge(StringBuilder text, int at, int direction) {
        if (at < 0 || at >= text.length()) {
            return true;
        }
        char c = text.charAt(at);
        if (Character.isLetterOrDigit(c) || c == '_') {
            return false;
        }
        int beyond = at + direction;
        boolean joins = c == '-' || c == '\u2010' || c == '\u2011';
        return !(joins && beyond >= 0 && beyond < text.length() && Character.isLetterOrDigit(text.charAt(beyond)));
    }

    private static boolean isNegated(String text) {
        for (String one : UNSPACED_NEGATIONS) {
            if (text.contains(one)) {
                return true;
            }
        }
        StringBuilder word = new StringBuilder();
        boolean contracted = false;
        for (int i = 0; i <= text.length(); i++) {
            char c = i < text.length() ? text.charAt(i) : ' ';
            if (Character.isLetter(c) || isMark(c)) {
                word.append(c);
            } else if (c == '\'' || c == '\u2019') {
                // "isn't" is one word; "n'est" begins with a negation of its own.
                contracted |= word.toString().equals("n");
            } else {
                String whole = word.toString();
                if (contracted || NEGATIONS.contains(whole)
                        || whole.length() > 3 && whole.endsWith("nt") && isContraction(text, i)) {
                    return true;
                }
                word.setLength(0);
                contracted = false;
            }
        }
        return false;
    }

    private static boolean isMark(char c) {
        int type = Character.getType(c);
        return type == Character.NON_SPACING_MARK || type == Character.COMBINING_SPACING_MARK;
    }

    /** Whether the word that ends here ends with n't. */
    private static boolean isContraction(String text, int end) {
        return end >= 3 && (text.charAt(end - 2) == '\'' || text.charAt(end - 2) == '\u2019');
    }
}
