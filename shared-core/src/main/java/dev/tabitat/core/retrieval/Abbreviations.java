package dev.tabitat.core.retrieval;

import dev.tabitat.core.text.Split;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/**
 * Abbreviations of English, German, French, Spanish, Italian, Portuguese, Dutch, Polish and Swedish whose full stop
 * ends no sentence.
 *
 * <p>
 * Those that often stand last, such as {@code etc.}, are not among them: before a capital letter their full stop ends
 * the sentence too.
 */
final class Abbreviations {

    /** Titles and other abbreviations that something always follows, in lower case, without the last full stop. */
    private static final Set<String> INNER = set(
            "mr mrs mx messrs dr drs prof rev revd gen capt cpt lt cmdr sgt cpl pvt adm gov rep pres supt insp st mt jr sr vs cf eg ie e.g i.e al ed eds dept inc ltd corp approx "
                    + "hrn hrrn frl dipl ing doz hl med rer nat phil jur iur habil theol h.c bzw ca evtl ggf inkl exkl zzgl z.b d.h u.a s.o s.u u.\u00e4 i.d.r bspw vgl sog geb gest verh mio mrd tsd hrsg "
                    + "mme mmes mlle mlles mgr ste sts vve g\u00e9n cdt av env boul c.-\u00e0-d p.ex "
                    + "sres sra sras srta srtas d\u00f1a d\u00aa dra dras dres profa lic licda lcdo lcda arq abog gral cnel tte sgto cmdte excmo excma ilmo ilma rvdo rvda hno hna mons pbro mtro mtra ud uds vd vds "
                    + "avda pza p.ej ee.uu aprox "
                    + "sig sigg sig.ra sig.na sig.re sig.ri dott dott.ssa dott.ri prof.ssa prof.ri avv geom cav magg egr gent gent.mo gent.ma spett spett.le ill.mo ill.ma chiar.mo p.es "
                    + "srs eng enga adv exmo exma exmos exmas ex.mo ex.ma v.exa des dep "
                    + "dhr dhrn mevr mw mej bijv o.a t.a.v t.o.v t.n.v i.v.m m.b.t d.w.z d.m.v m.n zgn resp incl excl c.q jl "
                    + "hab in\u017c ks \u015bw b\u0142 bp abp kard p\u0142k pp\u0142k mjr kpt ppor sier\u017c plut kpr dyr prez ul pl os np tj tzn tzw m.in wg zob ur zm im ds "
                    + "kl t.ex bl.a dvs");

    /**
     * The same among those that are also words at the end of sentences: they count with a capital letter, as in
     * {@code Fr. Weber}, behind an apostrophe, as in {@code l'on. Rossi}, and behind another abbreviation, as in
     * {@code dr. ir. Bakker}.
     */
    private static final Set<String> CAPITALISED = set(
            "ms fr hr mm pr pe ir maj hon sen sec mag fa co col cap cel comm ten rag on arch sto sta por br red");

    /** Lower-case letters that stand before a name in Polish and Italian. */
    private static final Set<String> BEFORE_NAMES = set("p s o");

    /** What numbers follow, in lower case. */
    private static final Set<String> NUMBERED = set(
            "no nos nr nrs n num n\u00fam n\u00b0 n\u00ba fig figs abb abs gem est min bd kap aufl tab vol vols ch chap cap sec sect art arts art.n par p pp pag pagg p\u00e1g p\u00e1gs s ss "
                    + "blz str pkt ust poz rozdz godz t tel ext lit rn rdn "
                    + "jan feb mar apr jun jul aug sep sept oct nov dec janv f\u00e9vr avr juil d\u00e9c ene abr dic febbr magg giu lug ott ag okt dez mrt mei");

    private static final Set<String> GERMAN_MONTHS = set(
            "januar j\u00e4nner februar m\u00e4rz april mai juni juli august september oktober november dezember jahrhundert jahrhunderts weltkrieg weltkriegs");

    private static final String OPENING = "([{\"'\u00ab\u2039\u201c\u201e\u201a\u2018\u201d\u2019\u00bf\u00a1\u2014\u2013*_";

    private Abbreviations() {}

    private static Set<String> set(String words) {
        return new HashSet<>(Arrays.asList(Split.array(words, ' ')));
    }

    /**
     * Whether a full stop belongs to what stands before it.
     *
     * @param before what stands before the full stop, back to white space
     * @param startsSentence whether nothing of the sentence stands before that
     * @param isChained whether an abbreviation stands before it
     * @param after the text, read from {@code next} on: what follows the full stop, behind white space
     * @param to the end of what may be read
     */
    static boolean ownsFullStop(String before, boolean startsSentence, boolean isChained, String after, int next,
            int to) {
        String word = before.substring(opening(before));
        if (word.isEmpty()) {
            return false;
        }
        String lower = word.toLowerCase(Locale.ROOT);
        if (isDigits(word)) {
            return word.length() <= 2 && (startsSentence || GERMAN_MONTHS.contains(word(after, next, to)));
        }
        if (isKnown(word, lower, isChained, after, next, to)) {
            return true;
        }
        // "Dipl.-Ing.", "l'avv.", "Herr/Fr.": the last part decides.
        int apostrophe = Math.max(lower.lastIndexOf('\''), lower.lastIndexOf('\u2019'));
        int part = Math.max(apostrophe, Math.max(lower.lastIndexOf('-'), lower.lastIndexOf('/'))) + 1;
        return part > 0 && part < lower.length()
                && isKnown(word.substring(part), lower.substring(part), apostrophe == part - 1, after, next, to);
    }

    private static boolean isKnown(String word, String lower, boolean isTitle, String after, int next, int to) {
        boolean isCapital = Character.isUpperCase(word.charAt(0));
        if (INNER.contains(lower) || (isCapital || isTitle) && CAPITALISED.contains(lower)
                || word.length() == 1 && isCapital) {
            return true;
        }
        if (next >= to) {
            return false;
        }
        char c = after.charAt(next);
        boolean numberFollows = Character.isDigit(c) || "+#\u00a7".indexOf(c) >= 0 || isRoman(after, next, to);
        if (numberFollows && (NUMBERED.contains(lower) || lower.endsWith("str") && lower.length() > 3)) {
            return true;
        }
        char second = next + 1 < to ? after.charAt(next + 1) : ' ';
        // The first half of "z. B." and its like, or a title of one letter before a name.
        return word.length() == 1 && Character.isLetter(c) && (second == '.'
                || BEFORE_NAMES.contains(lower) && Character.isUpperCase(c) && Character.isLetter(second));
    }

    private static int opening(String word) {
        int at = 0;
        while (at < word.length() && OPENING.indexOf(word.charAt(at)) >= 0) {
            at++;
        }
        return at;
    }

    private static boolean isDigits(String word) {
        for (int i = 0; i < word.length(); i++) {
            if (word.charAt(i) < '0' || word.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }

    private static boolean isRoman(String text, int from, int to) {
        int at = from;
        while (at < to && "IVXLCDM".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        return at > from && (at == to || !Character.isLetterOrDigit(text.charAt(at)));
    }

    private static String word(String text, int from, int to) {
        int at = from;
        while (at < to && Character.isLetter(text.charAt(at))) {
            at++;
        }
        return text.substring(Math.min(from, to), Math.min(at, to)).toLowerCase(Locale.ROOT);
    }
}
