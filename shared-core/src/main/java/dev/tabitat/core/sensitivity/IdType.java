package dev.tabitat.core.sensitivity;

import dev.tabitat.core.text.Split;
import java.util.List;
import java.util.function.Predicate;

/**
 * A type of identity number.
 *
 * @param what its name: the country (ISO 3166, small letters) and the number
 * @param pattern one character for each of the number: 'd' a digit, 'l' a letter, 'a' either, a capital for itself
 * @param forms groupings ({@link CharacterRun#isGrouped}) that are accepted without a cue; '*' for any
 * @param check whether the number, in upper case without separators, can be one
 * @param isChecked whether the check tells most other numbers apart; a date or a range does not
 * @param cues words that announce it, as {@link ScannedText#cue} writes them; in any grouping it is accepted near one
 */
record IdType(String what, String pattern, List<String> forms, Predicate<String> check, boolean isChecked,
        List<String> cues) {

    /**
     * @param pattern with a count behind a class, for example {@code d8l}
     * @param forms separated by commas
     * @param cues separated by commas
     */
    static IdType of(String what, String pattern, String forms, Predicate<String> check, boolean isChecked,
            String cues) {
        StringBuilder whole = new StringBuilder();
        for (int i = 0; i < pattern.length();) {
            char c = pattern.charAt(i++);
            int count = 0;
            while (i < pattern.length() && ScannedText.isDigit(pattern.charAt(i))) {
                count = 10 * count + pattern.charAt(i++) - '0';
            }
            whole.append(String.valueOf(c).repeat(Math.max(1, count)));
        }
        return new IdType(what, whole.toString(), forms.isEmpty() ? List.of() : List.of(Split.array(forms, ',')), check,
                isChecked,
                cues.isEmpty() ? List.of()
                        : java.util.Arrays.stream(Split.array(cues, ',')).map(ScannedText::cue).toList());
    }

    int length() {
        return pattern.length();
    }

    /** Whether it begins with a digit. */
    boolean isDigitFirst() {
        return pattern.charAt(0) == 'd';
    }

    boolean endsWithLetter() {
        return pattern.charAt(length() - 1) != 'd';
    }

    /** Whether the first characters of the run are of its classes and pass its check. */
    boolean matches(CharacterRun run) {
        if (run.length() < length()) {
            return false;
        }
        for (int i = 0; i < length(); i++) {
            char c = run.characters().charAt(i);
            char form = pattern.charAt(i);
            boolean fits = form == 'd' ? ScannedText.isDigit(c)
                    : form == 'l' ? !ScannedText.isDigit(c) : form == 'a' || form == c;
            if (!fits) {
                return false;
            }
        }
        return check.test(run.characters().substring(0, length()));
    }
}
