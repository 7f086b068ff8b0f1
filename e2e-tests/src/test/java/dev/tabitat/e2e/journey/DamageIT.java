package dev.tabitat.e2e.journey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.tabitat.e2e.support.FaultProxy;
import dev.tabitat.e2e.support.HostProcess;
import dev.tabitat.e2e.support.Lab;
import dev.tabitat.e2e.support.Samples;
import dev.tabitat.e2e.support.Tab;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The server, the line or the disk spoils bytes: each is caught and named, and nothing unverified is ever used. */
final class DamageIT {

    private static final String PACKAGE = "opennlp-langdetect:fp32";
    private static final Predicate<String> ITS_BLOBS = path -> path.startsWith("/v2/opennlp-langdetect/blobs/");
    private static final String INSTALL = "name => tabitat.install(name)";

    private HostProcess host;
    private FaultProxy proxy;
    private Lab lab;
    private Tab tab;

    @BeforeEach
    void open() {
        host = HostProcess.start();
        proxy = FaultProxy.before(host);
        lab = new Lab();
        tab = Tab.open(lab, proxy.url()).ready();
    }

    @AfterEach
    void close() {
        lab.close();
        proxy.close();
        host.close();
    }

    @Test
    void aFlippedByteIsCaughtWithItsChunkNamedAndOnlyThatChunkIsFetchedAgain() {
        Blob weights = largestBlob();
        long offset = 3 * (1L << 20) + 4711;
        proxy.spoil(FaultProxy.flip(path -> path.endsWith(weights.digest()), offset));
        JsonObject error = tab.rejection(INSTALL, PACKAGE);
        assertEquals("damaged_data", error.get("code").getAsString(), error.toString());
        assertTrue(error.get("where").getAsString().contains("chunk 3"), error.toString());
        assertTrue(error.get("expected").getAsString().startsWith("sha256:"), error.toString());
        assertTrue(error.get("found").getAsString().startsWith("sha256:"), error.toString());
        assertEquals(1, tab.call("installed").getAsJsonArray().size(),
                "the damaged package must not count as installed");
        assertEquals("unknown_or_missing", unusable());

        proxy.heal();
        proxy.forget();
        JsonObject mended = tab.call("install", PACKAGE).getAsJsonObject();
        assertTrue(mended.get("resumed_bytes").getAsLong() > 0, mended.toString());
        assertEquals("spa", tab.label(PACKAGE, Samples.BY_LANGUAGE.get("spa")));
        long askedTwice = proxy.seen().stream()
                .filter(request -> request.path().endsWith(weights.digest()))
                .filter(request -> request.range().startsWith("bytes=0-"))
                .count();
        assertEquals(0, askedTwice, "verified chunks are not fetched again: " + proxy.seen());
    }

    @Test
    void htmlServedAsWeightsIsCalledHtml() {
        byte[] page = "<!doctype html><title>Sign in</title><p>Please sign in to the network."
                .getBytes(StandardCharsets.UTF_8);
        proxy.spoil(answer -> ITS_BLOBS.test(answer.path())
                ? Optional.of(new FaultProxy.Answer(answer.path(), 200, page, 0))
                : Optional.empty());
        JsonObject error = tab.rejection(INSTALL, PACKAGE);
        assertEquals("damaged_data", error.get("code").getAsString(), error.toString());
        assertTrue((error.get("message").getAsString() + error.get("found")).contains("HTML"), error.toString());
        recovers();
    }

    @Test
    void aTruncatedBlobIsRefusedAndWhatHadVerifiedIsKept() {
        Blob weights = largestBlob();
        long end = weights.size() - 100;
        proxy.spoil(
                answer -> answer.path().endsWith(weights.digest()) && answer.firstByte() + answer.body().length > end
                        ? Optional.of(new FaultProxy.Answer(
                                answer.path(), answer.status(),
                                Arrays.copyOf(answer.body(), (int) Math.max(0, end - answer.firstByte())),
                                answer.firstByte()))
                        : Optional.empty());
        JsonObject error = tab.rejection(INSTALL, PACKAGE);
        assertTrue(List.of("damaged_data", "unavailable").contains(error.get("code").getAsString()), error.toString());
        recovers();
    }

    @Test
    void aManifestThatDoesNotMatchItsDigestIsRefused() {
        String digest = entry().get("digest").getAsString();
        proxy.spoil(answer -> answer.path().equals("/v2/opennlp-langdetect/manifests/" + digest)
                || answer.path().equals("/v2/opennlp-langdetect/manifests/fp32")
                        ? Optional.of(new FaultProxy.Answer(answer.path(), answer.status(),
                                new String(answer.body(), StandardCharsets.UTF_8)
                                        .replaceFirst("sha256:[0-9a-f]{4}", "sha256:0000")
                                        .getBytes(StandardCharsets.UTF_8),
                                0))
                        : Optional.empty());
        JsonObject error = tab.rejection(INSTALL, PACKAGE);
        assertFalse(error.get("message").getAsString().isBlank(), error.toString());
        assertEquals(1, tab.call("installed").getAsJsonArray().size());
        recovers();
    }

