package dev.tabitat.core.sensitivity;

import java.util.List;

/** What detectors ask of a text; everything is in UTF-16 units and in time linear in the text for each question of bounded reach. */
record Scan(String text, String lower) {

    static Scan of(String text) {
        StringBuilder lower = new StringBuilder(text.length());
        // Not toLowerCase of the whole: it may change the length, and places must stay the same.
        for (int i = 0; i < text.length(); i++) {
            lower.append(Character.toLowerCase(text.charAt(i)));
        }
        return new Scan(text, lower.toString());
    }

    int length() {
        return text.length();
    }

    /** The unit at this place; 0 outside. */
    char at(int i) {
        return i >= 0 && i < text.length() ? text.charAt(i) : 0;
    }

    static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    static boolean isLatin(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
    }

    static boolean isWord(char c) {
        return Character.isLetterOrDigit(c) || c == '_';
    }

    static boolean isUpper(char c) {
        return Character.isUpperCase(c);
    }

    boolean startsHere(int i) {
        return !isWord(at(i - 1));
    }

    boolean endsHere(int end) {
        return !isWord(at(end));
    }

    /** Whether one of these small words stands wholly within {@code reach} units before a place. */
    boolean isAnnounced(int place, int reach, List<String> cues) {
        int from = Math.max(0, place - reach);
        for (String cue : cues) {
            for (int at = lower.indexOf(cue, from); at >= 0 && at + cue.length() <= place; at = lower.indexOf(cue, at + 1)) {
                if (!isWord(at(at - 1)) && (!Character.isLetter(at(at + cue.length())) || cue.endsWith("-"))) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Where a run of capitalised words ends that begins here, of at most {@code most} words; {@code from} where there is none. */
    int capitalised(int from, int most) {
        int end = from;
        int i = from;
        for (int words = 0; words < most; words++) {
            if (!isUpper(at(i)) || !startsHere(i)) {
                return end;
            }
            int stop = i + 1;
            while (Character.isLetter(at(stop)) || at(stop) == '\u0301' || (at(stop) == '\'' || at(stop) == '\u2019' || at(stop) == '-') && Character.isLetter(at(stop + 1))) {
                stop++;
            }
            boolean isInitial = stop == i + 1 && at(stop) == '.';
            end = isInitial ? stop + 1 : stop;
            i = end;
            if (at(i) != ' ') {
                return end;
            }
            i++;
        }
        return end;
    }

    /**
     * Digits from a place on, with single separators between them.
     *
     * @param separators that may stand between two digits
     * @return the digits and, as {@code ends}, the place behind each
     */
    Digits digits(int from, String separators, int most) {
        StringBuilder digits = new StringBuilder();
        int[] ends = new int[most];
        int i = from;
        while (digits.length() < most) {
            char c = at(i);
            if (isDigit(c)) {
                digits.append(c);
                ends[digits.length() - 1] = i + 1;
                i++;
            } else if (!digits.isEmpty() && separators.indexOf(c) >= 0 && isDigit(at(i + 1)) && isDigit(at(i - 1))) {
                i++;
            } else {
                break;
            }
        }
        return new Digits(digits.toString(), ends);
    }

    record Digits(String digits, int... ends) {

        int count() {
            return digits.length();
        }

        int end(int count) {
            return ends[count - 1];
        }

        boolean isOneDigit() {
            for (int i = 1; i < digits.length(); i++) {
                if (digits.charAt(i) != digits.charAt(0)) {
                    return false;
                }
            }
            return true;
        }

        int digit(int i) {
            return digits.charAt(i) - '0';
        }
    }
}
