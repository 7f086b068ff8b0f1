package dev.tabitat.core.format.markup;

import dev.tabitat.core.text.Split;
import java.util.HashMap;
import java.util.Map;

/**
 * Characters that markup writes by number or by name.
 *
 * <pre>
 * reference = "&amp;#" digits ";"? | "&amp;#x" hexDigits ";"? | "&amp;" name ";" | "&amp;" latinName
 * </pre>
 *
 * The names are those of HTML 4 and the commoner ones of HTML 5; an unknown one stays as it is written.
 *
 * <p>
 * Source: WHATWG HTML, "Character reference state" and "Named character references".
 */
final class CharacterReferences {

    private static final char REPLACEMENT = '\uFFFD';
    private static final int LONGEST = 8;
    private static final int SHORTEST = 2;
    /** From U+00A0 on, without a hole. These need no semicolon. */
    private static final String LATIN = "nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 sup3 acute micro para middot cedil "
            + "sup1 ordm raquo frac14 frac12 frac34 iquest Agrave Aacute Acirc Atilde Auml Aring AElig Ccedil Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml ETH Ntilde "
            + "Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave Uacute Ucirc Uuml Yacute THORN szlig agrave aacute acirc atilde auml aring aelig ccedil egrave eacute ecirc "
            + "euml igrave iacute icirc iuml eth ntilde ograve oacute ocirc otilde ouml divide oslash ugrave uacute ucirc uuml yacute thorn yuml";
    private static final String BASIC = "amp 38 lt 60 gt 62 quot 34 AMP 38 LT 60 GT 62 QUOT 34 COPY 169 REG 174";
    /** From U+0391 and from U+03B1 on; a dot is a hole. */
    private static final String GREEK = "Alpha Beta Gamma Delta Epsilon Zeta Eta Theta Iota Kappa Lambda Mu Nu Xi Omicron Pi Rho . Sigma Tau Upsilon Phi Chi Psi Omega";
    private static final String SMALL_GREEK = "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho sigmaf sigma tau upsilon phi chi psi omega";
    private static final String OTHERS = "apos 39 Tab 9 NewLine 10 excl 33 num 35 dollar 36 percnt 37 lpar 40 rpar 41 ast 42 plus 43 comma 44 period 46 sol 47 colon 58 semi 59 "
            + "equals 61 quest 63 commat 64 lsqb 91 lbrack 91 bsol 92 rsqb 93 rbrack 93 Hat 94 lowbar 95 grave 96 lcub 123 lbrace 123 verbar 124 vert 124 rcub 125 rbrace 125 "
            + "Abreve 258 abreve 259 Aogon 260 aogon 261 Cacute 262 cacute 263 Ccaron 268 ccaron 269 Dcaron 270 dcaron 271 Dstrok 272 dstrok 273 Eogon 280 eogon 281 "
            + "Ecaron 282 ecaron 283 Gbreve 286 gbreve 287 Idot 304 imath 305 Lstrok 321 lstrok 322 Nacute 323 nacute 324 Ncaron 327 ncaron 328 Odblac 336 odblac 337 "
            + "OElig 338 oelig 339 Rcaron 344 rcaron 345 Sacute 346 sacute 347 Scedil 350 scedil 351 Scaron 352 scaron 353 Tcedil 354 tcedil 355 Tcaron 356 tcaron 357 "
            + "Uring 366 uring 367 Udblac 368 udblac 369 Yuml 376 Zacute 377 zacute 378 Zdot 379 zdot 380 Zcaron 381 zcaron 382 fnof 402 circ 710 tilde 732 thetasym 977 "
            + "upsih 978 piv 982 ensp 8194 emsp 8195 numsp 8199 thinsp 8201 hairsp 8202 zwnj 8204 zwj 8205 lrm 8206 rlm 8207 hyphen 8208 dash 8208 ndash 8211 mdash 8212 "
            + "horbar 8213 lsquo 8216 rsquo 8217 sbquo 8218 ldquo 8220 rdquo 8221 bdquo 8222 dagger 8224 Dagger 8225 bull 8226 hellip 8230 permil 8240 prime 8242 Prime 8243 "
            + "lsaquo 8249 rsaquo 8250 oline 8254 frasl 8260 euro 8364 image 8465 numero 8470 weierp 8472 real 8476 trade 8482 alefsym 8501 larr 8592 uarr 8593 rarr 8594 "
            + "darr 8595 harr 8596 crarr 8629 lArr 8656 uArr 8657 rArr 8658 dArr 8659 hArr 8660 forall 8704 part 8706 exist 8707 empty 8709 nabla 8711 isin 8712 notin 8713 "
            + "ni 8715 prod 8719 sum 8721 minus 8722 lowast 8727 radic 8730 prop 8733 infin 8734 ang 8736 and 8743 or 8744 cap 8745 cup 8746 int 8747 there4 8756 sim 8764 "
            + "cong 8773 asymp 8776 ne 8800 equiv 8801 le 8804 ge 8805 sub 8834 sup 8835 nsub 8836 sube 8838 supe 8839 oplus 8853 otimes 8855 perp 8869 sdot 8901 lceil 8968 "
            + "rceil 8969 lfloor 8970 rfloor 8971 loz 9674 starf 9733 star 9734 phone 9742 female 9792 male 9794 spades 9824 clubs 9827 hearts 9829 diams 9830 check 10003 "
            + "cross 10007 lang 10216 rang 10217 fflig 64256 filig 64257 fllig 64258";
    /** What bytes 0x80 to 0x9F are in windows-1252: numbers in that range mean these. */
    private static final String WINDOWS_1252 = "\u20AC\u0081\u201A\u0192\u201E\u2026\u2020\u2021\u02C6\u2030\u0160\u2039\u0152\u008D\u017D\u008F"
            + "\u0090\u2018\u2019\u201C\u201D\u2022\u2013\u2014\u02DC\u2122\u0161\u203A\u0153\u009D\u017E\u0178";

