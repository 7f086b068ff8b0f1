package dev.tabitat.web.store;

import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.TabitatException;
import dev.tabitat.core.error.Unavailable;
import dev.tabitat.core.error.Unsupported;
import dev.tabitat.web.jso.Deadline;

/**
 * The failures of a store that cannot be opened, read or written as a whole, by which pages tell them from those of
 * single records.
 */
public final class StoreFailures {

    /** Where these failures are found. */
    public static final String WHERE = "store";

    private static final String REFUSED = "The browser refuses to store anything for this page.";
    private static final String REMEDY = "Allow this site to store data, close other tabs of it, and reload.";

    private StoreFailures() {}

    /** Whether a failure concerns the store as a whole: what was asked for is unknown then, not absent. */
    public static boolean isOfStore(TabitatException failure) {
        String where = failure.finding().where();
        boolean isStore = where.equals(WHERE) || where.equals(WHERE + ", version")
                || where.equals(Deadline.DATABASE.what());
        return isStore && (failure instanceof Unavailable || failure instanceof Unsupported);
    }

    /** @param found the browser's error */
    static Unavailable unavailable(String message, Object found) {
        return new Unavailable(message,
                Finding.at(WHERE).expected("an open database (IndexedDB)").found(found).remedy(REMEDY));
    }

    /** @param found the browser's error */
    static Unavailable refused(Object found) {
        return unavailable(REFUSED, found);
    }

    /** Whether the browser refused to open the store, rather than not answering. */
    static boolean isRefusal(Unavailable failure) {
        return failure.getMessage().equals(REFUSED);
    }

    static Unavailable blocked() {
        return new Unavailable("Another tab of this site, with an older version, keeps the store open.", Finding
                .at(WHERE).expected("a database (IndexedDB) that can be opened")
                .found("a connection of another tab that does not close")
                .remedy("Close all other tabs of this site: then this one uses what is stored, or offers to load again."));
    }

    static Unavailable silent(int millis) {
        return new Unavailable("The browser does not open the store.", Finding.at(WHERE)
                .expected("an answer of IndexedDB within " + millis / 1000 + " s").found("none")
                .remedy("Close other tabs of this site, then reload. Restart the browser when that does not help."));
    }

    static Unsupported newer(int version, String found) {
        return new Unsupported("A newer Tabitat wrote this store.",
                Finding.at(WHERE).expected("version " + version).found(found)
                        .remedy("Reload the page to get the newer Tabitat. Nothing of yours was changed."));
    }
}
