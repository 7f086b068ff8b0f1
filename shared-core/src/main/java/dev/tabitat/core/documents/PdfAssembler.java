package dev.tabitat.core.documents;

import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.OutOfBudget;
import dev.tabitat.core.error.Unsupported;
import dev.tabitat.core.json.JsonArray;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The reader of a PDF's pages: pieces of text with their positions become lines, lines become paragraphs, headings,
 * lists and tables.
 *
 * <p>
 * A PDF says where letters stand and nothing about structure, so that is inferred from the layout: gaps, indents,
 * sizes, fonts, and what stands at the same place of many pages. {@link PdfPageLines} makes lines, {@link PdfColumns}
 * and {@link PdfTables} find what stands side by side, {@link PdfRunningLines} finds headers and footers, and
 * {@link PdfBlocks} writes the rest.
 */
public final class PdfAssembler {

    private static final int MAX_PAGES = 100_000;
    private static final int MIN_LETTERS = 3;

    /** A page as it will be written: lines and tables in reading order. */
    private record Page(int number, List<PdfElement> elements) {

        List<PdfLine> lines() {
            List<PdfLine> lines = new ArrayList<>();
            for (PdfElement element : elements) {
                if (element instanceof PdfElement.Text text) {
                    lines.add(text.line());
                }
            }
            return lines;
        }
    }

    private final TextBuilder out = new TextBuilder();
    private final List<Page> pages = new ArrayList<>();
    private final PdfMirrored mirrored = new PdfMirrored();
    private long length;
    private boolean hasHiddenLayers;
    private long comments;

    /** @param title as the file's own facts give it; may be empty */
    public PdfAssembler(String title) {
        out.title(title);
    }

    /**
     * Takes the next page.
     *
     * @param number from 1, ascending
     * @param width in points, above 0, as is {@code height}
     * @param items {@code [text, x, y, width, height, endsLine, font, name]} in the order in which the page draws them;
     * y from the bottom of the page to the baseline. The same font has the same number, -1 is what was filled into a
     * field or written on top of the page; the name is the field's. The last two may be missing
     * @throws DamagedData when an item is none
     * @throws OutOfBudget when the text gets too long for a tab
     */
    public void page(int number, double width, double height, JsonArray items) {
        boolean isNext = number > (pages.isEmpty() ? 0 : pages.get(pages.size() - 1).number);
        if (!isNext || !(width > 0 && width < PdfPiece.FURTHEST) || !(height > 0 && height < PdfPiece.FURTHEST)) {
            throw new DamagedData("A page of the PDF has no sensible size or number.", Finding.at("page " + number)
                    .expected("ascending numbers, a size in points").found(width + " by " + height));
        }
        if (pages.size() == MAX_PAGES) {
            throw new OutOfBudget("The PDF has too many pages.", Finding.at("page " + number)
                    .expected("at most " + MAX_PAGES).found("more").remedy("Split it into smaller files."));
        }
        List<PdfPiece> pieces = new ArrayList<>(items.size());
        for (int i = 0; i < items.size(); i++) {
            pieces.add(PdfPiece.parse(items.get(i), "page " + number + ", item " + i));
        }
        List<PdfLine> lines = PdfPageLines.of(new PdfLine.Sheet(number, width, height),
                mirrored.righted(PdfOverprint.merged(pieces)));
        for (PdfLine line : lines) {
            length += line.text.length() + 2;
        }
        if (length > TextBuilder.MAX_LENGTH) {
            throw new OutOfBudget("The PDF's text is too long.",
                    Finding.at("page " + number).expected("at most " + TextBuilder.MAX_LENGTH + " characters")
                            .found("more")
                            .remedy("Split it into smaller files."));
        }
        pages.add(new Page(number, PdfElement.of(lines)));
    }

    /**
     * Notes what the page before holds besides its items.
     *
     * @param hidden pieces of text that were left out since their layer is switched off
     * @param notes comments that the page shows only as a sign
     */
    public void leftOut(int hidden, int notes) {
        hasHiddenLayers |= hidden > 0;
        comments += Math.max(0, notes);
    }

