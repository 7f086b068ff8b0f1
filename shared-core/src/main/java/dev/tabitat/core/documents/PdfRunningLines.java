package dev.tabitat.core.documents;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Finds headers, footers and page numbers: lines at a page's edge that stand at the same height of many pages, alike or
 * counting with the pages. Of what is alike the first one is kept, since it may stand nowhere else; page numbers are
 * left out.
 */
final class PdfRunningLines {

    /** What a line is to its page. */
    enum Role {
        BODY,
        /** The first of its kind. */
        KEPT,
        REPEATED,
        PAGE_NUMBER
    }

    /** Lines from the page's edge among which they are looked for. */
    private static final int EDGE = 4;
    /** They stand within this share of the page's height from its edge, unless they are smaller than the body. */
    private static final double MARGIN = 0.15;
    private static final double SMALL = 0.95;
    private static final double PLACES_OF_A_PAGE = 50;
    private static final int MIN_PAGES = 3;
    private static final double MIN_SHARE = 0.4;
    private static final int LONGEST = 200;
    private static final double LARGEST = 1.15;
    /** Digits of a number that may count pages. */
    private static final int MAX_DIGITS = 4;
    /** By how much a page's number may differ from its place in the file. */
    private static final int MAX_OFFSET = 999;
    private static final Set<String> PAGE_WORDS = Set.of("page", "pages", "pg", "p", "pp", "of", "seite", "seiten", "s",
            "blatt", "von", "sur", "de", "di", "pagina", "p\u00E1gina", "p\u00E0gina", "pag",
            "p\u00E1g", "sida", "side", "av", "af", "van", "z", "ze", "strona", "str", "\u0441\u0442\u0440",
            "\u0441\u0442\u0440\u0430\u043D\u0438\u0446\u0430", "\u0438\u0437", "\u0645\u0646",
            "\u0635\u0641\u062D\u0629", "\u05E2\u05DE\u05D5\u05D3", "\u05DE\u05EA\u05D5\u05DA", "\u9875", "\u9801",
            "\u7B2C", "\u5171", "\u30DA\u30FC\u30B8", "\uCABD", "\uD398\uC774\uC9C0", "folio", "sheet");

    private final Map<PdfLine, Role> roles = new IdentityHashMap<>();
    private boolean repeats;
    private boolean numbers;

    /**
     * @param pages the lines of each page that are no table's
     * @param body the size of most letters
     * @param count of the file's pages
     */
    PdfRunningLines(Collection<List<PdfLine>> pages, double body, int count) {
        Map<String, Integer> counts = new HashMap<>();
        int written = 0;
        for (List<PdfLine> page : pages) {
            written += page.isEmpty() ? 0 : 1;
            Set<String> seen = new HashSet<>();
            edges(page).forEach(line -> seen.addAll(keys(line)));
            seen.forEach(key -> counts.merge(key, 1, Integer::sum));
        }
        Set<String> kept = new HashSet<>();
        for (List<PdfLine> page : pages) {
            Set<PdfLine> edges = new HashSet<>(edges(page));
            for (PdfLine line : page) {
                if (edges.contains(line) && (isInMargin(line) || line.size < SMALL * body)) {
                    judge(line, counts, written, body, count, kept);
                }
            }
        }
    }

    private static boolean isInMargin(PdfLine line) {
        double height = line.sheet.height();
        return line.y < MARGIN * height || line.y > (1 - MARGIN) * height;
    }

    private void judge(PdfLine line, Map<String, Integer> counts, int written, double body, int count,
            Set<String> kept) {
        String alike = "";
        String counted = "";
        for (String key : keys(line)) {
            if (counts.get(key) >= MIN_PAGES && counts.get(key) > MIN_SHARE * written) {
                String text = key.substring(key.indexOf(' ') + 1);
                alike = key.startsWith("=") ? text : alike;
                counted = key.startsWith("#") ? text : counted;
            }
        }
        if (isPageNumber(line.text) && (!counted.isEmpty() || isOfAll(line, count))) {
            roles.put(line, Role.PAGE_NUMBER);
            numbers = true;
        } else if ((!alike.isEmpty() || !counted.isEmpty()) && line.size <= LARGEST * body) {
            boolean isFirst = kept.add(alike.isEmpty() ? counted : alike);
            roles.put(line, isFirst ? Role.KEPT : Role.REPEATED);
            repeats |= !isFirst;
        }
    }

