package dev.tabitat.web.jso;

import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;
import org.teavm.jso.core.JSPromise;

/** Requests over HTTP. Nothing but {@code GET} of same-origin and allowed addresses is ever needed here. */
public final class Fetch {

    private Fetch() {}

    /**
     * A promise of the response to a {@code GET} that goes past the browser's HTTP cache.
     *
     * @param accept media types, with commas; empty for any
     */
    public static JSPromise<Response> get(String url, String accept, AbortSignal signal) {
        return request(url, accept, "", "no-store", signal);
    }

    /** Bytes {@code from} to {@code last}, both included. */
    public static JSPromise<Response> getRange(String url, double from, double last, AbortSignal signal) {
        return request(url, "", range(from, last), "no-store", signal);
    }

    @JSBody(params = {"url", "accept", "range", "cache", "signal"}, script =
            "var headers = {}; if (accept !== '') { headers.Accept = accept; } if (range !== '') { headers.Range = range; }"
            + "return fetch(url, {headers: headers, cache: cache, credentials: 'omit', redirect: 'follow', signal: signal});")
    private static native JSPromise<Response> request(String url, String accept, String range, String cache, JSObject signal);

    @JSBody(params = {"from", "last"}, script = "return 'bytes=' + from + '-' + last;")
    private static native String range(double from, double last);
}
