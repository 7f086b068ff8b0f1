package dev.tabitat.core.documents;

import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.OutOfBudget;
import dev.tabitat.core.error.Unsupported;
import dev.tabitat.core.json.Json;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonBool;
import dev.tabitat.core.json.JsonNumber;
import dev.tabitat.core.json.JsonString;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The reader of a PDF's pages: pieces of text with their positions become lines, lines become paragraphs, headings and lists.
 *
 * <p>A PDF says where letters stand and nothing about structure, so that is told from the layout: gaps, indents, sizes, and what stands
 * at the same place of most pages.
 */
public final class PdfAssembler {

    private static final int MOST_PAGES = 100_000;
    private static final double FURTHEST = 1e6;
    /** A line is a new one when its baseline is so many sizes away. */
    private static final double SHIFT = 0.5;
    /** A gap of so many sizes between two pieces is a space. */
    private static final double SPACE = 0.2;
    private static final double MOST_LEADING = 3;
    private static final double USUAL_LEADING = 1.2;
    private static final double PARAGRAPH_GAP = 1.35;
    private static final double INDENT = 0.8;
    private static final double DEEPEST_INDENT = 8;
    private static final double HEADING = 1.15;
    private static final int LONGEST_HEADING = 200;
    private static final int HEADING_LEVELS = 3;
    /** Lines from the page's edge among which running heads and feet are looked for. */
    private static final int EDGE = 2;
    private static final double PLACES_OF_A_PAGE = 50;
    private static final int LEAST_PAGES = 3;
    private static final double MOST_PAGES_SHARE = 0.5;
    private static final int LEAST_LETTERS = 3;
    private static final String BULLETS = "\u2022\u2023\u25E6\u25AA\u25CF\u2013\u2014\u00B7*-";

    /** A line of a page; y from the bottom, in points. */
    private static final class Line {
        int page;
        String text = "";
        double left;
        double right;
        double y;
        double size;
        double pageWidth;
        double pageHeight;
        boolean running;
    }

    private final TextBuilder out = new TextBuilder();
    private final List<Line> lines = new ArrayList<>();
    /** Where each page's lines start, and the pages' numbers. */
    private final List<Integer> starts = new ArrayList<>();
    private final List<Integer> numbers = new ArrayList<>();
    private long length;

    /** @param title as the file's own facts give it; may be empty */
    public PdfAssembler(String title) {
        out.title(title);
    }

    /**
     * Takes the next page.
     *
     * @param number from 1, ascending
     * @param width in points, above 0, as is {@code height}
     * @param items {@code [text, x, y, width, height, endsLine]} in reading order; y from the bottom of the page to the baseline
     * @throws DamagedData when an item is none
     * @throws OutOfBudget when the text gets too long for a tab
     */
    public void page(int number, double width, double height, JsonArray items) {
        boolean isNext = number > (numbers.isEmpty() ? 0 : numbers.get(numbers.size() - 1));
        if (!isNext || !(width > 0 && width < FURTHEST) || !(height > 0 && height < FURTHEST)) {
            throw new DamagedData("A page of the PDF has no sensible size or number.", Finding.at("page " + number).expected("ascending numbers, a size in points").found(width + " by " + height));
        }
        if (numbers.size() == MOST_PAGES) {
            throw new OutOfBudget("The PDF has too many pages.", Finding.at("page " + number).expected("at most " + MOST_PAGES).found("more").remedy("Split it into smaller files."));
        }
        numbers.add(number);
        starts.add(lines.size());
        StringBuilder text = new StringBuilder();
        Line line = null;
        boolean ended = false;
        for (int i = 0; i < items.size(); i++) {
            Item item = item(items.get(i), "page " + number + ", item " + i);
            if (!item.text.isEmpty()) {
                if (line != null && (ended || isApart(line, item))) {
                    close(line, text);
                    line = null;
                }
                line = line == null ? opened(number, width, height, item) : line;
                add(line, text, item);
                ended = false;
            }
            ended |= item.endsLine;
        }
        if (line != null) {
            close(line, text);
        }
    }

    /** A piece of text on a page. */
    private record Item(String text, double x, double y, double width, double size, boolean endsLine) {}

