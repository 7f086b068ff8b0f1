package dev.tabitat.web.view.lineage;

import dev.tabitat.core.json.JsonObject;

/** What a person can do on the lineage screen; none waits. */
interface LineageActions {

    /** Shows a node's record. */
    void select(String id);

    /** Shows a digest whole, or short again. */
    void showDigest(String digest);

    /** Copies a record to the clipboard. */
    void copy(JsonObject record);

    /** Makes a descendant again from its parents and its recipe. */
    void replay(String digest);

    /** Saves the lineage as a file. @param format {@code prov} or {@code cyclonedx} */
    void exportLineage(String format);

    /** Saves a package with all that it was made from. */
    void exportPackage(String name);

    /** Verifies a file that was chosen. @param event of the browser */
    void importLineage(Object event);
}
