package dev.tabitat.core.sensitivity;

import dev.tabitat.core.text.Split;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * Words that announce a value of one kind, and how near they stand.
 *
 * @param cues in lower case, words of one cue with blanks between them
 * @param connectors words that may stand between a cue and its value, such as "is"
 */
record CueWords(List<String> cues, Set<String> connectors) {

    /** Both in one text each, separated by commas. */
    static CueWords of(String cues, String connectors) {
        return new CueWords(list(cues), Set.copyOf(list(connectors)));
    }

    static List<String> list(String commaSeparated) {
        return Arrays.asList(Split.array(commaSeparated, ','));
    }

    /**
     * Whether a cue stands within {@code reach} units before a place with at most {@code others} words between them
     * that are no connectors.
     */
    boolean lead(ScannedText scan, int place, int reach, int others) {
        String words = scan.words(Math.max(0, place - reach), place);
        for (String cue : cues) {
            // Scripts without blanks between words: the cue may stand within what looks like one word.
            boolean isJoined = cue.charAt(0) >= '\u0e00';
            int at = words.lastIndexOf(isJoined ? cue : " " + cue + " ");
            if (at >= 0 && others(words.substring(at + cue.length() + (isJoined ? 0 : 1)), others) <= others) {
                return true;
            }
        }
        return false;
    }

    private int others(String rest, int most) {
        int count = 0;
        int i = 0;
        while (i < rest.length() && count <= most) {
            int end = rest.indexOf(' ', i);
            end = end < 0 ? rest.length() : end;
            count += end > i && !connectors.contains(rest.substring(i, end)) ? 1 : 0;
            i = end + 1;
        }
        return count;
    }
}
