package dev.tabitat.core.documents;

import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.OutOfBudget;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A document's text while it is written, block by block; what comes out keeps the promises of {@link DocumentText}
 * whatever goes in.
 *
 * <p>
 * One block is open at a time. White space at its ends is left out, blocks without a letter vanish, rows and items of
 * one list are parted by one line feed and everything else by two, control characters are left out and halves of
 * characters become U+FFFD.
 */
final class TextBuilder {

    /** What a text may have, so that the tab keeps its memory: 64 million code units in a million blocks. */
    static final int MAX_LENGTH = 1 << 26;

    static final int MAX_BLOCKS = 1 << 20;
    private static final int MAX_PLACES = 1 << 22;
    private static final int MAX_NOTICES = 100;
    private static final int MAX_TITLE_LENGTH = 300;
    private static final char BYTE_ORDER_MARK = '\uFEFF';
    private static final char SOFT_HYPHEN = '\u00AD';
    private static final char REPLACEMENT = '\uFFFD';

    private final StringBuilder out = new StringBuilder();
    private final List<Block> blocks = new ArrayList<>();
    private final List<Place> places = new ArrayList<>();
    private final List<String> notices = new ArrayList<>();
    private String title = "";
    private String firstHeading = "";
    private String heading = "";
    private Block.Kind kind;
    private int level;
    /** Where the last block ends, the open one starts, and its places start in their list. */
    private int before;
    private int start;
    private int firstPlace;
    /**
     * In the open block: white space and bars that come only if something follows, whether there are letters, whether
     * CR was last.
     */
    private boolean space;
    private int bars;
    private boolean letters;
    private boolean carriageReturn;

    /** Opens a block. @param level as {@link Block} has it */
    void begin(Block.Kind kind, int level) {
        if (this.kind != null) {
            throw new IllegalStateException("A block is open.");
        }
        this.kind = kind;
        this.level = level;
        before = out.length();
        if (!blocks.isEmpty()) {
            boolean close = kind == blocks.get(blocks.size() - 1).kind()
                    && (kind == Block.Kind.ROW || kind == Block.Kind.LIST_ITEM);
            out.append(close ? "\n" : "\n\n");
        }
        start = out.length();
        firstPlace = places.size();
        space = false;
        bars = 0;
        letters = false;
        carriageReturn = false;
    }

    /** Whether a block was closed that is one. */
    boolean hasBlocks() {
        return !blocks.isEmpty();
    }

    boolean isOpen() {
        return kind != null;
    }

    boolean isHeading() {
        return kind == Block.Kind.HEADING;
    }

    /** Adds text to the open block; a run of white space of any kind is one space. */
    void text(CharSequence text) {
        requireOpen(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (isWhite(c)) {
                space = true;
            } else if (isKept(c)) {
                write(c);
            }
        }
    }

    /** Adds text to the open block as it is; ends of lines of any kind are line feeds. */
    void exact(CharSequence text) {
        requireOpen(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean second = carriageReturn && c == '\n';
            carriageReturn = c == '\r';
            if (second) {
                continue;
            }
            if (isLineEnd(c)) {
                space = false;
                line();
            } else if (isWhite(c)) {
                flush(false);
                out.append(c);
            } else if (isKept(c)) {
                write(c);
            }
        }
    }

    /** Ends the line, unless the block is empty yet; more than one empty line is one. */
    void lineFeed() {
        requireOpen(1);
        space = false;
        int length = out.length();
        while (length > start && (out.charAt(length - 1) == ' ' || out.charAt(length - 1) == '\t')) {
            length--;
        }
        out.setLength(length);
        if (length - start < 2 || out.charAt(length - 1) != '\n' || out.charAt(length - 2) != '\n') {
            line();
        }
    }

    /** Starts the next cell of a row: a bar goes between two cells. */
    void nextCell() {
        requireOpen(3);
        bars++;
        space = false;
    }

    /** Where the next letter comes, or shortly before it. */
    int position() {
        return out.length();
    }

    /**
     * Says where everything written since {@code from} stands, in the open block or, between two, in those that were
     * closed; nothing when that is no letter.
     *
     * @param from a former {@link #position}
     */
    void place(int from, Place.Unit unit, int number, String part, Optional<Place.Box> box) {
        if (kind != null && !letters) {
            return;
        }
        int first = from;
        if (!places.isEmpty()) {
            first = Math.max(first, places.get(places.size() - 1).end());
        }
        int end = out.length();
        while (first < end && isWhite(out.charAt(first))) {
            first++;
        }
        while (end > first && isWhite(out.charAt(end - 1))) {
            end--;
        }
        if (first >= end) {
            return;
        }
        if (places.size() == MAX_PLACES) {
            throw tooLong("places", MAX_PLACES);
        }
        places.add(new Place(first, end, unit, number, cut(part), box));
    }

    /**
     * Closes the block without a place. @return whether it is one: a block without a letter vanishes, with its places
     */
    boolean end() {
        requireOpen(0);
        int end = out.length();
        while (end > start && isWhite(out.charAt(end - 1))) {
            end--;
        }
        boolean isBlock = letters && end > start;
        out.setLength(isBlock ? end : before);
        if (isBlock) {
            pair(start);
            if (blocks.size() == MAX_BLOCKS) {
                throw tooLong("blocks", MAX_BLOCKS);
            }
            blocks.add(new Block(kind, level, start, end));
            if (kind == Block.Kind.HEADING) {
                heading = clean(out.substring(start, Math.min(end, start + 2 * MAX_TITLE_LENGTH)));
                firstHeading = firstHeading.isEmpty() ? heading : firstHeading;
            }
        } else {
            while (places.size() > firstPlace) {
                places.remove(places.size() - 1);
            }
        }
        kind = null;
        return isBlock;
    }

