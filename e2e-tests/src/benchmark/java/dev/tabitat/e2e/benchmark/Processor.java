package dev.tabitat.e2e.benchmark;

import dev.tabitat.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What this runs on, where the system says.
 *
 * @param vnni whether it multiplies and adds four int8 pairs in one instruction: "yes", "no" or "unknown"
 */
record Processor(String name, int cores, String vnni) {

    private static final Path CPUINFO = Path.of("/proc/cpuinfo");

    static Processor here() throws IOException {
        int cores = Runtime.getRuntime().availableProcessors();
        if (!Files.isReadable(CPUINFO)) {
            return new Processor(System.getProperty("os.arch"), cores, "unknown");
        }
        List<String> lines = Files.readAllLines(CPUINFO);
        Set<String> flags = new HashSet<>(List.of(value(lines, "flags").split(" ")));
        String vnni = flags.contains("avx_vnni") || flags.contains("avx512_vnni") ? "yes" : "no";
        return new Processor(value(lines, "model name"), cores, vnni);
    }

    private static String value(List<String> lines, String name) {
        return lines.stream().filter(line -> line.startsWith(name))
                .map(line -> line.substring(line.indexOf(':') + 1).strip()).findFirst().orElse("unknown");
    }

    JsonObject json() {
        return JsonObject.of("name", name, "cores", cores, "vnni", vnni);
    }
}
