package dev.tabitat.core.retrieval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The table of compatibility forms beside the JDK's normalizer, which the compiled core does not have. */
final class CompatibilityFormsTest {

    /**
     * Rare ones that search reads otherwise: a letter with a dot or an apostrophe beside it, mathematical dotless j and
     * digamma.
     */
    private static final Set<Integer> OTHERWISE = Set.of(0x13F, 0x140, 0x149, 0x1E9A, 0x1FBE, 0x1D6A5, 0x1D7CA,
            0x1D7CB);

    /** As words are compared: form KC of it, then what the search makes of that. */
    private static String expected(int point) {
        String composed = Normalizer.normalize(Character.toString(point), Normalizer.Form.NFKC);
        SearchText text = SearchText.of(composed, 0, composed.length());
        return text.substring(0, text.length());
    }

    private static String found(int point) {
        String one = Character.toString(point);
        SearchText text = SearchText.of(one, 0, one.length());
        return text.substring(0, text.length());
    }

    private static boolean hasWords(String text) {
        return text.codePoints().anyMatch(Character::isLetterOrDigit);
    }

    @Test
    void everyCharacterThatStandsForLettersOrDigitsIsReadAsThose() {
        List<String> wrong = new ArrayList<>();
        int compared = 0;
        for (int point = 0xA0; point < 0x20000; point++) {
            boolean isLeftOut = OTHERWISE.contains(point) || point >= 0xD800 && point < 0xE000
                    || point >= 0x3130 && point < 0x3190 || point >= 0xFFA0 && point < 0xFFE0
                    || point >= 0x3200 && point < 0x3220
                    || point >= 0x3260 && point < 0x3280 || point >= 0x10000
                            && !(point >= 0x1D400 && point < 0x1D800 || point >= 0x1F100 && point < 0x1F200);
            String composed = Normalizer.normalize(Character.toString(point), Normalizer.Form.NFKC);
            if (isLeftOut || !Character.isDefined(point) || composed.equals(Character.toString(point))
                    || !hasWords(composed)) {
                continue;
            }
            compared++;
            if (!expected(point).replace(" ", "").equals(found(point).replace(" ", ""))) {
                wrong.add(Integer.toHexString(point) + ": " + found(point) + " instead of " + expected(point));
            }
        }
        assertEquals(List.of(), wrong);
        assertTrue(compared > 3000, compared + " characters");
    }
}