    /**
     * The text of all pages.
     *
     * @throws Unsupported when no page holds any
     */
    public DocumentText finish() {
        List<List<PdfLine>> lines = new ArrayList<>();
        List<PdfLine> all = new ArrayList<>();
        for (Page page : pages) {
            lines.add(page.lines());
            all.addAll(page.lines());
        }
        double body = bodySize(all);
        PdfRunningLines running = new PdfRunningLines(lines, body, pages.size());
        sayWhatIsMissing(running);
        sayEmptyPages(running);
        List<PdfElement> elements = new ArrayList<>();
        pages.forEach(page -> elements.addAll(page.elements));
        new PdfBlocks(out, elements, running, body).write();
        return out.build();
    }

    private void sayWhatIsMissing(PdfRunningLines running) {
        if (running.hasRepeated()) {
            out.notice("Headers and footers that repeat are kept once.");
        }
        if (running.hasPageNumbers()) {
            out.notice("Page numbers are left out.");
        }
        if (hasHiddenLayers) {
            out.notice("Text on layers that are switched off is left out.");
        }
        if (comments > 0) {
            out.notice(comments == 1 ? "One comment on a page is left out."
                    : comments + " comments on pages are left out.");
        }
    }

    private void sayEmptyPages(PdfRunningLines running) {
        List<Integer> empty = new ArrayList<>();
        List<Integer> onlyRunning = new ArrayList<>();
        for (Page page : pages) {
            int body = 0;
            int other = 0;
            for (PdfElement element : page.elements) {
                if (element instanceof PdfElement.Text text) {
                    boolean isBody = running.role(text.line()) == PdfRunningLines.Role.BODY;
                    body += isBody ? letters(text.line().text) : 0;
                    other += isBody ? 0 : letters(text.line().text);
                } else {
                    body += MIN_LETTERS;
                }
            }
            if (body < MIN_LETTERS) {
                (other == 0 ? empty : onlyRunning).add(page.number);
            }
        }
        if (empty.size() + onlyRunning.size() == pages.size()) {
            throw new Unsupported("This PDF holds pictures of text, not text.",
                    Finding.at("the PDF").expected("letters")
                            .found(pages.size() + (pages.size() == 1 ? " page" : " pages") + " without text")
                            .remedy("Run text recognition (OCR) over it in another program, then add it again."));
        }
        sayScans(empty, "no text");
        sayScans(onlyRunning, "no text but a header, a footer or a page number");
    }

    private void sayScans(List<Integer> numbers, String what) {
        if (!numbers.isEmpty()) {
            out.notice((numbers.size() == 1 ? "Page " : "Pages ") + spans(numbers)
                    + (numbers.size() == 1 ? " holds " + what + ": it may be a scan."
                            : " hold " + what + ": they may be scans."));
        }
    }

    private static int letters(String text) {
        int letters = 0;
        for (int i = 0; i < text.length() && letters < MIN_LETTERS; i++) {
            letters += Character.isLetterOrDigit(text.charAt(i)) ? 1 : 0;
        }
        return letters;
    }

    /** "3 to 7, 9 and 12"; of many the first ten stretches. */
    private static String spans(List<Integer> pages) {
        List<String> spans = new ArrayList<>();
        for (int i = 0; i < pages.size();) {
            int last = i;
            while (last + 1 < pages.size() && pages.get(last + 1) == pages.get(last) + 1) {
                last++;
            }
            spans.add(last == i ? pages.get(i) + ""
                    : pages.get(i) + (last == i + 1 ? " and " : " to ") + pages.get(last));
            i = last + 1;
        }
        if (spans.size() > 10) {
            return String.join(", ", spans.subList(0, 10)) + " and more";
        }
        return spans.size() == 1 ? spans.get(0)
                : String.join(", ", spans.subList(0, spans.size() - 1)) + " and " + spans.get(spans.size() - 1);
    }

    /** The size of the letter in the middle of all, by size. */
    private static double bodySize(List<PdfLine> lines) {
        Map<Double, Double> sizes = new TreeMap<>();
        for (PdfLine line : lines) {
            sizes.merge(Math.round(line.size * 20) / 20.0, (double) line.text.length(), Double::sum);
        }
        return PdfBlocks.median(sizes, 10);
    }
}
