package dev.tabitat.web.profile;

import dev.tabitat.core.device.DeviceProfile;
import dev.tabitat.core.device.Fact;
import dev.tabitat.core.json.JsonBool;
import dev.tabitat.core.json.JsonString;
import dev.tabitat.web.jso.Await;
import dev.tabitat.web.jso.Clock;
import dev.tabitat.web.jso.Js;
import dev.tabitat.web.jso.MediaQuery;
import dev.tabitat.web.protocol.EngineClient;
import java.util.List;
import java.util.Map;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;
import org.teavm.jso.core.JSPromise;

/**
 * Probes what only the page can see: screen, pointer, battery, the heap's limit, the service worker and the build that
 * it keeps.
 */
public final class PageProbe {

    private PageProbe() {}

    /**
     * Looks, on a Java thread of the page (it waits for promises, and never long for one that stays silent).
     *
     * @return a profile with these facts only; its JSON is what the page sends to the engine
     */
    public static DeviceProfile probe() {
        FactCollector facts = new FactCollector();
        formFactor(facts);
        facts.path("memory.heap_limit", "Script memory limit", "performance.memory.jsHeapSizeLimit", "bytes", 1);
        battery(facts);
        serviceWorker(facts);
        return DeviceProfile.withoutMemory(Clock.utcNow(), facts.all(), List.of());
    }

    private static void formFactor(FactCollector facts) {
        facts.path("screen.width", "Screen width", "screen.width", "CSS px", 1);
        facts.path("screen.height", "Screen height", "screen.height", "CSS px", 1);
        facts.path("screen.pixel_ratio", "Device pixels per CSS pixel", "devicePixelRatio");
        facts.path("input.touch_points", "Touch points", "navigator.maxTouchPoints");
        media(facts, "input.coarse_pointer", "Main pointer is a finger", "(pointer: coarse)");
        media(facts, "input.fine_pointer", "Main pointer is fine", "(pointer: fine)");
        media(facts, "input.hover", "Pointer can hover", "(hover: hover)");
        media(facts, "app.installed", "Runs as an installed app", "(display-mode: standalone)");
        facts.add("form_factor", "Form factor", "matchMedia and screen", PageProbe::form);
    }

    private static void media(FactCollector facts, String id, String label, String query) {
        facts.add(id, label, "matchMedia " + query,
                () -> Fact.tested(label, JsonBool.of(MediaQuery.matches(query)), "", "matchMedia " + query));
    }

    /** Fingers on a short side below 600 px: a phone; on a longer one: a tablet; anything else: a desktop. */
    private static Fact form() {
        boolean finger = MediaQuery.matches("(pointer: coarse)");
        double shortSide = Math.min(Js.number(Js.global("screen"), "width"), Js.number(Js.global("screen"), "height"));
        String form = finger ? shortSide < 600 ? "phone" : "tablet" : "desktop";
        return Fact.tested("Form factor", new JsonString(form), "", "main pointer and the screen's shorter side");
    }

    private static void battery(FactCollector facts) {
        Map<String, String> labels = Map.of("battery.charging", "Charging", "battery.level", "Battery level");
        try {
            if (Js.isMissing(Js.path("navigator.getBattery"))) {
                facts.unavailable(labels, "navigator.getBattery is missing");
                return;
            }
            JSObject battery = Await.within(FactCollector.PATIENCE_MILLIS, getBattery());
            facts.member("battery.charging", "Charging", battery, "charging", "navigator.getBattery", "");
            facts.add("battery.level", "Battery level", "navigator.getBattery", () -> Fact.reported("Battery level",
                    FactCollector.number(Math.rint(Js.number(battery, "level") * 100)), "%",
                    "navigator.getBattery.level"));
        } catch (RuntimeException e) {
            facts.unavailable(labels, "navigator.getBattery: " + FactCollector.reason(e));
        }
    }

    /**
     * Whether the app is kept, and which version and build it is: the service worker is asked once, since it reads
     * every kept file to answer.
     */
    private static void serviceWorker(FactCollector facts) {
        String[] build = {""};
        facts.add("offline.ready", "Ready for offline use", "service worker", () -> {
            if (Js.isMissing(Js.path("navigator.serviceWorker"))) {
                return Fact.unavailable("Ready for offline use", "navigator.serviceWorker is missing");
            }
            JSObject answer = Await.within(FactCollector.PATIENCE_MILLIS, askServiceWorker());
            if (!Js.isMissing(answer) && Js.has(answer, "build")) {
                build[0] = Js.text(answer, "build");
            }
            return offline(answer);
        });
        facts.addAll(AppFacts.of(EngineClient.VERSION, build[0]));
    }

    private static Fact offline(JSObject answer) {
        if (Js.isMissing(answer)) {
            return Fact.tested("Ready for offline use", JsonBool.FALSE, "", "no service worker is active yet");
        }
        return Fact.tested("Ready for offline use", JsonBool.of(Js.isTrue(answer, "ready")), "",
                "the service worker holds " + Js.text(answer, "verified") + " of " + Js.text(answer, "files")
                        + " files, checked by SHA-256");
    }

    @JSBody(script = "return navigator.getBattery();")
    private static native JSPromise<JSObject> getBattery();

    @JSBody(script = "return navigator.serviceWorker.getRegistration().then(function(r) {"
            + "if (!r || !r.active) { return null; }"
            + "return new Promise(function(done) { var c = new MessageChannel();"
            + "c.port1.onmessage = function(e) { done(e.data); };"
            + "r.active.postMessage({ask: 'status'}, [c.port2]); }); });")
    private static native JSPromise<JSObject> askServiceWorker();
}
