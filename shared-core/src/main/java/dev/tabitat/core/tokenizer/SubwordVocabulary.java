package dev.tabitat.core.tokenizer;

import dev.tabitat.core.binary.LittleEndian;
import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.text.Utf8;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The words and runs of letters that a fastText model has a row for (Bojanowski and others 2017): words by themselves,
 * runs of letters inside {@code <word>} by the bucket that their hash falls into. A pruned model keeps some of the
 * buckets.
 *
 * <pre>
 * file  = "TBSUBWD1" shortest:u8 longest:u8 buckets:u32 words:u32 kept:u32 word* bucket*     (numbers little-endian)
 * word  = bytes:u16 and that many of UTF-8; the n-th word has row n
 * bucket= u32, each above the one before; the n-th has row words + n
 * </pre>
 *
 * A text is one line: the words between white space, and {@code </s>} behind them. Words that begin with
 * {@code __label__} are none. A run is hashed as fastText does it: FNV-1a of 32 bits over its UTF-8, each byte taken
 * with its sign.
 */
public final class SubwordVocabulary {

    /** What stands behind the last word of a line. */
    public static final String END = "</s>";

    private static final String MAGIC = "TBSUBWD1";
    private static final int HEADER = 22;
    private static final int MAX_ROWS = 1 << 22;
    private static final int LONGEST_RUN = 16;
    private static final String LABEL = "__label__";

    private final int shortest;
    private final int longest;
    private final int buckets;
    private final Map<String, Integer> words;
    private final int[] kept;

    private SubwordVocabulary(int shortest, int longest, int buckets, Map<String, Integer> words, int[] kept) {
        this.shortest = shortest;
        this.longest = longest;
        this.buckets = buckets;
        this.words = words;
        this.kept = kept;
    }

    /** How often a text holds what has a row: rows ascending, and how many in all. */
    public record Bag(int[] rows, int[] times, int total) {}

    /** @throws DamagedData when the bytes break the grammar, or a word or a bucket comes twice */
    public static SubwordVocabulary read(byte[] file) {
        for (int i = 0; i < MAGIC.length(); i++) {
            require(i < file.length && file[i] == MAGIC.charAt(i), i, "the mark " + MAGIC, "something else");
        }
        require(file.length >= HEADER, file.length, "a header of " + HEADER + " bytes", "the end of the file");
        int shortest = file[8];
        int longest = file[9];
        require(shortest >= 1 && shortest <= longest && longest <= LONGEST_RUN, 8,
                "runs of 1 to " + LONGEST_RUN + " letters", shortest + " to " + longest);
        int buckets = LittleEndian.i32(file, 10);
        int count = LittleEndian.i32(file, 14);
        int keep = LittleEndian.i32(file, 18);
        require(buckets >= 1, 10, "a number of buckets", Integer.toUnsignedString(buckets));
        require(count >= 0 && count <= MAX_ROWS && count <= (file.length - HEADER) / 2, 14,
                "as many words as the file can hold", Integer.toUnsignedString(count));
        require(keep >= 0 && keep <= MAX_ROWS && keep <= (file.length - HEADER) / 4, 18,
                "as many buckets as the file can hold", Integer.toUnsignedString(keep));
        Map<String, Integer> words = new HashMap<>();
        int at = HEADER;
        for (int i = 0; i < count; i++) {
            require(at + 2 <= file.length, at, "a word", "the end of the file");
            int bytes = LittleEndian.u16(file, at);
            require(at + 2 + bytes <= file.length, at, "a word of " + bytes + " bytes", "the end of the file");
            String word = Utf8.decode(file, at + 2, bytes);
            require(words.put(word, i) == null, at, "each word once", word + " again");
            at += 2 + bytes;
        }
        require(file.length - at == 4 * keep, at, 4 * keep + " bytes of buckets", file.length - at + " bytes");
        int[] kept = new int[keep];
        for (int i = 0; i < keep; i++, at += 4) {
            kept[i] = LittleEndian.i32(file, at);
            require(kept[i] >= 0 && kept[i] < buckets && (i == 0 || kept[i] > kept[i - 1]), at,
                    "buckets that ascend, below " + buckets,
                    Integer.toUnsignedString(kept[i]));
        }
        return new SubwordVocabulary(shortest, longest, buckets, words, kept);
    }

