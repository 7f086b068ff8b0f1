package dev.tabitat.e2e.journey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import dev.tabitat.e2e.support.HostProcess;
import dev.tabitat.e2e.support.Lab;
import dev.tabitat.e2e.support.Samples;
import dev.tabitat.e2e.support.Tab;
import org.junit.jupiter.api.Test;

/** A browser that lacks something still classifies, and says what is missing. */
final class DegradedIT {

    @Test
    void withoutWebGpu() {
        try (HostProcess host = HostProcess.start(); Lab lab = new Lab(Lab.Trait.NO_WEBGPU)) {
            Tab tab = Tab.open(lab, host.url()).ready();
            assertEquals("deu", Tab.top(tab.classify(Samples.BY_LANGUAGE.get("deu"))));
            JsonObject facts = tab.call("device").getAsJsonObject().getAsJsonObject("facts");
            assertEquals("unavailable", facts.getAsJsonObject("gpu.adapter").get("how").getAsString(),
                    facts.toString());
        }
    }

    @Test
    void withWebGpuTheAdapterIsNamed() {
        try (HostProcess host = HostProcess.start(); Lab lab = new Lab()) {
            Tab tab = Tab.open(lab, host.url()).ready();
            JsonObject facts = tab.call("device").getAsJsonObject().getAsJsonObject("facts");
            JsonObject adapter = facts.getAsJsonObject("gpu.adapter");
            assertFalse(adapter.get("how").getAsString().equals("unavailable"), facts.toString());
        }
    }

    @Test
    void withoutCrossOriginIsolation() {
        try (HostProcess host = HostProcess.start("--no-isolation"); Lab lab = new Lab()) {
            Tab tab = Tab.open(lab, host.url()).ready();
            assertEquals(false, tab.page().evaluate("globalThis.crossOriginIsolated"));
            assertEquals("pol", Tab.top(tab.classify(Samples.BY_LANGUAGE.get("pol"))));
            JsonObject facts = tab.call("device").getAsJsonObject().getAsJsonObject("facts");
            assertFalse(facts.getAsJsonObject("isolation.cross_origin").get("value").getAsBoolean(), facts.toString());
        }
    }

    @Test
    void withStorageRefused() {
        try (HostProcess host = HostProcess.start(); Lab lab = new Lab(Lab.Trait.STORAGE_REFUSED)) {
            Tab tab = Tab.open(lab, host.url()).ready();
            assertEquals("tur", Tab.top(tab.classify(Samples.BY_LANGUAGE.get("tur"))));
            assertEquals("memory", tab.call("storage").getAsJsonObject().get("mode").getAsString());
            tab.page().navigate(host.url() + "#device");
            PlaywrightAssertions.assertThat(tab.page().locator("main")).containsText("refuse");
            tab.page().navigate(host.url() + "#documents");
            PlaywrightAssertions.assertThat(tab.page().locator("main .lede")).containsText("in memory only");
            PlaywrightAssertions.assertThat(tab.page().locator("main")).not().containsText("kept in this browser");
            assertTrue(lab.offences().isEmpty(), lab.offences().toString());
        }
    }

    @Test
    void twoTabsAtOnce() {
        try (HostProcess host = HostProcess.start(); Lab lab = new Lab()) {
            Tab first = Tab.open(lab, host.url());
            Tab second = Tab.open(lab, host.url());
            first.ready();
            second.ready();
            assertEquals("ell", Tab.top(first.classify(Samples.BY_LANGUAGE.get("ell"))));
            assertEquals("fin", Tab.top(second.classify(Samples.BY_LANGUAGE.get("fin"))));
            first.call("install", "opennlp-langdetect:fp32");
            assertEquals(2, second.call("installed").getAsJsonArray().size(),
                    "the second tab sees what the first one installed");
            assertEquals("spa", second.label("opennlp-langdetect:fp32", Samples.BY_LANGUAGE.get("spa")));
            JsonObject lineage = second.call("lineage").getAsJsonObject();
            assertTrue(lineage.get("chain_ok").getAsBoolean(), lineage.toString());
        }
    }
}
