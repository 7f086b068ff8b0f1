package dev.tabitat.core.tokenizer.pretokenizer;

import dev.tabitat.core.tokenizer.pattern.TextPattern;
import dev.tabitat.core.tokenizer.text.NormalizedText;
import java.util.Arrays;
import java.util.function.IntPredicate;

/** A normalized text and the pieces that it is cut into, in order: none empty. The text itself is never changed. */
public final class Pieces {

    private NormalizedText text;
    /** From and to of each piece, in code points. */
    private int[] bounds;
    private int count;

    private int[] cuts = new int[32];
    private boolean[] matches = new boolean[16];
    private int cutCount;

    /** One piece: characters {@code from} to {@code to} of a text; none where they are the same. */
    public Pieces(NormalizedText text, int from, int to) {
        this.text = text;
        bounds = new int[]{from, to};
        count = from < to ? 1 : 0;
    }

    public NormalizedText text() {
        return text;
    }

    public int count() {
        return count;
    }

    public int from(int piece) {
        return bounds[2 * piece];
    }

    public int to(int piece) {
        return bounds[2 * piece + 1];
    }

    /** Cuts every piece at the characters of a kind: each is a match of its own. */
    public void split(IntPredicate isDelimiter, SplitBehavior behavior) {
        int[] points = text.points();
        Output output = new Output();
        for (int piece = 0; piece < count; piece++) {
            int start = from(piece);
            cutCount = 0;
            for (int i = start; i < to(piece); i++) {
                if (isDelimiter.test(points[i])) {
                    cut(start, i, false);
                    cut(i, i + 1, true);
                    start = i + 1;
                }
            }
            cut(start, to(piece), false);
            output.add(behavior);
        }
        output.replacePieces();
    }

    /** Cuts every piece at the matches of a pattern, or, inverted, at what lies between them. */
    public void split(TextPattern pattern, SplitBehavior behavior, boolean isInverted) {
        int[] points = text.points();
        Output output = new Output();
        for (int piece = 0; piece < count; piece++) {
            int start = from(piece);
            int to = to(piece);
            cutCount = 0;
            for (int i = start; i < to;) {
                int end = pattern.matchEnd(points, i, to);
                if (end < 0) {
                    i++;
                    continue;
                }
                cut(start, i, isInverted);
                cut(i, end, !isInverted);
                start = end;
                i = end;
            }
            cut(start, to, isInverted);
            output.add(behavior);
        }
        output.replacePieces();
    }

    /** Cuts every piece between characters of different kinds; those of kind 0 go. */
    void splitByKind(Kinds kinds) {
        int[] points = text.points();
        Output output = new Output();
        for (int piece = 0; piece < count; piece++) {
            int to = to(piece);
            for (int i = from(piece); i < to;) {
                int kind = kinds.of(points[i]);
                int start = i++;
                while (i < to && kinds.of(points[i]) == kind) {
                    i++;
                }
                if (kind != 0) {
                    output.add(start, i);
                }
            }
        }
        output.replacePieces();
    }

    /** Replaces the text by one that is made of its pieces. */
    void rewrite(Rewriter rewriter) {
        // The text may be much longer than its pieces, when added tokens stand between them.
        int capacity = count;
        for (int piece = 0; piece < count; piece++) {
            capacity += to(piece) - from(piece);
        }
        NormalizedText rewritten = NormalizedText.empty(capacity);
        int[] newBounds = new int[2 * count];
        for (int piece = 0; piece < count; piece++) {
            newBounds[2 * piece] = rewritten.length();
            rewriter.rewrite(text, from(piece), to(piece), rewritten);
            newBounds[2 * piece + 1] = rewritten.length();
        }
        text = rewritten;
        bounds = newBounds;
    }

    private void cut(int from, int to, boolean isMatch) {
        if (from == to) {
            return;
        }
        if (cutCount == matches.length) {
            cuts = Arrays.copyOf(cuts, 4 * cutCount);
            matches = Arrays.copyOf(matches, 2 * cutCount);
        }
        cuts[2 * cutCount] = from;
        cuts[2 * cutCount + 1] = to;
        matches[cutCount++] = isMatch;
    }

    /** The kind of a character. */
    interface Kinds {

        int of(int point);
    }

    /** Writes what becomes of a piece at the end of a new text: at least one character. */
    interface Rewriter {

        void rewrite(NormalizedText text, int from, int to, NormalizedText into);
    }

    /** The new pieces. */
    private final class Output {

        private int[] newBounds = new int[Math.max(32, 2 * bounds.length)];
        private int newCount;

        void add(int from, int to) {
            if (2 * newCount == newBounds.length) {
                newBounds = Arrays.copyOf(newBounds, 4 * newCount);
            }
            newBounds[2 * newCount] = from;
            newBounds[2 * newCount++ + 1] = to;
        }

        /** Adds the cuts of one piece. */
        void add(SplitBehavior behavior) {
            switch (behavior) {
                case ISOLATED, REMOVED -> {
                    for (int i = 0; i < cutCount; i++) {
                        if (behavior == SplitBehavior.ISOLATED || !matches[i]) {
                            add(cuts[2 * i], cuts[2 * i + 1]);
                        }
                    }
                }
                case CONTIGUOUS -> {
                    for (int i = 0; i < cutCount;) {
                        int start = i++;
                        while (i < cutCount && matches[i] == matches[start]) {
                            i++;
                        }
                        add(cuts[2 * start], cuts[2 * i - 1]);
                    }
                }
                case MERGED_WITH_PREVIOUS -> {
                    for (int i = 0; i < cutCount;) {
                        int start = i++;
                        i += i < cutCount && matches[i] && !matches[start] ? 1 : 0;
                        add(cuts[2 * start], cuts[2 * i - 1]);
                    }
                }
                default -> {
                    for (int i = 0; i < cutCount;) {
                        int start = i++;
                        i += i < cutCount && matches[start] && !matches[i] ? 1 : 0;
                        add(cuts[2 * start], cuts[2 * i - 1]);
                    }
                }
            }
        }

        void replacePieces() {
            bounds = newBounds;
            count = newCount;
        }
    }
}
