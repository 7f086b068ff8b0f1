package dev.tabitat.web.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tabitat.core.digest.Digest;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.lineage.Genesis;
import dev.tabitat.core.lineage.LineageChain;
import dev.tabitat.core.lineage.LineageRecord;
import dev.tabitat.core.lineage.Runs;
import dev.tabitat.core.routing.RouterPolicy;
import dev.tabitat.core.state.keys.KeysAggregate;
import dev.tabitat.core.state.keys.KeysCommand;
import dev.tabitat.core.state.keys.KeysState;
import dev.tabitat.core.state.keys.StoredKey;
import dev.tabitat.core.state.routing.RoutingAggregate;
import dev.tabitat.core.state.routing.RoutingCommand;
import dev.tabitat.core.state.routing.RoutingSamples;
import dev.tabitat.core.state.routing.RoutingState;
import dev.tabitat.core.text.Utf8;
import dev.tabitat.web.selftest.StoreSamples;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A store as the version wrote it that kept revisions of packages alone, and a tab of that version beside this one. */
final class StoreOfEarlierVersionTest {

    private static final String KEY = "{\"name\":\"mine\",\"public_key\":\"cHVibGlj\","
            + "\"since_utc\":\"2026-11-30T12:00:00Z\",\"secret\":\"c2VjcmV0\"}";
    private static final String TRUSTED = "{\"name\":\"Berta\",\"public_key\":\"cHVibGlj\","
            + "\"since_utc\":\"2026-11-30T12:00:00Z\"}";
    private static final String SIGNATURE = "{\"envelope\":\"{}\",\"from\":\"a file\","
            + "\"since_utc\":\"2026-11-30T12:00:00Z\"}";
    private static final String TARGET = "{\"endpoint\":{\"id\":\"e\",\"name\":\"Server\",\"dialect\":\"ollama\","
            + "\"url\":\"http://127.0.0.1:11434\",\"model\":\"m\",\"cost_per_million_tokens\":0,\"currency\":\"\"},"
            + "\"sealed\":{\"kdf\":\"PBKDF2-SHA-256\",\"rounds\":600000}}";
    private static final String MEMBER = "{\"name\":\"m\",\"target\":\"e\",\"task\":\"t\",\"labels\":[\"a\",\"b\"],"
            + "\"since_utc\":\"2026-11-30T12:00:00Z\"}";
    private static final String CONSENT = "{\"choice\":\"always\",\"task\":\"t\",\"data_class\":\"private\","
            + "\"endpoint\":\"http://127.0.0.1:11434\",\"model\":\"m\",\"since_utc\":\"2026-11-30T12:00:00Z\"}";

    private final MemoryRecords records = new MemoryRecords();

    @BeforeEach
    void write() {
        Batch batch = new Batch().put(Table.META, "schema", "2").put(Table.META, "salt", "00").put(Table.META,
                "generation", "3");
        batch.put(Table.SETTINGS, "key/k", KEY).put(Table.SETTINGS, "trusted/t", TRUSTED)
                .put(Table.SETTINGS, "signature/p/e", SIGNATURE).put(Table.SETTINGS, "target/e", TARGET)
                .put(Table.SETTINGS, "member/m", MEMBER).put(Table.SETTINGS, "consent/c", CONSENT)
                .put(Table.SETTINGS, "router/policy", RouterPolicy.DEFAULT.toJson().toString())
                .put(Table.SETTINGS, "threshold/t/m", RoutingSamples.threshold(0.5).toJson().toString());
        LineageRecord first = LineageChain.begin(new Genesis("tabitat/0.1.0", "old"), "2026-11-30T12:00:00Z");
        LineageRecord second = LineageChain.append(first, new Runs(List.of()), "2026-11-30T12:00:00Z");
        batch.put(Table.LINEAGE, "000000000000", first.toJson().toString())
                .put(Table.LINEAGE, "000000000001", second.toJson().toString()).put(Table.META, "head",
                        JsonObject.of("seq", 1, "hash", second.hash().toString()).toString());
        for (String name : List.of("head", "text", "passages", "words")) {
            batch.put(Table.DOCUMENTS, "doc/" + name, plain(Table.DOCUMENTS, "doc/" + name, name));
        }
        batch.put(Table.DOCUMENTS, "dead/gone", plain(Table.DOCUMENTS, "dead/gone",
                "{\"deleted_at_utc\":\"2026-11-30T12:00:00Z\"}"))
                .put(Table.DRAFTS, "new/piece/00000000", plain(Table.DRAFTS, "new/piece/00000000", "a file"))
                .put(Table.DRAFTS, "new/head", plain(Table.DRAFTS, "new/head", "{\"name\":\"a.txt\"}"))
                .put(Table.SETTINGS, "documents/revision", "b2xk");
        records.apply(batch);
    }

