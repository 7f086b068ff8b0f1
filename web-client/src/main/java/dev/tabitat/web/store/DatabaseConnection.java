package dev.tabitat.web.store;

import dev.tabitat.core.error.TabitatException;
import dev.tabitat.core.error.Unavailable;
import dev.tabitat.core.error.Unsupported;
import dev.tabitat.core.time.Backoff;
import dev.tabitat.web.jso.Await;
import dev.tabitat.web.jso.Clock;
import dev.tabitat.web.jso.Deadline;
import dev.tabitat.web.jso.FairLock;
import dev.tabitat.web.jso.JsFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSFunctor;
import org.teavm.jso.JSObject;
import org.teavm.jso.core.JSArray;
import org.teavm.jso.core.JSString;

/**
 * The connection to an IndexedDB database, and all that can end it: the browser clears the site's data, another page
 * deletes the database or upgrades it. Then it is opened again with the next question, once; where that fails, every
 * question fails with the same error, at once, until the pause before the next try is over. Nothing waits without a
 * deadline.
 */
final class DatabaseConnection {

    private static final String BLOCKED = "TabitatBlockedError";
    private static final int REOPEN_TRIES = 4;
    private static final int REOPEN_PAUSE_MILLIS = 150;
    private static final double FIRST_PAUSE_MILLIS = 2_000;
    private static final double LONGEST_PAUSE_MILLIS = 60_000;

    private final String name;
    private final int version;
    private final Runnable nowFree;
    private final FairLock opening = new FairLock();
    private final Backoff pause = new Backoff(FIRST_PAUSE_MILLIS, LONGEST_PAUSE_MILLIS);
    private final List<Runnable> ended = new ArrayList<>();
    private Runnable reopened = () -> {};
    private JSObject database;
    private Optional<TabitatException> failure = Optional.empty();

    /**
     * @param nowFree is called, on a thread of its own, when this attempt failed since another tab blocked it or the
     * browser did not answer in time, and the browser says later that the database can be opened
     * @throws Unavailable when the browser refuses storage, does not answer, or another tab keeps an older version open
     * @throws Unsupported when a newer Tabitat wrote the database
     */
    DatabaseConnection(String name, int version, Runnable nowFree) {
        this.name = name;
        this.version = version;
        this.nowFree = nowFree;
        this.database = connect();
    }

    /** Is called, on a thread of its own, when the connection was ended from outside. */
    void onEnded(Runnable listener) {
        ended.add(listener);
    }

    /**
     * Is called each time that the database was opened again, before any question is answered from it; it may use
     * {@link #direct}.
     */
    void onReopened(Runnable listener) {
        reopened = listener;
    }

    void close() {
        close(database);
    }

    /**
     * Sends a request to the database; over a new connection, once, when this one has ended.
     *
     * @param question makes a promise
     * @throws JsFailure when the browser refuses
     * @throws TabitatException when the database cannot be opened again
     */
    <T extends JSObject> T ask(Function<JSObject, JSObject> question) {
        failure.filter(why -> why instanceof Unsupported || !pause.isDue(Clock.millis())).ifPresent(why -> {
            throw why;
        });
        JSObject used = database;
        try {
            return ask(used, question);
        } catch (JsFailure e) {
            if (!hasEnded(used) && !e.isNamed("InvalidStateError")) {
                throw e;
            }
        }
        return ask(opening.withLock(() -> reopen(used)), question);
    }

    /** Sends requests over the present connection only: while a database that was opened again is prepared. */
    <T extends JSObject> T direct(Function<JSObject, JSObject> question) {
        return ask(database, question);
    }

    private static <T extends JSObject> T ask(JSObject database, Function<JSObject, JSObject> question) {
        return Await.result(unlessLost(database, question.apply(database)), Deadline.DATABASE);
    }

    /** A second caller finds the database open. */
    private JSObject reopen(JSObject used) {
        if (database != used && !hasEnded(database)) {
            return database;
        }
        failure.filter(why -> why instanceof Unsupported || !pause.isDue(Clock.millis())).ifPresent(why -> {
            throw why;
        });
        JSObject before = database;
        try {
            database = connectAgain();
            reopened.run();
            failure = Optional.empty();
            pause.reset();
            return database;
        } catch (TabitatException e) {
            if (database != before) {
                // Opened, and not prepared: the next try begins again.
                close(database);
                database = before;
            }
            failure = Optional.of(e);
            pause.failed(Clock.millis(), 0.5);
            throw e;
        }
    }

