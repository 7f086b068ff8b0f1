package dev.tabitat.core.documents;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Decides what comes between two lines of one paragraph: a space, nothing, or nothing and without the hyphen at the
 * first line's end.
 *
 * <p>
 * A hyphen that parts a word goes, one that the author wrote stays. The document's other words tell them apart where
 * they can; else what stands around the hyphen does: digits, capitals, addresses, a suspended compound
 * ({@code Ein- und Ausgang}).
 */
final class PdfLineJoins {

    /** What comes between two lines. */
    enum Join {
        SPACE,
        NOTHING,
        WITHOUT_HYPHEN
    }

    /** Words that follow a suspended compound, by a language's frequent words. */
    private static final List<Set<String>> CONJUNCTIONS = List.of(Set.of("and", "or", "to", "nor", "versus", "through"),
            Set.of("und", "oder", "bzw", "sowie", "bis", "noch", "als", "wie", "statt"), Set.of("en", "of", "tot"),
            Set.of("och", "eller", "og", "samt", "til", "till"));
    private static final List<Set<String>> FREQUENT = List.of(
            Set.of("the", "and", "of", "is", "in", "that", "for", "was", "with", "are"),
            Set.of("der", "die", "das", "und", "nicht", "mit", "den", "ist", "zum", "f\u00FCr"),
            Set.of("de", "het", "een", "van", "niet", "zijn", "voor", "met", "dat"),
            Set.of("och", "det", "att", "som", "er", "ikke", "av", "til", "f\u00F6r", "inte", "med", "jeg"));
    private static final int ENGLISH = 0;
    private static final int MIN_FREQUENT = 2;
    /** First parts of English compounds that keep their hyphen; none begins a longer word where English parts words. */
    private static final Set<String> FIRST = Set.of("self", "well", "non", "high", "low", "long", "short", "full",
            "half", "cross", "quasi", "best", "better", "large", "small", "wide", "fast",
            "slow", "one", "two", "three", "five", "first", "second", "third", "twenty", "thirty", "forty", "fifty",
            "sixty", "seventy", "eighty", "ninety", "open", "bottom", "user", "data",
            "cost", "risk", "time", "price", "value", "tax", "profit", "decision", "world", "year", "month", "week",
            "hour", "custom", "energy", "market", "paper", "water", "oil", "heat");
    /** Second parts of English compounds that keep their hyphen; none ends a longer word where English parts words. */
    private static final Set<String> SECOND = Set.of("based", "driven", "making", "effective", "friendly", "owned",
            "related", "free", "scale", "term", "level", "known", "sized", "rich", "up",
            "date", "specific", "dependent", "oriented", "adjusted", "determining", "called", "made", "law", "looking",
            "efficient", "sensitive", "resistant", "intensive", "led", "funded",
            "year", "week", "month", "hour", "person", "party", "sided", "proof", "ready", "sharing", "saving",
            "weighted", "linked", "backed", "controlled", "generated", "reviewed",
            "seeking", "speaking", "solving", "minded", "compliant", "neutral", "paid", "bound", "aware", "wise",
            "averse", "bearing", "binding", "supported", "certified", "approved");
    /** Endings that need no hyphen behind a word of the former. */
    private static final List<String> ENDINGS = List.of("ness", "teen", "ment", "less", "ful", "ship", "hood", "ward",
            "ways", "way", "light", "able", "ible", "ation", "ning", "ding", "ting", "ening", "ened");
    /** Pronouns that French puts behind its verbs with a hyphen, and parts of its compounds. */
    private static final Set<String> FRENCH = Set.of("vous", "nous", "moi", "toi", "lui", "leur", "il", "elle", "ils",
            "elles", "on", "ce", "ci", "l\u00E0", "\u00EAtre", "m\u00EAme", "m\u00EAmes", "dire", "vis");

    private final Set<String> words = new HashSet<>();
    /** Words that follow a suspended compound within a line. */
    private final Set<String> suspending = new HashSet<>();

