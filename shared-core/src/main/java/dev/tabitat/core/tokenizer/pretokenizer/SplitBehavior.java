package dev.tabitat.core.tokenizer.pretokenizer;

import dev.tabitat.core.error.Unsupported;
import dev.tabitat.core.tokenizer.file.JsonPart;

/** What becomes of a delimiter. */
public enum SplitBehavior {

    /** It goes. */
    REMOVED("Removed"),
    /** It is a piece. */
    ISOLATED("Isolated"),
    /** It ends the piece before it; of several in a row, the first does. */
    MERGED_WITH_PREVIOUS("MergedWithPrevious"),
    /** It starts the piece behind it; of several in a row, the last does. */
    MERGED_WITH_NEXT("MergedWithNext"),
    /** Several in a row are one piece. */
    CONTIGUOUS("Contiguous");

    private final String id;

    SplitBehavior(String id) {
        this.id = id;
    }

    /** @throws Unsupported when there is none of that name */
    static SplitBehavior read(JsonPart part) {
        String found = part.string("behavior");
        for (SplitBehavior behavior : values()) {
            if (behavior.id.equals(found)) {
                return behavior;
            }
        }
        throw part.unsupported("behavior", "Removed, Isolated, MergedWithPrevious, MergedWithNext or Contiguous",
                JsonPart.shorten(found));
    }
}