    Role role(PdfLine line) {
        return roles.getOrDefault(line, Role.BODY);
    }

    /** Whether a header or footer was left out but for its first occurrence. */
    boolean hasRepeated() {
        return repeats;
    }

    boolean hasPageNumbers() {
        return numbers;
    }

    /** The outermost lines of a page. */
    private static List<PdfLine> edges(List<PdfLine> page) {
        List<PdfLine> sorted = new ArrayList<>(page);
        sorted.sort((a, b) -> Double.compare(b.y, a.y));
        List<PdfLine> edges = new ArrayList<>();
        for (int i = 0; i < sorted.size(); i++) {
            if (i < EDGE || i >= sorted.size() - EDGE) {
                edges.add(sorted.get(i));
            }
        }
        return edges;
    }

    /**
     * A line as it is ("="), and with one of its numbers counted from the page's ("#"); each at its height and a little
     * above.
     */
    private static List<String> keys(PdfLine line) {
        String text = line.text.length() > LONGEST ? line.text.substring(0, LONGEST) : line.text;
        long place = Math.round(line.y / line.sheet.height() * PLACES_OF_A_PAGE - 0.5);
        long near = Math.round(line.y / line.sheet.height() * PLACES_OF_A_PAGE);
        List<String> keys = new ArrayList<>(List.of("=a" + place + " " + text, "=b" + near + " " + text));
        for (int i = 0; i < text.length();) {
            int end = digitsEnd(text, i);
            if (end > i && end - i <= MAX_DIGITS && mayCount(text, i, end, line.sheet.number())) {
                String counted = text.substring(0, i) + "#"
                        + (Integer.parseInt(text.substring(i, end)) - line.sheet.number()) + text.substring(end);
                keys.add("#a" + place + " " + counted);
                keys.add("#b" + near + " " + counted);
            }
            i = Math.max(end, i + 1);
        }
        return keys;
    }

    /**
     * A page's number stands at an end of its line, or among page words; what counts elsewhere or from far off has a
     * meaning of its own.
     */
    private static boolean mayCount(String text, int from, int end, int page) {
        boolean isNear = Math.abs(Integer.parseInt(text.substring(from, end)) - page) <= MAX_OFFSET;
        return isPageNumber(text) || isNear && (from == 0 || end == text.length());
    }

    private static int digitsEnd(String text, int from) {
        int end = from;
        while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
            end++;
        }
        return end;
    }

    /** One or two numbers, and no words but those that go with page numbers. */
    private static boolean isPageNumber(String text) {
        if (text.length() > 40) {
            return false;
        }
        int found = 0;
        for (int i = 0; i < text.length();) {
            int end = digitsEnd(text, i);
            if (end > i) {
                found += end - i > MAX_DIGITS ? 3 : 1;
                i = end;
                continue;
            }
            while (end < text.length() && Character.isLetter(text.charAt(end))) {
                end++;
            }
            boolean isWord = end == i || PAGE_WORDS.contains(text.substring(i, end).toLowerCase(Locale.ROOT));
            if (!isWord || end == i && !TextBuilder.isWhite(text.charAt(i))
                    && "-\u2010\u2013\u2014/|.:()[]\u00B7~".indexOf(text.charAt(i)) < 0) {
                return false;
            }
            i = Math.max(end, i + 1);
        }
        return found == 1 || found == 2;
    }

    /** "2 of 4" on the second of four pages needs no other page to be known. */
    private static boolean isOfAll(PdfLine line, int count) {
        List<Integer> found = numbers(line.text);
        return count > 1 && found.size() == 2 && found.get(0) == line.sheet.number() && found.get(1) == count;
    }

    private static List<Integer> numbers(String text) {
        List<Integer> found = new ArrayList<>();
        for (int i = 0; i < text.length();) {
            int end = digitsEnd(text, i);
            if (end > i && end - i <= MAX_DIGITS) {
                found.add(Integer.parseInt(text.substring(i, end)));
            }
            i = Math.max(end, i + 1);
        }
        return found;
    }
}
