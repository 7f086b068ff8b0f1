package dev.tabitat.web.profile;

import dev.tabitat.core.device.Fact;
import dev.tabitat.core.json.JsonString;
import java.util.LinkedHashMap;
import java.util.Map;

/** Which Tabitat this is: the version of the program that runs, and the build whose files the browser keeps. */
final class AppFacts {

    private static final String BUILD = "Build kept here";
    private static final String KEEPER = "service worker";

    private AppFacts() {}

    /**
     * The facts {@code app.version} and {@code app.build}.
     *
     * @param version of the program, for example {@code 0.1.0}
     * @param build as the service worker named it; empty when none is active
     */
    static Map<String, Fact> of(String version, String build) {
        Map<String, Fact> facts = new LinkedHashMap<>();
        facts.put("app.version", Fact.reported("Version", new JsonString(version), "", "this program"));
        facts.put("app.build", build.isEmpty() ? Fact.unavailable(BUILD, "no service worker is active yet")
                : Fact.reported(BUILD, new JsonString(build), "", KEEPER));
        return facts;
    }
}
