package dev.tabitat.web.view.documents;

import dev.tabitat.core.json.JsonObject;

/** What a person can do to ask documents, and with what was found; none waits. */
interface SearchActions {

    /** The person types a question; it is asked after a short pause. */
    void typed(String query);

    /** Asks the question at once. */
    void ask();

    /** Asks in another way. @param mode {@code hybrid}, {@code meaning} or {@code words} */
    void mode(String mode);

    /** Asks one document alone. @param id empty for all */
    void only(String id);

    /** Asks documents that were added on a day or later. @param day empty for any */
    void addedFrom(String day);

    /** Asks documents that were added before a day. @param day empty for any */
    void addedBefore(String day);

    /** How many passages are asked for at most. */
    void atMost(String count);

    /** Shows passages that are not relevant, or hides them again. */
    void showNearest();

    /** Shows what stands around a passage, or folds it away. */
    void around(JsonObject passage);

    /** Copies a passage with its title, its place and its link. */
    void cite(JsonObject passage);

    /** Scrolls the span that is cited into view. */
    void showCited();
}
