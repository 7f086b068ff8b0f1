package dev.tabitat.core.text;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The names under which encodings are declared: every label of the WHATWG Encoding Standard, and those that Java,
 * Python and Windows write besides. Labels of encodings that the standard replaces for safety (ISO-2022-KR, HZ) are
 * unknown here.
 */
final class EncodingLabels {

    private static final Map<String, TextEncoding> LABELS = new HashMap<>();

    static {
        add(TextEncoding.UTF_8,
                "unicode-1-1-utf-8 unicode11utf8 unicode20utf8 utf-8 utf8 x-unicode20utf8 utf_8 utf-8-sig cp65001 utf8mb4");
        add(TextEncoding.UTF_16_LE,
                "csunicode iso-10646-ucs-2 ucs-2 unicode unicodefeff utf-16 utf-16le utf16 utf_16 utf_16_le x-utf-16le");
        add(TextEncoding.UTF_16_BE, "unicodefffe utf-16be utf_16_be x-utf-16be");
        add(TextEncoding.IBM866, "866 cp866 csibm866 ibm866");
        add(TextEncoding.ISO_8859_2,
                "csisolatin2 iso-8859-2 iso-ir-101 iso8859-2 iso88592 iso_8859-2 iso_8859-2:1987 l2 latin2 iso8859_2");
        add(TextEncoding.ISO_8859_3,
                "csisolatin3 iso-8859-3 iso-ir-109 iso8859-3 iso88593 iso_8859-3 iso_8859-3:1988 l3 latin3 iso8859_3");
        add(TextEncoding.ISO_8859_4,
                "csisolatin4 iso-8859-4 iso-ir-110 iso8859-4 iso88594 iso_8859-4 iso_8859-4:1988 l4 latin4 iso8859_4");
        add(TextEncoding.ISO_8859_5,
                "csisolatincyrillic cyrillic iso-8859-5 iso-ir-144 iso8859-5 iso88595 iso_8859-5 iso_8859-5:1988 iso8859_5");
        add(TextEncoding.ISO_8859_6,
                "arabic asmo-708 csiso88596e csiso88596i csisolatinarabic ecma-114 iso-8859-6 iso-8859-6-e iso-8859-6-i iso-ir-127 iso8859-6 iso88596"
                        + " iso_8859-6 iso_8859-6:1987 iso8859_6");
        add(TextEncoding.ISO_8859_7,
                "csisolatingreek ecma-118 elot_928 greek greek8 iso-8859-7 iso-ir-126 iso8859-7 iso88597 iso_8859-7 iso_8859-7:1987 sun_eu_greek iso8859_7");
        add(TextEncoding.ISO_8859_8,
                "csiso88598e csisolatinhebrew hebrew iso-8859-8 iso-8859-8-e iso-ir-138 iso8859-8 iso88598 iso_8859-8 iso_8859-8:1988 visual iso8859_8");
        add(TextEncoding.ISO_8859_8_I, "csiso88598i iso-8859-8-i logical");
        add(TextEncoding.ISO_8859_10, "csisolatin6 iso-8859-10 iso-ir-157 iso8859-10 iso885910 l6 latin6");
        add(TextEncoding.ISO_8859_13, "iso-8859-13 iso8859-13 iso885913 latin7 l7");
        add(TextEncoding.ISO_8859_14, "iso-8859-14 iso8859-14 iso885914 latin8 l8");
        add(TextEncoding.ISO_8859_15, "csisolatin9 iso-8859-15 iso8859-15 iso885915 iso_8859-15 l9 latin9 iso8859_15");
        add(TextEncoding.ISO_8859_16, "iso-8859-16 latin10 l10");
        add(TextEncoding.KOI8_R, "cskoi8r koi koi8 koi8-r koi8_r");
        add(TextEncoding.KOI8_U, "koi8-u koi8-ru koi8_u");
        add(TextEncoding.MACINTOSH, "csmacintosh mac macintosh x-mac-roman macroman mac-roman x-macroman");
        add(TextEncoding.WINDOWS_874,
                "dos-874 iso-8859-11 iso8859-11 iso885911 tis-620 windows-874 cp874 x-windows-874 tis620 ms874");
        add(TextEncoding.WINDOWS_1250, "cp1250 windows-1250 x-cp1250");
        add(TextEncoding.WINDOWS_1251, "cp1251 windows-1251 x-cp1251 win-1251");
        add(TextEncoding.WINDOWS_1252,
                "ansi_x3.4-1968 ascii cp1252 cp819 csisolatin1 ibm819 iso-8859-1 iso-ir-100 iso8859-1 iso88591 iso_8859-1 iso_8859-1:1987 l1 latin1 us-ascii"
                        + " windows-1252 x-cp1252 x-user-defined iso8859_1 latin-1 ansi");
        add(TextEncoding.WINDOWS_1253, "cp1253 windows-1253 x-cp1253");
        add(TextEncoding.WINDOWS_1254,
                "cp1254 csisolatin5 iso-8859-9 iso-ir-148 iso8859-9 iso88599 iso_8859-9 iso_8859-9:1989 l5 latin5 windows-1254 x-cp1254 iso8859_9");
        add(TextEncoding.WINDOWS_1255, "cp1255 windows-1255 x-cp1255");
        add(TextEncoding.WINDOWS_1256, "cp1256 windows-1256 x-cp1256");
        add(TextEncoding.WINDOWS_1257, "cp1257 windows-1257 x-cp1257");
        add(TextEncoding.WINDOWS_1258, "cp1258 windows-1258 x-cp1258");
        add(TextEncoding.X_MAC_CYRILLIC, "x-mac-cyrillic x-mac-ukrainian mac-cyrillic x-maccyrillic");
        add(TextEncoding.GBK,
                "chinese csgb2312 csiso58gb231280 gb2312 gb_2312 gb_2312-80 gbk iso-ir-58 x-gbk cp936 ms936 windows-936 euc-cn euc_cn");
        add(TextEncoding.GB18030, "gb18030 gb18030-2000");
        add(TextEncoding.BIG5, "big5 big5-hkscs cn-big5 csbig5 x-x-big5 cp950 ms950 windows-950");
        add(TextEncoding.EUC_JP, "cseucpkdfmtjapanese euc-jp x-euc-jp euc_jp eucjp");
        add(TextEncoding.ISO_2022_JP, "csiso2022jp iso-2022-jp iso2022jp jis");
        add(TextEncoding.SHIFT_JIS,
                "csshiftjis ms932 ms_kanji shift-jis shift_jis sjis windows-31j x-sjis cp932 windows-932 cswindows31j x-ms-cp932");
        add(TextEncoding.EUC_KR,
                "cseuckr csksc56011987 euc-kr iso-ir-149 korean ks_c_5601-1987 ks_c_5601-1989 ksc5601 ksc_5601 windows-949 cp949 ms949 uhc euc_kr x-windows-949");
    }

    private EncodingLabels() {}

    /** The encoding of a label in any case, white space around it left out; empty for an unknown one. */
    static Optional<TextEncoding> find(String label) {
        return Optional.ofNullable(LABELS.get(label.trim().toLowerCase(Locale.ROOT)));
    }

    private static void add(TextEncoding encoding, String labels) {
        int from = 0;
        while (from < labels.length()) {
            int end = labels.indexOf(' ', from);
            end = end < 0 ? labels.length() : end;
            LABELS.put(labels.substring(from, end), encoding);
            from = end + 1;
        }
    }
}
