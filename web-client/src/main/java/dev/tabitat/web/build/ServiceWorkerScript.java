package dev.tabitat.web.build;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/** The service worker with the lists of what it keeps, each file with its digest, and the name of this build. */
final class ServiceWorkerScript {

    private static final String START = "/*@start@*/ []";
    private static final String REST = "/*@rest@*/ []";
    private static final String BUILD = "@build@";

    private ServiceWorkerScript() {}

    /** @throws IllegalStateException when the template has no place for the lists or the name */
    static byte[] of(String template, SiteFiles site, String build) {
        if (!template.contains(START) || !template.contains(REST) || !template.contains(BUILD)) {
            throw new IllegalStateException(
                    "service-worker.js must contain " + START + ", " + REST + " and " + BUILD + ".");
        }
        return template.replace(START, list(site, true)).replace(REST, list(site, false)).replace(BUILD, build)
                .getBytes(StandardCharsets.UTF_8);
    }

    private static String list(SiteFiles site, boolean start) {
        StringBuilder list = new StringBuilder("[\n");
        for (Map.Entry<String, byte[]> file : site.all().entrySet()) {
            if ((Part.of(file.getKey()) == Part.START) == start) {
                list.append("  [").append(ScriptBundle.quote(file.getKey())).append(", ")
                        .append(ScriptBundle.quote(SiteFiles.sha256(file.getValue()))).append("],\n");
            }
        }
        return list + "]";
    }
}
