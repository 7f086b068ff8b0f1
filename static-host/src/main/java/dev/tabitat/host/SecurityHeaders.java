package dev.tabitat.host;

import io.javalin.http.Context;

/** The headers of every answer: where a page's bytes may go, and what may run in it. */
final class SecurityHeaders {

    /** Nothing but this origin's files; WebAssembly may compile, text may not become code. */
    static final String POLICY = String.join(
            "; ",
            "default-src 'none'",
            "script-src 'self' 'wasm-unsafe-eval'",
            "worker-src 'self'",
            "style-src 'self'",
            "img-src 'self' blob:",
            "connect-src 'self'",
            "manifest-src 'self'",
            "base-uri 'none'",
            "form-action 'none'",
            "frame-ancestors 'none'");

    private final HostOptions.Isolation isolation;

    SecurityHeaders(HostOptions.Isolation isolation) {
        this.isolation = isolation;
    }

    void apply(Context context) {
        context.header("Content-Security-Policy", POLICY);
        context.header("X-Content-Type-Options", "nosniff");
        context.header("Referrer-Policy", "no-referrer");
        context.header("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()");
        context.header("Cross-Origin-Resource-Policy", "same-origin");
        if (isolation == HostOptions.Isolation.ISOLATED) {
            context.header("Cross-Origin-Opener-Policy", "same-origin");
            context.header("Cross-Origin-Embedder-Policy", "require-corp");
        }
    }
}
