package dev.tabitat.core.text;

import dev.tabitat.core.error.DamagedData;
import java.util.Locale;
import java.util.Optional;

/**
 * How a file's bytes become text: by its byte order mark, else as it declares, else UTF-8 where it is well-formed, else
 * UTF-16 where its zeros show it, else the single-byte encoding whose letters it most looks like. Any bytes are text;
 * what means nothing becomes U+FFFD. Encodings without a table here are decoded by the {@link PlatformDecoder}.
 *
 * <p>
 * Source: WHATWG Encoding Standard, labels and tables; bytes that a Windows table leaves open are U+FFFD here.
 */
public enum TextEncoding {
    UTF_8("UTF-8"),
    UTF_16_LE("UTF-16 (little-endian)"),
    UTF_16_BE("UTF-16 (big-endian)"),
    WINDOWS_1252("Windows-1252",
            "€\uFFFD\u201Aƒ„…†‡ˆ‰Š‹Œ\uFFFDŽ\uFFFD\uFFFD\u2018\u2019“”•\u2013\u2014˜™š›œ\uFFFDžŸ\u00A0¡¢£¤¥¦§¨©ª«¬\u00AD®¯°±²³´µ¶·¸¹º»¼½¾¿"
                    + "ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖ×ØÙÚÛÜÝÞßàáâãäåæçèéêëìíîïðñòóôõö÷øùúûüýþÿ"),
    WINDOWS_1250("Windows-1250",
            "€\uFFFD\u201A\uFFFD„…†‡\uFFFD‰Š‹ŚŤŽŹ\uFFFD\u2018\u2019“”•\u2013\u2014\uFFFD™š›śťžź\u00A0ˇ˘Ł¤Ą¦§¨©Ş«¬\u00AD®Ż°±˛ł´µ¶·¸ąş»Ľ˝ľż"
                    + "ŔÁÂĂÄĹĆÇČÉĘËĚÍÎĎĐŃŇÓÔŐÖ×ŘŮÚŰÜÝŢßŕáâăäĺćçčéęëěíîďđńňóôőö÷řůúűüýţ˙"),
    WINDOWS_1251("Windows-1251",
            "ЂЃ\u201Aѓ„…†‡€‰Љ‹ЊЌЋЏђ\u2018\u2019“”•\u2013\u2014\uFFFD™љ›њќћџ\u00A0ЎўЈ¤Ґ¦§Ё©Є«¬\u00AD®Ї°±Ііґµ¶·ё№є»јЅѕї"
                    + "АБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯабвгдежзийклмнопрстуфхцчшщъыьэюя"),
    WINDOWS_1253("Windows-1253",
            "€\uFFFD\u201Aƒ„…†‡\uFFFD‰\uFFFD‹\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\u2018\u2019“”•\u2013\u2014\uFFFD™\uFFFD›\uFFFD\uFFFD\uFFFD\uFFFD\u00A0΅Ά£¤¥¦§¨©\uFFFD«¬\u00AD®\u2015°±²³΄µ¶·ΈΉΊ»Ό½ΎΏ"
                    + "ΐΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡ\uFFFDΣΤΥΦΧΨΩΪΫάέήίΰαβγδεζηθικλμνξοπρςστυφχψωϊϋόύώ\uFFFD"),
    WINDOWS_1254("Windows-1254",
            "€\uFFFD\u201Aƒ„…†‡ˆ‰Š‹Œ\uFFFD\uFFFD\uFFFD\uFFFD\u2018\u2019“”•\u2013\u2014˜™š›œ\uFFFD\uFFFDŸ\u00A0¡¢£¤¥¦§¨©ª«¬\u00AD®¯°±²³´µ¶·¸¹º»¼½¾¿"
                    + "ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏĞÑÒÓÔÕÖ×ØÙÚÛÜİŞßàáâãäåæçèéêëìíîïğñòóôõö÷øùúûüışÿ"),
    ISO_8859_2("ISO-8859-2",
            "\u00A0Ą˘Ł¤ĽŚ§¨ŠŞŤŹ\u00ADŽŻ°ą˛ł´ľśˇ¸šşťź˝žżŔÁÂĂÄĹĆÇČÉĘËĚÍÎĎ"
                    + "ĐŃŇÓÔŐÖ×ŘŮÚŰÜÝŢßŕáâăäĺćçčéęëěíîďđńňóôőö÷řůúűüýţ˙"),
    ISO_8859_5("ISO-8859-5",
            "\u00A0ЁЂЃЄЅІЇЈЉЊЋЌ\u00ADЎЏАБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯ"
                    + "абвгдежзийклмнопрстуфхцчшщъыьэюя№ёђѓєѕіїјљњћќ§ўџ"),
    ISO_8859_7("ISO-8859-7",
            "\u00A0\u2018\u2019£€₯¦§¨©\u037A«¬\u00AD\uFFFD\u2015°±²³΄΅Ά·ΈΉΊ»Ό½ΎΏΐΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟ"
                    + "ΠΡ\uFFFDΣΤΥΦΧΨΩΪΫάέήίΰαβγδεζηθικλμνξοπρςστυφχψωϊϋόύώ\uFFFD"),
    ISO_8859_15("ISO-8859-15",
            "\u00A0¡¢£€¥Š§š©ª«¬\u00AD®¯°±²³Žµ¶·ž¹º»ŒœŸ¿ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏ"
                    + "ÐÑÒÓÔÕÖ×ØÙÚÛÜÝÞßàáâãäåæçèéêëìíîïðñòóôõö÷øùúûüýþÿ"),
    KOI8_R("KOI8-R", "─│┌┐└┘├┤┬┴┼▀▄█▌▐░▒▓⌠■∙√≈≤≥\u00A0⌡°²·÷═║╒ё╓╔╕╖╗╘╙╚╛╜╝╞╟╠╡Ё╢╣╤╥╦╧╨╩╪╫╬©"
            + "юабцдефгхийклмнопярстужвьызшэщчъЮАБЦДЕФГХИЙКЛМНОПЯРСТУЖВЬЫЗШЭЩЧЪ"),
    IBM866("IBM866"),
    ISO_8859_3("ISO-8859-3"),
    ISO_8859_4("ISO-8859-4"),
    ISO_8859_6("ISO-8859-6"),
    ISO_8859_8("ISO-8859-8"),
    ISO_8859_8_I("ISO-8859-8-I"),
    ISO_8859_10("ISO-8859-10"),
    ISO_8859_13("ISO-8859-13"),
    ISO_8859_14("ISO-8859-14"),
    ISO_8859_16("ISO-8859-16"),
    KOI8_U("KOI8-U"),
    MACINTOSH("Macintosh"),
    WINDOWS_874("Windows-874"),
    WINDOWS_1255("Windows-1255"),
    WINDOWS_1256("Windows-1256"),
    WINDOWS_1257("Windows-1257"),
    WINDOWS_1258("Windows-1258"),
    X_MAC_CYRILLIC("x-mac-cyrillic"),
    GBK("GBK"),
    GB18030("GB18030"),
    BIG5("Big5"),
    EUC_JP("EUC-JP"),
    ISO_2022_JP("ISO-2022-JP"),
    SHIFT_JIS("Shift_JIS"),
    EUC_KR("EUC-KR");

