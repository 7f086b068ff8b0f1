package dev.tabitat.host;

/** Where a page's bytes may go and what may run in it: this origin's files, WebAssembly, and no text that becomes code. */
final class ContentSecurityPolicy {

    static final String TEXT = String.join(
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

    private ContentSecurityPolicy() {}
}
