package dev.tabitat.web.jso;

import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.Unavailable;

/**
 * How long to wait for the browser, and for what.
 *
 * @param what the part of the browser that is waited for, for the error
 * @param millis at least 1
 * @param remedy what a person can do when it does not answer
 */
public record Deadline(String what, int millis, String remedy) {

    /** A question that the browser answers from what it knows. */
    public static final Deadline QUERY = new Deadline("the browser's answer", 3_000,
            "Reload the page; restart the browser when that does not help.");

    /** Opening or deleting a database; a tab with an older version of the app can block it. */
    public static final Deadline DATABASE_OPEN = new Deadline("IndexedDB, opening the database", 10_000,
            "Close other tabs of this site, then reload.");

    /** One transaction; longer than any disk takes for a few MiB. */
    public static final Deadline DATABASE = new Deadline("IndexedDB", 60_000,
            "Close other tabs of this site, then reload.");

    /** A Web Crypto operation; PBKDF2 with the most rounds takes some seconds. */
    public static final Deadline CRYPTO = new Deadline("Web Crypto", 120_000, "Reload the page and try again.");

    /** Reading a part of a file or a Blob; it may lie on a network drive. */
    public static final Deadline FILE = new Deadline("reading a file", 60_000,
            "Choose the file again; copy it to this device first when it lies on a network.");

    /** A pass, or a pipeline's compilation, on the graphics processor. */
    public static final Deadline GPU = new Deadline("WebGPU", 120_000,
            "Reload the page; WebAssembly answers without the graphics processor.");

    /** A question that the browser may put to the person. */
    public static final Deadline PERMISSION = new Deadline("the browser's permission", 120_000,
            "Answer the browser's question, then ask again.");

    /** Registering the service worker, which the browser fetches. */
    public static final Deadline SERVICE_WORKER = new Deadline("the service worker", 30_000,
            "Reload the page when the network is back.");

    public Deadline {
        if (millis < 1) {
            throw new IllegalArgumentException(millis + " ms");
        }
    }

    /** The error when nothing came in time. */
    public Unavailable missed() {
        return new Unavailable("The browser did not answer in time.",
                Finding.at(what).expected("an answer within " + millis / 1000.0 + " s").found("none").remedy(remedy));
    }
}