    private static Item item(Json json, String where) {
        if (!(json instanceof JsonArray parts) || parts.size() != 6 || !(parts.get(0) instanceof JsonString text) || !(parts.get(5) instanceof JsonBool ends)) {
            throw new DamagedData("A piece of a page's text is none.", Finding.at(where).expected("[text, x, y, width, height, endsLine]").found(json.kind()));
        }
        double[] values = new double[4];
        for (int i = 0; i < 4; i++) {
            if (!(parts.get(i + 1) instanceof JsonNumber number)) {
                throw new DamagedData("A piece of a page's text has no position.", Finding.at(where).expected("a number").found(parts.get(i + 1).kind()));
            }
            values[i] = Math.max(-FURTHEST, Math.min(FURTHEST, number.doubleValue()));
        }
        return new Item(text.value(), values[0], values[1], Math.max(0, values[2]), Math.max(0, values[3]), ends.equals(JsonBool.of(true)));
    }

    private static Line opened(int number, double width, double height, Item item) {
        Line line = new Line();
        line.page = number;
        line.pageWidth = width;
        line.pageHeight = height;
        line.left = item.x;
        line.right = item.x;
        line.y = item.y;
        line.size = item.size;
        return line;
    }

    private static boolean isApart(Line line, Item item) {
        double size = Math.max(1, Math.max(line.size, item.size));
        return Math.abs(item.y - line.y) > SHIFT * size || item.x < line.right - 2 * size;
    }

    private static void add(Line line, StringBuilder text, Item item) {
        boolean gap = item.x - line.right > SPACE * Math.max(1, line.size);
        if (gap && text.length() > 0) {
            text.append(' ');
        }
        text.append(item.text);
        if (!item.text.trim().isEmpty()) {
            line.left = Math.min(line.left, item.x);
            line.size = Math.max(line.size, item.size);
        }
        line.right = Math.max(line.right, item.x + item.width);
    }

    private void close(Line line, StringBuilder text) {
        line.text = text.toString().trim();
        text.setLength(0);
        if (line.text.isEmpty()) {
            return;
        }
        line.size = Math.max(1, line.size);
        length += line.text.length() + 2;
        if (length > TextBuilder.MOST_LENGTH) {
            throw new OutOfBudget("The PDF's text is too long.", Finding.at("page " + line.page).expected("at most " + TextBuilder.MOST_LENGTH + " characters").found("more")
                    .remedy("Split it into smaller files."));
        }
        lines.add(line);
    }

    /**
     * The text of all pages.
     *
     * @throws Unsupported when no page holds any
     */
    public DocumentText finish() {
        leaveOutRunning();
        sayEmptyPages();
        List<Line> kept = new ArrayList<>(lines.size());
        for (Line line : lines) {
            if (!line.running) {
                kept.add(line);
            }
        }
        write(kept);
        return out.build();
    }

    private int end(int page) {
        return page + 1 < starts.size() ? starts.get(page + 1) : lines.size();
    }

    /** Marks heads and feet: what stands at one edge at the same height on most pages, alike or counting with the pages. */
    private void leaveOutRunning() {
        double body = bodySize(lines);
        Map<String, Integer> counts = new HashMap<>();
        int pages = 0;
        for (int page = 0; page < starts.size(); page++) {
            pages += end(page) > starts.get(page) ? 1 : 0;
            Set<String> seen = new HashSet<>();
            for (Line line : edges(page)) {
                seen.addAll(keys(line));
            }
            seen.forEach(key -> counts.merge(key, 1, Integer::sum));
        }
        boolean any = false;
        for (int page = 0; page < starts.size() && pages >= LEAST_PAGES; page++) {
            for (Line line : edges(page)) {
                int most = 0;
                for (String key : keys(line)) {
                    most = Math.max(most, counts.get(key));
                }
                line.running = line.size <= HEADING * body && most >= LEAST_PAGES && most > MOST_PAGES_SHARE * pages;
                any |= line.running;
            }
        }
        if (any) {
            out.notice("Headers, footers and page numbers that repeat on most pages are left out.");
        }
    }

    /** The outermost lines of a page. */
    private List<Line> edges(int page) {
        int from = starts.get(page);
        int end = end(page);
        List<Line> edges = new ArrayList<>();
        for (int side = -1; side <= 1; side += 2) {
            Line[] outer = new Line[EDGE];
            for (int i = from; i < end; i++) {
                Line line = lines.get(i);
                for (int k = 0; k < EDGE && line != null; k++) {
                    if (outer[k] == null || side * line.y > side * outer[k].y) {
                        Line pushed = outer[k];
                        outer[k] = line;
                        line = pushed;
                    }
                }
            }
            for (Line line : outer) {
                if (line != null && !edges.contains(line)) {
                    edges.add(line);
                }
            }
        }
        return edges;
    }

