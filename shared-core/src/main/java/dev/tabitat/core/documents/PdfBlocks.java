package dev.tabitat.core.documents;

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
 * Writes a PDF's lines and tables as blocks: which lines belong together is inferred from gaps, indents, sizes and
 * fonts.
 */
final class PdfBlocks {

    /** A line is a new one when its baseline is so many sizes away. */
    private static final double SHIFT = 0.5;
    private static final double MAX_LEADING = 3;
    private static final double USUAL_LEADING = 1.2;
    /** With fewer gaps than so many, the one in the middle says little, and is taken to be at most so large. */
    private static final int FEW_GAPS = 4;
    private static final double LARGEST_OF_FEW = 1.6;
    private static final double PARAGRAPH_GAP = 1.35;
    private static final double INDENT = 0.8;
    private static final double DEEPEST_INDENT = 8;
    private static final double HEADING = 1.15;
    private static final int LONGEST_HEADING = 200;
    /**
     * A heading that only its font or its number tells is shorter, in lines and characters, and hardly smaller than the
     * body.
     */
    private static final int LONGEST_SUBHEADING = 120;
    private static final int SUBHEADING_LINES = 2;
    private static final double SMALLEST_SUBHEADING = 0.9;
    /** A font with more of the letters than this share is no heading's. */
    private static final double MAX_FONT_SHARE = 0.25;
    private static final double MAX_BOLD_SHARE = 0.5;
    /** Letters of a typewriter's font differ in width by at most this share, measured on texts of so many letters. */
    private static final double SAME_WIDTH = 0.1;
    private static final int MEASURED = 4;
    private static final int HEADING_LEVELS = 3;

    private final TextBuilder out;
    private final List<PdfElement> elements;
    private final PdfRunningLines running;
    private final double body;
    private final double leading;
    private final Map<Integer, Long> fonts = new HashMap<>();
    private final int bodyFont;
    /** Fonts whose letters are all as wide, as program text has. */
    private final Set<Integer> typewriter;
    private final PdfLineJoins joins;
    private final PdfTableBlocks tables;
    private final ListMarker.Depths depths = new ListMarker.Depths();
    /** The body's lines, and which of them are headings. */
    private final List<PdfLine> lines = new ArrayList<>();
    private final Set<PdfLine> headings = new HashSet<>();
    private final List<Double> sizes;

    /**
     * @param elements of all pages
     * @param body the size of most letters
     */
    PdfBlocks(TextBuilder out, List<PdfElement> elements, PdfRunningLines running, double body) {
        this.out = out;
        this.elements = elements;
        this.running = running;
        this.body = body;
        for (PdfElement element : elements) {
            if (element instanceof PdfElement.Text text && running.role(text.line()) == PdfRunningLines.Role.BODY) {
                lines.add(text.line());
                fonts.merge(text.line().font, (long) text.line().text.length(), Long::sum);
            }
        }
        leading = leading(lines);
        bodyFont = fonts.entrySet().stream().max(Map.Entry.comparingByValue()).map(Map.Entry::getKey).orElse(0);
        typewriter = typewriterFonts(lines);
        joins = new PdfLineJoins(lines);
        tables = new PdfTableBlocks(out, joins);
        markHeadings();
        sizes = headingSizes();
    }

    /** The value in the middle. @param weights by value */
    static double median(Map<Double, Double> weights, double otherwise) {
        double all = 0;
        for (double weight : weights.values()) {
            all += weight;
        }
        double passed = 0;
        for (Map.Entry<Double, Double> entry : new TreeMap<>(weights).entrySet()) {
            passed += entry.getValue();
            if (2 * passed >= all) {
                return entry.getKey();
            }
        }
        return otherwise;
    }

    /** From one baseline to the next in a paragraph, in sizes. */
    private static double leading(List<PdfLine> lines) {
        Map<Double, Double> gaps = new TreeMap<>();
        int count = 0;
        for (int i = 1; i < lines.size(); i++) {
            double gap = (lines.get(i - 1).y - lines.get(i).y) / lines.get(i).size;
            if (lines.get(i).sheet == lines.get(i - 1).sheet && gap > SHIFT && gap < MAX_LEADING) {
                gaps.merge(Math.round(gap * 20) / 20.0, 1.0, Double::sum);
                count++;
            }
        }
        double usual = median(gaps, USUAL_LEADING);
        return Math.max(1, count < FEW_GAPS ? Math.min(usual, LARGEST_OF_FEW) : usual);
    }

    private static Set<Integer> typewriterFonts(List<PdfLine> lines) {
        Map<Integer, double[]> ranges = new HashMap<>();
        for (PdfLine line : lines) {
            for (PdfPiece piece : line.pieces) {
                if (piece.text().length() >= MEASURED && piece.size() > 0) {
                    double width = piece.width() / piece.text().length() / piece.size();
                    double[] range = ranges.computeIfAbsent(piece.font(), font -> new double[]{width, width});
                    range[0] = Math.min(range[0], width);
                    range[1] = Math.max(range[1], width);
                }
            }
        }
        Set<Integer> found = new HashSet<>();
        ranges.forEach((font, range) -> {
            if (range[1] - range[0] <= SAME_WIDTH * range[1]) {
                found.add(font);
            }
        });
        return found;
    }

