package dev.tabitat.web.engine;

import dev.tabitat.core.device.DeviceProfile;
import dev.tabitat.core.device.Fact;
import dev.tabitat.core.json.Json;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.lineage.DeviceProfiled;
import dev.tabitat.web.engine.environment.Bus;
import dev.tabitat.web.engine.environment.EngineEnvironment;
import dev.tabitat.web.engine.inference.Backends;
import dev.tabitat.web.protocol.Announcement;
import dev.tabitat.web.protocol.Topic;
import dev.tabitat.web.store.LineageStore;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is known of the device: what the browser says, what only the page sees, and what was measured. */
final class DeviceFacts {

    private final EngineEnvironment environment;
    private final Backends backends;
    private final LineageStore lineage;
    private final Bus bus;
    private Map<String, Fact> pageFacts = Map.of();
    private Map<String, Fact> measured = Map.of();
    private Optional<Map<String, Fact>> looked = Optional.empty();

    DeviceFacts(EngineEnvironment environment, Backends backends, LineageStore lineage, Bus bus) {
        this.environment = environment;
        this.backends = backends;
        this.lineage = lineage;
        this.bus = bus;
    }

    /** The browser is asked again with the next question. */
    void lookAgain() {
        looked = Optional.empty();
    }

    /** What the page knows better. */
    void ofPage(JsonObject profile) {
        pageFacts = DeviceProfile.fromJson(profile).facts();
        bus.changed(Topic.DEVICE, JsonObject.EMPTY);
    }

    private Map<String, Fact> facts() {
        if (looked.isEmpty()) {
            looked = Optional.of(environment.probe());
        }
        return looked.get();
    }

    /** What is known of the device, with what only the page knows. */
    Map<String, Fact> factsNow() {
        Map<String, Fact> all = new LinkedHashMap<>(facts());
        all.putAll(pageFacts);
        return all;
    }

    private DeviceProfile profile() {
        return environment.profile(List.of(facts(), pageFacts, measured), backends.supported());
    }

    Json json(boolean measure) {
        lookAgain();
        if (measure) {
            measured = environment.measure();
            backends.probe();
        }
        DeviceProfile profile = profile();
        if (measure) {
            lineage.append(new DeviceProfiled(profile.digest(), profile.supportedRuntimes()));
            bus.changed(Topic.LINEAGE, JsonObject.of(Announcement.LENGTH, lineage.length()));
            bus.changed(Topic.DEVICE, JsonObject.EMPTY);
        }
        return profile.toJson().with("backends", backends.json());
    }
}
