package dev.tabitat.core.sensitivity;

import java.util.List;

/**
 * The normalised text that detectors search, with questions about it; all places are UTF-16 units of the normalised
 * text, and every question looks at a bounded stretch.
 *
 * @param reads how many units were asked for: the work done, which tests hold to be linear
 */
record ScannedText(String text, String lower, long[] reads) {

    static ScannedText of(String text) {
        StringBuilder lower = new StringBuilder(text.length());
        // Not toLowerCase of the whole: it may change the length, and places must stay the same.
        for (int i = 0; i < text.length(); i++) {
            lower.append(Character.toLowerCase(text.charAt(i)));
        }
        return new ScannedText(text, lower.toString(), new long[1]);
    }

    int length() {
        return text.length();
    }

    /** The unit at this place; 0 outside. */
    char at(int i) {
        reads[0]++;
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

    /**
     * Whether one of these cues stands wholly within {@code reach} units before a place, as whole words. Both sides are
     * compared word by word in lower case: {@code socialSecurityNumber}, {@code SOCIAL_SECURITY_NUMBER} and "social
     * security number" are the same.
     *
     * @param cues in lower case
     */
    boolean isAnnounced(int place, int reach, List<String> cues) {
        return hasCue(words(Math.max(0, place - reach), place), cues.stream().map(ScannedText::cue).toList());
    }

    /** Whether one of these cues is among these words, or its plural. @param cues as {@link #cue} writes them */
    static boolean hasCue(String words, List<String> cues) {
        for (String cue : cues) {
            for (int at = words.indexOf(cue); at >= 0; at = words.indexOf(cue, at + 1)) {
                int end = at + cue.length();
                if (words.charAt(end) == ' ' || words.charAt(end) == 's' && words.charAt(end + 1) == ' ') {
                    return true;
                }
            }
        }
        return false;
    }

    /**
     * The words between two places, in lower case, a blank before and behind each; words cut off at {@code from} are
     * left out.
     */
    String words(int from, int end) {
        int start = from;
        while (start > 0 && start < end && Character.isLetter(at(start - 1)) && Character.isLetter(at(start))
                && !isHump(start)) {
            start++;
        }
        StringBuilder words = new StringBuilder(" ");
        for (int i = start; i < end; i++) {
            boolean isLetter = Character.isLetter(at(i));
            if (words.charAt(words.length() - 1) != ' ' && (!isLetter || isHump(i))) {
                words.append(' ');
            }
            if (isLetter) {
                words.append(lower.charAt(i));
            }
        }
        // A word that goes on behind the end is not whole.
        boolean isCut = Character.isLetter(at(end)) && Character.isLetter(at(end - 1)) && !isHump(end);
        return isCut ? words.substring(0, words.lastIndexOf(" ") + 1) : words.append(' ').toString();
    }

    /** The words of a cue, a blank before each: how {@link #hasCue} compares. */
    static String cue(String cue) {
        StringBuilder words = new StringBuilder(" ");
        for (int i = 0; i < cue.length(); i++) {
            if (Character.isLetter(cue.charAt(i))) {
                words.append(cue.charAt(i));
            } else if (words.charAt(words.length() - 1) != ' ') {
                words.append(' ');
            }
        }
        return words.toString().stripTrailing();
    }

    /**
     * Whether a new word of camelCase begins here: at a capital behind a small letter, and at the last capital of
     * several with two small letters behind it; "SSNs" is one word.
     */
    private boolean isHump(int i) {
        return isUpper(at(i)) && (Character.isLowerCase(at(i - 1))
                || isUpper(at(i - 1)) && Character.isLowerCase(at(i + 1)) && Character.isLowerCase(at(i + 2)));
    }

    /**
     * Where a run of capitalised words ends that begins here, of at most {@code most} words; {@code from} where there
     * is none.
     */
    int capitalised(int from, int most) {
        int end = from;
        int i = from;
        for (int words = 0; words < most; words++) {
            if (!isUpper(at(i)) || !startsHere(i)) {
                return end;
            }
            int stop = i + 1;
            while (Character.isLetter(at(stop)) || at(stop) == '\u0301'
                    || (at(stop) == '\'' || at(stop) == '\u2019' || at(stop) == '-')
                            && Character.isLetter(at(stop + 1))) {
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

    /** Whether a word stands at this place; false outside the text, where TeaVM's String.startsWith fails. */
    static boolean startsAt(String text, String word, int at) {
        return at >= 0 && text.startsWith(word, at);
    }
}
