package dev.tabitat.core.documents;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The characters of fonts of symbols, which word processors number from U+F000 on, in Unicode.
 *
 * <p>
 * Source: Unicode Consortium, MAPPINGS/VENDORS/ADOBE/symbol.txt; Wingdings as in Unicode 7.0's additions (L2/12-368),
 * the usual ones.
 */
final class DocxSymbols {

    private static final int PRIVATE = 0xF000;
    /** From 0x20; a space where the font has nothing or only a part of a sign. */
    private static final String SYMBOL = " !\u2200#\u2203%&\u220B()\u2217+,\u2212./0123456789:;<=>?\u2245\u0391\u0392\u03A7\u0394\u0395\u03A6\u0393\u0397\u0399\u03D1\u039A\u039B\u039C\u039D\u039F\u03A0\u0398\u03A1\u03A3\u03A4\u03A5"
            + "\u03C2\u03A9\u039E\u03A8\u0396[\u2234]\u22A5_ \u03B1\u03B2\u03C7\u03B4\u03B5\u03C6\u03B3\u03B7\u03B9\u03D5\u03BA\u03BB\u03BC\u03BD\u03BF\u03C0\u03B8\u03C1\u03C3\u03C4\u03C5\u03D6\u03C9\u03BE\u03C8\u03B6{|}\u223C";
    /** From 0xA0. */
    private static final String SYMBOL_HIGH = "\u20AC\u03D2\u2032\u2264\u2044\u221E\u0192\u2663\u2666\u2665\u2660\u2194\u2190\u2191\u2192\u2193\u00B0\u00B1\u2033\u2265\u00D7\u221D\u2202\u2022\u00F7\u2260\u2261\u2248\u2026  \u21B5"
            + "\u2135\u2111\u211C\u2118\u2297\u2295\u2205\u2229\u222A\u2283\u2287\u2284\u2282\u2286\u2208\u2209\u2220\u2207\u00AE\u00A9\u2122\u220F\u221A\u22C5\u00AC\u2227\u2228\u21D4\u21D0\u21D1\u21D2\u21D3\u25CA\u2329\u00AE\u00A9\u2122\u2211"
            + "          \u232A\u222B\u2320 \u2321          ";
    /** A byte of the font, then its character. */
    private static final Map<Integer, String> WINGDINGS = table(
            "!\u270F\"\u2702\u0023\u2701\u0028\u260E\u002A\u2709\u0036\u231B\u0041\u270C\u0043\u261D\u0046\u261E\u004A\u263A\u004B\u2639\u004C\u2639\u0051\u2708\u0052\u263C\u0054\u2744\u0058\u2720"
                    + "\u0059\u2721\u005A\u262A\u005B\u262F\u006C\u25CF\u006D\u274D\u006E\u25A0\u006F\u25A1\u0070\u25A1\u0071\u2751\u0072\u2752\u0073\u2B27\u0074\u29EB\u0075\u25C6\u0076\u2756\u0077\u2B25\u0078\u2327\u009E\u00B7\u009F\u2022\u00A0\u25AA\u00A1\u25CB\u00A4\u25C9"
                    + "\u00A5\u25CE\u00A7\u25AA\u00A8\u25FB\u00AA\u2726\u00AB\u2605\u00AC\u2736\u00AD\u2734\u00AE\u2739\u00AF\u2735\u00B6\u2730\u00D5\u232B\u00D6\u2326\u00D8\u27A2\u00DC\u27B2\u00DF\u2190\u00E0\u2192\u00E1\u2191\u00E2\u2193\u00E3\u2196\u00E4\u2197\u00E5\u2199\u00E6\u2198"
                    + "\u00E8\u2794\u00EF\u21E6\u00F0\u21E8\u00F1\u21E7\u00F2\u21E9\u00F3\u2B04\u00F4\u21F3\u00FB\u2717\u00FC\u2713\u00FD\u2612\u00FE\u2611");
    private static final Map<Integer, String> WINGDINGS_2 = table(
            "\u004F\u2717\u0050\u2713\u0051\u2612\u0052\u2611\u0053\u2612\u0054\u2612\u0055\u2297\u0056\u2297\u0097\u25CF\u0098\u25CF\u0099\u25CF\u00A2\u25A0\u00A3\u25A1");
    private static final Map<Integer, String> WINGDINGS_3 = table(
            "\u0066\u2190\u0067\u2192\u0068\u2191\u0069\u2193\u0070\u25B2\u0071\u25BC\u0074\u25C4\u0075\u25BA\u007D\u25B6\u0082\u25B2\u0083\u25BC\u0084\u25C4\u0086\u25BA");

    private DocxSymbols() {}

    private static Map<Integer, String> table(String pairs) {
        Map<Integer, String> table = new HashMap<>();
        for (int i = 0; i + 1 < pairs.length(); i += 2) {
            table.put((int) pairs.charAt(i), String.valueOf(pairs.charAt(i + 1)));
        }
        return table;
    }

    /** Whether a font has symbols in the places of letters. */
    static boolean isOne(String font) {
        String name = font.trim().toLowerCase(Locale.ROOT);
        return name.equals("symbol") || name.startsWith("wingdings") || name.equals("webdings");
    }

    /**
     * The Unicode of a font's character.
     *
     * @param value as the document has it, with or without 0xF000 added
     * @return empty when there is none known
     */
    static Optional<String> unicode(String font, int value) {
        boolean isPrivate = value >= 0xE000 && value <= 0xF8FF;
        if (!isOne(font)) {
            return isPrivate || value < ' ' ? Optional.empty() : Optional.of(String.valueOf((char) value));
        }
        if (!isPrivate && value > 0xFF) {
            return Optional.of(String.valueOf((char) value));
        }
        int code = isPrivate ? value - PRIVATE : value;
        return switch (font.trim().toLowerCase(Locale.ROOT)) {
            case "symbol" -> symbol(code);
            case "wingdings" -> Optional.ofNullable(WINGDINGS.get(code));
            case "wingdings 2" -> Optional.ofNullable(WINGDINGS_2.get(code));
            case "wingdings 3" -> Optional.ofNullable(WINGDINGS_3.get(code));
            default -> Optional.empty();
        };
    }

    private static Optional<String> symbol(int code) {
        boolean isHigh = code >= 0xA0;
        int at = isHigh ? code - 0xA0 : code - 0x20;
        String table = isHigh ? SYMBOL_HIGH : SYMBOL;
        boolean isKnown = at >= 0 && at < table.length() && (table.charAt(at) != ' ' || code == 0x20);
        return isKnown ? Optional.of(table.substring(at, at + 1)) : Optional.empty();
    }
}
