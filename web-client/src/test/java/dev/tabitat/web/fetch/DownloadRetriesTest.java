package dev.tabitat.web.fetch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tabitat.core.digest.ChunkList;
import dev.tabitat.core.digest.Digest;
import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.Unavailable;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonLimits;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.json.JsonReader;
import dev.tabitat.core.packages.Descriptor;
import dev.tabitat.core.packages.Manifest;
import dev.tabitat.core.packages.MediaTypes;
import dev.tabitat.core.packages.PackageAnnotations;
import dev.tabitat.web.selftest.StoreSamples;
import dev.tabitat.web.store.MemoryRecords;
import dev.tabitat.web.store.StoredPackage;
import dev.tabitat.web.store.TabStore;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Downloads over poor lines and from odd servers, as in {@code download-retries.json}. */
final class DownloadRetriesTest {

    private static final int MIB = ChunkList.CHUNK_BYTES;

    private final TabStore store = TabStore.open(new MemoryRecords(), StoreSamples.WORLD, "tabitat/test");
    private final List<Progress> progress = new ArrayList<>();
    private final List<String> requests = new ArrayList<>();
    private final List<Integer> pauses = new ArrayList<>();
    private final Map<String, byte[]> blobs = new LinkedHashMap<>();
    private double now;

    private final DownloadClock pace = new DownloadClock() {
        @Override
        public double millis() {
            return now;
        }

        @Override
        public double wallMillis() {
            return 784_111_777_000.0 + now;
        }

        @Override
        public double chance() {
            return 0;
        }

        @Override
        public void pause(int millis, CancellationToken stop) {
            pauses.add(millis);
            now += millis;
        }
    };

    /** What a server answers. @param breaksAfter bytes of the body before the line breaks, -1 for never */
    private record Sent(int status, byte[] body, String contentRange, String retryAfter, int breaksAfter) {

        static Sent status(int status, String retryAfter) {
            return new Sent(status, new byte[0], "", retryAfter, -1);
        }
    }

    /** @param nth how many requests there were for this blob before */
    private record Asked(byte[] whole, Optional<ByteSource.Span> span, int nth) {

        Sent as(long first, long last) {
            return new Sent(206, Arrays.copyOfRange(whole, (int) first, (int) last + 1),
                    "bytes " + first + "-" + last + "/" + whole.length, "", -1);
        }

        Sent honest() {
            return span.map(s -> as(s.first(), s.last())).orElse(new Sent(200, whole, "", "", -1));
        }

        Sent breaking(int after) {
            Sent sent = honest();
            return new Sent(sent.status, sent.body, sent.contentRange, "", Math.min(after, sent.body.length));
        }
    }

    private interface Server {
        Sent answer(Asked asked);
    }

    private int answerBytes = 1 << 16;
    private double millisEach = 1;

    private ByteSource source(Server server) {
        Map<String, Integer> times = new LinkedHashMap<>();
        return new ByteSource() {
            @Override
            public String origin() {
                return "https://registry.example";
            }

            @Override
            public Answer get(String path, Optional<Span> span, CancellationToken stop) {
                byte[] whole = blobs.get(path.substring(path.lastIndexOf('/') + 1));
                requests.add(span.map(s -> s.first() + "-" + s.last()).orElse("whole"));
                return answer(server.answer(new Asked(whole, span, times.merge(path, 1, Integer::sum) - 1)));
            }
        };
    }

    private ByteSource.Answer answer(Sent sent) {
        return new ByteSource.Answer() {
            private int at;

            @Override
            public int status() {
                return sent.status;
            }

            @Override
            public String header(String name) {
                return name.equals("content-range") ? sent.contentRange
                        : name.equals("retry-after") ? sent.retryAfter : "";
            }

            @Override
            public byte[] next() {
                now += millisEach;
                int end = sent.breaksAfter < 0 ? sent.body.length : sent.breaksAfter;
                if (at == end && sent.breaksAfter >= 0) {
                    throw new Unavailable("The server did not answer.", Finding.at("the line"));
                }
                byte[] next = Arrays.copyOfRange(sent.body, at, Math.min(end, at + answerBytes));
                at += next.length;
                return next;
            }

            @Override
            public void close() {}
        };
    }