    /** A line as it is, and with its numbers counted from the page's; each at its height and a little above. */
    private static List<String> keys(Line line) {
        String text = line.text.length() > LONGEST_HEADING ? line.text.substring(0, LONGEST_HEADING) : line.text;
        StringBuilder counted = new StringBuilder();
        for (int i = 0; i < text.length(); ) {
            int end = i;
            int value = 0;
            while (end < text.length() && end - i < 6 && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
                value = 10 * value + text.charAt(end) - '0';
                end++;
            }
            counted.append(end == i ? text.charAt(i) + "" : "#" + (value - line.page));
            i = Math.max(end, i + 1);
        }
        long place = Math.round(line.y / line.pageHeight * PLACES_OF_A_PAGE - 0.5);
        long near = Math.round(line.y / line.pageHeight * PLACES_OF_A_PAGE);
        return List.of(place + "a" + text, place + "a" + counted, near + "b" + text, near + "b" + counted);
    }

    private void sayEmptyPages() {
        List<Integer> empty = new ArrayList<>();
        for (int page = 0; page < starts.size(); page++) {
            int letters = 0;
            for (int i = starts.get(page); i < end(page) && letters < LEAST_LETTERS; i++) {
                letters += lines.get(i).running ? 0 : letters(lines.get(i).text);
            }
            if (letters < LEAST_LETTERS) {
                empty.add(numbers.get(page));
            }
        }
        if (empty.size() == numbers.size()) {
            throw new Unsupported("This PDF holds pictures of text, not text.", Finding.at("the PDF").expected("letters").found(numbers.size() + (numbers.size() == 1 ? " page" : " pages") + " without text")
                    .remedy("Run text recognition (OCR) over it in another program, then add it again."));
        }
        if (!empty.isEmpty()) {
            out.notice((empty.size() == 1 ? "Page " : "Pages ") + spans(empty) + (empty.size() == 1 ? " holds no text: it may be a scan." : " hold no text: they may be scans."));
        }
    }

    private static int letters(String text) {
        int letters = 0;
        for (int i = 0; i < text.length() && letters < LEAST_LETTERS; i++) {
            letters += Character.isLetterOrDigit(text.charAt(i)) ? 1 : 0;
        }
        return letters;
    }

    /** "3 to 7, 9 and 12"; of many the first ten stretches. */
    private static String spans(List<Integer> pages) {
        List<String> spans = new ArrayList<>();
        for (int i = 0; i < pages.size(); ) {
            int last = i;
            while (last + 1 < pages.size() && pages.get(last + 1) == pages.get(last) + 1) {
                last++;
            }
            spans.add(last == i ? pages.get(i) + "" : pages.get(i) + (last == i + 1 ? " and " : " to ") + pages.get(last));
            i = last + 1;
        }
        if (spans.size() > 10) {
            return String.join(", ", spans.subList(0, 10)) + " and more";
        }
        return spans.size() == 1 ? spans.get(0) : String.join(", ", spans.subList(0, spans.size() - 1)) + " and " + spans.get(spans.size() - 1);
    }

    /** The size of the letter in the middle of all, by size. */
    private static double bodySize(List<Line> lines) {
        return median(lines.stream().mapToDouble(line -> line.size).toArray(), lines.stream().mapToInt(line -> line.text.length()).toArray(), 10);
    }

    private static double median(double[] values, int[] weights, double otherwise) {
        Map<Integer, Long> histogram = new TreeMap<>();
        long all = 0;
        for (int i = 0; i < values.length; i++) {
            histogram.merge((int) Math.round(values[i] * 20), (long) weights[i], Long::sum);
            all += weights[i];
        }
        long passed = 0;
        for (Map.Entry<Integer, Long> entry : histogram.entrySet()) {
            passed += entry.getValue();
            if (2 * passed >= all) {
                return entry.getKey() / 20.0;
            }
        }
        return otherwise;
    }

    /** From one baseline to the next in a paragraph, in sizes. */
    private static double leading(List<Line> kept) {
        double[] gaps = new double[kept.size()];
        int[] weights = new int[kept.size()];
        for (int i = 1; i < kept.size(); i++) {
            double gap = (kept.get(i - 1).y - kept.get(i).y) / kept.get(i).size;
            boolean counts = kept.get(i).page == kept.get(i - 1).page && gap > SHIFT && gap < MOST_LEADING;
            gaps[i] = counts ? gap : 0;
            weights[i] = counts ? 1 : 0;
        }
        return Math.max(1, median(gaps, weights, USUAL_LEADING));
    }

