package dev.tabitat.core.tokenizer;

import java.util.Arrays;

/**
 * BERT's way to clean a text and cut it into words, in this order: control characters go, ideographs stand alone,
 * canonical decomposition without marks, lower case, then words end at white space and punctuation.
 *
 * <p>
 * Every unit of a word knows the code point of the source it came from, as the original has it: a mark that
 * decomposition moves takes the place, and so the source, of the one it overtakes.
 */
record BertNormalizer(boolean cleanText, boolean splitIdeographs, boolean stripAccents, boolean lowerCase) {

    /** Takes the words one by one. */
    interface Words {

        /**
         * @param units UTF-16 code units, {@code length} of them, at least one; overwritten by the next word
         * @param sources for each unit, where the code point it came from starts in the text; overwritten too
         */
        void word(char[] units, int[] sources, int length);

        /** A word of more units than were asked for: where its first and its last code point start in the text. */
        void longWord(int firstSource, int lastSource);
    }

    /**
     * For one text.
     *
     * @param maxUnits at least 2; how many UTF-16 code units of a word are kept
     */
    Splitter splitter(int maxUnits, Words words) {
        return new Splitter(maxUnits, words);
    }

    private boolean isSpace(char c) {
        int flags = BertCharacters.flags(c);
        return (flags & BertCharacters.SPACE) != 0 && !(cleanText && (flags & BertCharacters.REMOVED) != 0);
    }

    /** The work on one text. Its scratch serves every word and grows only with the longest run of marks. */
    final class Splitter {

        private final Words words;
        private final int[] parts = new int[4];

        private int[] run = new int[16];
        private int[] classes = new int[16];
        private boolean[] added = new boolean[16];
        private int[] runSources = new int[16];
        private int runLength;
        private int runSourceCount;
        private boolean ordered;
        private int taken;

        private final char[] units;
        private final int[] unitSources;
        private int length;
        private boolean tooLong;
        private int lastSource;

        private Splitter(int maxUnits, Words words) {
            this.words = words;
            units = new char[maxUnits];
            unitSources = new int[maxUnits];
        }

        /** Sends the words of a part of the text, which holds no unpaired surrogate. Linear in its length. */
        void split(String text, int start, int end) {
            int i = start;
            while (i < end) {
                int from = i;
                // White space is neither decomposed into nor out of, so what stands between can be worked on alone.
                while (i < end && !isSpace(text.charAt(i))) {
                    i++;
                }
                if (i > from) {
                    piece(text, from, i);
                }
                i++;
            }
        }

        private void piece(String text, int from, int to) {
            for (int i = from; i < to;) {
                int point = text.codePointAt(i);
                if (splitIdeographs && BertCharacters.isIdeograph(point)) {
                    clean(' ', i);
                    clean(point, i);
                    clean(' ', i);
                } else if (!cleanText || (BertCharacters.flags(point) & BertCharacters.REMOVED) == 0) {
                    clean(point, i);
                }
                i += Character.charCount(point);
            }
            endRun();
            endWord();
        }

        /** Takes a code point that cleaning has left. */
        private void clean(int point, int source) {
            if (!stripAccents) {
                put(point, source);
                return;
            }
            int n = BertCharacters.decompose(point, parts);
            for (int k = 0; k < n; k++) {
                int combining = BertCharacters.combiningClass(parts[k]);
                if (combining == 0) {
                    endRun();
                }
                addToRun(parts[k], combining, k > 0);
                if (k == 0) {
                    runSources[runSourceCount++] = source;
                }
            }
        }

        private void addToRun(int point, int combining, boolean isAdded) {
            if (runLength == run.length) {
                run = Arrays.copyOf(run, 2 * runLength);
                classes = Arrays.copyOf(classes, 2 * runLength);
                added = Arrays.copyOf(added, 2 * runLength);
                runSources = Arrays.copyOf(runSources, 2 * runLength);
            }
            ordered = runLength == 0 || ordered && combining >= classes[runLength - 1];
            run[runLength] = point;
            classes[runLength] = combining;
            added[runLength++] = isAdded;
        }

        /** In the order of their classes, one pass for each: a run of marks may be as long as the text. */
        private void endRun() {
            int passes = ordered ? 1 : BertCharacters.combiningClasses();
            int next = 0;
            for (int pass = 0; pass < passes; pass++) {
                for (int i = 0; i < runLength; i++) {
                    if (!ordered && classes[i] != pass) {
                        continue;
                    }
                    // What a decomposition added has the source of what now stands before it, even from the run before.
                    if (!added[i]) {
                        taken = runSources[next++];
                    }
                    if ((BertCharacters.flags(run[i]) & BertCharacters.MARK) == 0) {
                        put(run[i], taken);
                    }
                }
            }
            runLength = 0;
            runSourceCount = 0;
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
            lastSource = source;
            tooLong |= length + Character.charCount(point) > units.length;
            if (tooLong) {
                return;
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
            if (tooLong) {
                words.longWord(unitSources[0], lastSource);
            } else if (length > 0) {
                words.word(units, unitSources, length);
            }
            length = 0;
            tooLong = false;
        }
    }
}
