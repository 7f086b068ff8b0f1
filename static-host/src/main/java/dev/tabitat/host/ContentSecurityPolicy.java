package dev.tabitat.host;

import java.util.ArrayList;
import java.util.List;

/** Where a page's bytes may go and what may run in it: this origin's files, WebAssembly, and no text that becomes code. */
final class ContentSecurityPolicy {

    /** @param registries origins that pages may ask beside their own */
    static String text(List<String> registries) {
        return String.join(
                "; ",
                "default-src 'none'",
                "script-src 'self' 'wasm-unsafe-eval'",
                "worker-src 'self'",
                "style-src 'self'",
                "img-src 'self' blob:",
                String.join(" ", connect(registries)),
                "manifest-src 'self'",
                "base-uri 'none'",
                "form-action 'none'",
                "frame-ancestors 'none'");
    }

    private static List<String> connect(List<String> registries) {
        List<String> words = new ArrayList<>(List.of("connect-src", "'self'"));
        words.addAll(registries);
        return words;
    }

    private ContentSecurityPolicy() {}
}