    /** How it is known in which encoding a file is. */
    public enum Basis {
        MARK,
        DECLARED,
        /** No other encoding is likely to look like it. */
        SHAPE,
        GUESSED
    }

    /**
     * Text and how it was read.
     *
     * @param text without unpaired surrogates; a byte order mark is no part of it
     * @param unsupported the label that is declared, where nothing here decodes it; else empty
     */
    public record Decoded(String text, TextEncoding encoding, Basis basis, String unsupported) {

        /** A sentence for a person where the encoding is a guess, or is not the one that is declared. */
        public Optional<String> notice() {
            if (basis != Basis.GUESSED && unsupported.isEmpty()) {
                return Optional.empty();
            }
            String why = unsupported.isEmpty() ? "The file does not say how its characters are encoded"
                    : "The file declares the encoding \u201c" + unsupported + "\u201d, which is not supported";
            return Optional.of(why + (basis == Basis.GUESSED ? "; " + encoding.title + " was guessed from its letters."
                    : "; it was read as " + encoding.title + "."));
        }
    }

    private static final char REPLACEMENT = '\uFFFD';
    /** What zeros are looked for in. */
    private static final int SAMPLE = 1 << 16;
    /** A file with so many well-formed sequences for each malformed one is UTF-8 with a scratch. */
    private static final int SOUND = 10;