    private void write(List<Line> kept) {
        double body = bodySize(kept);
        double leading = leading(kept);
        List<Double> sizes = headingSizes(kept, body);
        ListMarker.Depths depths = new ListMarker.Depths();
        for (int i = 0; i < kept.size(); ) {
            int end = i + 1;
            while (end < kept.size() && goesOn(kept, i, end, body, leading)) {
                end++;
            }
            Line first = kept.get(i);
            Optional<ListMarker> marker = marker(first);
            if (isHeading(first, body)) {
                depths.clear();
                block(kept, i, end, Block.Kind.HEADING, Math.min(HEADING_LEVELS, 1 + Math.max(0, sizes.indexOf(rounded(first.size)))), first.text);
            } else if (marker.isPresent()) {
                block(kept, i, end, Block.Kind.LIST_ITEM, depths.of(first.left, first.size / 2), marker.get().text(first.text));
            } else {
                depths.clear();
                block(kept, i, end, Block.Kind.PARAGRAPH, 0, first.text);
            }
            i = end;
        }
    }

    private static double rounded(double size) {
        return Math.round(2 * size) / 2.0;
    }

    /** The sizes of headings, the largest first. */
    private static List<Double> headingSizes(List<Line> kept, double body) {
        Set<Double> sizes = new TreeSet<>(Comparator.reverseOrder());
        for (Line line : kept) {
            if (isHeading(line, body)) {
                sizes.add(rounded(line.size));
            }
        }
        return new ArrayList<>(sizes);
    }

    private static boolean isHeading(Line line, double body) {
        return line.size > HEADING * body && line.text.length() <= LONGEST_HEADING && letters(line.text) > 0;
    }

    private static Optional<ListMarker> marker(Line line) {
        return ListMarker.of(line.text, BULLETS, 3);
    }

    /** Whether the line {@code at} belongs to the block that began with the line {@code start}. */
    private static boolean goesOn(List<Line> kept, int start, int at, double body, double leading) {
        Line first = kept.get(start);
        Line before = kept.get(at - 1);
        Line line = kept.get(at);
        boolean heading = isHeading(first, body);
        boolean otherSize = Math.abs(line.size - before.size) > (HEADING - 1) * Math.max(line.size, before.size);
        if (heading != isHeading(line, body) || otherSize || marker(line).isPresent() && !heading) {
            return false;
        }
        double gap = before.y - line.y;
        if (line.page != before.page || gap < -SHIFT * line.size) {
            return !heading && isUnfinished(before.text, line.text) && (marker(first).isEmpty() || Character.isLowerCase(line.text.charAt(0)));
        }
        if (gap > PARAGRAPH_GAP * leading * line.size || heading) {
            return gap <= PARAGRAPH_GAP * leading * line.size;
        }
        boolean hangs = marker(first).isPresent() && at == start + 1;
        double indent = line.left - before.left;
        return hangs || indent < INDENT * line.size || indent > DEEPEST_INDENT * line.size;
    }

    /** A paragraph runs over the page's end when its sentence does. */
    private static boolean isUnfinished(String before, String line) {
        char last = before.charAt(before.length() - 1);
        return Character.isLowerCase(line.charAt(0)) || ".!?:;".indexOf(last) < 0 && (last == '-' || last == ',' || Character.isLowerCase(last));
    }

    private void block(List<Line> kept, int start, int end, Block.Kind kind, int level, String firstText) {
        out.begin(kind, level);
        for (int i = start; i < end; i++) {
            Line line = kept.get(i);
            String text = i == start ? firstText : line.text;
            boolean broken = i + 1 < end && isBroken(text, kept.get(i + 1).text);
            int from = out.position();
            out.text(broken ? text.substring(0, text.length() - 1) : text);
            out.place(from, Place.Unit.PAGE, line.page, "", Optional.of(box(line)));
            out.text(broken ? "" : " ");
        }
        out.end();
    }

    /** Whether a word was broken at the line's end. */
    private static boolean isBroken(String line, String next) {
        int hyphen = line.length() - 1;
        return hyphen > 0 && (line.charAt(hyphen) == '-' || line.charAt(hyphen) == '\u2010' || line.charAt(hyphen) == '\u00AD') && Character.isLetter(line.charAt(hyphen - 1))
                && Character.isLowerCase(next.charAt(0));
    }

    private static Place.Box box(Line line) {
        double left = share(line.left / line.pageWidth);
        double top = share(1 - (line.y + line.size) / line.pageHeight);
        double right = share(line.right / line.pageWidth);
        double bottom = share(1 - line.y / line.pageHeight);
        return new Place.Box((float) left, (float) top, (float) Math.max(0, right - left), (float) Math.max(0, bottom - top));
    }

    private static double share(double value) {
        return Math.max(0, Math.min(1, value));
    }
}