    /** A package of files of these lengths in pieces of 1 MiB. */
    private StoredPackage offer(int... lengths) {
        Map<String, String> notes = new LinkedHashMap<>();
        notes.put(PackageAnnotations.FORMAT_VERSION, String.valueOf(PackageAnnotations.FORMAT));
        notes.put(PackageAnnotations.NAME, "alpha");
        notes.put(PackageAnnotations.TAG, "q8");
        List<Descriptor> layers = new ArrayList<>();
        for (int length : lengths) {
            byte[] bytes = new byte[length];
            new Random(length).nextBytes(bytes);
            blobs.put(Digest.of(bytes).toString(), bytes);
            layers.add(new Descriptor(MediaTypes.WEIGHT, Digest.of(bytes), length,
                    Map.of(Descriptor.FILE_PATH, "file-" + layers.size(),
                            PackageAnnotations.CHUNKS, ChunkList.of(bytes, MIB).toJson().toString())));
        }
        byte[] config = {'{', '}'};
        blobs.put(Digest.of(config).toString(), config);
        Manifest manifest = new Manifest(MediaTypes.MODEL,
                new Descriptor(MediaTypes.CONFIG, Digest.of(config), 2, Map.of()), layers, Optional.empty(), notes);
        return StoredPackage.of(manifest.bytes(), StoreSamples.WORLD.nowUtc());
    }

    private void fetch(StoredPackage wanted, Server server) {
        new Downloader(store.packages(), source(server), (origin, purpose, sent, got) -> {}, pace, OptionalLong::empty)
                .fetch(wanted, progress::add, new CancellationToken());
        // Every piece is in the store and verifies.
        assertEquals(wanted.chunks(), store.packages().verified(wanted));
    }

    /** The sizes of the given case. */
    private static int[] given(String word) throws IOException {
        try (InputStream in = DownloadRetriesTest.class.getResourceAsStream("/cases/download-retries.json")) {
            JsonArray cases = JsonReader.readObject(in.readAllBytes(), JsonLimits.DEFAULT).array("cases");
            JsonObject one = cases.objects().stream().filter(c -> c.string("input").contains(word)).findFirst()
                    .orElseThrow();
            return Arrays.stream(one.string("input").replace(",", "").split("[^0-9]+")).filter(s -> s.length() > 4)
                    .mapToInt(Integer::parseInt).toArray();
        }
    }

    @Test
    void sixFilesWhoseFirstTransfersBreakAreInstalled() {
        fetch(offer(100, 2_000, 30_000, MIB, 2 * MIB, 3 * MIB + 5),
                asked -> asked.nth() == 0 ? asked.breaking(asked.whole().length - 1) : asked.honest());
    }

    @Test
    void manyBreaksWithSuccessesBetweenAreNoReasonToGiveUp() {
        fetch(offer(20 * MIB),
                asked -> asked.nth() % 3 < 2 && asked.nth() > 0 ? asked.breaking(10) : asked.breaking(MIB + 1));
        assertTrue(requests.size() > 30, requests.toString());
    }

    @Test
    void aLineThatAlwaysBreaksBeforeAWholePieceStillBringsThemAll() {
        fetch(offer(3 * MIB + 77), asked -> asked.breaking(300_000));
        assertTrue(requests.size() < 20, requests.toString());
    }

    @Test
    void threeFailuresInARowThatBringNothingAreGivenUp() {
        StoredPackage wanted = offer(2 * MIB);
        assertThrows(Unavailable.class,
                () -> fetch(wanted, asked -> asked.whole().length > 2 ? asked.breaking(1_000) : asked.honest()));
        assertEquals(3 + 1, requests.size());
    }

