package dev.tabitat.e2e.journey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import dev.tabitat.e2e.support.FaultProxy;
import dev.tabitat.e2e.support.HostProcess;
import dev.tabitat.e2e.support.Lab;
import dev.tabitat.e2e.support.Samples;
import dev.tabitat.e2e.support.Tab;
import org.junit.jupiter.api.Test;

/** The browser dies in the middle of a download: what had verified is there, and only the rest is fetched. */
final class ResumeIT {

    @Test
    void aKilledBrowserResumesFromWhatWasVerified() {
        try (HostProcess host = HostProcess.start(); FaultProxy proxy = FaultProxy.before(host); Lab lab = new Lab()) {
            Tab tab = Tab.open(lab, proxy.url()).ready();
            proxy.throttle(path -> path.startsWith("/v2/opennlp-langdetect/blobs/"), 2_000_000);
            tab.page().evaluate(
                    """
                            () => new Promise(enough => {
                              tabitat.install('opennlp-langdetect:fp32', { onProgress: p => { if (p.verified_chunks >= 4) enough(); } });
                            })
                            """);
            lab.kill();

            proxy.heal();
            proxy.forget();
            lab.open();
            Tab again = Tab.open(lab, proxy.url()).ready();
            assertEquals("swe", Tab.top(again.classify(Samples.BY_LANGUAGE.get("swe"))));
            JsonObject done = again.call("install", "opennlp-langdetect:fp32").getAsJsonObject();
            System.out.println("Resumed after a kill: " + done);
            assertTrue(done.get("resumed_bytes").getAsLong() >= 3L << 20, done.toString());
            assertEquals("spa", again.label("opennlp-langdetect:fp32", Samples.BY_LANGUAGE.get("spa")));
            assertTrue(again.call("check").getAsJsonObject().get("ok").getAsBoolean());
        }
    }
}
