package dev.tabitat.host;

import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Answers what the server refuses before any handler sees it: bad syntax, hidden traversal, too long a path or header.
 */
final class RefusedRequests implements Request.Handler {

    private final SecurityHeaders headers;

    RefusedRequests(SecurityHeaders headers) {
        this.headers = headers;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        int status = response.getStatus();
        String reason = HttpStatus.getMessage(status);
        headers.apply(response.getHeaders());
        response.getHeaders().put("Cache-Control", "no-store");
        // Where not even the path can be read, it is not the registry's business.
        String path = request.getHttpURI().getPath();
        boolean registry = path != null && (path.equals("/v2") || path.startsWith("/v2/"));
        response.getHeaders().put("Content-Type", registry ? "application/json" : "text/plain; charset=utf-8");
        Content.Sink.write(response, true,
                registry ? OciError.ofStatus(status, reason).body().toString() : reason + ".\n", callback);
        return true;
    }
}