    @Test
    void hostileManifestsAreRefusedWithAClearError() {
        Map<String, String> hostile = Map.of(
                "not JSON", "{\"schemaVersion\": 2,",
                "another schema version", "{\"schemaVersion\": 7}",
                "a deep nest", "[".repeat(100_000),
                "a page", "<!doctype html><p>hello");
        hostile.forEach((what, text) -> {
            proxy.spoil(answer -> answer.path().startsWith("/v2/opennlp-langdetect/manifests/")
                    ? Optional.of(new FaultProxy.Answer(answer.path(), 200, text.getBytes(StandardCharsets.UTF_8), 0))
                    : Optional.empty());
            JsonObject error = tab.rejection(INSTALL, PACKAGE);
            assertTrue(List.of("damaged_data", "unsupported").contains(error.get("code").getAsString()),
                    what + ": " + error);
        });
        recovers();
    }

    @Test
    void aServerThatFailsIsNamedAndTheInstalledModelStillAnswers() {
        proxy.spoil(answer -> answer.path().startsWith("/v2/")
                ? Optional.of(new FaultProxy.Answer(answer.path(), 503, new byte[0], 0))
                : Optional.empty());
        JsonObject error = tab.rejection(INSTALL, PACKAGE);
        assertEquals("unavailable", error.get("code").getAsString(), error.toString());
        assertEquals("fra", Tab.top(tab.classify(Samples.BY_LANGUAGE.get("fra"))));
        recovers();
    }

    @Test
    void cancellingKeepsVerifiedChunksAndTheNextInstallGoesOnFromThere() {
        proxy.throttle(ITS_BLOBS, 3_000_000);
        String cancelled = (String) tab.page().evaluate(
                """
                        async name => {
                          const stop = new AbortController();
                          let at = 0;
                          try {
                            await tabitat.install(name, { signal: stop.signal,
                              onProgress: p => { if (p.verified_chunks >= 3 && !at) { at = performance.now(); stop.abort(); } } });
                            return 'it was not cancelled';
                          } catch (e) { return e.code + ' ' + Math.round(performance.now() - at); }
                        }
                        """,
                PACKAGE);
        System.out.println("Cancel (code, ms): " + cancelled);
        assertTrue(cancelled.startsWith("cancelled "), cancelled);
        proxy.heal();
        JsonObject done = tab.call("install", PACKAGE).getAsJsonObject();
        assertTrue(done.get("resumed_bytes").getAsLong() >= 2L << 20, done.toString());
    }

    @Test
    void damageInTheStoreIsFoundNamedAndRepaired() {
        tab.call("install", PACKAGE);
        String spoiled = (String) tab.page().evaluate(SPOIL_ONE_STORED_CHUNK);
        JsonObject report = tab.call("check").getAsJsonObject();
        assertFalse(report.get("ok").getAsBoolean(), spoiled + ": " + report);
        assertEquals(1, report.getAsJsonArray("damaged").size(), spoiled + ": " + report);
        proxy.forget();
        JsonObject repaired = tab.call("check", Map.of("repair", true)).getAsJsonObject();
        assertEquals(1, repaired.getAsJsonArray("repaired").size(), repaired.toString());
        long blobRequests = proxy.seen().stream().filter(request -> request.path().contains("/blobs/")).count();
        assertEquals(1, blobRequests, "only the damaged chunk is fetched: " + proxy.seen());
        assertTrue(tab.call("check").getAsJsonObject().get("ok").getAsBoolean());
        assertEquals("spa", tab.label(PACKAGE, Samples.BY_LANGUAGE.get("spa")));
    }

    @Test
    void damageToAFileOfTheStoreIsFoundNamedAndOnlyItsPiecesAreFetchedAgain() {
        String large = "all-minilm-l6-v2:q8";
        tab.call("install", large);
        long files = ((Number) tab.page().evaluate(HARM_A_FILE, "none")).longValue();
        assertTrue(files > 8L << 20, "the weights are in a file: " + files + " bytes");
        for (String harm : List.of("flip", "cut", "delete")) {
            tab.page().evaluate(HARM_A_FILE, harm);
            JsonObject report = tab.call("check").getAsJsonObject();
            assertFalse(report.get("ok").getAsBoolean(), harm + ": " + report);
            int damaged = report.getAsJsonArray("damaged").size();
            assertTrue(harm.equals("delete") ? damaged > 8 : damaged == 1, harm + ": " + report);
            proxy.forget();
            JsonObject repaired = tab.call("check", Map.of("repair", true)).getAsJsonObject();
            assertEquals(damaged, repaired.getAsJsonArray("repaired").size(), harm + ": " + repaired);
            assertTrue(tab.call("check").getAsJsonObject().get("ok").getAsBoolean(), harm);
        }
        assertEquals(1, tab.call("embed", Map.of("model", large, "input", "hello")).getAsJsonObject()
                .getAsJsonArray("embeddings").size());
        tab.call("remove", large);
        assertEquals(0, ((Number) tab.page().evaluate(HARM_A_FILE, "none")).longValue(),
                "no file is left of a removed package");
    }

