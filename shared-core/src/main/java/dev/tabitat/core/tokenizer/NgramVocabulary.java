package dev.tabitat.core.tokenizer;

import dev.tabitat.core.binary.LittleEndian;
import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;
import java.util.List;

/**
 * The character n-grams that a model knows, each with its index: 1 to 4 UTF-16 code units long.
 *
 * <pre>
 * file  = "TBNGRAM1" count entry*
 * count = u32 little-endian
 * entry = units:u8 (1 to 4) and that many u16 little-endian; the n-th entry has index n
 * </pre>
 *
 * Kept as one open-addressing table a length, keyed by the packed units: 146,000 n-grams load in milliseconds.
 */
public final class NgramVocabulary {

    private static final byte[] MAGIC = {'T', 'B', 'N', 'G', 'R', 'A', 'M', '1'};
    private static final int MAX_UNITS = 4;
    private static final int MAX_COUNT = 1 << 22;

    private final int size;
    private final Table[] tables = new Table[MAX_UNITS + 1];

    private NgramVocabulary(int size) {
        this.size = size;
    }

    /** @throws DamagedData when the bytes break the grammar or an n-gram comes twice */
    public static NgramVocabulary read(byte[] file) {
        int at = 0;
        for (; at < MAGIC.length; at++) {
            if (at >= file.length || file[at] != MAGIC[at]) {
                throw damaged(at, "the mark TBNGRAM1", "something else");
            }
        }
        if (file.length < 12) {
            throw damaged(at, "a count", "the end of the file");
        }
        int count = LittleEndian.i32(file, 8);
        if (count < 0 || count > MAX_COUNT || count > (file.length - 12) / 3) {
            throw damaged(8, "a count that the file can hold", Integer.toString(count));
        }
        int[] counts = new int[MAX_UNITS + 1];
        at = 12;
        for (int i = 0; i < count; i++) {
            int units = at < file.length ? file[at] : 0;
            if (units < 1 || units > MAX_UNITS || at + 1 + 2 * units > file.length) {
                throw damaged(at, "an n-gram of 1 to 4 units",
                        at < file.length ? units + " units" : "the end of the file");
            }
            counts[units]++;
            at += 1 + 2 * units;
        }
        if (at != file.length) {
            throw damaged(at, "the end of the file", file.length - at + " more bytes");
        }
        NgramVocabulary vocabulary = new NgramVocabulary(count);
        for (int units = 1; units <= MAX_UNITS; units++) {
            vocabulary.tables[units] = new Table(counts[units]);
        }
        vocabulary.fill(file, count);
        return vocabulary;
    }

    /** Writes the file. */
    public static byte[] write(List<String> ngrams) {
        int length = 12;
        for (String ngram : ngrams) {
            length += 1 + 2 * ngram.length();
        }
        byte[] file = new byte[length];
        System.arraycopy(MAGIC, 0, file, 0, MAGIC.length);
        for (int i = 0; i < 4; i++) {
            file[8 + i] = (byte) (ngrams.size() >>> 8 * i);
        }
        int at = 12;
        for (String ngram : ngrams) {
            if (ngram.isEmpty() || ngram.length() > MAX_UNITS) {
                throw new IllegalArgumentException("An n-gram of " + ngram.length() + " units");
            }
            file[at++] = (byte) ngram.length();
            for (int i = 0; i < ngram.length(); i++) {
                file[at++] = (byte) ngram.charAt(i);
                file[at++] = (byte) (ngram.charAt(i) >>> 8);
            }
        }
        return file;
    }

    public int size() {
        return size;
    }

    /** How often each known n-gram of {@code units} units comes in a text, added to {@code counts} [size]. */
    void count(String text, int units, int[] counts) {
        Table table = tables[units];
        if (table.isEmpty()) {
            return;
        }
        long mask = units == 4 ? -1 : (1L << 16 * units) - 1;
        long key = 0;
        for (int i = 0; i < text.length(); i++) {
            key = (key << 16 | text.charAt(i)) & mask;
            if (i >= units - 1) {
                int index = table.find(key);
                if (index >= 0) {
                    counts[index]++;
                }
            }
        }
    }

    private void fill(byte[] file, int count) {
        int at = 12;
        for (int i = 0; i < count; i++) {
            int units = file[at++];
            long key = 0;
            for (int k = 0; k < units; k++, at += 2) {
                key = key << 16 | LittleEndian.u16(file, at);
            }
            if (!tables[units].add(key, i)) {
                throw damaged(at, "each n-gram once", "entry " + i + " again");
            }
        }
    }

    private static DamagedData damaged(int at, String expected, String found) {
        return new DamagedData("The vocabulary is damaged.",
                Finding.at("vocabulary, byte " + at).expected(expected).found(found));
    }

    /** Keys to indices; at most half full. */
    private static final class Table {

        private final long[] keys;
        private final int[] indices;
        private final int mask;
        private final int entries;

        Table(int entries) {
            this.entries = entries;
            int capacity = 4;
            while (capacity < 2 * entries) {
                capacity *= 2;
            }
            keys = new long[capacity];
            indices = new int[capacity];
            mask = capacity - 1;
        }

        boolean isEmpty() {
            return entries == 0;
        }

        boolean add(long key, int index) {
            int slot = slot(key);
            while (indices[slot] != 0) {
                if (keys[slot] == key) {
                    return false;
                }
                slot = slot + 1 & mask;
            }
            keys[slot] = key;
            indices[slot] = index + 1;
            return true;
        }

        int find(long key) {
            int slot = slot(key);
            while (indices[slot] != 0) {
                if (keys[slot] == key) {
                    return indices[slot] - 1;
                }
                slot = slot + 1 & mask;
            }
            return -1;
        }

        private int slot(long key) {
            long mixed = key * 0x9E3779B97F4A7C15L;
            return (int) (mixed >>> 32 ^ mixed >>> 48) & mask;
        }
    }
}