    private void markHeadings() {
        for (int i = 0; i < lines.size(); i++) {
            PdfLine line = lines.get(i);
            if (isLarge(line) || isSubheading(i)) {
                headings.add(line);
            }
        }
    }

    private boolean isLarge(PdfLine line) {
        return line.size > HEADING * body && line.text.length() <= LONGEST_HEADING && hasLetter(line.text);
    }

    private static boolean hasLetter(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isLetterOrDigit(text.charAt(i))) {
                return true;
            }
        }
        return false;
    }

    /**
     * Whether the {@code i}-th line is a heading as large as the body: in a font of its own, or with a section's
     * number, above text of the body.
     */
    private boolean isSubheading(int i) {
        PdfLine line = lines.get(i);
        boolean ownFont = line.oneFont && line.font != bodyFont && line.font != PdfPiece.ADDED && fonts
                .get(line.font) <= (PdfOverprint.isBold(line.font) ? MAX_BOLD_SHARE : MAX_FONT_SHARE) * letters();
        boolean isCode = typewriter.contains(line.font) && !typewriter.contains(bodyFont);
        if (isCode || !ownFont && !(isNumbered(line.text) && standsApart(i)) || !mayBeHeading(line)) {
            return false;
        }
        int end = i + 1;
        while (ownFont && end < lines.size() && lines.get(end).font == line.font && lines.get(end).oneFont
                && isBelow(lines.get(end - 1), lines.get(end))) {
            end++;
        }
        int start = i;
        while (ownFont && start > 0 && lines.get(start - 1).font == line.font && lines.get(start - 1).oneFont
                && isBelow(lines.get(start - 1), lines.get(start))) {
            start--;
        }
        boolean isLast = end == lines.size();
        return !isLast && end - start <= SUBHEADING_LINES && lines.get(end).size <= HEADING * body;
    }

    private long letters() {
        long letters = 0;
        for (long count : fonts.values()) {
            letters += count;
        }
        return letters;
    }

    private boolean mayBeHeading(PdfLine line) {
        char first = line.text.charAt(0);
        char last = line.text.charAt(line.text.length() - 1);
        return line.text.length() <= LONGEST_SUBHEADING && line.size >= SMALLEST_SUBHEADING * body
                && hasLetter(line.text) && !Character.isLowerCase(first)
                && ".,;:".indexOf(last) < 0 && (line.marker().isEmpty() || line.marker().get().ordered());
    }

    /** {@code 2.1 Deposit}: numbers with points between, then a word with a capital. */
    private static boolean isNumbered(String text) {
        int at = 0;
        int points = 0;
        while (at < text.length() && (Character.isDigit(text.charAt(at)) || text.charAt(at) == '.' && at > 0)) {
            points += text.charAt(at) == '.' ? 1 : 0;
            at++;
        }
        int word = at;
        while (word < text.length() && TextBuilder.isWhite(text.charAt(word))) {
            word++;
        }
        return points > 0 && word > at && word < text.length() && Character.isUpperCase(text.charAt(word));
    }

    /** A wider gap above, or the page's or the section's start, and a sentence that begins below. */
    private boolean standsApart(int i) {
        PdfLine line = lines.get(i);
        PdfLine before = i == 0 ? null : lines.get(i - 1);
        boolean isFirst = before == null || !isBelow(before, line) || headings.contains(before);
        return isFirst && i + 1 < lines.size() && !Character.isLowerCase(lines.get(i + 1).text.charAt(0))
                && !isNumbered(lines.get(i + 1).text);
    }

    /** On one page, no more than a paragraph's gap apart. */
    private boolean isBelow(PdfLine above, PdfLine line) {
        double gap = above.y - line.y;
        return above.sheet == line.sheet && gap > 0 && gap <= PARAGRAPH_GAP * leading * line.size;
    }

    private static double rounded(double size) {
        return Math.round(2 * size) / 2.0;
    }

    /** The sizes of headings, the largest first. */
    private List<Double> headingSizes() {
        Set<Double> found = new TreeSet<>(Comparator.reverseOrder());
        headings.forEach(line -> found.add(rounded(line.size)));
        return new ArrayList<>(found);
    }

    void write() {
        List<PdfLine> paragraphs = new ArrayList<>();
        List<List<PdfLine>> runningBefore = new ArrayList<>();
        List<PdfLine> waiting = new ArrayList<>();
        for (PdfElement element : elements) {
            if (element instanceof PdfElement.Text text) {
                switch (running.role(text.line())) {
                    case BODY -> {
                        paragraphs.add(text.line());
                        runningBefore.add(waiting);
                        waiting = new ArrayList<>();
                    }
                    case KEPT -> waiting.add(text.line());
                    default -> {
                    }
                }
            } else if (element instanceof PdfElement.Grid grid) {
                write(paragraphs, runningBefore);
                paragraphs.clear();
                runningBefore.clear();
                waiting.forEach(this::writeRunning);
                waiting = new ArrayList<>();
                depths.clear();
                tables.write(grid);
            }
        }
        write(paragraphs, runningBefore);
        waiting.forEach(this::writeRunning);
    }

    private void writeRunning(PdfLine line) {
        out.begin(Block.Kind.PARAGRAPH, 0);
        int from = out.position();
        out.text(line.text);
        out.place(from, Place.Unit.PAGE, line.sheet.number(), "", Optional.of(line.box()));
        out.end();
    }

    /** @param runningBefore headers and footers before each line: they wait for the end of its block */
    private void write(List<PdfLine> kept, List<List<PdfLine>> runningBefore) {
        for (int i = 0; i < kept.size();) {
            int end = i + 1;
            while (end < kept.size() && goesOn(kept, i, end)) {
                end++;
            }
            runningBefore.get(i).forEach(this::writeRunning);
            PdfLine first = kept.get(i);
            Optional<ListMarker> marker = first.marker();
            if (headings.contains(first)) {
                depths.clear();
                block(kept, i, end, Block.Kind.HEADING,
                        Math.min(HEADING_LEVELS, 1 + Math.max(0, sizes.indexOf(rounded(first.size)))), first.text);
            } else if (marker.isPresent()) {
                block(kept, i, end, Block.Kind.LIST_ITEM, depths.of(first.left, first.size / 2),
                        marker.get().text(first.text));
            } else {
                depths.clear();
                block(kept, i, end, Block.Kind.PARAGRAPH, 0, first.text);
            }
            for (int at = i + 1; at < end; at++) {
                runningBefore.get(at).forEach(this::writeRunning);
            }
            i = end;
        }
    }

    /** Whether the line {@code at} belongs to the block that began with the line {@code start}. */
    private boolean goesOn(List<PdfLine> kept, int start, int at) {
        PdfLine first = kept.get(start);
        PdfLine before = kept.get(at - 1);
        PdfLine line = kept.get(at);
        boolean heading = headings.contains(first);
        boolean otherSize = Math.abs(line.size - before.size) > (HEADING - 1) * Math.max(line.size, before.size);
        if (heading != headings.contains(line) || otherSize || line.marker().isPresent() && !heading) {
            return false;
        }
        if (heading && (line.font != before.font || Math.abs(line.size - before.size) > 0.5)) {
            return false;
        }
        double gap = before.y - line.y;
        if (isFilled(before) || isFilled(line)) {
            PdfPiece last = before.pieces.get(before.pieces.size() - 1);
            boolean isSameField = isFilled(line) && last.isAdded() && last.name().equals(line.pieces.get(0).name());
            return isSameField && line.sheet == before.sheet && gap > 0
                    && gap <= PARAGRAPH_GAP * USUAL_LEADING * line.size;
        }
        if (line.sheet != before.sheet || gap < -SHIFT * line.size) {
            return !heading && isUnfinished(before.text, line.text)
                    && (first.marker().isEmpty() || Character.isLowerCase(line.text.charAt(0)));
        }
        if (gap > PARAGRAPH_GAP * leading * line.size || heading) {
            return gap <= PARAGRAPH_GAP * leading * line.size;
        }
        boolean hangs = first.marker().isPresent() && at == start + 1;
        double indent = line.rightToLeft ? before.right - line.right : line.left - before.left;
        return hangs || indent < INDENT * line.size || indent > DEEPEST_INDENT * line.size;
    }

    /** Whether all of a line was filled in. */
    private static boolean isFilled(PdfLine line) {
        return line.font == PdfPiece.ADDED;
    }

    /** A paragraph runs over the page's end when its sentence does. */
    private static boolean isUnfinished(String before, String line) {
        char last = before.charAt(before.length() - 1);
        boolean isUnspaced = ScriptLayout.isUnspaced(last) && !ScriptLayout.isFullWidthSign(last)
                && ScriptLayout.isUnspaced(line.charAt(0));
        return Character.isLowerCase(line.charAt(0)) || isUnspaced
                || ".!?:;".indexOf(last) < 0 && (last == '-' || last == ',' || Character.isLowerCase(last));
    }

    private void block(List<PdfLine> kept, int start, int end, Block.Kind kind, int level, String firstText) {
        out.begin(kind, level);
        for (int i = start; i < end; i++) {
            PdfLine line = kept.get(i);
            String text = i == start ? firstText : line.text;
            PdfLineJoins.Join join = i + 1 < end && !text.isEmpty() ? joins.between(text, kept.get(i + 1).text)
                    : PdfLineJoins.Join.SPACE;
            int from = out.position();
            out.text(join == PdfLineJoins.Join.WITHOUT_HYPHEN ? text.substring(0, text.length() - 1) : text);
            out.place(from, Place.Unit.PAGE, line.sheet.number(), "", Optional.of(line.box()));
            out.text(join == PdfLineJoins.Join.SPACE ? " " : "");
        }
        out.end();
    }
}
