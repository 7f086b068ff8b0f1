package dev.tabitat.web.build;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One script that starts the app without making code from text: the app's files, the table of functions that the binary
 * will request for, the stand-in for {@code Function} that looks them up, one for timers that starts threads without
 * them, one for {@code WebAssembly} that takes compiled binaries, TeaVM's unmodified runtime in its sight, and a
 * loader. The runtime fetches binaries by {@code tabitatFiles.fetchBinary}.
 */
final class ScriptBundle {

    /** The runtime script whose templates {@code strict-function.js} knows: TeaVM 0.16.0. */
    static final String RUNTIME_SHA256 = "4fa1e0e0d686cc6e0a0d111e606cb876f7168bd695d9e3d639e7d5684453089b";

    private final String start;

    /**
     * @param appFiles the scripts that define {@code tabitatFiles}
     * @param functions what {@link FunctionTable} found in the binary
     * @param strictFunction the script that stands in for {@code Function}
     * @param runtime TeaVM's runtime script
     */
    ScriptBundle(String appFiles, Iterable<FunctionTable.Entry> functions, String strictFunction, String runtime) {
        this.start = "\"use strict\";\n" + appFiles + "(() => {\n" + table(functions) + strictFunction
        // The runtime keeps one that is there already, which would be that of another binary.
                + "delete globalThis.TeaVM;\n(function(Function, setTimeout, clearTimeout, fetch, WebAssembly) {\n"
                + runtime
                + "\n})(strictFunction, runtimeTasks.start, runtimeTasks.cancel, tabitatFiles.fetchBinary, runtimeWasm);\n})();\n";
    }

    /** @throws IllegalStateException when this is not the runtime that the stand-in was written for */
    static void requireKnownRuntime(byte[] runtime) {
        String found = SiteFiles.sha256(runtime);
        if (!found.equals(RUNTIME_SHA256)) {
            throw new IllegalStateException("TeaVM's runtime script has changed: expected sha256 " + RUNTIME_SHA256
                    + ", found " + found
                    + ". Compare its uses of Function with strict-function.js, then pin the new digest.");
        }
    }

    /** The whole script. */
    String with(String loader) {
        return start + "{\n" + loader + "}\n";
    }

    private static String table(Iterable<FunctionTable.Entry> functions) {
        SortedMap<String, String> bodies = new TreeMap<>();
        for (FunctionTable.Entry entry : functions) {
            StringBuilder parameters = new StringBuilder("wrapCallFromJavaToJs");
            entry.parameters().forEach(name -> parameters.append(',').append(name));
            bodies.put(entry.key(), "function(" + parameters + "){" + entry.body() + "\n}");
        }
        StringBuilder table = new StringBuilder("const bodies = {\n");
        for (Map.Entry<String, String> body : bodies.entrySet()) {
            table.append(quote(body.getKey())).append(": ").append(body.getValue()).append(",\n");
        }
        return table.append("};\n").toString();
    }

    /** The text as a JavaScript string, also a JSON one. */
    static String quote(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"', '\\' -> quoted.append('\\').append(c);
                case '\n' -> quoted.append("\\n");
                case '\r' -> quoted.append("\\r");
                default -> {
                    boolean plain = c >= 0x20 && c != 0x2028 && c != 0x2029 && !Character.isSurrogate(c);
                    quoted.append(plain ? String.valueOf(c) : String.format("\\u%04x", (int) c));
                }
            }
        }
        return quoted.append('"').toString();
    }
}
