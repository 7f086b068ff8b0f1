package dev.tabitat.web.view.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tabitat.core.format.Slices;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonNull;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.text.Utf8;
import dev.tabitat.web.protocol.Topic;
import dev.tabitat.web.view.screen.FakeEngineClient;
import dev.tabitat.web.view.screen.FakePage;
import dev.tabitat.web.view.screen.FakeShared;
import dev.tabitat.web.view.screen.PackagesController;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The device screen follows events, and sends what is typed in its fields. */
final class DeviceControllerTest {

    private final FakePage page = new FakePage();
    private final FakeEngineClient engine = new FakeEngineClient();
    private final List<String> told = new ArrayList<>();
    private final DeviceController controller = new DeviceController(engine, page, new FakeShared(),
            new PackagesController(engine, page, storage -> {}), () -> told.add("keys"));

    private List<String> after(String topic) {
        engine.clear();
        controller.onEvent(topic, JsonObject.EMPTY);
        page.pass(1_000);
        return engine.methods();
    }

    @Test
    void theDeviceIsMeasuredTheFirstTimeOnly() {
        controller.open();
        assertEquals("device {\"measure\":true}", engine.open("device").toString());
        engine.clear();
        controller.open();
        assertEquals("device {}", engine.open("device").toString());
    }

    @Test
    void eventsRequestWhatTheyConcern() {
        assertEquals(List.of(), after(Topic.DEVICE), "before the screen was open");
        controller.open();
        engine.open("connections").answer(JsonObject.of("policy", "", "connect", JsonArray.EMPTY));
        assertEquals(List.of("ledger"), after(Topic.LEDGER));
        assertEquals(List.of("device"), after(Topic.DEVICE));
        assertEquals(List.of("device", "keys"), after(Topic.STORE));
        assertEquals(List.of(), after(Topic.LINEAGE));
        assertEquals(List.of(), after(Topic.NETWORK), "the policy is known");
    }

    @Test
    void aPolicyThatCouldNotBeReadIsReadOnceTheNetworkIsBack() {
        controller.open();
        engine.open("connections").fail("unavailable");
        assertTrue(controller.state().connections().failed());
        assertEquals(List.of("connections"), after(Topic.NETWORK));
        engine.open("connections").answer(JsonObject.of("policy", "x", "connect", JsonArray.EMPTY));
        assertFalse(controller.state().connections().failed());
    }

    @Test
    void eventsAndFailuresKeepWhatIsTyped() {
        controller.open();
        controller.typed("name", "Anna");
        after(Topic.STORE);
        engine.open("keys").answer(JsonObject.of("keys", JsonArray.EMPTY));
        assertEquals("Anna", controller.state().keys().fields().get("name"));
        controller.makeKey();
        assertEquals("makeKey {\"name\":\"Anna\"}", engine.open("makeKey").toString());
        engine.open("makeKey").fail("invalid_input");
        assertEquals("Anna", controller.state().keys().fields().get("name"));
        assertTrue(controller.state().keys().error().isPresent());
        controller.makeKey();
        engine.open("makeKey").answer(JsonObject.of("id", "k1"));
        assertEquals("", controller.state().keys().fields().get("name"));
        assertEquals("The key is made.", controller.state().keys().notice());
        assertEquals(List.of("keys"), told);
    }

    @Test
    void anExportedKeyIsSavedAndChangesNoTrust() {
        controller.typed("passphrase", "long enough");
        controller.exportKey("k1");
        assertEquals("exportKey {\"id\":\"k1\",\"passphrase\":\"long enough\"}",
                engine.open("exportKey").toString());
        engine.open("exportKey").answer(JsonObject.of("name", "key.json"),
                Optional.of(Slices.of(Utf8.encode("{\"k\":1}"))));
        assertEquals("{\"k\":1}", page.texts.get("key.json"));
        assertEquals(List.of(), told);
    }

    @Test
    void eachActionIsItsCallWithItsFields() {
        controller.typed("file", "FILE");
        controller.typed("opens", "secret one");
        controller.importKey();
        controller.typed("whose", "Bo");
        controller.typed("pem", "PEM");
        controller.trust();
        controller.untrust("k2");
        assertEquals(
                "[importKey {\"file\":\"FILE\",\"passphrase\":\"secret one\"}, trust {\"name\":\"Bo\",\"publicKey\":\"PEM\"}, untrust {\"id\":\"k2\"}]",
                engine.sent.toString());
        engine.open("trust").answer(JsonObject.of("name", "Bo"));
        assertEquals("You trust the key of Bo now.", controller.state().keys().notice());
    }

    @Test
    void aCheckIsUnderWayUntilItEnds() {
        controller.check();
        assertTrue(controller.isBusy());
        assertFalse(engine.open("check").params.bool("repair"));
        engine.open("check").fail("unavailable");
        assertFalse(controller.isBusy());
        assertTrue(controller.state().check().error().isPresent());
        controller.repair();
        assertTrue(engine.open("check").params.bool("repair"));
        engine.open("check").answer(JsonObject.of("ok", true));
        assertTrue(controller.state().check().report().isPresent());
        assertTrue(controller.state().check().error().isEmpty());
    }

    @Test
    void theProfileIsSavedWithoutTheBackends() {
        controller.open();
        engine.open("device").answer(JsonObject.of("facts", JsonObject.EMPTY, "backends", JsonArray.EMPTY));
        controller.exportDevice();
        assertFalse(page.texts.get("DeviceProfile.json").contains("backends"));
    }

    @Test
    void aRequestToKeepTheStorageThatFailsIsNoPromise() {
        controller.persist();
        engine.open("persist").fail("unavailable");
        assertEquals(Optional.of(false), controller.state().persisted());
    }

    @Test
    void whatAnEventSaysOfKeysIsAppliedWithoutARequest() {
        controller.open();
        JsonObject mine = JsonObject.of("id", "a", "name", "mine");
        engine.open("keys").answer(JsonObject.of("keys", JsonArray.of(mine), "trusted", JsonArray.EMPTY));
        engine.clear();
        JsonObject berta = JsonObject.of("id", "b", "name", "Berta");
        controller.onEvent(Topic.STORE,
                JsonObject.of("keys", JsonObject.of("a", JsonNull.NULL), "trusted", JsonObject.of("b", berta), "signed",
                        JsonArray.EMPTY, "aggregate", "keys", "revision", 2));
        page.pass(1_000);
        assertEquals(List.of(), engine.methods());
        assertEquals(JsonObject.of("keys", JsonArray.EMPTY, "trusted", JsonArray.of(berta)),
                controller.state().keys().answer().orElseThrow());
    }
}
