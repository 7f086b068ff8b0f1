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
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The contracts that hold on the JVM, compiled to WebAssembly and run in Chromium, each a test of its own here. */
final class SelfTestIT {

    @TestFactory
    List<DynamicTest> theSameContractsHoldInTheBrowser() {
        try (HostProcess host = HostProcess.start("--extra", HostProcess.root().resolve("web-client/target/selftest-site").toString());
                Lab lab = new Lab()) {
            Page page = lab.newPage();
            page.setDefaultTimeout(180_000);
            page.navigate(host.url() + "extra/index.html");
            page.evaluate("async () => { while (!globalThis.tabitatSelfTest?.done) await new Promise(r => setTimeout(r, 50)); }");
            JsonObject report = JsonParser.parseString((String) page.evaluate("() => JSON.stringify(globalThis.tabitatSelfTest)")).getAsJsonObject();
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
            return tests;
        }
    }
}