    /** Harms the only file that the store keeps beside its database; gives the bytes of all its files. */
    private static final String HARM_A_FILE = """
            async harm => {
              const root = await navigator.storage.getDirectory();
              const directory = await root.getDirectoryHandle('tabitat-blobs', { create: true });
              let total = 0, name = '';
              for await (const [key, handle] of directory.entries()) { total += (await handle.getFile()).size; name = key; }
              if (harm === 'none') return total;
              if (harm === 'delete') { await directory.removeEntry(name); return total; }
              const handle = await directory.getFileHandle(name);
              const file = await handle.getFile();
              const at = 5 * 1048576 + 77;
              const writer = await handle.createWritable({ keepExistingData: true });
              if (harm === 'cut') await writer.truncate(file.size - 10);
              else {
                const byte = new Uint8Array(await file.slice(at, at + 1).arrayBuffer());
                byte[0] ^= 1;
                await writer.write({ type: 'write', position: at, data: byte });
              }
              await writer.close();
              return total;
            }
            """;

    /** Flips one byte of the largest binary value in any IndexedDB store of this origin. */
    private static final String SPOIL_ONE_STORED_CHUNK = """
            async () => {
              const ask = request => new Promise((ok, no) => { request.onsuccess = () => ok(request.result); request.onerror = () => no(request.error); });
              const found = [];
              for (const { name } of await indexedDB.databases()) {
                const db = await ask(indexedDB.open(name));
                for (const store of db.objectStoreNames) {
                  const tx = db.transaction(store, 'readonly').objectStore(store);
                  const keys = await ask(tx.getAllKeys());
                  const values = await ask(db.transaction(store, 'readonly').objectStore(store).getAll());
                  values.forEach((value, i) => {
                    const bytes = value instanceof Uint8Array || value instanceof Int8Array ? value
                      : value instanceof ArrayBuffer ? new Uint8Array(value)
                      : value?.bytes ? new Uint8Array(value.bytes.buffer ?? value.bytes) : null;
                    if (bytes) found.push({ name, store, key: keys[i], value, bytes });
                  });
                }
                db.close();
              }
              found.sort((a, b) => b.bytes.length - a.bytes.length);
              const pick = found[0];
              if (!pick) throw new Error('no binary value was found in IndexedDB');
              pick.bytes[pick.bytes.length >> 1] ^= 1;
              const db = await ask(indexedDB.open(pick.name));
              const store = db.transaction(pick.store, 'readwrite').objectStore(pick.store);
              await ask(store.keyPath === null ? store.put(pick.value, pick.key) : store.put(pick.value));
              db.close();
              return pick.store + ' ' + JSON.stringify(pick.key) + ' ' + pick.bytes.length + ' bytes';
            }
            """;

    private void recovers() {
        proxy.heal();
        tab.call("install", PACKAGE);
        assertEquals("spa", tab.label(PACKAGE, Samples.BY_LANGUAGE.get("spa")));
        assertTrue(tab.call("check").getAsJsonObject().get("ok").getAsBoolean());
    }

    private String unusable() {
        JsonObject error = tab.rejection("input => tabitat.classify({ model: '" + PACKAGE + "', input })", "hello");
        return List.of("invalid_input", "unavailable", "refused").contains(error.get("code").getAsString())
                ? "unknown_or_missing"
                : error.toString();
    }

    private JsonObject entry() {
        for (JsonElement element : tab.call("catalog").getAsJsonArray()) {
            if (element.getAsJsonObject().get("name").getAsString().equals(PACKAGE)) {
                return element.getAsJsonObject();
            }
        }
        throw new AssertionError(PACKAGE + " is not in the catalogue");
    }

    private record Blob(String digest, long size) {}

    private Blob largestBlob() {
        String manifest = (String) tab.page().evaluate(
                "async () => (await fetch('/v2/opennlp-langdetect/manifests/fp32')).text()");
        Blob largest = new Blob("", 0);
        for (JsonElement layer : com.google.gson.JsonParser.parseString(manifest).getAsJsonObject()
                .getAsJsonArray("layers")) {
            long size = layer.getAsJsonObject().get("size").getAsLong();
            if (size > largest.size()) {
                largest = new Blob(layer.getAsJsonObject().get("digest").getAsString(), size);
            }
        }
        return largest;
    }
}
