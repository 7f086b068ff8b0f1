package dev.tabitat.core.sensitivity;

/**
 * Letters and digits of a number from one place of the text on, in upper case, with the separators between them left
 * out. Separators are up to three of blank, line break, dash, plus, dot, slash, underscore, middle dot and round
 * bracket.
 *
 * @param characters at most as many as were requested
 * @param places where each stands in the text
 * @param gaps what stands before each: 0 for nothing, '-' for a dash, '/' for a slash, ' ' for any other separator
 */
record CharacterRun(String characters, int[] places, char[] gaps) {

    private static final int MAX_GAP = 3;
    private static final String SEPARATORS = " \n-+._/\u00b7\u2022()";

    /** The run that begins at a letter or digit, of at most {@code max} characters. */
    static CharacterRun at(ScannedText scan, int start, int max) {
        StringBuilder characters = new StringBuilder(max);
        int[] places = new int[max];
        char[] gaps = new char[max];
        int at = start;
        while (characters.length() < max && isMember(scan.at(at))) {
            int count = characters.length();
            places[count] = at;
            gaps[count] = count == 0 ? 0 : gap(scan, places[count - 1] + 1, at);
            characters.append(upper(scan.at(at)));
            at++;
            int next = at;
            while (next - at < MAX_GAP && scan.at(next) != 0 && SEPARATORS.indexOf(scan.at(next)) >= 0) {
                next++;
            }
            at = isMember(scan.at(next)) ? next : at;
        }
        return new CharacterRun(characters.toString(), places, gaps);
    }

    private static char gap(ScannedText scan, int from, int end) {
        char gap = 0;
        for (int i = from; i < end; i++) {
            char c = scan.at(i);
            gap = c == '-' || c == '/' ? c : gap == 0 ? ' ' : gap;
        }
        return gap;
    }

    private static boolean isMember(char c) {
        return ScannedText.isDigit(c) || ScannedText.isLatin(c);
    }

    static char upper(char c) {
        return c >= 'a' && c <= 'z' ? (char) (c - 32) : c;
    }

    int length() {
        return characters.length();
    }

    /** The place behind the first {@code count} characters. */
    int end(int count) {
        return places[count - 1] + 1;
    }

    /** How many digits the run begins with. */
    int digits() {
        int count = 0;
        while (count < characters.length() && ScannedText.isDigit(characters.charAt(count))) {
            count++;
        }
        return count;
    }

    /** Whether the separators among the first {@code count} characters are all of one sort. */
    boolean isUniform(int count) {
        char only = 0;
        for (int i = 1; i < count; i++) {
            if (only != 0 && gaps[i] != 0 && gaps[i] != only) {
                return false;
            }
            only = gaps[i] == 0 ? only : gaps[i];
        }
        return true;
    }

    /**
     * Whether the first {@code count} characters are grouped like {@code form}: lengths of groups with what separates
     * them between, a blank for any separator, '-' and '/' for themselves; for example {@code 3-2-4}.
     */
    boolean isGrouped(int count, String form) {
        int at = 0;
        int length = 0;
        for (int i = 0; i <= form.length(); i++) {
            char c = i < form.length() ? form.charAt(i) : 0;
            if (ScannedText.isDigit(c)) {
                length = 10 * length + c - '0';
                continue;
            }
            for (int k = 1; k < length; k++) {
                if (at + k >= count || gaps[at + k] != 0) {
                    return false;
                }
            }
            at += length;
            length = 0;
            if (c != 0 && (at >= count || gaps[at] == 0 || c != ' ' && gaps[at] != c)) {
                return false;
            }
        }
        return at == count;
    }
}
