package dev.tabitat.web.view.parts;

import dev.tabitat.core.json.JsonObject;

/** What a screen may ask for; nothing of it blocks. */
public interface Actions {

    void typed(String text);

    void sample(String name, String text);

    void useModel(String name);

    void install(String name);

    void pause(String name);

    void cancel(String name);

    void remove(String name);

    void check(Repair repair);

    void persist();

    void exportLineage();

    void exportDevice();

    void importLineage(Object browserEvent);

    /** Draws again after the state was changed. */
    void changed();

    /** Draws again and then moves the focus to the element of this id, where it is there. */
    void focus(String id);

    /** Whether a check also mends. */
    enum Repair {
        REPORT_ONLY,
        REPAIR
    }

    /** What a language's code is called, in English. */
    String language(String code);

    /** Copies a text to the clipboard. */
    void copy(JsonObject record);
}
