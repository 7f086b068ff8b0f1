package dev.tabitat.web.build;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/** The service worker with the list of what it keeps, each file with its digest, and the name of this build. */
final class ServiceWorkerScript {

    private static final String FILES = "/*@files@*/ []";
    private static final String BUILD = "@build@";

    private ServiceWorkerScript() {}

    /** @throws IllegalStateException when the template has no place for the list or the name */
    static byte[] of(String template, SiteFiles site, String build) {
        if (!template.contains(FILES) || !template.contains(BUILD)) {
            throw new IllegalStateException("service-worker.js must contain " + FILES + " and " + BUILD + ".");
        }
        StringBuilder list = new StringBuilder("[\n");
        for (Map.Entry<String, byte[]> file : site.all().entrySet()) {
            list.append("  [").append(ScriptBundle.quote(file.getKey())).append(", ")
                    .append(ScriptBundle.quote(SiteFiles.sha256(file.getValue()))).append("],\n");
        }
        return template.replace(FILES, list + "]").replace(BUILD, build).getBytes(StandardCharsets.UTF_8);
    }
}