    /**
     * Closes the block, which stands there as a whole. A block of the same place as the one before shares its place.
     *
     * @return whether it is one
     */
    boolean end(Place.Unit unit, int number, String part) {
        if (!end()) {
            return false;
        }
        Block block = blocks.get(blocks.size() - 1);
        String name = cut(part);
        Place last = places.isEmpty() ? null : places.get(places.size() - 1);
        if (last != null && last.unit() == unit && last.number() == number && last.part().equals(name)
                && last.box().isEmpty()) {
            places.set(places.size() - 1,
                    new Place(last.start(), block.end(), unit, number, last.part(), Optional.empty()));
        } else {
            places.add(new Place(block.start(), block.end(), unit, number, name, Optional.empty()));
        }
        return true;
    }

    /** As {@link #end(Place.Unit, int, String)}, as a part of the nearest heading; a heading belongs to itself. */
    boolean end(Place.Unit unit, int number) {
        if (kind != Block.Kind.HEADING) {
            return end(unit, number, heading);
        }
        if (!end()) {
            return false;
        }
        Block block = blocks.get(blocks.size() - 1);
        place(block.start(), unit, number, heading, Optional.empty());
        return true;
    }

    /** The text of the last heading that was closed; empty before the first. */
    String heading() {
        return heading;
    }

    /** The title as the document gives it; a first one stays. */
    void title(String given) {
        title = title.isEmpty() ? clean(given) : title;
    }

    /** A sentence for a person; the same one is said once. */
    void notice(String sentence) {
        if (notices.size() < MAX_NOTICES && !notices.contains(sentence)) {
            notices.add(sentence);
        }
    }

    DocumentText build() {
        if (kind != null) {
            end();
        }
        return new DocumentText(title.isEmpty() ? firstHeading : title, out.toString(), blocks, places, notices);
    }

    /** One line for people: white space collapsed, nothing invisible, at most 300 code units. */
    static String clean(String text) {
        TextBuilder builder = new TextBuilder();
        builder.begin(Block.Kind.PARAGRAPH, 0);
        builder.text(text.length() > 8 * MAX_TITLE_LENGTH ? text.substring(0, 8 * MAX_TITLE_LENGTH) : text);
        builder.end();
        return cut(builder.out.toString());
    }

    private static String cut(String line) {
        if (line.length() <= MAX_TITLE_LENGTH) {
            return line;
        }
        int end = Character.isHighSurrogate(line.charAt(MAX_TITLE_LENGTH - 2)) ? MAX_TITLE_LENGTH - 2
                : MAX_TITLE_LENGTH - 1;
        return line.substring(0, end) + "\u2026";
    }

    private void write(char c) {
        flush(true);
        out.append(c);
        letters |= !isInvisible(c);
    }

    /** Writes what waited for a letter. */
    private void flush(boolean isLetter) {
        if (bars > 0 && isLetter) {
            while (bars > 0) {
                out.append(out.length() > start && !isWhite(out.charAt(out.length() - 1)) ? " | " : "| ");
                bars--;
            }
        } else if (space && out.length() > start && !isWhite(out.charAt(out.length() - 1))) {
            out.append(' ');
        }
        space = false;
    }

    private void line() {
        if (letters) {
            out.append('\n');
        } else {
            out.setLength(start);
        }
    }

    /** Replaces halves of characters from {@code from} on. */
    private void pair(int from) {
        for (int i = from; i < out.length(); i++) {
            char c = out.charAt(i);
            if (!Character.isSurrogate(c)) {
                continue;
            }
            if (Character.isHighSurrogate(c) && i + 1 < out.length() && Character.isLowSurrogate(out.charAt(i + 1))) {
                i++;
            } else {
                out.setCharAt(i, REPLACEMENT);
            }
        }
    }

    private void requireOpen(int more) {
        if (kind == null) {
            throw new IllegalStateException("No block is open.");
        }
        if (more > MAX_LENGTH - out.length() - bars) {
            throw tooLong("characters", MAX_LENGTH);
        }
    }

    private static OutOfBudget tooLong(String unit, int most) {
        return new OutOfBudget("The document's text is too long.",
                Finding.at("the document").expected("at most " + most + " " + unit).found("more")
                        .remedy("Split it into smaller files."));
    }

    private static boolean isLineEnd(char c) {
        return c == '\n' || c == '\r' || c == '\f' || c == '\u000B' || c == '\u0085' || c == '\u2028' || c == '\u2029';
    }

    /** White space of Unicode, no-break spaces included: what people search for has plain ones. */
    static boolean isWhite(char c) {
        return c == ' ' || c == '\t' || isLineEnd(c) || c == '\u00A0' || c == '\u1680' || c >= '\u2000' && c <= '\u200A'
                || c == '\u202F' || c == '\u205F'
                || c == '\u3000';
    }

    private static boolean isKept(char c) {
        return c >= ' ' && (c < '\u007F' || c > '\u009F') && c != BYTE_ORDER_MARK && c != SOFT_HYPHEN;
    }

    private static boolean isInvisible(char c) {
        return c >= '\u200B' && c <= '\u200F' || c >= '\u202A' && c <= '\u202E' || c >= '\u2060' && c <= '\u206F';
    }
}
