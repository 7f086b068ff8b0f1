package dev.tabitat.e2e.benchmark;

import dev.tabitat.core.json.JsonObject;
import dev.tabitat.e2e.support.Lab;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The memory of the process that a page runs in, as Linux counts it. */
final class Memory {

    private static final int SPIN_MILLIS = 400;

    private final Path status;

    private Memory(Path status) {
        this.status = status;
    }

    /** The memory of a page; empty where there is no /proc. */
    static Optional<Memory> of(Lab lab, OpenPage page) {
        return Files.isReadable(Path.of("/proc/self/status"))
                ? process(lab, page)
                        .map(process -> new Memory(Path.of("/proc", Long.toString(process.pid()), "status")))
                : Optional.empty();
    }

    /** Browsers do not say which process a page is in: it is the one that gets busy when the page does. */
    private static Optional<ProcessHandle> process(Lab lab, OpenPage page) {
        Map<ProcessHandle, Duration> before = new LinkedHashMap<>();
        lab.processes().forEach(process -> before.put(process, cpu(process)));
        page.ask("async ms => { const start = performance.now(); while (performance.now() - start < ms.spin); }",
                JsonObject.of("spin", SPIN_MILLIS));
        return before.keySet().stream().max(Comparator.comparing(process -> cpu(process).minus(before.get(process))));
    }

    private static Duration cpu(ProcessHandle process) {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    /** Resident bytes now. */
    long resident() throws IOException {
        return bytes("VmRSS:");
    }

    /** The most that was ever resident. */
    long peak() throws IOException {
        return bytes("VmHWM:");
    }

    private long bytes(String name) throws IOException {
        String line = Files.readAllLines(status).stream().filter(each -> each.startsWith(name)).findFirst()
                .orElseThrow(() -> new IOException(status + " has no " + name));
        return Long.parseLong(line.replaceAll("\\D+", "")) * 1024;
    }
}