    private final String title;
    /** Bytes 0x80 to 0xFF, or 0xA0 to 0xFF where those before are themselves; empty for Unicode's own encodings. */
    private final String high;

    TextEncoding(String title) {
        this(title, "");
    }

    TextEncoding(String title, String high) {
        this.title = title;
        this.high = high;
    }

    /** Its name for people. */
    public String title() {
        return title;
    }

    /** Its character for one byte; only for single-byte encodings. */
    char charOf(int value) {
        int from = 0x100 - high.length();
        return value < from ? (char) value : high.charAt(value - from);
    }

    /** Whether the platform has to decode it. */
    private boolean isOfPlatform() {
        return high.isEmpty() && this != UTF_8 && this != UTF_16_LE && this != UTF_16_BE;
    }

    public static Decoded decode(byte[] bytes) {
        return decode(bytes, "", PlatformDecoder.NONE);
    }

    /** As {@link #decode(byte[], String, PlatformDecoder)}, by the tables that are here. */
    public static Decoded decode(byte[] bytes, String declared) {
        return decode(bytes, declared, PlatformDecoder.NONE);
    }

    /**
     * The text of {@code bytes}.
     *
     * @param declared the label that the file or its sender gives, in any case; empty for none
     * @param platform decodes what has no table here
     */
    public static Decoded decode(byte[] bytes, String declared, PlatformDecoder platform) {
        if (bytes.length >= 3 && bytes[0] == (byte) 0xEF && bytes[1] == (byte) 0xBB && bytes[2] == (byte) 0xBF) {
            return new Decoded(utf8(bytes, 3), UTF_8, Basis.MARK, "");
        }
        if (bytes.length >= 2 && bytes[0] == (byte) 0xFF && bytes[1] == (byte) 0xFE) {
            return new Decoded(utf16(bytes, 2, 0), UTF_16_LE, Basis.MARK, "");
        }
        if (bytes.length >= 2 && bytes[0] == (byte) 0xFE && bytes[1] == (byte) 0xFF) {
            return new Decoded(utf16(bytes, 2, 1), UTF_16_BE, Basis.MARK, "");
        }
        Optional<Decoded> named = EncodingLabels.find(declared)
                .flatMap(encoding -> named(bytes, encoding, declared, platform));
        if (named.isPresent()) {
            return named.get();
        }
        String unsupported = declared.trim();
        Optional<TextEncoding> wide = byZeros(bytes);
        if (wide.isPresent()) {
            return new Decoded(wide.get().text(bytes), wide.get(), Basis.SHAPE, unsupported);
        }
        if (isUtf8(bytes)) {
            return new Decoded(utf8(bytes, 0), UTF_8, Basis.SHAPE, unsupported);
        }
        TextEncoding guess = LetterGuess.of(bytes);
        return new Decoded(guess.text(bytes), guess, Basis.GUESSED, unsupported);
    }

    private static Optional<Decoded> named(byte[] bytes, TextEncoding encoding, String declared,
            PlatformDecoder platform) {
        if (encoding.isOfPlatform()) {
            return platform.decode(encoding.title.toLowerCase(Locale.ROOT), bytes)
                    .map(text -> new Decoded(Utf8.replaceUnpairedSurrogates(text), encoding, Basis.DECLARED, ""));
        }
        boolean isEitherWay = encoding == UTF_16_LE && !declared.trim().toLowerCase(Locale.ROOT).endsWith("le");
        TextEncoding actual = isEitherWay ? byZeros(bytes).orElse(encoding) : encoding;
        return Optional.of(new Decoded(actual.text(bytes), actual, Basis.DECLARED, ""));
    }

