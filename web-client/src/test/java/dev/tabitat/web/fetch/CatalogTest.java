package dev.tabitat.web.fetch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tabitat.core.error.Cancelled;
import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.TabitatException;
import dev.tabitat.core.error.Unavailable;
import dev.tabitat.web.selftest.StoreSamples;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The catalogue of registries that are large, slow, broken or endless. */
final class CatalogTest {

    private static final String UTC = "2026-11-23T09:00:00Z";

    private final Map<String, byte[]> resources = new LinkedHashMap<>();
    private final CancellationToken stop = new CancellationToken();
    private int requests;
    private double now;
    private double millisPerRequest = 1;
    private Function<String, Integer> status = path -> 200;
    private Function<String, String> link = path -> "";

    private final DownloadClock pace = new DownloadClock() {
        @Override
        public double millis() {
            return now;
        }

        @Override
        public double chance() {
            return 0.5;
        }

        @Override
        public void pause(int millis, CancellationToken stop) {
            now += millis;
        }
    };

    private final ByteSource source = new ByteSource() {
        @Override
        public String origin() {
            return "https://registry.example";
        }

        @Override
        public Answer get(String path, Optional<Span> span, CancellationToken stop) {
            stop.check();
            requests++;
            now += millisPerRequest;
            byte[] body = resources.get(path);
            int answered = body == null && status.apply(path) == 200 ? 404 : status.apply(path);
            return new Answer() {
                private byte[] left = body == null ? new byte[0] : body;

                @Override
                public int status() {
                    return answered;
                }

                @Override
                public String header(String name) {
                    return name.equals("link") ? link.apply(path) : "";
                }

                @Override
                public byte[] next() {
                    byte[] all = left;
                    left = new byte[0];
                    return all;
                }

                @Override
                public void close() {}
            };
        }
    };

    private Catalog read() {
        return new Registry(source, (origin, purpose, sent, received) -> {}, pace).catalog(UTC, stop);
    }

    private void offer(int repositories) {
        byte[] manifest = StoreSamples.sample("alpha", 300).stored().text().getBytes(StandardCharsets.UTF_8);
        resources.put("/v2/_catalog",
                ("{\"repositories\":[" + IntStream.range(0, repositories).mapToObj(i -> "\"n" + i + "/alpha\"")
                        .collect(Collectors.joining(",")) + "]}").getBytes(StandardCharsets.UTF_8));
        for (int i = 0; i < repositories; i++) {
            resources.put("/v2/n" + i + "/alpha/tags/list", "{\"tags\":[\"q8\"]}".getBytes(StandardCharsets.UTF_8));
            resources.put("/v2/n" + i + "/alpha/manifests/q8", manifest);
        }
    }

    @Test
    void threeThousandNamesGiveTheFirstOnesAndANotice() {
        offer(3000);
        Catalog catalog = read();
        assertEquals(CatalogReader.MAX_REPOSITORIES, catalog.offered().size());
        assertTrue(catalog.incomplete().orElseThrow().contains("more than 500 repositories"),
                catalog.incomplete().toString());
        assertTrue(requests <= 1 + 2 * CatalogReader.MAX_REPOSITORIES, requests + " requests");
    }

    @Test
    void aSlowRegistryGivesWhatCameInTime() {
        offer(300);
        millisPerRequest = 1_000;
        Catalog catalog = read();
        assertTrue(catalog.offered().size() > 20 && catalog.offered().size() <= 30,
                catalog.offered().size() + " packages");
        assertTrue(catalog.incomplete().orElseThrow().contains("longer than 60 s"), catalog.incomplete().toString());
        assertTrue(now <= CatalogReader.DEADLINE_MILLIS + 3_000, now + " ms");
    }

    @Test
    void aSmallRegistryIsListedWholeWithoutANotice() {
        offer(3);
        assertEquals(Optional.empty(), read().incomplete());
        assertEquals(3, read().packages().size());
    }

    @Test
    void manyTagsAndSignatureTagsAreBounded() {
        offer(1);
        String tags = IntStream.range(0, 200).mapToObj(i -> "\"t" + i + "\"").collect(Collectors.joining(","));
        resources.put("/v2/n0/alpha/tags/list", ("{\"tags\":[\"sha256-" + "0".repeat(64) + "\",\"q8\"," + tags + "]}")
                .getBytes(StandardCharsets.UTF_8));
        Catalog catalog = read();
        assertEquals(1, catalog.offered().size());
        assertTrue(catalog.unusable().stream().anyMatch(one -> one.reason().contains("more than 50 tags")),
                catalog.unusable().toString());
        assertTrue(catalog.unusable().stream().noneMatch(one -> one.place().contains(":sha256-")));
        assertEquals(2 + 49, requests);
    }

    @Test
    void aListThatDoesNotEndIsGivenUp() {
        resources.put("/v2/_catalog", "{\"repositories\":[]}".getBytes(StandardCharsets.UTF_8));
        link = path -> "</v2/_catalog>; rel=\"next\"";
        assertThrows(DamagedData.class, this::read);
        assertEquals(100, requests);
    }

    @Test
    void aRegistryThatAnswersHtmlOrTooMuchIsNamed() {
        resources.put("/v2/_catalog", "<!doctype html><p>Sign in".getBytes(StandardCharsets.UTF_8));
        assertThrows(TabitatException.class, this::read);
        resources.put("/v2/_catalog", new byte[(1 << 20) + 1]);
        assertThrows(DamagedData.class, this::read);
        assertEquals(2, requests);
    }

    @Test
    void aRegistryThatBreaksOnTheWayGivesWhatCameBefore() {
        offer(30);
        status = path -> path.contains("/v2/n1") ? 503 : 200;
        Catalog catalog = read();
        assertEquals(9, catalog.offered().size());
        assertTrue(catalog.incomplete().orElseThrow().contains("stopped answering"), catalog.toString());
    }

    @Test
    void tooManyRequestsEndTheListAtOnce() {
        offer(30);
        status = path -> path.contains("/v2/n5") ? 429 : 200;
        Catalog catalog = read();
        assertEquals(5, catalog.offered().size());
        assertTrue(catalog.incomplete().orElseThrow().contains("too many requests"), catalog.toString());
    }

    @Test
    void aRegistryWithoutACatalogueSaysHowToGoOn() {
        status = path -> 401;
        Unavailable hidden = assertThrows(Unavailable.class, this::read);
        assertTrue(hidden.finding().remedy().contains("by name"), hidden.finding().remedy());
        status = path -> 511;
        assertTrue(assertThrows(Unavailable.class, this::read).getMessage().contains("sign-in page"));
    }

    @Test
    void readingCanBeCancelled() {
        offer(30);
        status = path -> {
            if (path.contains("/v2/n3/")) {
                stop.request();
            }
            return 200;
        };
        assertThrows(Cancelled.class, this::read);
        assertTrue(requests < 12, requests + " requests");
    }

    @Test
    void anAnswerThatDripsIsEndedByItsDeadline() {
        byte[] drop = {'['};
        ByteSource.Answer endless = new ByteSource.Answer() {
            @Override
            public int status() {
                return 200;
            }

            @Override
            public String header(String name) {
                return "";
            }

            @Override
            public byte[] next() {
                now += 15_000;
                return drop;
            }

            @Override
            public void close() {}
        };
        Unavailable slow = assertThrows(Unavailable.class, () -> SmallBody.read(endless, "here", 1000, pace, stop));
        assertEquals("4 bytes", slow.finding().found());
    }
}
