package dev.tabitat.web.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tabitat.core.json.JsonNull;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.web.protocol.Announcement;
import dev.tabitat.web.protocol.FromEngine;
import dev.tabitat.web.protocol.Topic;
import dev.tabitat.web.store.MemoryRecords;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an engine tells its page and other tabs of changes, and what it makes of what they announce. */
final class ChangesTest {

    private final FakeEngineEnvironment environment = new FakeEngineEnvironment();
    private final MemoryRecords records = new MemoryRecords();
    private Engine first;
    private Engine second;

    @BeforeEach
    void start() {
        TinyModels.offer(environment, "lande", 0.9);
        first = new Engine(environment, records, "", environment::send);
        first.begin();
        second = new Engine(environment, records, "", environment::send);
        second.begin();
        environment.done(second, "keys");
        environment.done(second, "targets");
        environment.settle();
        clear();
    }

    private void clear() {
        environment.announced.clear();
        environment.sent.clear();
    }

    /** The bodies of the events of a topic since the last look. */
    private List<JsonObject> events(String topic) {
        List<JsonObject> bodies = new ArrayList<>();
        for (FromEngine one : environment.sent) {
            if (one instanceof FromEngine.Event event && event.topic().equals(topic)) {
                bodies.add(event.body());
            }
        }
        environment.sent.clear();
        return bodies;
    }

    @Test
    void aKeyIsToldWithItsEntryAndAnnouncedWithItsRevision() {
        JsonObject made = environment.object(first, "makeKey", "name", "mine");
        JsonObject body = events(Topic.STORE).get(0);
        assertEquals(made, body.object("keys").object(made.string("id")));
        assertEquals(List.of("store keys " + body.integer(Announcement.REVISION)), environment.announced);
        environment.done(first, "untrust", "id", made.string("id"), "delete_own", true);
        assertEquals(JsonNull.NULL, events(Topic.STORE).get(0).object("keys").get(made.string("id")));
    }

    @Test
    void aTabThatMissedSomeIsToldOfAllAndOneThatKnowsIsToldNothing() {
        JsonObject one = environment.object(first, "makeKey", "name", "one");
        JsonObject two = environment.object(first, "makeKey", "name", "two");
        List<String> announced = List.copyOf(environment.announced);
        clear();
        second.onEvent(announced.get(1));
        List<JsonObject> told = events(Topic.STORE);
        assertEquals(1, told.size());
        assertTrue(told.get(0).bool(Announcement.ELSEWHERE));
        assertEquals(java.util.Set.of(one.string("id"), two.string("id")), told.get(0).object("keys").names());
        assertEquals(List.of(), environment.announced, "what comes from elsewhere is not announced again");
        second.onEvent(announced.get(0));
        second.onEvent(announced.get(1));
        assertEquals(List.of(), events(Topic.STORE), "it is known");
    }

    @Test
    void endpointsAndMembersAreToldWithTheirEntries() {
        JsonObject target = environment.object(first, "addTarget", "dialect", "ollama", "url",
                "http://127.0.0.1:11434", "model", "m");
        JsonObject body = events(Topic.ROUTING).get(0);
        assertEquals(target, body.object("targets").object(target.string("id")));
        assertEquals("routing", body.string(Announcement.AGGREGATE));
        String announcement = environment.announced.get(0);
        clear();
        second.onEvent(announcement);
        assertEquals(target, events(Topic.ROUTING).get(0).object("targets").object(target.string("id")));
        second.onEvent(announcement);
        assertEquals(List.of(), events(Topic.ROUTING));
        environment.done(first, "removeTarget", "target", target.string("id"));
        assertEquals(JsonNull.NULL, events(Topic.ROUTING).get(0).object("targets").get(target.string("id")));
    }

    /** It announces the topic alone; what it changed is read anew, and the page told. */
    @Test
    void aTabOfAnEarlierVersionIsFollowed() {
        JsonObject made = environment.object(first, "makeKey", "name", "mine");
        second.onEvent(environment.announced.get(0));
        String key = "key/" + made.string("id");
        String record = records.texts(dev.tabitat.web.store.Table.SETTINGS).get(key).replace("mine", "theirs");
        records.apply(new dev.tabitat.web.store.Batch().put(dev.tabitat.web.store.Table.SETTINGS, key, record));
        clear();
        second.onEvent(Topic.STORE);
        assertEquals("theirs",
                events(Topic.STORE).get(0).object("keys").object(made.string("id")).string("name"));
    }

    @Test
    void announcementsAreReadAsTheyWereWritten() {
        Announcement said = new Announcement(Topic.STORE, "keys", 7);
        assertEquals(said, Announcement.read(said.text()));
        assertEquals(new Announcement(Topic.STORE, "", 0), Announcement.read(Topic.STORE));
        assertEquals(new Announcement(Topic.STORE, "", 0), Announcement.read("store keys x"));
        assertEquals(new Announcement(Topic.LINEAGE, "lineage", 5),
                Announcement.of(Topic.LINEAGE, JsonObject.of("length", 5)));
    }

    @Test
    void aLengthOfTheLineageThatIsKnownIsNoNews() {
        environment.done(first, "device", "measure", true);
        String announced = environment.announced.stream().filter(one -> one.startsWith(Topic.LINEAGE)).findFirst()
                .orElseThrow();
        clear();
        second.onEvent(announced);
        assertEquals(1, events(Topic.LINEAGE).size());
        second.onEvent(announced);
        assertEquals(List.of(), events(Topic.LINEAGE));
    }
}
