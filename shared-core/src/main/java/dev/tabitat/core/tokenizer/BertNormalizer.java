package dev.tabitat.core.tokenizer;

import java.util.Arrays;

/**
 * BERT's way to clean a text and cut it into words, in this order: control characters go, ideographs stand alone, canonical
 * decomposition without marks, lower case, then words end at white space and punctuation.
 *
 * <p>Every unit of a word knows the code point of the source it came from, as the original has it: a mark that decomposition moves takes
 * the place, and so the source, of the one it overtakes.
 */
record BertNormalizer(boolean cleanText, boolean splitIdeographs, boolean stripAccents, boolean lowerCase) {

    /** Takes the words one by one. */
    interface Words {

        /**
         * @param units UTF-16 code units, {@code length} of them, at least one; overwritten by the next word
         * @param sources for each unit, where the code point it came from starts in the text; overwritten too
         */
        void word(char[] units, int[] sources, int length);
    }

    /** Sends the words of a part of the text, which holds no unpaired surrogate. Linear in its length. */
    void split(String text, int start, int end, Words words) {
        Splitter splitter = new Splitter(words);
        int i = start;
        while (i < end) {
            int from = i;
            // White space is neither decomposed into nor out of, so what stands between can be worked on alone.
            while (i < end && !isSpace(text.charAt(i))) {
                i++;
            }
            if (i > from) {
                splitter.piece(text, from, i);
            }
            i++;
        }
    }

    private boolean isSpace(char c) {
        int flags = BertCharacters.flags(c);
        return (flags & BertCharacters.SPACE) != 0 && !(cleanText && (flags & BertCharacters.REMOVED) != 0);
    }

    /** The work on one text; the scratch buffers grow to its longest piece and serve every piece. */
    private final class Splitter {

        private final Words words;
        private final int[] parts = new int[4];

        private int[] points = new int[64];
        private int[] sources = new int[64];
        private int count;

        private int[] run = new int[64];
        private int[] classes = new int[64];
        private boolean[] added = new boolean[64];
        private int runLength;
        private boolean ordered;
        private int next;

        private char[] units = new char[64];
        private int[] unitSources = new int[64];
        private int length;

        Splitter(Words words) {
            this.words = words;
        }

        void piece(String text, int from, int to) {
            clean(text, from, to);
            if (stripAccents) {
                strip();
            } else {
                for (int i = 0; i < count; i++) {
                    put(points[i], sources[i]);
                }
            }
            endWord();
        }

        private void clean(String text, int from, int to) {
            count = 0;
            for (int i = from; i < to; ) {
                int point = text.codePointAt(i);
                if (splitIdeographs && BertCharacters.isIdeograph(point)) {
                    keep(' ', i);
                    keep(point, i);
                    keep(' ', i);
                } else if (!cleanText || (BertCharacters.flags(point) & BertCharacters.REMOVED) == 0) {
                    keep(point, i);
                }
                i += Character.charCount(point);
            }
        }

        private void keep(int point, int source) {
            if (count == points.length) {
                points = Arrays.copyOf(points, 2 * count);
                sources = Arrays.copyOf(sources, 2 * count);
            }
            points[count] = point;
            sources[count++] = source;
        }

        private void strip() {
            next = 0;
            for (int i = 0; i < count; i++) {
                int n = BertCharacters.decompose(points[i], parts);
                for (int k = 0; k < n; k++) {
                    int combining = BertCharacters.combiningClass(parts[k]);
                    if (combining == 0) {
                        endRun();
                    }
                    addToRun(parts[k], combining, k > 0);
                }
            }
            endRun();
        }

        private void addToRun(int point, int combining, boolean isAdded) {
            if (runLength == run.length) {
                run = Arrays.copyOf(run, 2 * runLength);
                classes = Arrays.copyOf(classes, 2 * runLength);
                added = Arrays.copyOf(added, 2 * runLength);
            }
            ordered = runLength == 0 || ordered && combining >= classes[runLength - 1];
            run[runLength] = point;
            classes[runLength] = combining;
            added[runLength++] = isAdded;
        }

        /** In the order of their classes, one pass for each: a run of marks may be as long as the text. */
        private void endRun() {
            int passes = ordered ? 1 : BertCharacters.combiningClasses();
            for (int pass = 0; pass < passes; pass++) {
                for (int i = 0; i < runLength; i++) {
                    if (!ordered && classes[i] != pass) {
                        continue;
                    }
                    int source = sources[added[i] && next > 0 ? next - 1 : next++];
                    if ((BertCharacters.flags(run[i]) & BertCharacters.MARK) == 0) {
                        put(run[i], source);
                    }
                }
            }
            runLength = 0;
        }

        private void put(int point, int source) {
            if (lowerCase && point == 0x130) {
                append('i', source);
                append(0x307, source);
                return;
            }
            int lower = lowerCase ? BertCharacters.lower(point) : point;
            int flags = BertCharacters.flags(lower);
            if ((flags & (BertCharacters.SPACE | BertCharacters.PUNCTUATION)) != 0) {
                endWord();
            }
            if ((flags & BertCharacters.SPACE) == 0) {
                append(lower, source);
            }
            if ((flags & BertCharacters.PUNCTUATION) != 0) {
                endWord();
            }
        }

        private void append(int point, int source) {
            if (length + 2 > units.length) {
                units = Arrays.copyOf(units, 2 * units.length);
                unitSources = Arrays.copyOf(unitSources, 2 * units.length);
            }
            unitSources[length] = source;
            if (point < 0x10000) {
                units[length++] = (char) point;
            } else {
                units[length++] = Character.highSurrogate(point);
                units[length] = Character.lowSurrogate(point);
                unitSources[length++] = source;
            }
        }

        private void endWord() {
            if (length > 0) {
                words.word(units, unitSources, length);
                length = 0;
            }
        }
    }
}
