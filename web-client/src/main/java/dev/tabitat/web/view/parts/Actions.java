package dev.tabitat.web.view.parts;

import dev.tabitat.core.json.JsonObject;

/** The actions that a screen may call; none blocks. */
public interface Actions {

    void typed(String text);

    void sample(String name, String text);

    void useModel(String name);

    /** Chooses another task for the text on the start screen. */
    void useTask(String task);

    /** Opens the start screen with a model and its task. */
    void tryModel(String name, String task);

    void install(String name);

    /** The same over a metered connection. */
    void installDearly(String name);

    /** Has a download come next. */
    void next(String name);

    /** Removes the previous version. */
    void removePrevious(String name);

    /** Starts the newer Tabitat that is ready. */
    void renew();

    /** Starts the page again. */
    void reload();

    void pause(String name);

    void cancel(String name);

    void remove(String name);

    /** Fetches what a newer version has that the installed one has not. */
    void update(String name);

    /** Goes back to the version before. */
    void rollback(String name);

    /** Requests a model's licence. */
    void licence(String name);

    /** Saves a package and what belongs to it as one file. */
    void exportPackage(String name, String format);

    /** Imports the packages of a file that was chosen. */
    void importPackage(Object browserEvent);

    void check(Repair repair);

    void persist();

    /** Does something with keys: one of the engine's methods, with its parameters. */
    void keys(String method, JsonObject params);

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

    /** Copies a record to the clipboard. */
    void copy(JsonObject record);

    void copyText(String text);

    /** Saves JSON as a file. */
    void saveJson(String name, JsonObject json);

    /** The person typed or pasted examples. */
    void labText(String text);

    /** The person chose a file of examples. */
    void labFile(Object browserEvent);

    /** Looks at the examples again, with other columns. */
    void labLook();

    void labBreed(String parent);

    void labTeach(String parent);

    /** Calls the lab; its result is shown. */
    void labCall(String method, JsonObject params);

    /** Stops what the lab is at. */
    void labStop();

    /** Saves an export as a file. @param root a package's name; empty for everything */
    void exportAs(String what, String format, String root);

    /** Makes a descendant again from its parents and its recipe. */
    void replay(String digest);

    /** Decides where the text of the route screen goes. */
    void routeDecide();

    /**
     * Does with a plan what the person says: {@code once}, {@code always} or {@code never}. @param digest of the bytes
     * that were shown
     */
    void routeApprove(String plan, String digest, String choice);

    /** Stops an answer from outside. */
    void routeStop();

    /** Takes the edited policy, or the one that it came with. */
    void routePolicy(boolean reset);

    /** Calls the engine about endpoints, members, consents or the log; its result is shown. */
    void routeCall(String method, JsonObject params);

    /** Takes in the files that were chosen, or those of a folder. */
    void documentsFiles(Object browserEvent);

    /** The person types a question; it is asked after a short pause. */
    void documentsTyped(String query);

    /** Asks the question at once. */
    void documentsAsk();

    /** Shows what stands around a passage, or folds it away. */
    void documentsAround(JsonObject passage);

    /** Copies a passage with its title, its place and its link. */
    void documentsCite(JsonObject passage);

    /** Reads another stretch of the document that is open, in UTF-16 offsets. */
    void documentsRead(int start, int end);

    /** Takes in a file of documents that was saved here or in another browser. */
    void documentsImport(Object browserEvent);

    /** Calls the document service; its result is shown. */
    void documentsCall(String method, JsonObject params);
}
