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
     * @param first the first byte that is requested, negative for all
     * @param last the last one, included
     * @param token a bearer token; empty for none
     * @param redirect {@code follow} or {@code manual}
     * @param credentials {@code same-origin} or {@code omit}: whether cookies and passwords of the page's own origin go
     * along
     */
    public static JSPromise<Response> get(String url, String accept, double first, double last, String token,
            String redirect, String credentials,
            AbortSignal signal) {
        return request(url, accept, first < 0 ? "" : range(first, last), token, redirect, credentials, signal);
    }

    @JSBody(params = {"url", "accept", "range", "token", "redirect", "credentials",
            "signal"}, script = "var headers = {}; if (accept !== '') { headers.Accept = accept; } if (range !== '') { headers.Range = range; }"
                    + "if (token !== '') { headers.Authorization = 'Bearer ' + token; }"
                    + "return fetch(url, {headers: headers, cache: 'no-store', credentials: credentials, redirect: redirect, signal: signal});")
    private static native JSPromise<Response> request(String url, String accept, String range, String token,
            String redirect, String credentials, JSObject signal);

    @JSBody(params = {"from", "last"}, script = "return 'bytes=' + from + '-' + last;")
    private static native String range(double from, double last);
}