    @Test
    void aBusyServerIsWaitedForAsItAsks() {
        StoredPackage wanted = offer(MIB, 500_000);
        fetch(wanted, asked -> now < 4_000 ? Sent.status(429, "2") : asked.honest());
        assertTrue(now >= 4_000 && now < 9_000, "after " + now + " ms");
        assertTrue(requests.size() <= 3 + 3, requests.toString());
        Progress waiting = progress.stream().filter(one -> one.phase().equals("wait")).findFirst().orElseThrow();
        assertEquals(2.0, waiting.toJson().number("retry_in_s"));
        assertEquals("The server is busy and asks to wait.", waiting.toJson().string("reason"));
    }

    @Test
    void aDateIsWaitedForToo() {
        fetch(offer(1_000), asked -> now < 30_000 ? Sent.status(503, "Sun, 06 Nov 1994 08:50:07 GMT") : asked.honest());
        assertTrue(now >= 30_000 && now < 40_000, "after " + now + " ms");
    }

    @Test
    void aServerThatAsksToWaitForHoursIsNotWaitedFor() {
        StoredPackage wanted = offer(1_000);
        Unavailable busy = assertThrows(Unavailable.class, () -> fetch(wanted, asked -> Sent.status(429, "7200")));
        assertTrue(busy.finding().remedy().contains("120 minutes"), busy.finding().toString());
        assertEquals(1, requests.size());
        assertEquals(List.of(), pauses);
    }

    @Test
    void aServerThatAsksToWaitForEverIsGivenUpAtTheBound() {
        StoredPackage wanted = offer(1_000);
        assertThrows(Unavailable.class, () -> fetch(wanted, asked -> Sent.status(503, "0")));
        assertTrue(now <= RetryAfterSource.LONGEST_MILLIS, "after " + now + " ms");
        assertTrue(requests.size() < 20, requests.size() + " requests");
    }

    @Test
    void aBusyServerThatSaysNotHowLongIsAskedAfterLongerPauses() {
        StoredPackage wanted = offer(1_000);
        assertThrows(Unavailable.class, () -> fetch(wanted, asked -> Sent.status(503, "")));
        assertEquals(List.of(750, 1_500), pauses);
    }

    /** The first request breaks, then each answer to a range is as the server likes. */
    private void afterACut(int[] sizes, Server server) {
        fetch(offer(sizes[1]), asked -> asked.whole().length < 3 ? asked.honest()
                : asked.nth() == 0 ? asked.breaking(sizes[0]) : server.answer(asked));
    }

    @Test
    void aShorterPartIsTakenAndTheRestAskedFor() throws IOException {
        afterACut(given("1.5 MiB only"), asked -> asked.as(asked.span().orElseThrow().first(),
                Math.min(asked.span().get().first() + MIB + MIB / 2, asked.whole().length) - 1));
        assertTrue(requests.size() <= 2 + 15, requests.toString());
        assertEquals(List.of(150), pauses);
    }

    @Test
    void partsShorterThanAPieceAreTakenToo() throws IOException {
        afterACut(given("1.5 MiB only"), asked -> asked.as(asked.span().orElseThrow().first(),
                Math.min(asked.span().get().first() + 400_000, asked.whole().length) - 1));
    }

    @Test
    void aPartThatBeginsEarlierIsSkippedToWhatIsWanted() throws IOException {
        int[] sizes = given("1.5 MiB only");
        afterACut(new int[]{sizes[0], sizes[1]},
                asked -> asked.as(asked.span().orElseThrow().first() - 4_096, asked.span().get().last()));
        assertEquals(3, requests.size());
    }

