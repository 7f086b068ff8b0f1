package dev.tabitat.core.text;

import java.util.List;

/**
 * A guess at the single-byte encoding of a text, by alphabets: in the right encoding the letters beyond ASCII are those
 * of one language. For each encoding the best share of such letters that one of its languages explains; ties go to the
 * more widespread encoding.
 */
final class LetterGuess {

    /** Counting more changes nothing. */
    private static final int MOST = 1 << 20;
    /** By so much must a rarer encoding explain more. */
    private static final double MARGIN = 0.05;

    private static final List<String> WESTERN = List.of(
            "äöüß", "àâæçéèêëîïôœùûüÿ", "áéíñóúüªº", "àáâãçéêíóôõúüªº", "àèéìíîòóùú", "åäöé", "æøåéòôü", "áéëíïóöüèêû",
            "áðéíóúýþæö", "äöõüšž", "àçèéíïòóúü");
    private static final List<String> CENTRAL = List.of(
            "ąćęłńóśźż", "áčďéěíňóřšťúůýž", "áäčďéíĺľňóôŕšťúýž", "áéíóöőúüű", "ăâîşţ", "čćđšž", "čšž");
    private static final List<String> CYRILLIC = List.of(
            "абвгдежзийклмнопрстуфхцчшщъыьэюяё", "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя",
            "абвгдеёжзійклмнопрстуўфхцчшыьэюя", "абвгдђежзијклљмнњопрстћуфхцчџш", "абвгдѓежзѕијклљмнњопрстќуфхцчџш");

    private LetterGuess() {}

    static TextEncoding of(byte[] bytes) {
        int[] counts = new int[256];
        int[] mixed = new int[256];
        int[] ending = new int[256];
        count(bytes, counts, mixed, ending);
        TextEncoding best = TextEncoding.WINDOWS_1252;
        double score = explained(best, WESTERN, counts, new int[256], ending);
        double central = explained(TextEncoding.WINDOWS_1250, CENTRAL, counts, new int[256], new int[256]);
        if (central > score + MARGIN) {
            best = TextEncoding.WINDOWS_1250;
            score = central;
        }
        return explained(TextEncoding.WINDOWS_1251, CYRILLIC, counts, mixed, new int[256]) > score + MARGIN
                ? TextEncoding.WINDOWS_1251
                : best;
    }

    /**
     * How often each byte stands beside a letter.
     *
     * @param mixed of these, how often one of them is an ASCII letter
     * @param ending of these, how often no letter follows
     */
    private static void count(byte[] bytes, int[] counts, int[] mixed, int[] ending) {
        int length = Math.min(bytes.length, MOST);
        for (int i = 0; i < length; i++) {
            int value = bytes[i] & 0xFF;
            if (!mayBeLetter(value)) {
                continue;
            }
            int before = i > 0 ? bytes[i - 1] & 0xFF : 0;
            int after = i + 1 < length ? bytes[i + 1] & 0xFF : 0;
            if (isAscii(before) || isAscii(after) || mayBeLetter(before) || mayBeLetter(after)) {
                counts[value]++;
                mixed[value] += isAscii(before) || isAscii(after) ? 1 : 0;
                ending[value] += isAscii(after) || mayBeLetter(after) ? 0 : 1;
            }
        }
    }

    private static boolean isAscii(int value) {
        return value >= 'a' && value <= 'z' || value >= 'A' && value <= 'Z';
    }

    private static boolean mayBeLetter(int value) {
        return value >= 0x80 && (Character.isLetter(TextEncoding.WINDOWS_1252.charOf(value))
                || Character.isLetter(TextEncoding.WINDOWS_1250.charOf(value))
                || Character.isLetter(TextEncoding.WINDOWS_1251.charOf(value)));
    }

    /**
     * The largest share of the counted bytes that are letters of one language.
     *
     * @param except how many of each do not count as explained
     * @param signs how many of each are explained by being a sign, such as a raised digit behind a unit, where it is no
     * letter
     */
    private static double explained(TextEncoding encoding, List<String> languages, int[] counts, int[] except,
            int[] signs) {
        long all = 0;
        for (int count : counts) {
            all += count;
        }
        double best = 0;
        for (String language : languages) {
            long explained = 0;
            for (int value = 0x80; value < 0x100; value++) {
                char letter = encoding.charOf(value);
                boolean belongs = language.indexOf(Character.toLowerCase(letter)) >= 0;
                explained += belongs ? counts[value] - except[value] : Character.isLetter(letter) ? 0 : signs[value];
            }
            best = all == 0 ? 0 : Math.max(best, (double) explained / all);
        }
        return best;
    }
}
