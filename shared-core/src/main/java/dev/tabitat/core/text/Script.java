package dev.tabitat.core.text;

/** A writing system of letters, by the blocks of Unicode 16 that hold them. */
public enum Script {
    LATIN("Latin"),
    GREEK("Greek"),
    CYRILLIC("Cyrillic"),
    ARMENIAN("Armenian"),
    HEBREW("Hebrew"),
    ARABIC("Arabic"),
    SYRIAC("Syriac"),
    THAANA("Thaana"),
    NKO("N'Ko"),
    DEVANAGARI("Devanagari"),
    BENGALI("Bengali"),
    GURMUKHI("Gurmukhi"),
    GUJARATI("Gujarati"),
    ODIA("Odia"),
    TAMIL("Tamil"),
    TELUGU("Telugu"),
    KANNADA("Kannada"),
    MALAYALAM("Malayalam"),
    SINHALA("Sinhala"),
    THAI("Thai"),
    LAO("Lao"),
    TIBETAN("Tibetan"),
    MYANMAR("Burmese"),
    GEORGIAN("Georgian"),
    HANGUL("Hangul"),
    ETHIOPIC("Ethiopic"),
    CHEROKEE("Cherokee"),
    CANADIAN("Canadian syllabics"),
    RUNIC("Runic"),
    KHMER("Khmer"),
    MONGOLIAN("Mongolian"),
    OL_CHIKI("Ol Chiki"),
    TIFINAGH("Tifinagh"),
    COPTIC("Coptic"),
    YI("Yi"),
    KANA("Japanese kana"),
    HAN("Chinese characters"),
    /** Letters that stand for others: circled, mathematical, of full width. */
    DECORATED("decorated letters"),
    /** Letters of a script that is not listed here. */
    OTHER("another script");