    /** @param lines of the document */
    PdfLineJoins(List<PdfLine> lines) {
        boolean broken = false;
        for (PdfLine line : lines) {
            List<String> tokens = tokens(line.text);
            for (int i = 0; i < tokens.size(); i++) {
                boolean isFragment = i == 0 && broken || i + 1 == tokens.size() && endsInHyphen(tokens.get(i));
                String word = bare(tokens.get(i));
                if (!isFragment && !word.isEmpty()) {
                    words.add(word);
                }
                if (i > 0 && endsInHyphen(tokens.get(i - 1)) && tokens.get(i - 1).length() > 1) {
                    suspending.add(word);
                }
            }
            broken = !tokens.isEmpty() && endsInHyphen(tokens.get(tokens.size() - 1));
        }
    }

    private static List<String> tokens(String line) {
        List<String> tokens = new ArrayList<>();
        for (int at = 0; at < line.length();) {
            int end = at;
            while (end < line.length() && !TextBuilder.isWhite(line.charAt(end))) {
                end++;
            }
            if (end > at) {
                tokens.add(line.substring(at, end));
            }
            at = end + 1;
        }
        return tokens;
    }

    private static boolean isHyphen(char c) {
        return c == '-' || c == '\u2010' || c == '\u00AD';
    }

    private static boolean endsInHyphen(String text) {
        return !text.isEmpty() && isHyphen(text.charAt(text.length() - 1));
    }

    /** In small letters, without marks at its ends. */
    private static String bare(String token) {
        int from = 0;
        int to = token.length();
        while (from < to && !Character.isLetterOrDigit(token.charAt(from))) {
            from++;
        }
        while (to > from && !Character.isLetterOrDigit(token.charAt(to - 1))) {
            to--;
        }
        return token.substring(from, to).replace('\u2010', '-').toLowerCase(Locale.ROOT);
    }

    /** What comes between a line and the next one of its paragraph; neither is empty. */
    Join between(String line, String next) {
        char last = line.charAt(line.length() - 1);
        char first = next.charAt(0);
        if (ScriptLayout.isUnspaced(last) && ScriptLayout.isUnspaced(first) || ScriptLayout.isFullWidthSign(last)
                || ScriptLayout.isFullWidthSign(first)) {
            return Join.NOTHING;
        }
        boolean isGlued = line.length() > 1 && !TextBuilder.isWhite(line.charAt(line.length() - 2));
        String token = line.substring(lastSpace(line) + 1);
        if (isHyphen(last)) {
            boolean isWord = isGlued && (Character.isLetterOrDigit(line.charAt(line.length() - 2)) || isAddress(token))
                    && Character.isLetterOrDigit(first);
            return isWord ? hyphen(line, token.substring(0, token.length() - 1), last, next) : Join.SPACE;
        }
        boolean isDash = (last == '\u2013' || last == '\u2014' || last == '\u2011') && isGlued
                && Character.isLetterOrDigit(first);
        boolean isSlash = last == '/' && isGlued && Character.isLetterOrDigit(first)
                && (token.indexOf(':') < 0 || isAddress(firstToken(next)));
        boolean isAddress = token.indexOf("://") > 0 && "_?=&%#".indexOf(last) >= 0;
        return isDash || isSlash || isAddress ? Join.NOTHING : Join.SPACE;
    }

    private static int lastSpace(String line) {
        int at = line.length() - 1;
        while (at >= 0 && !TextBuilder.isWhite(line.charAt(at))) {
            at--;
        }
        return at;
    }

    private static String firstToken(String line) {
        int end = 0;
        while (end < line.length() && !TextBuilder.isWhite(line.charAt(end))) {
            end++;
        }
        return line.substring(0, end);
    }

