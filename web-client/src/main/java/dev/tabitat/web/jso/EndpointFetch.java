package dev.tabitat.web.jso;

import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;
import org.teavm.jso.core.JSPromise;

/**
 * Requests to endpoints of other origins: no cookies, no referrer, and no redirect is followed, so that bytes go where
 * the person saw that they go. A redirect comes as a response of the type {@code opaqueredirect}, whose status is 0.
 */
public final class EndpointFetch {

    private EndpointFetch() {}

    /**
     * A promise of the response.
     *
     * @param key a bearer token; empty for none
     * @param body bytes to {@code POST}; null for a {@code GET}
     */
    @JSBody(params = {"url", "key", "body",
            "signal"}, script = "var headers = {}; if (body) { headers['Content-Type'] = 'application/json'; } if (key !== '') { headers.Authorization = 'Bearer ' + key; }"
                    + "var how = {method: body ? 'POST' : 'GET', headers: headers, cache: 'no-store', credentials: 'omit', redirect: 'manual',"
                    + " referrerPolicy: 'no-referrer', signal: signal};"
                    + "if (body) { how.body = body; } return fetch(url, how);")
    public static native JSPromise<Response> request(String url, String key, JSObject body, JSObject signal);
}
