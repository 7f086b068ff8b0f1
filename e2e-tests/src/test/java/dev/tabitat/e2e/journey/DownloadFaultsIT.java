package dev.tabitat.e2e.journey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.tabitat.e2e.support.FaultProxy.Answer;
import dev.tabitat.e2e.support.FaultProxy.Seen;
import dev.tabitat.e2e.support.FaultProxy;
import dev.tabitat.e2e.support.GivenCases;
import dev.tabitat.e2e.support.HostProcess;
import dev.tabitat.e2e.support.Lab;
import dev.tabitat.e2e.support.Pieces;
import dev.tabitat.e2e.support.Samples;
import dev.tabitat.e2e.support.Tab;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Odd servers and poor lines through which an install succeeds: the package verifies and answers, the server is asked
 * as often as the rules say, and not sooner than it told. The cases of {@code download-retries.json} and others of
 * their kinds.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class DownloadFaultsIT {

    private static final String REPOSITORY = "opennlp-langdetect";
    private static final String PACKAGE = REPOSITORY + ":fp32";
    private static final int MIB = 1 << 20;
    /** For what was sent before a line breaks to reach the page: a connection that is reset may lose it. */
    private static final int ARRIVES_MILLIS = 300;
    private static final DateTimeFormatter HTTP_DATE = DateTimeFormatter.RFC_1123_DATE_TIME;
    private static final String BUSY = "The server is busy and asks to wait.";

    /** Installs, and notes the reasons that progress reports give and what the row of the download says of waiting. */
    private static final String INSTALL = """
            async name => {
              const reasons = [], shown = new Set();
              const look = () => document.querySelectorAll('#downloads [role=status], .install-line [role=status]').forEach(one => shown.add(one.textContent));
              const watch = new MutationObserver(look);
              watch.observe(document.body, { childList: true, characterData: true, subtree: true });
              location.hash = 'models';
              try {
                const done = await tabitat.install(name, { onProgress: p => { if (p.phase === 'wait') reasons.push(p.reason); } });
                return JSON.stringify({ done, reasons, shown: [...shown] });
              } finally { watch.disconnect(); }
            }
            """;

    private HostProcess host;
    private FaultProxy proxy;
    private Lab lab;
    private Pieces pieces;
    private byte[] weights;
    private String weightsDigest;
    private Tab tab;

    @BeforeAll
    void open() throws IOException, InterruptedException {
        host = HostProcess.start();
        proxy = FaultProxy.before(host);
        lab = new Lab();
        pieces = Pieces.of(host.url(), REPOSITORY, "fp32");
        weightsDigest = pieces.largest().digest();
        weights = HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(host.url().resolve("/v2/" + REPOSITORY + "/blobs/" + weightsDigest))
                        .build(),
                        HttpResponse.BodyHandlers.ofByteArray())
                .body();
        assertTrue(weights.length > 6 * MIB, weights.length + " bytes");
    }

    @AfterAll
    void close() {
        lab.close();
        proxy.close();
        host.close();
    }

    @BeforeEach
    void openTab() {
        proxy.heal();
        tab = Tab.open(lab, proxy.url()).ready();
    }

    @AfterEach
    void closeTab() {
        proxy.heal();
        removeIfInstalled();
        tab.page().close();
    }

    private void removeIfInstalled() {
        tab.page().evaluate(
                "async name => { if ((await tabitat.installed()).some(one => one.name === name)) await tabitat.remove(name); }",
                PACKAGE);
    }

    /**
     * One request for the weights. @param nth how many came before it @param first of the range; 0 where none was asked
     * for
     */
    private record Asked(int nth, boolean isRange, int first, int last, Answer honest) {}

    private interface Server {
        Answer answer(Asked asked);
    }

    /** What came of an install, and the requests for the weights. */
    private record Installed(JsonObject report, List<Seen> requests) {

        List<String> ranges() {
            return requests.stream().map(Seen::range).toList();
        }

        List<String> reasons() {
            return Arrays.asList(new Gson().fromJson(report.get("reasons"), String[].class));
        }

        String shown() {
            return report.get("shown").toString();
        }
    }

    private Installed install(Server server) {
        AtomicInteger count = new AtomicInteger();
        proxy.spoil(answer -> {
            if (!answer.path().endsWith(weightsDigest)) {
                return Optional.empty();
            }
            boolean isRange = answer.status() == 206;
            int first = (int) answer.firstByte();
            return Optional.of(server.answer(
                    new Asked(count.getAndIncrement(), isRange, first, first + answer.body().length - 1, answer)));
        });
        proxy.forget();
        JsonObject report = JsonParser.parseString((String) tab.page().evaluate(INSTALL, PACKAGE)).getAsJsonObject();
        List<Seen> requests = proxy.seen().stream().filter(one -> one.path().endsWith(weightsDigest)).toList();
        assertVerifiesAndAnswers();
        return new Installed(report, requests);
    }

    private void assertVerifiesAndAnswers() {
        JsonObject check = tab.call("check").getAsJsonObject();
        assertTrue(check.get("ok").getAsBoolean(), check.toString());
        assertEquals(0, check.getAsJsonArray("damaged").size(), check.toString());
        assertEquals("spa", tab.label(PACKAGE, Samples.BY_LANGUAGE.get("spa")));
        assertEquals(0, tab.call("downloads").getAsJsonArray().size());
    }

    /** A true part of the file with its true Content-Range. */
    private Answer part(Asked asked, int first, int last) {
        return new Answer(asked.honest().path(), 206, Arrays.copyOfRange(weights, first, last + 1), first)
                .claiming("bytes " + first + "-" + last + "/" + weights.length);
    }

    /** Where the given case's first transfer breaks, in this smaller file. */
    private int cut(String words) {
        int given = GivenCases.one("download-retries", words).numbers(1_000_000).get(0);
        assertEquals(3_000_000, given);
        return given;
    }

    private static int first(String range) {
        return Integer.parseInt(range.substring("bytes=".length(), range.indexOf('-')));
    }

    @Test
    void aServerThatRefusesEveryRangeIsAskedForTheWholeFileOnce() {
        assertTrue(
                GivenCases.one("download-retries", "416 to every Range").right().startsWith("asks once without Range"));
        for (int status : new int[]{416, 400, 412, 501}) {
            Installed done = install(asked -> asked.isRange() ? asked.honest().refused(status, "")
                    : asked.nth() == 0 ? asked.honest().cut(cut("1.5 MiB only"), ARRIVES_MILLIS) : asked.honest());
            assertEquals(3, done.requests().size(), "status " + status + ": " + done.ranges());
            assertTrue(
                    done.ranges().get(0).isEmpty() && !done.ranges().get(1).isEmpty() && done.ranges().get(2).isEmpty(),
                    done.ranges().toString());
            removeIfInstalled();
        }
    }

    @Test
    void aShorterPartIsTakenAndTheRestAskedFor() {
        int length = MIB + MIB / 2;
        Installed done = install(asked -> !asked.isRange() ? asked.honest().cut(cut("1.5 MiB only"), ARRIVES_MILLIS)
                : part(asked, asked.first(), Math.min(asked.first() + length - 1, asked.last())));
        List<String> ranges = done.ranges().subList(1, done.ranges().size());
        assertEquals((weights.length - first(ranges.get(0)) + length - 1) / length, ranges.size(),
                "each part is used to its end: " + ranges);
        for (int i = 1; i < ranges.size(); i++) {
            assertEquals(first(ranges.get(i - 1)) + length, first(ranges.get(i)),
                    "only the rest is asked for: " + ranges);
        }
    }

    @Test
    void aPartThatBeginsEarlierIsSkippedToWhatIsWanted() {
        int earlier = GivenCases.one("download-retries", "before what was asked").numbers(4_096).get(0);
        assertEquals(4_096, earlier);
        for (int before : new int[]{earlier, 1, 2 * MIB}) {
            Installed done = install(asked -> !asked.isRange() ? asked.honest().cut(cut("1.5 MiB only"), ARRIVES_MILLIS)
                    : part(asked, asked.first() - before, asked.last()));
            assertEquals(2, done.requests().size(), before + " bytes earlier: " + done.ranges());
            removeIfInstalled();
        }
    }

    /** What the answers to ranges claim and hold is of no use; the whole file is sound. */
    @Test
    void partsOtherThanAskedForLeadToTheWholeFile() {
        Map<String, Server> parts = new LinkedHashMap<>();
        parts.put("the beginning", asked -> part(asked, 0, 99_999));
        parts.put("a few bytes", asked -> part(asked, asked.first(), asked.first() + 9));
        parts.put("a false place", asked -> asked.honest()
                .claiming("bytes 5-" + (4 + asked.honest().body().length) + "/" + weights.length));
        parts.put("a part of a file of another length",
                asked -> asked.honest().claiming("bytes " + asked.first() + "-" + asked.last() + "/77000000"));
        parts.put("a header that says nothing", asked -> asked.honest().claiming("bytes */*"));
        parts.forEach((what, other) -> {
            Installed done = install(asked -> asked.isRange() ? other.answer(asked)
                    : asked.nth() == 0 ? asked.honest().cut(cut("1.5 MiB only"), ARRIVES_MILLIS) : asked.honest());
            assertEquals(3, done.requests().size(), what + ": " + done.ranges());
            assertTrue(done.ranges().get(2).isEmpty(), what + ": " + done.ranges());
            removeIfInstalled();
        });
    }

    /** 503 with seconds and with a date, on the whole file and on parts of it. */
    @Test
    void aBusyServerIsAskedAgainNotBeforeItsTimeAndTheRowSaysSo() {
        assertTrue(GivenCases.one("download-retries", "Retry-After: 2").right().startsWith("waits as told"));
        Map<Integer, Integer> toldMillis = new HashMap<>();
        Installed done = install(asked -> switch (asked.nth()) {
            case 0, 3 -> {
                toldMillis.put(asked.nth(), 1_000);
                yield asked.honest().refused(503, "1");
            }
            case 1 -> asked.honest().cut(2 * MIB + 5, ARRIVES_MILLIS);
            case 2 -> {
                // The date is by the answer's own header Date, which may be of the next second.
                toldMillis.put(asked.nth(), 2_000);
                yield asked.honest().refused(503, ZonedDateTime.now(ZoneOffset.UTC).plusSeconds(3).format(HTTP_DATE));
            }
            case 4 -> asked.honest().cut(MIB, ARRIVES_MILLIS);
            case 5 -> {
                toldMillis.put(asked.nth(), 2_000);
                yield asked.honest().refused(429, "2");
            }
            default -> asked.honest();
        });
        assertEquals(7, done.requests().size(), done.ranges().toString());
        toldMillis.forEach((nth, told) -> {
            double spacing = done.requests().get(nth + 1).millis() - done.requests().get(nth).millis();
            assertTrue(spacing >= told,
                    "after refusal " + nth + " it was asked again after " + spacing + " ms, and told " + told);
        });
        assertEquals(4, done.reasons().stream().filter(BUSY::equals).count(), done.reasons().toString());
        assertTrue(done.shown().contains(BUSY + " The next try is in "), "the row of the download: " + done.shown());
    }

    /**
     * First transfers break before their last byte, as in the given case, and later ones in turn with those that bring
     * something.
     */
    @Test
    void failuresWithASuccessBetweenAreNoReasonToGiveUp() {
        assertTrue(GivenCases.one("download-retries", "a package of six files").right().startsWith("installed"));
        Map<String, AtomicInteger> times = new ConcurrentHashMap<>();
        proxy.spoil(answer -> {
            if (!answer.path().startsWith("/v2/" + REPOSITORY + "/blobs/")) {
                return Optional.empty();
            }
            int nth = times.computeIfAbsent(answer.path(), first -> new AtomicInteger()).getAndIncrement();
            if (!answer.path().endsWith(weightsDigest)) {
                return nth == 0 ? Optional.of(answer.cut(answer.body().length - 1, 0)) : Optional.empty();
            }
            boolean bringsSomething = nth % 3 == 2;
            return Optional.of(bringsSomething ? answer.cut(MIB + 1, ARRIVES_MILLIS)
                    : nth % 3 == 0 ? answer.cut(10, 0) : answer.refused(500, ""));
        });
        proxy.forget();
        JsonObject report = JsonParser.parseString((String) tab.page().evaluate(INSTALL, PACKAGE)).getAsJsonObject();
        assertVerifiesAndAnswers();
        assertTrue(report.getAsJsonArray("reasons").size() >= 8, report.toString());
        int ofWeights = times.entrySet().stream().filter(one -> one.getKey().endsWith(weightsDigest))
                .mapToInt(one -> one.getValue().get()).sum();
        assertTrue(ofWeights >= 3 * 6, ofWeights + " requests for the weights");
        times.keySet().removeIf(path -> path.endsWith(weightsDigest));
        assertTrue(times.size() >= 3 && times.values().stream().allMatch(count -> count.get() == 2),
                "each small file broke once and came then: " + times);
    }
}