    private static byte[] plain(Table table, String name, String text) {
        return Envelope.write(new JvmCipher(), Optional.empty(), table.id() + "/" + name, Utf8.encode(text));
    }

    private TabStore open() {
        return TabStore.open(records, StoreSamples.WORLD, "tabitat/test");
    }

    @Test
    void everythingIsThere() {
        TabStore store = open();
        KeysState keys = store.aggregate(new KeysAggregate()).current();
        assertEquals(Map.of("k", StoredKey.read(KEY)), keys.own());
        assertEquals(Map.of("t", StoredKey.read(TRUSTED)), keys.trusted());
        assertEquals("{}", keys.signaturesOf("p").get("e").envelope());
        RoutingState routing = store.aggregate(new RoutingAggregate()).current();
        assertTrue(routing.endpoints().get("e").sealed().isPresent());
        assertEquals("t", routing.members().get("m").string("task"));
        assertEquals("always", routing.consents().get("c").string("choice"));
        assertEquals(RouterPolicy.DEFAULT.digest(), routing.policy().map(RouterPolicy::digest).orElseThrow());
        assertEquals(RoutingSamples.threshold(0.5), routing.thresholds().get("t/m"));
        DocumentStore documents = store.documents(new JvmCipher());
        assertEquals(Map.of("doc", List.of("head", "passages", "text", "words")), documents.names());
        assertEquals(Optional.of("2026-11-30T12:00:00Z"), documents.deletedAt("dead"));
        assertEquals("a.txt", documents.drafts().get("new").string("name"));
        assertEquals("text", Utf8.decode(documents.read("doc", "text")));
        assertEquals(2, store.lineage().length());
    }

    @Test
    void itIsChangedFromThereOn() {
        TabStore store = open();
        AggregateStore<KeysState> keys = store.aggregate(new KeysAggregate());
        keys.commit(new KeysCommand.Untrust("k", true));
        store.aggregate(new RoutingAggregate()).commit(new RoutingCommand.ForgetConsents(Optional.empty()));
        store.lineage().append(new Runs(List.of()));
        DocumentStore documents = store.documents(new JvmCipher());
        VectorSource source = new VectorSource(Digest.of(Utf8.encode("encoder")), VectorSource.LAYOUT);
        assertTrue(documents.putVectors("doc", source, 0, new byte[]{1}));
        assertTrue(documents.delete("new", "2026-11-30T12:00:00Z").isDeleted());
        TabStore again = open();
        assertTrue(again.aggregate(new KeysAggregate()).current().own().isEmpty());
        assertTrue(again.aggregate(new RoutingAggregate()).current().consents().isEmpty());
        assertEquals("", LineageChain.verify(again.lineage().all()).reason());
        assertEquals(5, again.documents(new JvmCipher()).names().get("doc").size());
        assertEquals(List.of(), records.keys(Table.DRAFTS));
        assertTrue(records.texts(Table.META).values().stream().noneMatch(text -> text.contains("c2VjcmV0")),
                "no delta has the secret of a key that is deleted");
    }

    /** It writes settings, and another text as the revision of documents, and announces the topic alone. */
    @Test
    void whatATabOfThatVersionChangesIsFollowed() {
        TabStore store = open();
        AggregateStore<KeysState> keys = store.aggregate(new KeysAggregate());
        keys.state();
        DocumentStore documents = store.documents(new JvmCipher());
        records.apply(new Batch().put(Table.SETTINGS, "trusted/u", TRUSTED));
        keys.catchUp(0);
        assertTrue(keys.state().trusted().containsKey("u"));
        records.apply(new Batch().delete(Table.SETTINGS, "trusted/u"));
        keys.commit(new KeysCommand.Trust("u", StoredKey.read(TRUSTED.replace("Berta", "Berta B."))));
        assertEquals("Berta B.", keys.current().trusted().get("u").name());
        records.apply(new Batch().delete(Table.DOCUMENTS, "doc/head").delete(Table.DOCUMENTS, "doc/text")
                .delete(Table.DOCUMENTS, "doc/passages").delete(Table.DOCUMENTS, "doc/words")
                .put(Table.DOCUMENTS, "doc/gone", plain(Table.DOCUMENTS, "doc/gone", "{\"deleted_at_utc\":\"x\"}"))
                .put(Table.SETTINGS, "documents/revision", "bmV3"));
        assertTrue(!documents.replaceWords("doc", new byte[]{1}), "it was deleted there");
        assertEquals(Map.of(), documents.names());
    }
}
