package dev.tabitat.core.text;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A writing system of letters, by the blocks of Unicode 16 that hold them. */
public enum Script {
    LATIN("Latin", "0041-005A 0061-007A 00AA 00BA 00C0-02B8 1D00-1DBF 1E00-1EFF 2C60-2C7F A722-A7FF AB30-AB6F FB00-FB06"
            + " FF21-FF3A FF41-FF5A"),
    GREEK("Greek", "0370-03FF 1F00-1FFF"),
    CYRILLIC("Cyrillic", "0400-052F 1C80-1C8F 2DE0-2DFF A640-A69F"),
    ARMENIAN("Armenian", "0530-058F FB13-FB17"),
    HEBREW("Hebrew", "0590-05FF FB1D-FB4F"),
    ARABIC("Arabic", "0600-06FF 0750-077F 0870-08FF FB50-FDFF FE70-FEFE"),
    SYRIAC("Syriac", "0700-074F 0860-086F"),
    THAANA("Thaana", "0780-07BF"),
    NKO("N'Ko", "07C0-07FF"),
    DEVANAGARI("Devanagari", "0900-097F A8E0-A8FF"),
    BENGALI("Bengali", "0980-09FF"),
    GURMUKHI("Gurmukhi", "0A00-0A7F"),
    GUJARATI("Gujarati", "0A80-0AFF"),
    ODIA("Odia", "0B00-0B7F"),
    TAMIL("Tamil", "0B80-0BFF"),
    TELUGU("Telugu", "0C00-0C7F"),
    KANNADA("Kannada", "0C80-0CFF"),
    MALAYALAM("Malayalam", "0D00-0D7F"),
    SINHALA("Sinhala", "0D80-0DFF"),
    THAI("Thai", "0E00-0E7F"),
    LAO("Lao", "0E80-0EFF"),
    TIBETAN("Tibetan", "0F00-0FFF"),
    MYANMAR("Burmese", "1000-109F A9E0-A9FF AA60-AA7F"),
    GEORGIAN("Georgian", "10A0-10FF 1C90-1CBF 2D00-2D2F"),
    HANGUL("Hangul", "1100-11FF 3130-318F A960-A97F AC00-D7FF FFA0-FFDC"),
    ETHIOPIC("Ethiopic", "1200-139F 2D80-2DDF AB00-AB2F"),
    CHEROKEE("Cherokee", "13A0-13FF AB70-ABBF"),
    CANADIAN("Canadian syllabics", "1400-167F 18B0-18FF"),
    RUNIC("Runic", "16A0-16FF"),
    KHMER("Khmer", "1780-17FF 19E0-19FF"),
    MONGOLIAN("Mongolian", "1800-18AF"),
    OL_CHIKI("Ol Chiki", "1C50-1C7F"),
    TIFINAGH("Tifinagh", "2D30-2D7F"),
    COPTIC("Coptic", "2C80-2CFF"),
    YI("Yi", "A000-A4CF"),
    KANA("Japanese kana", "3041-30FF 31F0-31FF FF66-FF9F"),
    HAN("Chinese characters", "2E80-2FDF 3005-3007 3400-4DBF 4E00-9FFF F900-FAFF 20000-323AF"),
    /** Letters that stand for others: circled, mathematical, of full width. */
    DECORATED("decorated letters", ""),
    /** Letters of a script that is not listed here. */
    OTHER("another script", "");

    /** First and last code points of every block in order, and the script of each. */
    private static final int[] FIRST;
    private static final int[] LAST;
    private static final Script[] SCRIPTS;

    static {
        TreeMap<Integer, Script> scripts = new TreeMap<>();
        TreeMap<Integer, Integer> ends = new TreeMap<>();
        for (Script script : values()) {
            for (String block : script.blocks.isEmpty() ? List.<String>of() : Split.on(script.blocks, ' ')) {
                int dash = block.indexOf('-');
                int first = Integer.parseInt(dash < 0 ? block : block.substring(0, dash), 16);
                scripts.put(first, script);
                ends.put(first, Integer.parseInt(block.substring(dash + 1), 16));
            }
        }
        FIRST = new int[scripts.size()];
        LAST = new int[scripts.size()];
        SCRIPTS = new Script[scripts.size()];
        int at = 0;
        for (Map.Entry<Integer, Script> entry : scripts.entrySet()) {
            FIRST[at] = entry.getKey();
            LAST[at] = ends.get(entry.getKey());
            SCRIPTS[at++] = entry.getValue();
        }
    }

    private final String title;
    private final String blocks;

    /** @param blocks its code points in hexadecimal, single ones and runs */
    Script(String title, String blocks) {
        this.title = title;
        this.blocks = blocks;
    }

    /** Its name in English. */
    public String title() {
        return title;
    }

    /** Whether a letter is a syllable or a word of its own, so that few of them make a text. */
    public boolean isDense() {
        return this == HAN || this == KANA || this == HANGUL || this == YI || this == ETHIOPIC;
    }

    /** Whether it is written without spaces between words. */
    boolean isUnspaced() {
        return this == HAN || this == KANA || this == YI || this == THAI || this == LAO || this == KHMER
                || this == MYANMAR || this == TIBETAN;
    }

    /** The script of a letter; meaningless for what is no letter. */
    static Script of(int letter) {
        if (isDecorated(letter)) {
            return DECORATED;
        }
        int low = 0;
        int high = FIRST.length - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            if (letter < FIRST[middle]) {
                high = middle - 1;
            } else if (letter > LAST[middle]) {
                low = middle + 1;
            } else {
                return SCRIPTS[middle];
            }
        }
        return OTHER;
    }

    /** Letters in circles and squares, of full width, raised, and of mathematical alphabets. */
    static boolean isDecorated(int point) {
        return point >= 0x249C && point <= 0x24E9 || point >= 0x1D400 && point <= 0x1D7CB
                || point >= 0x1F110 && point <= 0x1F189 || point >= 0x1D00 && point <= 0x1DBF
                || point >= 0xFF21 && point <= 0xFF3A || point >= 0xFF41 && point <= 0xFF5A
                || point >= 0x2100 && point <= 0x214F && Character.isLetter(point);
    }
}
