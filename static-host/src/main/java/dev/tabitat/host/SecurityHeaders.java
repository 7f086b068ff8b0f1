package dev.tabitat.host;

import java.util.List;
import org.eclipse.jetty.http.HttpFields;

/** The headers of every answer, worker scripts and errors included. */
final class SecurityHeaders {

    private final HostOptions.Isolation isolation;
    private final String policy;

    /** @param origins that pages may connect to beside their own */
    SecurityHeaders(HostOptions.Isolation isolation, List<String> origins) {
        this.isolation = isolation;
        this.policy = ContentSecurityPolicy.text(origins);
    }

    void apply(HttpFields.Mutable headers) {
        headers.put("Content-Security-Policy", policy);
        headers.put("X-Content-Type-Options", "nosniff");
        headers.put("Referrer-Policy", "no-referrer");
        headers.put("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()");
        headers.put("Cross-Origin-Resource-Policy", "same-origin");
        if (isolation == HostOptions.Isolation.ISOLATED) {
            headers.put("Cross-Origin-Opener-Policy", "same-origin");
            headers.put("Cross-Origin-Embedder-Policy", "require-corp");
        }
    }
}