    private static final Map<String, Integer> WITHOUT_SEMICOLON = new HashMap<>();
    private static final Map<String, Integer> NAMES = new HashMap<>();

    static {
        row(WITHOUT_SEMICOLON, LATIN, 0xA0);
        pairs(WITHOUT_SEMICOLON, BASIC);
        NAMES.putAll(WITHOUT_SEMICOLON);
        row(NAMES, GREEK, 0x391);
        row(NAMES, SMALL_GREEK, 0x3B1);
        pairs(NAMES, OTHERS);
    }

    private CharacterReferences() {}

    /** Text with its references replaced. */
    static String text(String source, int from, int to) {
        return decode(source, from, to, false);
    }

    /** A value with its references replaced: in a link's query {@code &copy=1} stays. */
    static String attribute(String source, int from, int to) {
        return decode(source, from, to, true);
    }

    private static String decode(String source, int from, int to, boolean isAttribute) {
        int at = ampersand(source, from, to);
        if (at == to) {
            return source.substring(from, to);
        }
        StringBuilder out = new StringBuilder(to - from);
        int copied = from;
        while (at < to) {
            out.append(source, copied, at);
            int next = at + 1 < to && source.charAt(at + 1) == '#' ? number(source, at, to, out)
                    : name(source, at, to, isAttribute, out);
            if (next == at) {
                out.append('&');
            }
            copied = Math.max(next, at + 1);
            at = ampersand(source, copied, to);
        }
        return out.append(source, copied, to).toString();
    }

    /**
     * The first ampersand, or {@code to}: nothing behind it is looked at, or many short texts would take a long time.
     */
    static int ampersand(String source, int from, int to) {
        int at = from;
        while (at < to && source.charAt(at) != '&') {
            at++;
        }
        return at;
    }

    /** Appends the character of a number. @return behind it, or {@code at} when it is none */
    static int number(String source, int at, int to, StringBuilder out) {
        boolean isHex = at + 2 < to && (source.charAt(at + 2) == 'x' || source.charAt(at + 2) == 'X');
        int first = at + (isHex ? 3 : 2);
        int i = first;
        int value = 0;
        while (i < to) {
            int digit = digit(source.charAt(i));
            if (digit < 0 || digit >= (isHex ? 16 : 10)) {
                break;
            }
            value = Math.min(value * (isHex ? 16 : 10) + digit, Character.MAX_CODE_POINT + 1);
            i++;
        }
        if (i == first) {
            return at;
        }
        if (value >= 0x80 && value < 0xA0) {
            out.append(WINDOWS_1252.charAt(value - 0x80));
        } else if (value == 0 || value > Character.MAX_CODE_POINT || value >= 0xD800 && value < 0xE000) {
            out.append(REPLACEMENT);
        } else {
            out.appendCodePoint(value);
        }
        return i < to && source.charAt(i) == ';' ? i + 1 : i;
    }

    private static int name(String source, int at, int to, boolean isAttribute, StringBuilder out) {
        int end = at + 1;
        while (end < to && end - at <= LONGEST && isAlphanumeric(source.charAt(end))) {
            end++;
        }
        if (end < to && source.charAt(end) == ';') {
            Integer point = NAMES.get(source.substring(at + 1, end));
            if (point != null) {
                out.appendCodePoint(point);
                return end + 1;
            }
        }
        for (int i = end; i - at > SHORTEST; i--) {
            Integer point = WITHOUT_SEMICOLON.get(source.substring(at + 1, i));
            if (point != null) {
                boolean goesOn = isAttribute && i < to && (source.charAt(i) == '=' || isAlphanumeric(source.charAt(i)));
                if (goesOn) {
                    return at;
                }
                out.appendCodePoint(point);
                return i < to && source.charAt(i) == ';' ? i + 1 : i;
            }
        }
        return at;
    }

    private static boolean isAlphanumeric(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
    }

    private static int digit(char c) {
        return c >= '0' && c <= '9' ? c - '0'
                : c >= 'a' && c <= 'f' ? c - 'a' + 10 : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
    }

    private static void row(Map<String, Integer> names, String row, int first) {
        String[] words = Split.array(row, ' ');
        for (int i = 0; i < words.length; i++) {
            if (!words[i].equals(".")) {
                names.put(words[i], first + i);
            }
        }
    }

    private static void pairs(Map<String, Integer> names, String pairs) {
        String[] words = Split.array(pairs, ' ');
        for (int i = 0; i < words.length; i += 2) {
            names.put(words[i], Integer.parseInt(words[i + 1]));
        }
    }
}