    /** First code point, last code point, ordinal; in order. */
    private static final int[][] BLOCKS = {
            {0x0041, 0x005A, LATIN.ordinal()},
            {0x0061, 0x007A, LATIN.ordinal()},
            {0x00AA, 0x00AA, LATIN.ordinal()},
            {0x00BA, 0x00BA, LATIN.ordinal()},
            {0x00C0, 0x02B8, LATIN.ordinal()},
            {0x0370, 0x03FF, GREEK.ordinal()},
            {0x0400, 0x052F, CYRILLIC.ordinal()},
            {0x0530, 0x058F, ARMENIAN.ordinal()},
            {0x0590, 0x05FF, HEBREW.ordinal()},
            {0x0600, 0x06FF, ARABIC.ordinal()},
            {0x0700, 0x074F, SYRIAC.ordinal()},
            {0x0750, 0x077F, ARABIC.ordinal()},
            {0x0780, 0x07BF, THAANA.ordinal()},
            {0x07C0, 0x07FF, NKO.ordinal()},
            {0x0860, 0x086F, SYRIAC.ordinal()},
            {0x0870, 0x08FF, ARABIC.ordinal()},
            {0x0900, 0x097F, DEVANAGARI.ordinal()},
            {0x0980, 0x09FF, BENGALI.ordinal()},
            {0x0A00, 0x0A7F, GURMUKHI.ordinal()},
            {0x0A80, 0x0AFF, GUJARATI.ordinal()},
            {0x0B00, 0x0B7F, ODIA.ordinal()},
            {0x0B80, 0x0BFF, TAMIL.ordinal()},
            {0x0C00, 0x0C7F, TELUGU.ordinal()},
            {0x0C80, 0x0CFF, KANNADA.ordinal()},
            {0x0D00, 0x0D7F, MALAYALAM.ordinal()},
            {0x0D80, 0x0DFF, SINHALA.ordinal()},
            {0x0E00, 0x0E7F, THAI.ordinal()},
            {0x0E80, 0x0EFF, LAO.ordinal()},
            {0x0F00, 0x0FFF, TIBETAN.ordinal()},
            {0x1000, 0x109F, MYANMAR.ordinal()},
            {0x10A0, 0x10FF, GEORGIAN.ordinal()},
            {0x1100, 0x11FF, HANGUL.ordinal()},
            {0x1200, 0x139F, ETHIOPIC.ordinal()},
            {0x13A0, 0x13FF, CHEROKEE.ordinal()},
            {0x1400, 0x167F, CANADIAN.ordinal()},
            {0x16A0, 0x16FF, RUNIC.ordinal()},
            {0x1780, 0x17FF, KHMER.ordinal()},
            {0x1800, 0x18AF, MONGOLIAN.ordinal()},
            {0x18B0, 0x18FF, CANADIAN.ordinal()},
            {0x19E0, 0x19FF, KHMER.ordinal()},
            {0x1C50, 0x1C7F, OL_CHIKI.ordinal()},
            {0x1C80, 0x1C8F, CYRILLIC.ordinal()},
            {0x1C90, 0x1CBF, GEORGIAN.ordinal()},
            {0x1D00, 0x1DBF, LATIN.ordinal()},
            {0x1E00, 0x1EFF, LATIN.ordinal()},
            {0x1F00, 0x1FFF, GREEK.ordinal()},
            {0x2C60, 0x2C7F, LATIN.ordinal()},
            {0x2C80, 0x2CFF, COPTIC.ordinal()},
            {0x2D00, 0x2D2F, GEORGIAN.ordinal()},
            {0x2D30, 0x2D7F, TIFINAGH.ordinal()},
            {0x2D80, 0x2DDF, ETHIOPIC.ordinal()},
            {0x2DE0, 0x2DFF, CYRILLIC.ordinal()},
            {0x2E80, 0x2FDF, HAN.ordinal()},
            {0x3005, 0x3007, HAN.ordinal()},
            {0x3041, 0x30FF, KANA.ordinal()},
            {0x3130, 0x318F, HANGUL.ordinal()},
            {0x31F0, 0x31FF, KANA.ordinal()},
            {0x3400, 0x4DBF, HAN.ordinal()},
            {0x4E00, 0x9FFF, HAN.ordinal()},
            {0xA000, 0xA4CF, YI.ordinal()},
            {0xA640, 0xA69F, CYRILLIC.ordinal()},
            {0xA722, 0xA7FF, LATIN.ordinal()},
            {0xA8E0, 0xA8FF, DEVANAGARI.ordinal()},
            {0xA960, 0xA97F, HANGUL.ordinal()},
            {0xA9E0, 0xA9FF, MYANMAR.ordinal()},
            {0xAA60, 0xAA7F, MYANMAR.ordinal()},
            {0xAB00, 0xAB2F, ETHIOPIC.ordinal()},
            {0xAB30, 0xAB6F, LATIN.ordinal()},
            {0xAB70, 0xABBF, CHEROKEE.ordinal()},
            {0xAC00, 0xD7FF, HANGUL.ordinal()},
            {0xF900, 0xFAFF, HAN.ordinal()},
            {0xFB00, 0xFB06, LATIN.ordinal()},
            {0xFB13, 0xFB17, ARMENIAN.ordinal()},
            {0xFB1D, 0xFB4F, HEBREW.ordinal()},
            {0xFB50, 0xFDFF, ARABIC.ordinal()},
            {0xFE70, 0xFEFE, ARABIC.ordinal()},
            {0xFF21, 0xFF3A, LATIN.ordinal()},
            {0xFF41, 0xFF5A, LATIN.ordinal()},
            {0xFF66, 0xFF9F, KANA.ordinal()},
            {0xFFA0, 0xFFDC, HANGUL.ordinal()},
            {0x20000, 0x323AF, HAN.ordinal()},
    };

    private final String title;

    Script(String title) {
        this.title = title;
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
        return this == HAN || this == KANA || this == YI || this == THAI || this == LAO || this == KHMER || this == MYANMAR || this == TIBETAN;
    }

    /** The script of a letter; meaningless for what is no letter. */
    static Script of(int letter) {
        if (isDecorated(letter)) {
            return DECORATED;
        }
        int low = 0;
        int high = BLOCKS.length - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            if (letter < BLOCKS[middle][0]) {
                high = middle - 1;
            } else if (letter > BLOCKS[middle][1]) {
                low = middle + 1;
            } else {
                return values()[BLOCKS[middle][2]];
            }
        }
        return OTHER;
    }

    /** Letters in circles and squares, of full width, raised, and of mathematical alphabets. */
    static boolean isDecorated(int point) {
        return point >= 0x249C && point <= 0x24E9 || point >= 0x1D400 && point <= 0x1D7CB || point >= 0x1F110 && point <= 0x1F189 || point >= 0x1D00 && point <= 0x1DBF
                || point >= 0xFF21 && point <= 0xFF3A || point >= 0xFF41 && point <= 0xFF5A || point >= 0x2100 && point <= 0x214F && Character.isLetter(point);
    }
}
