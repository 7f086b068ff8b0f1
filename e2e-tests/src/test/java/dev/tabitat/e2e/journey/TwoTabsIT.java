package dev.tabitat.e2e.journey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.tabitat.e2e.support.FaultProxy;
import dev.tabitat.e2e.support.HostProcess;
import dev.tabitat.e2e.support.Lab;
import dev.tabitat.e2e.support.Samples;
import dev.tabitat.e2e.support.Tab;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Two tabs that work on the same store at once. {@code -Dtabitat.soak.seconds=120} makes the mixed work longer than the
 * default of 20 s.
 */
final class TwoTabsIT {

    private static final long SEED = Long.getLong("tabitat.seed", System.nanoTime() & 0xffff);
    private static final int SECONDS = Integer.getInteger("tabitat.soak.seconds", 20);
    private static final String PACKAGE = "opennlp-langdetect:fp32";

    /**
     * What may happen because of the other tab, as a pattern of {@code action code: message}: the package or document
     * is not there any more, or its download was ended. Everything else is a fault.
     */
    private static final List<Pattern> EXPECTED = List.of(
            Pattern.compile("(remove|removeStarter|classify|classifyRemovable|removeDocument) invalid_input: .*"),
            Pattern.compile("(install|installStarter) cancelled: .*"),
            Pattern.compile("add refused: The document was deleted while it was read.*"),
            Pattern.compile("(classify|classifyRemovable) unavailable: This package was removed while it was read.*"));

    /** Runs random calls until the time is over; each has a minute. Leaves {@code __soak}: {counts, faults, now}. */
    private static final String SOAK = """
            ([seed, seconds, name, texts]) => {
              let s = seed;
              const next = n => { s = (Math.imul(s, 1103515245) + 12345) & 0x7fffffff; return (s >> 8) % n; };
              const text = () => texts[next(texts.length)];
              const documents = tabitat.documents;
              const acts = {
                install: () => tabitat.install(name),
                remove: () => tabitat.remove(name),
                installStarter: () => tabitat.install('lande:q8'),
                removeStarter: () => tabitat.remove('lande:q8'),
                installed: () => tabitat.installed(),
                catalog: () => tabitat.catalog(),
                downloads: () => tabitat.downloads(),
                classify: () => tabitat.classify({ model: 'lande:q8', input: text() }),
                classifyRemovable: () => tabitat.classify({ model: name, input: text() }),
                add: () => documents.add(new File([text() + ' ' + next(1e6)], 'note-' + next(1e6) + '.txt', { type: 'text/plain' })),
                search: () => tabitat.search({ query: text().split(' ').slice(0, 3).join(' ') }),
                list: () => documents.list(),
                removeDocument: async () => { const all = await documents.list(); return all.length > 3 ? documents.remove(all[next(all.length)].id) : null; },
                check: () => tabitat.check(),
              };
              const names = Object.keys(acts);
              const soak = globalThis.__soak = { counts: {}, faults: [], now: '' };
              globalThis.__soaking = (async () => {
                for (const end = performance.now() + seconds * 1000; performance.now() < end && soak.faults.length < 5; ) {
                  const act = names[next(names.length)];
                  soak.now = act;
                  let timer;
                  const late = new Promise((done, no) => { timer = setTimeout(() => no({ code: 'hangs', message: act + ' took over a minute' }), 60000); });
                  const outcome = await Promise.race([acts[act](), late]).then(() => 'ok', e => e);
                  clearTimeout(timer);
                  const key = act + ' ' + (outcome === 'ok' ? 'ok' : outcome.code ?? outcome.name);
                  soak.counts[key] = (soak.counts[key] ?? 0) + 1;
                  if (outcome !== 'ok') {
                    (soak.seen ??= {})[key + ': ' + outcome.message] ??= [outcome.found, outcome.where, outcome.remedy].join(' | ');
                    if (outcome.code === 'hangs') { soak.faults.push(act + ', locks ' + JSON.stringify(await navigator.locks.query()) + ', downloads ' + JSON.stringify(await Promise.race([tabitat.downloads(), new Promise(end => setTimeout(end, 5000, 'no answer'))]).catch(e => e.code)) + ', workers ' + JSON.stringify(globalThis.__watch?.workers)); break; }
                  }
                }
                soak.now = 'done';
                return JSON.stringify(soak);
              })();
            }
            """;

    private HostProcess host;
    private FaultProxy proxy;
    private Lab lab;

    @BeforeEach
    void open() {
        host = HostProcess.start();
        proxy = FaultProxy.before(host);
        lab = new Lab();
    }

    @AfterEach
    void close() {
        lab.close();
        proxy.close();
        host.close();
    }

