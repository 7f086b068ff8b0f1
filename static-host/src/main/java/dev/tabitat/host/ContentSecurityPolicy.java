package dev.tabitat.host;

import java.util.ArrayList;
import java.util.List;

/**
 * Where a page's bytes may go and what may run in it: this origin's files, WebAssembly, and no text that becomes code.
 */
final class ContentSecurityPolicy {

    /** @param origins that pages may connect to beside their own */
    static String text(List<String> origins) {
        return String.join(
                "; ",
                "default-src 'none'",
                "script-src 'self' 'wasm-unsafe-eval'",
                "worker-src 'self'",
                "style-src 'self'",
                "img-src 'self' blob:",
                String.join(" ", connect(origins)),
                "manifest-src 'self'",
                "base-uri 'none'",
                "form-action 'none'",
                "frame-ancestors 'none'");
    }

    private static List<String> connect(List<String> origins) {
        List<String> words = new ArrayList<>(List.of("connect-src", "'self'"));
        words.addAll(origins);
        return words;
    }

    private ContentSecurityPolicy() {}
}