    @Test
    void aServerThatRefusesRangesIsAskedForTheWhole() throws IOException {
        int[] sizes = given("1.5 MiB only");
        for (int status : new int[]{416, 400, 501}) {
            requests.clear();
            TabStore fresh = TabStore.open(new MemoryRecords(), StoreSamples.WORLD, "tabitat/test");
            StoredPackage wanted = offer(sizes[1]);
            Server server = asked -> asked.span().isPresent() ? Sent.status(status, "")
                    : asked.nth() == 0 && asked.whole().length > 2 ? asked.breaking(sizes[0]) : asked.honest();
            new Downloader(fresh.packages(), source(server), (origin, purpose, sent, got) -> {}, pace,
                    OptionalLong::empty).fetch(wanted, progress::add, new CancellationToken());
            assertEquals(wanted.chunks().size(), fresh.packages().verified(wanted).size(), "status " + status);
            // The configuration, the cut transfer, the refused range, the whole.
            assertEquals(4, requests.size(), requests.toString());
            assertEquals("whole", requests.get(3));
        }
    }

    @Test
    void partsFromAnywhereElseLeadToTheWholeFile() {
        StoredPackage wanted = offer(5 * MIB);
        fetch(wanted, asked -> asked.nth() == 0 && asked.whole().length > 2 ? asked.breaking(2 * MIB)
                : asked.span().isPresent() ? asked.as(0, 99_999) : asked.honest());
        assertTrue(requests.contains("whole"), requests.toString());
        assertTrue(requests.size() <= 5, requests.toString());
    }

    @Test
    void aPartThatLiesElsewhereThanItSaysLeadsToTheWholeFile() {
        for (int cut : new int[]{3_000_000, 2 * MIB, 4 * MIB + 5}) {
            for (int claimed : new int[]{5, MIB, MIB + 1}) {
                requests.clear();
                TabStore fresh = TabStore.open(new MemoryRecords(), StoreSamples.WORLD, "tabitat/test");
                StoredPackage wanted = offer(6_954_557);
                Server server = asked -> asked.nth() == 0 && asked.whole().length > 2 ? asked.breaking(cut)
                        : asked.span().isEmpty() ? asked.honest()
                                : new Sent(206, asked.honest().body(), "bytes " + claimed + "-"
                                        + (claimed + asked.span().get().length() - 1) + "/" + asked.whole().length, "",
                                        -1);
                new Downloader(fresh.packages(), source(server), (origin, purpose, sent, received) -> {}, pace,
                        OptionalLong::empty).fetch(wanted, progress::add, new CancellationToken());
                assertEquals(wanted.chunks(), fresh.packages().verified(wanted));
                // The configuration, the cut transfer, the false part, the whole.
                assertEquals(4, requests.size(), "cut at " + cut + ", claimed " + claimed + ": " + requests);
            }
        }
    }

    @Test
    void theFewBytesOfAnotherPartDoNotSpoilTheBeginningThatIsKept() {
        StoredPackage wanted = offer(5 * MIB);
        fetch(wanted,
                asked -> asked.nth() == 0 && asked.whole().length > 2 ? asked.breaking(2 * MIB + 100_000)
                        : asked.span().isEmpty() ? asked.honest()
                                : new Sent(
                                        206, new byte[10], "bytes " + asked.span().get().first() + "-"
                                                + (asked.span().get().first() + 9) + "/" + asked.whole().length,
                                        "", -1));
        // The configuration, the cut transfer, the other part, the whole.
        assertEquals(4, requests.size(), requests.toString());
    }

    @Test
    void aPartThatBeginsLaterIsTakenWhereItIsWhole() {
        fetch(offer(5 * MIB), asked -> asked.nth() == 0 && asked.whole().length > 2 ? asked.breaking(MIB)
                : asked.nth() == 1 ? asked.as(asked.span().orElseThrow().first() + MIB / 2, asked.whole().length - 1)
                        : asked.honest());
        assertEquals(4, requests.size(), requests.toString());
    }

