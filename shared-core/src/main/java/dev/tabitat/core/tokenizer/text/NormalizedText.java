package dev.tabitat.core.tokenizer.text;

import java.util.Arrays;
import java.util.function.IntPredicate;
import java.util.function.IntUnaryOperator;

/**
 * A part of a text as code points, each of which knows the range of the text, in UTF-16 code units, that it came from.
 * Ranges follow Hugging Face's NormalizedString: an inserted character shares that of the one before it.
 *
 * <p>
 * Mutable until pre-tokenization; an edit reads the old characters and writes new ones, then {@link #commit} swaps
 * them.
 */
public final class NormalizedText {

    private final int origin;
    private int[] points;
    private int[] starts;
    private int[] ends;
    private int length;

    private int[] newPoints;
    private int[] newStarts;
    private int[] newEnds;
    private int newLength;
    private int consumed;

    private NormalizedText(int origin, int capacity) {
        this.origin = origin;
        points = new int[capacity];
        starts = new int[capacity];
        ends = new int[capacity];
    }

    /** A part of a text without unpaired surrogates; {@code from} and {@code to} in UTF-16 code units. */
    public static NormalizedText of(String text, int from, int to) {
        NormalizedText of = new NormalizedText(from, to - from);
        int count = 0;
        for (int i = from; i < to;) {
            int point = text.charAt(i);
            int next = i + 1;
            if (Character.isHighSurrogate((char) point) && next < to) {
                point = Character.toCodePoint((char) point, text.charAt(next++));
            }
            of.points[count] = point;
            of.starts[count] = i;
            of.ends[count++] = next;
            i = next;
        }
        of.length = count;
        return of;
    }

    /** An empty text to which pieces of another are appended with {@link #append}. */
    public static NormalizedText empty(int capacity) {
        return new NormalizedText(0, capacity);
    }

    /** A copy of some characters, which can be edited alone. */
    public NormalizedText slice(int from, int to) {
        NormalizedText slice = new NormalizedText(from < to ? starts[from] : origin, 0);
        slice.points = Arrays.copyOfRange(points, from, to);
        slice.starts = Arrays.copyOfRange(starts, from, to);
        slice.ends = Arrays.copyOfRange(ends, from, to);
        slice.length = to - from;
        return slice;
    }

    /** How many code points. */
    public int length() {
        return length;
    }

    public int point(int index) {
        return points[index];
    }

    /** The code points themselves, for reading; there may be more of them than {@link #length}. */
    public int[] points() {
        return points;
    }

    /** Where the source of a character starts in the text. */
    public int start(int index) {
        return starts[index];
    }

    /** Where the source of a character ends in the text. */
    public int end(int index) {
        return ends[index];
    }

    /** Adds a character at the end, with the source of one of another text. */
    public void append(int point, NormalizedText source, int index) {
        if (length == points.length) {
            int capacity = Math.max(16, length + (length >> 1));
            points = Arrays.copyOf(points, capacity);
            starts = Arrays.copyOf(starts, capacity);
            ends = Arrays.copyOf(ends, capacity);
        }
        points[length] = point;
        starts[length] = source.starts[index];
        ends[length++] = source.ends[index];
    }

    /** Removes the characters that are not to be kept. */
    public void retain(IntPredicate isKept) {
        int kept = 0;
        for (int i = 0; i < length; i++) {
            if (isKept.test(points[i])) {
                points[kept] = points[i];
                starts[kept] = starts[i];
                ends[kept++] = ends[i];
            }
        }
        length = kept;
    }

    /** Keeps characters {@code from} to {@code to}. */
    public void crop(int from, int to) {
        System.arraycopy(points, from, points, 0, to - from);
        System.arraycopy(starts, from, starts, 0, to - from);
        System.arraycopy(ends, from, ends, 0, to - from);
        length = to - from;
    }

    /** Replaces every character by one. */
    public void map(IntUnaryOperator change) {
        for (int i = 0; i < length; i++) {
            points[i] = change.applyAsInt(points[i]);
        }
    }

    /** Begins an edit: nothing is written, nothing consumed. */
    public void edit() {
        int capacity = length + (length >> 3) + 8;
        newPoints = new int[capacity];
        newStarts = new int[capacity];
        newEnds = new int[capacity];
        newLength = 0;
        consumed = 0;
    }

    /** Writes old character {@code index} unchanged. */
    public void copy(int index) {
        write(points[index], starts[index], ends[index]);
    }

    /** Writes a character with the source of old character {@code index}. */
    public void insert(int point, int index) {
        write(point, starts[index], ends[index]);
    }

    /**
     * Writes a character in the place of others.
     *
     * @param change 1 for an inserted one, which shares the source of the last one consumed; 0 for one that replaces
     * the next one; -n for one that replaces the next one and n more
     */
    public void replace(int point, int change) {
        int at = change > 0 ? consumed - 1 : Math.min(consumed, length - 1);
        if (at < 0) {
            write(point, origin, origin);
        } else {
            write(point, starts[at], ends[at]);
        }
        if (change <= 0) {
            consumed = Math.min(length, consumed + 1 - change);
        }
    }

    /** Ends an edit. */
    public void commit() {
        points = newPoints;
        starts = newStarts;
        ends = newEnds;
        length = newLength;
        newPoints = null;
        newStarts = null;
        newEnds = null;
    }

    private void write(int point, int start, int end) {
        if (newLength == newPoints.length) {
            int capacity = newLength + (newLength >> 1) + 8;
            newPoints = Arrays.copyOf(newPoints, capacity);
            newStarts = Arrays.copyOf(newStarts, capacity);
            newEnds = Arrays.copyOf(newEnds, capacity);
        }
        newPoints[newLength] = point;
        newStarts[newLength] = start;
        newEnds[newLength++] = end;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(length + 8);
        for (int i = 0; i < length; i++) {
            text.appendCodePoint(points[i]);
        }
        return text.toString();
    }
}
