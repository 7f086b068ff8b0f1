package dev.tabitat.web.engine;

import dev.tabitat.core.hub.HubAddresses;
import dev.tabitat.core.json.Json;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.packages.RegistryOrigins;
import dev.tabitat.core.text.Split;
import dev.tabitat.web.fetch.Hosting;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Where the page may connect to: the security policy as the server sent it, and what each origin in it is for. */
final class Connections {

    private static final String DIRECTIVE = "connect-src";
    private static final Map<String, String> FIXED = Map.of(
            "'self'", "this page's own host: the app's files and packages",
            "http://127.0.0.1:*", "programs on this device, at any port: model servers that you approve",
            "http://localhost:*", "programs on this device, at any port: model servers that you approve",
            "'none'", "no connection at all",
            "*", "any address: this policy does not limit connections");

    private Connections() {}

    /**
     * {@code {policy, connect: [{source, purpose}]}}.
     *
     * @param policy the header Content-Security-Policy; empty when none was sent
     */
    static JsonObject of(String policy, Hosting hosting) {
        Map<String, String> purposes = purposes(hosting);
        List<Json> connect = new ArrayList<>();
        for (String source : sources(policy)) {
            connect.add(JsonObject.of("source", source, "purpose",
                    purposes.getOrDefault(source, "the host does not say what this is for")));
        }
        return JsonObject.of("policy", policy, "connect", new JsonArray(connect));
    }

    /**
     * What connect-src allows, or where it is missing default-src; any address where both are (CSP 3, section 6.1.2).
     */
    private static List<String> sources(String policy) {
        Map<String, String> directives = new LinkedHashMap<>();
        for (String one : Split.array(policy, ';')) {
            String directive = one.strip();
            int space = directive.indexOf(' ');
            directives.putIfAbsent(space < 0 ? directive : directive.substring(0, space),
                    space < 0 ? "'none'" : directive.substring(space + 1).strip());
        }
        return List.of(Split.words(directives.getOrDefault(DIRECTIVE, directives.getOrDefault("default-src", "*"))));
    }

    private static Map<String, String> purposes(Hosting hosting) {
        Map<String, String> purposes = new LinkedHashMap<>(FIXED);
        for (RegistryOrigins registry : hosting.registries()) {
            add(purposes, registry.origin(), "packages of this registry");
            registry.tokens().forEach(origin -> add(purposes, origin, "access tokens for " + registry.origin()));
            registry.blobs().forEach(origin -> add(purposes, origin,
                    "files of packages, where " + registry.origin() + " redirects to it"));
        }
        if (hosting.hub().isPresent()) {
            HubAddresses hub = hosting.hub().get();
            add(purposes, hub.origin(), "the model hub: searches and lists of files, when you add a model");
            hub.files().patterns().forEach(origin -> add(purposes, origin, "files of models of " + hub.origin()));
        }
        hosting.endpoints().forEach(origin -> add(purposes, origin, "a model server that you approve"));
        return purposes;
    }

    private static void add(Map<String, String> purposes, String origin, String purpose) {
        purposes.merge(origin, purpose, (before, more) -> before.equals(more) ? before : before + "; " + more);
    }
}
