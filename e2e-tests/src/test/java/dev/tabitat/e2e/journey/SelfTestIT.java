package dev.tabitat.e2e.journey;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.microsoft.playwright.Page;
import dev.tabitat.e2e.support.HostProcess;
import dev.tabitat.e2e.support.Lab;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The contracts that hold on the JVM, compiled to WebAssembly and run in Chromium, each a test of its own here. */
final class SelfTestIT {

    private static final int SLOWEST = 12;

    @TestFactory
    List<DynamicTest> theSameContractsHoldInTheBrowser() {
        try (HostProcess host = HostProcess.start("--extra",
                HostProcess.root().resolve("web-client/target/selftest-site").toString());
                Lab lab = new Lab()) {
            Page page = lab.newPage();
            page.setDefaultTimeout(290_000);
            page.navigate(host.url() + "extra/index.html");
            // By frames: one contract counts the timers of this page.
            page.waitForFunction("() => globalThis.tabitatSelfTest?.done");
            JsonObject report = JsonParser
                    .parseString((String) page.evaluate("() => JSON.stringify(globalThis.tabitatSelfTest)"))
                    .getAsJsonObject();
            List<DynamicTest> tests = new ArrayList<>();
            for (JsonElement element : report.getAsJsonArray("results")) {
                JsonObject result = element.getAsJsonObject();
                String name = result.get("name").getAsString();
                tests.add(dynamicTest(name, () -> {
                    assumeFalse(name.startsWith("webgpu: skipped"), name);
                    assertTrue(result.get("passed").getAsBoolean(), result.toString());
                    assertTrue(result.get("checks").getAsInt() > 0, "a contract that checks nothing: " + result);
                }));
            }
            assertTrue(tests.size() >= 10, report.toString());
            printSlowest("the page", report);
            return tests;
        }
    }

    @TestFactory
    List<DynamicTest> kernelThreadsGiveOneThreadsBitsWhateverTheirOrder() throws IOException {
        Path site = HostProcess.root().resolve("web-client/target");
        try (HostProcess host = HostProcess.start("--extra", site.resolve("selftest-site").toString());
                Lab lab = new Lab()) {
            Page page = lab.newPage();
            page.setDefaultTimeout(290_000);
            page.navigate(host.url() + "extra/index.html");
            String report = (String) page.evaluate("([threads, kernelThread]) => new Promise((resolve, reject) => {"
                    + " const worker = new Worker(threads + '#threads=' + kernelThread); worker.onerror = event => reject(new Error(event.message));"
                    + " setTimeout(() => reject(new Error('the contracts of threads did not end within 280 s')), 280000);"
                    + " worker.onmessage = event => resolve(JSON.stringify(event.data)); })",
                    List.of("/extra/assets/" + asset(site.resolve("selftest-site"), "engine-"),
                            "/assets/" + asset(site.resolve("site"), "kernel-thread-")));
            List<DynamicTest> tests = new ArrayList<>();
            JsonObject parsed = JsonParser.parseString(report).getAsJsonObject();
            printSlowest("a worker", parsed);
            for (JsonElement element : parsed.getAsJsonArray("results")) {
                JsonObject result = element.getAsJsonObject();
                tests.add(dynamicTest(result.get("name").getAsString(),
                        () -> assertTrue(result.get("passed").getAsBoolean(), result.toString())));
            }
            assertTrue(tests.size() >= 10, report);
            return tests;
        }
    }

    private static void printSlowest(String where, JsonObject report) {
        List<JsonObject> slowest = report.getAsJsonArray("results").asList().stream().map(JsonElement::getAsJsonObject)
                .sorted(Comparator.comparing(one -> -one.get("ms").getAsLong())).limit(SLOWEST).toList();
        System.out.println("Contracts in " + where + ": " + report.getAsJsonArray("results").size() + "; the slowest:");
        slowest.forEach(
                one -> System.out.println("  " + one.get("ms").getAsLong() + " ms " + one.get("name").getAsString()));
    }

    private static String asset(Path site, String prefix) throws IOException {
        try (DirectoryStream<Path> scripts = Files.newDirectoryStream(site.resolve("assets"), prefix + "*.js")) {
            return scripts.iterator().next().getFileName().toString();
        }
    }
}
