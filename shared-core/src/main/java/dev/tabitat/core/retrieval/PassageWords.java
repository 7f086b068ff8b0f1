package dev.tabitat.core.retrieval;

import dev.tabitat.core.binary.ByteReader;
import dev.tabitat.core.binary.ByteWriter;
import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.Unsupported;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The words of one document's passages. <pre>
 * file     = "TDW", version (1 byte: 2), passages, {length} per passage, terms, {term} per term
 * term     = bytes, its UTF-8, postings, {gap, frequency} per posting
 * gap      = passages since the posting before, since -1 at first; frequency 1 to 255, more count as 255
 * </pre> Numbers are unsigned LEB128. Terms ascend. A passage's length counts its words and those of what it stands
 * under, joined ones not. Version 1 spelt words otherwise: it has to be made anew from the text.
 */
public final class PassageWords {

    private static final byte[] MAGIC = {'T', 'D', 'W'};
    private static final int VERSION = 2;
    private static final int MAX_FREQUENCY = 255;
    private static final int MAX_PASSAGES = 1 << 22;

    private final int[] lengths;
    private final String[] terms;
    /** Of each term, passages in ascending order: passage shifted left by eight, and frequency. */
    private final int[][] postings;

    private PassageWords(int[] lengths, String[] terms, int[][] postings) {
        this.lengths = lengths;
        this.terms = terms;
        this.postings = postings;
    }

    /** Counts words; joined ones come besides their parts and do not count for the length. */
    @FunctionalInterface
    private interface Counter extends Words.Sink {

        void count(String term, boolean isPart);

        @Override
        default void word(int start, int end, String term) {
            count(term, true);
        }

        @Override
        default void joined(int start, int end, String term) {
            count(term, false);
        }
    }

    /** A list of numbers that grows. */
    private static final class Ints {

        private int[] values = new int[2];
        private int size;

        void add(int value) {
            if (size == values.length) {
                values = Arrays.copyOf(values, 2 * size);
            }
            values[size++] = value;
        }

        int last() {
            return size == 0 ? -1 : values[size - 1];
        }
    }

    /** Counts the words of passages, and once for each those of what it stands under in a document of this title. */
    public static PassageWords of(String text, String title, List<Passage> passages) {
        Map<String, Ints> found = new HashMap<>();
        int[] lengths = new int[passages.size()];
        for (int i = 0; i < lengths.length; i++) {
            int passage = i;
            Counter count = (term, isPart) -> {
                lengths[passage] += isPart ? 1 : 0;
                Ints list = found.computeIfAbsent(term, none -> new Ints());
                if (list.last() >> 8 == passage && list.size > 0) {
                    int last = list.values[list.size - 1];
                    list.values[list.size - 1] = (last & MAX_FREQUENCY) < MAX_FREQUENCY ? last + 1 : last;
                } else {
                    list.add(passage << 8 | 1);
                }
            };
            Passage one = passages.get(i);
            String under = one.under(title);
            Words.each(text, one.start(), one.end(), count);
            Words.each(under, 0, under.length(), count);
        }
        Map<String, Ints> sorted = new TreeMap<>(found);
        String[] terms = sorted.keySet().toArray(new String[0]);
        int[][] postings = new int[terms.length][];
        for (int i = 0; i < terms.length; i++) {
            Ints list = sorted.get(terms[i]);
            postings[i] = Arrays.copyOf(list.values, list.size);
        }
        return new PassageWords(lengths, terms, postings);
    }

    /** How many passages there are. */
    public int passages() {
        return lengths.length;
    }

    int[] lengths() {
        return lengths;
    }

    String[] terms() {
        return terms;
    }

    int[][] postings() {
        return postings;
    }

    public byte[] toBytes() {
        ByteWriter out = new ByteWriter(1024);
        out.bytes(MAGIC);
        out.number(VERSION);
        out.number(lengths.length);
        for (int length : lengths) {
            out.number(length);
        }
        out.number(terms.length);
        for (int i = 0; i < terms.length; i++) {
            out.text(terms[i]);
            out.number(postings[i].length);
            int before = -1;
            for (int posting : postings[i]) {
                out.number((posting >>> 8) - before);
                out.number(posting & MAX_FREQUENCY);
                before = posting >>> 8;
            }
        }
        return out.toBytes();
    }

    /** Whether a file was made by an earlier version, which spelt words otherwise: such a one cannot be read. */
    public static boolean isOutdated(byte[] bytes) {
        return bytes.length > MAGIC.length && bytes[0] == MAGIC[0] && bytes[1] == MAGIC[1] && bytes[2] == MAGIC[2]
                && bytes[MAGIC.length] > 0 && bytes[MAGIC.length] < VERSION;
    }

    /**
     * @throws DamagedData when it is no such file, or an outdated one @throws Unsupported when a newer Tabitat wrote it
     */
    public static PassageWords fromBytes(byte[] bytes) {
        ByteReader in = new ByteReader(bytes, PassageWords::damaged);
        in.magic(MAGIC);
        int version = in.number(MAX_FREQUENCY);
        if (version > VERSION) {
            throw new Unsupported("A newer Tabitat wrote these words.", Finding.at("words, byte 3")
                    .expected("version " + VERSION).found(version).remedy("Reload the page to get the newer Tabitat."));
        }
        if (version < VERSION) {
            throw in.damaged(in.at(), "version " + VERSION, "version " + version);
        }
        int[] lengths = new int[in.count(MAX_PASSAGES, 1)];
        for (int i = 0; i < lengths.length; i++) {
            lengths[i] = in.number(Integer.MAX_VALUE);
        }
        String[] terms = new String[in.count(Integer.MAX_VALUE, 4)];
        int[][] postings = new int[terms.length][];
        for (int i = 0; i < terms.length; i++) {
            terms[i] = in.text();
            if (i > 0 && terms[i].compareTo(terms[i - 1]) <= 0) {
                throw in.damaged(in.at(), "ascending terms", terms[i]);
            }
            postings[i] = new int[in.count(lengths.length, 2)];
            long passage = -1;
            for (int p = 0; p < postings[i].length; p++) {
                passage += in.number(MAX_PASSAGES);
                int frequency = in.number(MAX_FREQUENCY);
                boolean isRight = passage >= 0 && passage < lengths.length && frequency > 0
                        && (p == 0 || passage > postings[i][p - 1] >>> 8);
                if (!isRight) {
                    throw in.damaged(in.at(), "a passage below " + lengths.length + " and a frequency",
                            passage + ", " + frequency);
                }
                postings[i][p] = (int) passage << 8 | frequency;
            }
        }
        in.end();
        return new PassageWords(lengths, terms, postings);
    }

    private static DamagedData damaged(Finding finding) {
        return new DamagedData("The words of a document are damaged.", new Finding(finding.expected(), finding.found(),
                "words, " + finding.where(), "Add the document again."));
    }
}
