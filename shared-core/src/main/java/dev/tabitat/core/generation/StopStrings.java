package dev.tabitat.core.generation;

import java.util.List;

/**
 * Finds texts that end a generation, over the borders of tokens: what could become one of them is held back until it
 * cannot.
 */
final class StopStrings {

    private final List<String> stops;
    private String held = "";
    private boolean isFound;

    StopStrings(List<String> stops) {
        this.stops = stops;
    }

    /** The text that is certain with a piece more; after a stop, what stood before it. */
    String add(String piece) {
        String text = held + piece;
        int found = -1;
        for (String stop : stops) {
            int at = text.indexOf(stop);
            found = at >= 0 && (found < 0 || at < found) ? at : found;
        }
        if (found >= 0) {
            isFound = true;
            held = "";
            return text.substring(0, found);
        }
        int from = text.length();
        for (String stop : stops) {
            for (int length = Math.min(stop.length() - 1, text.length()); length > text.length() - from; length--) {
                if (text.startsWith(stop.substring(0, length), text.length() - length)) {
                    from = text.length() - length;
                }
            }
        }
        held = text.substring(from);
        return text.substring(0, from);
    }

    boolean isFound() {
        return isFound;
    }

    /** What was held back, when nothing follows. */
    String finish() {
        String rest = held;
        held = "";
        return rest;
    }
}
