package dev.tabitat.web.fetch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tabitat.core.digest.Digest;
import dev.tabitat.core.error.Cancelled;
import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.InvalidInput;
import dev.tabitat.core.error.OutOfBudget;
import dev.tabitat.core.error.TabitatException;
import dev.tabitat.core.error.Unavailable;
import dev.tabitat.core.error.Unsupported;
import dev.tabitat.core.packages.PackageName;
import dev.tabitat.web.selftest.FaultyRecords;
import dev.tabitat.web.selftest.StoreSamples.Sample;
import dev.tabitat.web.selftest.StoreSamples;
import dev.tabitat.web.store.Batch;
import dev.tabitat.web.store.MemoryRecords;
import dev.tabitat.web.store.RecordStore;
import dev.tabitat.web.store.StoredPackage;
import dev.tabitat.web.store.TabStore;
import dev.tabitat.web.store.Table;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class DownloaderTest {

    private static final long SEED = Long.getLong("tabitat.seed", 20261123L);
    private static final Sample SAMPLE = StoreSamples.sample("alpha", 300);
    private static final String WEIGHTS = FakeHost.blob(SAMPLE.stored(), "model.safetensors");
    private static final byte[] HTML = "<!DOCTYPE html><title>Sign in</title>".getBytes(StandardCharsets.UTF_8);

    private final RecordStore records = new MemoryRecords();
    private final FakeHost host = new FakeHost();
    private final List<Progress> progress = new ArrayList<>();
    private final List<Integer> pauses = new ArrayList<>();
    private final CancellationToken stop = new CancellationToken();
    private long received;
    private OptionalLong free = OptionalLong.empty();

    private final DownloadClock pace = new DownloadClock() {
        private double now;

        @Override
        public double millis() {
            return now += 7;
        }

        @Override
        public double chance() {
            return 0.5;
        }

        @Override
        public void pause(int millis, CancellationToken stop) {
            pauses.add(millis);
        }
    };

    @BeforeEach
    void offer() {
        host.offer(SAMPLE);
    }

    private TabStore store() {
        return TabStore.open(records, StoreSamples.WORLD, "tabitat/test");
    }

    private long install(RecordStore into) {
        TabStore store = TabStore.open(into, StoreSamples.WORLD, "tabitat/test");
        Traffic traffic = (origin, purpose, sent, got) -> received += got;
        StoredPackage wanted = new Registry(host, traffic, pace).manifest(new PackageName("alpha", "q8"),
                "2026-11-23T09:00:00Z", stop);
        long resumed = new Downloader(store.packages(), host, traffic, pace, () -> free).fetch(wanted, progress::add,
                stop);
        store.packages().commit(wanted, SAMPLE.installed());
        return resumed;
    }

    private long install() {
        return install(records);
    }

    private void assertNothingInstalled() {
        assertEquals(List.of(), store().packages().installed());
    }

    private void assertInstalledWhole() {
        StoredPackage installed = store().packages().installed().get(0);
        store().packages().load(installed).files().forEach(
                (file, bytes) -> assertArrayEquals(SAMPLE.files().get(file), bytes, file));
    }

    private static FakeHost.Sent flipped(FakeHost.Sent sent, int at) {
        byte[] body = sent.body().clone();
        body[at] ^= 1;
        return sent.withBody(body);
    }

    @Test
    void aPackageArrivesWholeWithItsProgressAndEveryByteCounted() {
        assertEquals(0, install());
        assertInstalledWhole();
        Progress last = progress.get(progress.size() - 1);
        assertEquals(SAMPLE.stored().bytes(), last.doneBytes());
        assertEquals(last.totalChunks(), last.verifiedChunks());
        long before = 0;
        for (Progress one : progress) {
            assertTrue(one.doneBytes() >= before && one.doneBytes() <= one.totalBytes(), progress.toString());
            before = one.doneBytes();
        }
        assertEquals(SAMPLE.stored().bytes() + SAMPLE.stored().text().length(), received);
    }

    @Test
    void aFlippedByteIsNamedByItsChunkAfterThreeTriesAndTheRestIsKept() {
        host.spoil(WEIGHTS, sent -> sent.body().length == 300 ? flipped(sent, 2 * 64 + 5) : flipped(sent, 5));
        DamagedData damaged = assertThrows(DamagedData.class, this::install);
        assertTrue(damaged.finding().where().contains("model.safetensors, chunk 2"), damaged.finding().toString());
        assertEquals(SAMPLE.stored().manifest().layer("model.safetensors").chunks().chunks().get(2).toString(),
                damaged.finding().expected());
        assertTrue(damaged.finding().found().startsWith("sha256:"));
        assertEquals(3, host.requests().stream().filter(path -> path.contains(WEIGHTS)).count());
        assertEquals(List.of(200, 400), pauses);
        assertNothingInstalled();
        host.heal();
        host.requests().clear();
        assertTrue(install() > 300 - 64);
        assertEquals(List.of("/v2/alpha" + WEIGHTS + " 128-191"),
                host.requests().stream().filter(path -> path.contains(WEIGHTS)).toList());
        assertInstalledWhole();
    }

    @Test
    void aByteThatIsWrongOnceIsMadeGoodWithoutAskingAnybody() {
        int[] times = new int[1];
        host.spoil(WEIGHTS, sent -> times[0]++ == 0 ? flipped(sent, 70) : sent);
        install();
        assertInstalledWhole();
    }

    @Test
    void htmlInPlaceOfWeightsIsCalledSoAtOnce() {
        host.spoil(WEIGHTS, sent -> sent.withBody(HTML));
        DamagedData damaged = assertThrows(DamagedData.class, this::install);
        assertTrue(damaged.getMessage().contains("HTML"), damaged.getMessage());
        assertEquals(1, host.requests().stream().filter(path -> path.contains(WEIGHTS)).count());
        assertNothingInstalled();
    }

    @Test
    void aFileThatEndsTooSoonSaysHowMuchCame() {
        host.spoil(WEIGHTS, sent -> sent.withBody(Arrays.copyOf(sent.body(), Math.max(0, sent.body().length - 10))));
        DamagedData damaged = assertThrows(DamagedData.class, this::install);
        assertTrue(damaged.finding().where().contains("chunk 4"), damaged.finding().toString());
        assertEquals("44 bytes", damaged.finding().expected());
        assertEquals("34 bytes", damaged.finding().found());
        assertNothingInstalled();
    }

    @Test
    void aFileThatIsTooLongIsRefused() {
        host.spoil(WEIGHTS, sent -> sent.withBody(Arrays.copyOf(sent.body(), sent.body().length + 10)));
        DamagedData damaged = assertThrows(DamagedData.class, this::install);
        assertEquals("300 bytes", damaged.finding().expected());
        assertNothingInstalled();
    }

    @Test
    void aServerThatIgnoresRangesIsReadFromTheStart() {
        host.spoil(WEIGHTS, sent -> flipped(sent, 5));
        assertThrows(DamagedData.class, this::install);
        host.heal();
        host.ignoreRanges();
        assertTrue(install() > 0);
        assertInstalledWhole();
    }

    @Test
    void aLineThatBreaksIsTakenUpWhereItBrokeAndGivenUpAfterThreeBreaksWithNothingNew() {
        host.spoil(WEIGHTS, sent -> new FakeHost.Sent(sent.status(), sent.body(), 100, sent.headers()));
        install();
        assertInstalledWhole();
        assertTrue(host.requests().stream().filter(path -> path.contains(WEIGHTS)).count() >= 4,
                host.requests().toString());
        FakeHost.Sent[] none = new FakeHost.Sent[1];
        store().packages().remove(new PackageName("alpha", "q8"));
        host.requests().clear();
        host.spoil(WEIGHTS, sent -> none[0] = new FakeHost.Sent(sent.status(), sent.body(), 10, sent.headers()));
        assertThrows(Unavailable.class, this::install);
        assertEquals(3, host.requests().stream().filter(path -> path.contains(WEIGHTS)).count());
        assertNothingInstalled();
    }

    @Test
    void aServerThatAnswersWithAnErrorIsUnavailable() {
        host.spoil(WEIGHTS, sent -> new FakeHost.Sent(503, new byte[0], 0, sent.headers()));
        Unavailable unavailable = assertThrows(Unavailable.class, this::install);
        assertTrue(unavailable.finding().found().contains("503"), unavailable.finding().toString());
    }

    @Test
    void cancellingKeepsWhatHasVerifiedAndTheNextTimeGoesOnFromThere() {
        host.whileSending(() -> {
            if (records.keys(Table.CHUNKS).size() == 4) {
                stop.request();
            }
        });
        assertThrows(Cancelled.class, this::install);
        int kept = records.keys(Table.CHUNKS).size();
        assertEquals(4, kept);
        assertNothingInstalled();
        host.whileSending(() -> {});
        CancellationToken again = new CancellationToken();
        StoredPackage wanted = SAMPLE.stored();
        long resumed = new Downloader(store().packages(), host, (o, p, s, r) -> {}, pace, () -> free).fetch(wanted,
                progress::add, again);
        assertTrue(resumed > 0);
        store().packages().commit(wanted, SAMPLE.installed());
        assertInstalledWhole();
    }

    @Test
    void tooLittleSpaceIsSaidBeforeAnythingIsFetched() {
        free = OptionalLong.of(100);
        OutOfBudget refused = assertThrows(OutOfBudget.class, this::install);
        assertEquals("100 bytes free", refused.finding().found());
        assertEquals(List.of(), host.requests().stream().filter(path -> path.contains("/blobs/")).toList());
    }

    @Test
    void noMoreSpaceInMidWriteLeavesNothingHalfDone() {
        for (int at = 3; at < 12; at++) {
            RecordStore inner = new MemoryRecords();
            FaultyRecords full = new FaultyRecords(inner, at, FaultyRecords.Fault.QUOTA);
            assertThrows(OutOfBudget.class, () -> install(full), "write " + at);
            assertEquals(List.of(), inner.keys(Table.PACKAGES));
            assertTrue(install(inner) >= 0);
            assertEquals(1, inner.keys(Table.PACKAGES).size());
        }
    }

    @Test
    void aDamagedStoreIsRepairedByFetchingTheDamagedPieceOnly() {
        install();
        Digest bad = SAMPLE.stored().manifest().layer("model.safetensors").chunks().chunks().get(1);
        records.apply(new Batch().put(Table.CHUNKS, bad.hex(), new byte[64]));
        host.requests().clear();
        TabStore store = store();
        new Downloader(store.packages(), host, (o, p, s, r) -> {}, pace, () -> free)
                .repair(store.packages().check().damaged(), stop);
        assertEquals(List.of("/v2/alpha" + WEIGHTS + " 64-127"), host.requests());
        assertInstalledWhole();
    }

    @Test
    void aPieceThatWasSpoiledInTheStoreBetweenTwoTriesIsFetchedAgain() {
        host.spoil(WEIGHTS, sent -> new FakeHost.Sent(sent.status(), sent.body(), 0, sent.headers()));
        assertThrows(Unavailable.class, this::install);
        Digest kept = SAMPLE.stored().manifest().layer("vocabulary.bin").chunks().chunks().get(0);
        records.apply(new Batch().put(Table.CHUNKS, kept.hex(), new byte[64]));
        host.heal();
        install();
        assertInstalledWhole();
    }

    @Test
    void hostileManifestsAreRefusedEachWithItsReason() {
        refused(HTML, DamagedData.class);
        refused("{\"schemaVersion\": 2,".getBytes(StandardCharsets.UTF_8), DamagedData.class);
        refused("{\"schemaVersion\": 7}".getBytes(StandardCharsets.UTF_8), Unsupported.class);
        refused("[".repeat(100_000).getBytes(StandardCharsets.UTF_8), DamagedData.class);
        refused(new byte[(4 << 20) + 1], DamagedData.class);
        refused(StoreSamples.sample("beta", 10).stored().text().getBytes(StandardCharsets.UTF_8), DamagedData.class);
        host.heal();
        assertThrows(InvalidInput.class, () -> new Registry(host, (o, p, s, r) -> {}, pace)
                .manifest(new PackageName("nobody", "q8"), "2026-11-23T09:00:00Z", stop));
    }

    private void refused(byte[] manifest, Class<? extends TabitatException> reason) {
        host.sendInPiecesOf(1 << 20);
        host.spoil("/manifests/q8", sent -> new FakeHost.Sent(200, manifest, Integer.MAX_VALUE, java.util.Map.of()));
        assertThrows(reason, this::install, () -> new String(manifest, 0, 20, StandardCharsets.UTF_8));
        assertNothingInstalled();
    }

    @Test
    void aManifestThatIsNotTheAnnouncedOneIsRefused() {
        host.spoil("/manifests/q8", sent -> new FakeHost.Sent(sent.status(), sent.body(), sent.breaksAfter(),
                java.util.Map.of("docker-content-digest", Digest.of(HTML).toString())));
        DamagedData damaged = assertThrows(DamagedData.class, this::install);
        assertEquals(Digest.of(HTML).toString(), damaged.finding().expected());
    }

    @Test
    void theNextPageOfAListIsFollowedOnThisOriginOnly() {
        assertEquals("/v2/_catalog?last=b&n=2", Registry.nextPage("</v2/_catalog?last=b&n=2>; rel=\"next\""));
        assertEquals("/v2/_catalog?last=b", Registry.nextPage("<http://127.0.0.1:5000/v2/_catalog?last=b>; rel=next"));
        for (String none : List.of("", "</v2/_catalog>; rel=\"prev\"", "</elsewhere>; rel=\"next\"",
                ">/v2/<; rel=\"next\"", "nothing")) {
            assertEquals("", Registry.nextPage(none), none);
        }
    }

    @Test
    void theCatalogueListsWhatCanBeRead() {
        Sample other = StoreSamples.sample("beta", 10);
        host.offer(other);
        Registry registry = new Registry(host, (o, p, s, r) -> {}, pace);
        assertEquals(2, registry.catalog("2026-11-23T09:00:00Z", stop).packages().size());
        host.spoil("/alpha/manifests/q8", sent -> sent.withBody(HTML));
        assertEquals(List.of("beta:q8"),
                registry.catalog("2026-11-23T09:00:00Z", stop).packages().stream().map(StoredPackage::name).toList());
    }

    @Test
    void randomFaultsNeverLeaveAnythingUnverifiedAndTheWorkCanAlwaysGoOn() {
        Random random = new Random(SEED);
        for (int round = 0; round < 300; round++) {
            RecordStore into = new MemoryRecords();
            host.sendInPiecesOf(1 + random.nextInt(400));
            host.spoil("", sent -> spoiled(sent, random));
            try {
                install(into);
            } catch (TabitatException expected) {
                TabStore store = TabStore.open(into, StoreSamples.WORLD, "tabitat/test");
                assertFalse(store.packages().installed().size() > 0, () -> "seed " + SEED + " " + expected);
            }
            for (String key : into.keys(Table.CHUNKS)) {
                assertEquals(key, Digest.of(into.bytes(Table.CHUNKS, key).orElseThrow()).hex(), "seed " + SEED);
            }
            host.heal();
            install(into);
            TabStore store = TabStore.open(into, StoreSamples.WORLD, "tabitat/test");
            assertTrue(store.packages().check().ok(), "seed " + SEED);
            assertEquals(1, store.packages().installed().size(), "seed " + SEED);
        }
    }

    private static FakeHost.Sent spoiled(FakeHost.Sent sent, Random random) {
        int length = sent.body().length;
        return switch (random.nextInt(12)) {
            case 0 -> length == 0 ? sent : flipped(sent, random.nextInt(length));
            case 1 -> new FakeHost.Sent(sent.status(), sent.body(), random.nextInt(length + 1), sent.headers());
            case 2 -> sent.withBody(Arrays.copyOf(sent.body(), random.nextInt(length + 1)));
            case 3 -> sent.withBody(Arrays.copyOf(sent.body(), length + 1 + random.nextInt(100)));
            case 4 -> sent.withBody(HTML);
            case 5 -> new FakeHost.Sent(500 + random.nextInt(5), new byte[0], 0, sent.headers());
            default -> sent;
        };
    }
}
