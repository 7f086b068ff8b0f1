package dev.tabitat.core.text;

import java.util.ArrayList;
import java.util.List;

/**
 * Parts of a text between separators, without the regular expressions of {@link String#split}, which are a large part
 * of a small program.
 */
public final class Split {

    private Split() {}

    /** The parts in order; of a text without the separator, the text itself. Parts may be empty. */
    public static List<String> on(String text, char separator) {
        List<String> parts = new ArrayList<>();
        int start = 0;
        for (int end = text.indexOf(separator); end >= 0; end = text.indexOf(separator, start)) {
            parts.add(text.substring(start, end));
            start = end + 1;
        }
        parts.add(text.substring(start));
        return parts;
    }

    /** The same as an array and without empty parts at the end, as {@link String#split} gives it. */
    public static String[] array(String text, char separator) {
        List<String> parts = on(text, separator);
        int length = parts.size();
        while (length > 1 && parts.get(length - 1).isEmpty()) {
            length--;
        }
        return parts.subList(0, length).toArray(new String[0]);
    }

    /** The parts between runs of spaces; of a text without letters, one empty part. */
    public static String[] words(String text) {
        List<String> words = new ArrayList<>();
        for (String part : on(text.strip(), ' ')) {
            if (!part.isEmpty()) {
                words.add(part);
            }
        }
        return words.isEmpty() ? new String[]{""} : words.toArray(new String[0]);
    }
}