    /** What a page or an XML file declares, see {@link DeclaredEncoding#inMarkup}. */
    public static String declared(byte[] head) {
        return DeclaredEncoding.inMarkup(head);
    }

    private String text(byte[] bytes) {
        if (this == UTF_8) {
            return utf8(bytes, 0);
        }
        if (this == UTF_16_LE || this == UTF_16_BE) {
            return utf16(bytes, 0, this == UTF_16_BE ? 1 : 0);
        }
        char[] text = new char[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            text[i] = charOf(bytes[i] & 0xFF);
        }
        return new String(text);
    }

    /**
     * Letters, spaces and marks of most scripts' files have a zero in one half of their code units and hardly any in
     * the other.
     */
    private static Optional<TextEncoding> byZeros(byte[] bytes) {
        int pairs = Math.min(bytes.length, SAMPLE) / 2;
        int even = 0;
        int odd = 0;
        for (int i = 0; i < pairs; i++) {
            even += bytes[2 * i] == 0 ? 1 : 0;
            odd += bytes[2 * i + 1] == 0 ? 1 : 0;
        }
        if (bytes.length % 2 != 0 || Math.max(even, odd) * 10 < pairs || Math.max(even, odd) == 0
                || Math.min(even, odd) * 20 > Math.max(even, odd)) {
            return Optional.empty();
        }
        return Optional.of(odd > even ? UTF_16_LE : UTF_16_BE);
    }

    private static String utf16(byte[] bytes, int from, int high) {
        char[] text = new char[(bytes.length - from) / 2];
        for (int i = 0; i < text.length; i++) {
            int at = 2 * i + from;
            text[i] = (char) ((bytes[at + 1 - high] & 0xFF) << 8 | bytes[at + high] & 0xFF);
        }
        return Utf8.replaceUnpairedSurrogates(new String(text));
    }

    /** Whether the bytes are UTF-8, or so nearly that a few were damaged or the last character cut. */
    private static boolean isUtf8(byte[] bytes) {
        long sound = 0;
        long malformed = 0;
        for (int i = 0; i < bytes.length;) {
            int length = sequence(bytes, i);
            sound += length > 1 ? 1 : 0;
            malformed += length < 0 ? 1 : 0;
            i += Math.abs(length);
        }
        return malformed * SOUND <= sound;
    }

    /** The length of the well-formed sequence at {@code at}, or minus the length of what is malformed there. */
    private static int sequence(byte[] bytes, int at) {
        int first = bytes[at] & 0xFF;
        if (first < 0x80) {
            return 1;
        }
        int extra = first >= 0xC2 && first < 0xE0 ? 1
                : first >= 0xE0 && first < 0xF0 ? 2 : first >= 0xF0 && first < 0xF5 ? 3 : 0;
        for (int k = 1; k <= extra; k++) {
            int next = at + k < bytes.length ? bytes[at + k] & 0xFF : 0;
            int lowest = k == 1 && first == 0xE0 ? 0xA0 : k == 1 && first == 0xF0 ? 0x90 : 0x80;
            int highest = k == 1 && first == 0xED ? 0x9F : k == 1 && first == 0xF4 ? 0x8F : 0xBF;
            if (next < lowest || next > highest) {
                return -k;
            }
        }
        return extra == 0 ? -1 : extra + 1;
    }

    private static String utf8(byte[] bytes, int from) {
        try {
            return Utf8.decode(bytes, from, bytes.length - from);
        } catch (DamagedData malformed) {
            return mended(bytes, from);
        }
    }

    private static String mended(byte[] bytes, int from) {
        StringBuilder text = new StringBuilder(bytes.length - from);
        for (int i = from; i < bytes.length;) {
            int length = sequence(bytes, i);
            if (length < 0) {
                text.append(REPLACEMENT);
            } else if (length == 1) {
                text.append((char) bytes[i]);
            } else {
                int point = bytes[i] & 0x7F >> length;
                for (int k = 1; k < length; k++) {
                    point = point << 6 | bytes[i + k] & 0x3F;
                }
                text.appendCodePoint(point);
            }
            i += Math.abs(length);
        }
        return text.toString();
    }
}