    /**
     * Writes the file.
     *
     * @param kept ascending
     */
    public static byte[] write(int shortest, int longest, int buckets, List<String> words, int... kept) {
        List<byte[]> encoded = new ArrayList<>();
        int length = HEADER + 4 * kept.length;
        for (String word : words) {
            byte[] bytes = Utf8.encode(word);
            encoded.add(bytes);
            length += 2 + bytes.length;
        }
        byte[] file = new byte[length];
        for (int i = 0; i < MAGIC.length(); i++) {
            file[i] = (byte) MAGIC.charAt(i);
        }
        file[8] = (byte) shortest;
        file[9] = (byte) longest;
        put(file, 10, buckets);
        put(file, 14, words.size());
        put(file, 18, kept.length);
        int at = HEADER;
        for (byte[] bytes : encoded) {
            if (bytes.length > 0xFFFF) {
                throw new IllegalArgumentException("A word of " + bytes.length + " bytes");
            }
            file[at] = (byte) bytes.length;
            file[at + 1] = (byte) (bytes.length >> 8);
            System.arraycopy(bytes, 0, file, at + 2, bytes.length);
            at += 2 + bytes.length;
        }
        for (int bucket : kept) {
            put(file, at, bucket);
            at += 4;
        }
        return file;
    }

    /** Rows: a word each, then a kept bucket each. */
    public int size() {
        return words.size() + kept.length;
    }

    /** What of a text has a row. Linear in the text; a text of any length takes one count a row. */
    public Bag count(String text) {
        int[] counts = new int[size()];
        int total = 0;
        for (int start = 0; start < text.length();) {
            int end = start;
            while (end < text.length() && !isSpace(text.charAt(end))) {
                end++;
            }
            if (end > start) {
                total += add(text.substring(start, end), counts);
            }
            start = end + 1;
        }
        total += add(END, counts);
        int found = 0;
        for (int times : counts) {
            found += times > 0 ? 1 : 0;
        }
        int[] rows = new int[found];
        int[] times = new int[found];
        for (int row = 0, at = 0; at < found; row++) {
            if (counts[row] > 0) {
                rows[at] = row;
                times[at++] = counts[row];
            }
        }
        return new Bag(rows, times, total);
    }

    private static boolean isSpace(char c) {
        return c == ' ' || c >= '\t' && c <= '\r' || c == 0;
    }

    /** Counts a word and the runs inside it. */
    private int add(String word, int... counts) {
        if (word.startsWith(LABEL)) {
            return 0;
        }
        Integer known = words.get(word);
        int added = 0;
        if (known != null) {
            counts[known]++;
            added++;
        }
        return word.equals(END) ? added : added + runs(Utf8.encode("<" + word + ">"), counts);
    }

    /** Every run of the wanted lengths but the marks at either end alone. */
    private int runs(byte[] word, int... counts) {
        int added = 0;
        for (int start = 0; start < word.length; start++) {
            if (continues(word[start])) {
                continue;
            }
            int hash = 0x811C9DC5;
            int end = start;
            for (int letters = 1; end < word.length && letters <= longest; letters++) {
                do {
                    hash = (hash ^ word[end++]) * 0x01000193;
                } while (end < word.length && continues(word[end]));
                if (letters >= shortest && !(letters == 1 && (start == 0 || end == word.length))) {
                    int row = Arrays.binarySearch(kept, Integer.remainderUnsigned(hash, buckets));
                    if (row >= 0) {
                        counts[words.size() + row]++;
                        added++;
                    }
                }
            }
        }
        return added;
    }

    /** Whether a byte is not the first of its character. */
    private static boolean continues(byte b) {
        return (b & 0xC0) == 0x80;
    }

    private static void put(byte[] file, int at, int number) {
        for (int i = 0; i < 4; i++) {
            file[at + i] = (byte) (number >>> 8 * i);
        }
    }

    private static void require(boolean holds, int at, String expected, String found) {
        if (!holds) {
            throw new DamagedData("The vocabulary is damaged.",
                    Finding.at("vocabulary, byte " + at).expected(expected).found(found));
        }
    }
}