    /**
     * Connects after the connection had ended: a browser that is still clearing the site's data refuses for a moment.
     */
    private JSObject connectAgain() {
        for (int tries = 1;; tries++) {
            try {
                return connect();
            } catch (Unavailable e) {
                if (tries == REOPEN_TRIES || !StoreFailures.isRefusal(e)) {
                    throw e;
                }
                Await.done(Clock.sleep(REOPEN_PAUSE_MILLIS * tries));
            }
        }
    }

    private JSObject connect() {
        JSArray<JSString> tables = new JSArray<>();
        for (Table table : Table.values()) {
            tables.push(JSString.valueOf(table.id()));
        }
        try {
            return Await.within(Deadline.DATABASE_OPEN.millis(),
                    open(name, version, tables, Deadline.DATABASE_OPEN.millis(),
                            () -> new Thread(this::tellEnded).start(), () -> new Thread(nowFree).start()));
        } catch (JsFailure e) {
            if (e.isNamed("VersionError")) {
                throw StoreFailures.newer(version, e.getMessage());
            }
            if (e.isNamed(BLOCKED)) {
                throw StoreFailures.blocked();
            }
            if (e.isNamed(Await.MISSED)) {
                throw StoreFailures.silent(Deadline.DATABASE_OPEN.millis());
            }
            throw StoreFailures.refused(e);
        }
    }

    private void tellEnded() {
        for (Runnable listener : new ArrayList<>(ended)) {
            listener.run();
        }
    }

    /** Deletes a database; waits until no tab has it open. */
    static void delete(String name) {
        Await.done(drop(name), Deadline.DATABASE_OPEN);
    }

    /** Is notified of an outside event; must not block. */
    @JSFunctor
    private interface Signal extends JSObject {
        void now();
    }

    /**
     * A connection that comes after the caller gave up is closed, or its upgrade aborted, and {@code free} is called.
     * What waits on one that the browser closes fails.
     */
    @JSBody(params = {"name", "version", "tables", "millis", "ended",
            "free"}, script = "return new Promise(function(ok, no) {"
                    + "var r = indexedDB.open(name, version); var gone = false;"
                    + "var late = setTimeout(function() { gone = true; }, millis);"
                    + "r.onupgradeneeded = function() { if (gone) { r.transaction.abort(); return; } tables.forEach(function(t) {"
                    + " if (!r.result.objectStoreNames.contains(t)) { r.result.createObjectStore(t); } }); };"
                    + "r.onblocked = function() { gone = true; clearTimeout(late); no({name: 'TabitatBlockedError', message: 'another tab keeps an older version open'}); };"
                    + "r.onerror = function(e) { clearTimeout(late); if (e && e.preventDefault) { e.preventDefault(); }"
                    + " if (gone && r.error && r.error.name === 'AbortError') { free(); } no(r.error); };"
                    + "r.onsuccess = function() { clearTimeout(late); var d = r.result; if (gone) { d.close(); free(); return; }"
                    + " d.tabitatOpen = new Set(); d.tabitatEnded = false;"
                    + " var end = function() { if (!d.tabitatEnded) { d.tabitatEnded = true; ended(); } };"
                    + " d.onversionchange = function() { d.close(); end(); };"
                    + " d.onclose = function() { var open = Array.from(d.tabitatOpen); d.tabitatOpen.clear();"
                    + "  open.forEach(function(lost) { lost({name: 'InvalidStateError', message: 'the browser closed the database'}); }); end(); };"
                    + " ok(d); }; });")
    private static native JSObject open(String name, int version, JSArray<JSString> tables, int millis, Signal ended,
            Signal free);

    @JSBody(params = "database", script = "return database.tabitatEnded;")
    private static native boolean hasEnded(JSObject database);

    /** The same promise, which rejects when the browser closes the database. */
    @JSBody(params = {"database",
            "promise"}, script = "return new Promise(function(ok, no) { database.tabitatOpen.add(no);"
                    + "promise.then(function(v) { database.tabitatOpen['delete'](no); ok(v); }, function(e) { database.tabitatOpen['delete'](no); no(e); }); });")
    private static native JSObject unlessLost(JSObject database, JSObject promise);

    @JSBody(params = "database", script = "database.close();")
    private static native void close(JSObject database);

    @JSBody(params = "name", script = "return new Promise(function(ok, no) { var r = indexedDB.deleteDatabase(name);"
            + "r.onsuccess = function() { ok(); }; r.onerror = function() { no(r.error); }; });")
    private static native JSObject drop(String name);
}