    @Test
    void aServerThatOnlyEverGivesAnotherPartIsNamed() {
        StoredPackage wanted = offer(3 * MIB);
        Server server = asked -> asked.whole().length == 2 ? asked.honest()
                : asked.span().isPresent() ? asked.as(0, 9) : asked.breaking(MIB);
        DamagedData wrong = assertThrows(DamagedData.class, () -> fetch(wanted, server));
        assertEquals("bytes 0-9/" + 3 * MIB, wrong.finding().found());
        assertTrue(requests.size() < 12, requests.toString());
    }

    @Test
    void aPartOfAFileOfAnotherLengthIsNotUsed() {
        StoredPackage wanted = offer(3 * MIB);
        Server server = asked -> asked.whole().length == 2 ? asked.honest()
                : asked.span().isEmpty() ? asked.breaking(MIB)
                        : new Sent(206, new byte[10], "bytes " + asked.span().get().first() + "-"
                                + (asked.span().get().first() + 9) + "/77000000", "", -1);
        assertThrows(DamagedData.class, () -> fetch(wanted, server));
    }

    @Test
    void aBodyThatDripsIsBrokenOffAndNamed() {
        answerBytes = 10;
        millisEach = 1_000;
        StoredPackage wanted = offer(MIB);
        Unavailable slow = assertThrows(Unavailable.class, () -> fetch(wanted, Asked::honest));
        assertEquals("The server sends too slowly.", slow.getMessage());
        assertEquals("at least 1024 bytes a second", slow.finding().expected());
        assertFalse(slow.finding().remedy().isEmpty());
    }

    @Test
    void aSlowLineAboveTheLeastSpeedIsNotBrokenOff() {
        answerBytes = 2_000;
        millisEach = 1_000;
        fetch(offer(MIB + 3), Asked::honest);
        assertEquals(2, requests.size());
    }

    @Test
    void retryAfterIsReadInAllItsForms() {
        assertEquals(784_111_777_000.0, RetryAfter.dateMillis("Sun, 06 Nov 1994 08:49:37 GMT").orElseThrow());
        assertEquals(784_111_777_000.0, RetryAfter.dateMillis("Sunday, 06-Nov-94 08:49:37 GMT").orElseThrow());
        assertEquals(784_111_777_000.0, RetryAfter.dateMillis("Sun Nov  6 08:49:37 1994").orElseThrow());
        assertEquals(951_782_400_000.0, RetryAfter.dateMillis("Tue, 29 Feb 2000 00:00:00 GMT").orElseThrow());
        assertEquals(120_000, RetryAfter.millis("120", "", 5).orElseThrow());
        assertEquals(10_000, RetryAfter.millis("Sun, 06 Nov 1994 08:49:47 GMT", "Sun, 06 Nov 1994 08:49:37 GMT", 9e12)
                .orElseThrow());
        assertEquals(0, RetryAfter.millis("Sun, 06 Nov 1994 08:49:37 GMT", "", 9e12).orElseThrow());
        for (String none : List.of("", "soon", "-1", "1.5", "9999999999999", "Sun, 06 Foo 1994 08:49:37 GMT",
                "Sun, 06 Nov 1994 8 GMT", "a:b c d e f g")) {
            assertTrue(RetryAfter.millis(none, "", 0).isEmpty(), none);
        }
    }

    @Test
    void contentRangesAreReadStrictly() {
        assertEquals(Optional.of(new ContentRange(5, 9, 10)), ContentRange.parse("bytes 5-9/10"));
        assertEquals(Optional.of(new ContentRange(0, 0, -1)), ContentRange.parse(" Bytes 0-0/* "));
        for (String none : List.of("", "bytes */10", "bytes 5-4/10", "bytes 5-10/10", "items 1-2/3", "bytes 1-2",
                "bytes -2/3", "bytes 1-2/x", "bytes 1-99999999999999999999/*")) {
            assertEquals(Optional.empty(), ContentRange.parse(none), none);
        }
    }
}