    private long requestsForBlobs() {
        return proxy.seen().stream().filter(request -> request.path().startsWith("/v2/opennlp-langdetect/blobs/"))
                .map(FaultProxy.Seen::path).distinct().count();
    }

    private long repeatedRequests() {
        return proxy.seen().stream().filter(request -> request.path().startsWith("/v2/opennlp-langdetect/blobs/"))
                .count() - requestsForBlobs();
    }

    @Test
    void twoInstallationsOfOnePackageInOneTabBothEnd() {
        Tab tab = Tab.open(lab, proxy.url()).ready();
        proxy.forget();
        String both = (String) tab.page().evaluate(
                "async name => JSON.stringify((await Promise.all([tabitat.install(name), tabitat.install(name), tabitat.install(name)]))"
                        + ".map(done => done.name))",
                PACKAGE);
        assertEquals("[\"" + PACKAGE + "\",\"" + PACKAGE + "\",\"" + PACKAGE + "\"]", both);
        assertEquals(0, repeatedRequests(), "each blob was asked for once: " + proxy.seen());
        assertEquals(0, tab.call("downloads").getAsJsonArray().size());
        assertEquals("spa", tab.label(PACKAGE, Samples.BY_LANGUAGE.get("spa")));
    }

    @Test
    void twoInstallationsOfOnePackageInTwoTabsBothEnd() {
        Tab one = Tab.open(lab, proxy.url()).ready();
        Tab other = Tab.open(lab, proxy.url()).ready();
        proxy.forget();
        String begin = "name => { globalThis.__both = Promise.all([tabitat.install(name), tabitat.install(name)]).then(all => all.length + ' installed', e => e.code + ': ' + e.message); }";
        one.page().evaluate(begin, PACKAGE);
        other.page().evaluate(begin, PACKAGE);
        assertEquals("2 installed", one.page().evaluate("() => globalThis.__both"));
        assertEquals("2 installed", other.page().evaluate("() => globalThis.__both"));
        assertEquals(0, repeatedRequests(), "each blob was asked for once: " + proxy.seen());
        for (Tab tab : List.of(one, other)) {
            assertEquals("spa", tab.label(PACKAGE, Samples.BY_LANGUAGE.get("spa")));
            assertEquals(0, tab.call("downloads").getAsJsonArray().size());
        }
        assertTrue(one.call("check").getAsJsonObject().get("ok").getAsBoolean());
    }

    @Test
    void mixedWorkOnOneStoreGivesNoUnexpectedError() {
        Tab one = Tab.open(lab, proxy.url()).ready();
        Tab other = Tab.open(lab, proxy.url()).ready();
        List<String> texts = List.copyOf(Samples.BY_LANGUAGE.values());
        one.page().evaluate(SOAK, new Object[]{(double) SEED, SECONDS, PACKAGE, texts});
        other.page().evaluate(SOAK, new Object[]{(double) SEED + 7919, SECONDS, PACKAGE, texts});
        Map<String, Integer> counts = new TreeMap<>();
        Map<String, String> unexpected = new TreeMap<>();
        for (Tab tab : List.of(one, other)) {
            JsonObject soak = JsonParser.parseString((String) tab.page().evaluate("() => globalThis.__soaking"))
                    .getAsJsonObject();
            soak.getAsJsonObject("counts").entrySet()
                    .forEach(entry -> counts.merge(entry.getKey(), entry.getValue().getAsInt(), Integer::sum));
            JsonArray faults = soak.getAsJsonArray("faults");
            for (JsonElement fault : faults) {
                unexpected.merge(tab == one ? "first tab hangs" : "second tab hangs", fault.getAsString(),
                        (first, next) -> first + "; " + next);
            }
            if (soak.has("seen")) {
                soak.getAsJsonObject("seen").entrySet().forEach(entry -> {
                    if (EXPECTED.stream().noneMatch(pattern -> pattern.matcher(entry.getKey()).matches())) {
                        unexpected.put(entry.getKey(), entry.getValue().getAsString());
                    } else {
                        System.out.println("Expected: " + entry.getKey() + " (" + entry.getValue().getAsString() + ")");
                    }
                });
            }
        }
        System.out.println("Two tabs for " + SECONDS + " s, -Dtabitat.seed=" + SEED + ": " + counts);
        assertEquals(Map.of(), unexpected, "seed " + SEED + ", " + counts);
        assertTrue(counts.values().stream().mapToInt(Integer::intValue).sum() > 20, "work was done: " + counts);
        for (Tab tab : List.of(one, other)) {
            JsonObject report = tab.call("check").getAsJsonObject();
            assertTrue(report.get("ok").getAsBoolean(), "seed " + SEED + ": " + report);
        }
        assertEquals(List.of(), lab.offences());
    }
}