    /** Addresses of pages and people, paths and keys: no word is parted there. */
    private static boolean isAddress(String token) {
        for (int i = 0; i < token.length(); i++) {
            char c = token.charAt(i);
            if ("/@_\\=".indexOf(c) >= 0 || c >= '0' && c <= '9'
                    || (c == '.' || c == ':') && i > 0 && i + 1 < token.length()) {
                return true;
            }
        }
        return false;
    }

    private Join hyphen(String line, String token, char hyphen, String next) {
        char first = next.charAt(0);
        String second = leadingLetters(next).toLowerCase(Locale.ROOT);
        String before = bare(token);
        if (hyphen == '\u00AD') {
            return Join.WITHOUT_HYPHEN;
        }
        if (isAddress(token) || Character.isDigit(first) || firstToken(next).indexOf('@') > 0) {
            return Join.NOTHING;
        }
        if (Character.isUpperCase(first)) {
            return isCapitals(token) && isCapitals(leadingLetters(next)) && second.length() > 1
                    && (words.contains(before + second) || isCapitals(line)) && !words.contains(before + "-" + second)
                            ? Join.WITHOUT_HYPHEN
                            : Join.NOTHING;
        }
        boolean isKnown = words.contains(before + second);
        if (isConjunction(second) && !isKnown) {
            return Join.SPACE;
        }
        if (words.contains(before + "-" + second)) {
            return Join.NOTHING;
        }
        String part = before.substring(before.lastIndexOf('-') + 1);
        if (isKnown || words.contains(part + second)) {
            return Join.WITHOUT_HYPHEN;
        }
        return isCompound(before, part, second) ? Join.NOTHING : Join.WITHOUT_HYPHEN;
    }

    private static String leadingLetters(String text) {
        int end = 0;
        while (end < text.length() && Character.isLetter(text.charAt(end))) {
            end++;
        }
        return text.substring(0, end);
    }

    private static boolean isCapitals(String text) {
        int letters = 0;
        for (int i = 0; i < text.length(); i++) {
            if (Character.isLowerCase(text.charAt(i)) || Character.isDigit(text.charAt(i))) {
                return false;
            }
            letters += Character.isLetter(text.charAt(i)) ? 1 : 0;
        }
        return letters > 1;
    }

    private boolean isConjunction(String word) {
        if (suspending.contains(word)) {
            return true;
        }
        for (int language = 0; language < CONJUNCTIONS.size(); language++) {
            if (CONJUNCTIONS.get(language).contains(word) && isWrittenIn(language)) {
                return true;
            }
        }
        return false;
    }

    private boolean isWrittenIn(int language) {
        int found = 0;
        for (String word : FREQUENT.get(language)) {
            found += words.contains(word) ? 1 : 0;
        }
        return found >= MIN_FREQUENT;
    }

    /**
     * Whether two parts of which the document says nothing more look like a compound that its author wrote with a
     * hyphen.
     */
    private boolean isCompound(String before, String part, String second) {
        if (part.length() < 2 || part.length() < before.length() || FRENCH.contains(second) && words.contains("les")) {
            return true;
        }
        if (!isWrittenIn(ENGLISH)) {
            return false;
        }
        for (String ending : ENDINGS) {
            if (second.startsWith(ending)) {
                return false;
            }
        }
        boolean areWords = part.length() > 3 && second.length() > 3 && words.contains(part) && words.contains(second);
        return FIRST.contains(part) && second.length() > 3 || SECOND.contains(second) && part.length() > 2 || areWords
                || isWholeWithFinalE(part, second);
    }

    /**
     * English parts hardly a word behind a consonant and a final e, and a participle follows such a word:
     * {@code image-processing}.
     */
    private static boolean isWholeWithFinalE(String part, String second) {
        int length = part.length();
        boolean isParticiple = second.length() > 6 && (second.endsWith("ing") || second.endsWith("ed"));
        return isParticiple && length > 3 && part.charAt(length - 1) == 'e'
                && "aeiou".indexOf(part.charAt(length - 2)) < 0;
    }
}
