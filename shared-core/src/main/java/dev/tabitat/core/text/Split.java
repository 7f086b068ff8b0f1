package dev.tabitat.core.text;

import java.util.ArrayList;
import java.util.List;

/** Parts of a text between separators, without the regular expressions of {@link String#split}, which are a large part of a small program. */
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
}
