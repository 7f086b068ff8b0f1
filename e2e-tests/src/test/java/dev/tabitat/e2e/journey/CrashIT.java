package dev.tabitat.e2e.journey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.microsoft.playwright.Page;
import dev.tabitat.e2e.support.FaultProxy;
import dev.tabitat.e2e.support.HostProcess;
import dev.tabitat.e2e.support.Lab;
import dev.tabitat.e2e.support.Pieces;
import dev.tabitat.e2e.support.Tab;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The page's process crashes, with the worker that writes the store's files, while a model of many megabytes comes. */
final class CrashIT {

    private static final String REPOSITORY = "all-minilm-l6-v2";
    private static final String PACKAGE = REPOSITORY + ":q8";

    @Test
    void aProcessThatCrashesWhileALargeModelComesLeavesAStoreThatIsSoundAndGoesOn() {
        try (HostProcess host = HostProcess.start(); FaultProxy proxy = FaultProxy.before(host); Lab lab = new Lab()) {
            Pieces pieces = Pieces.of(host.url(), REPOSITORY, "q8");
            int keptBefore = 0;
            for (int more : new int[]{3, 4, 5}) {
                Tab tab = Tab.open(lab, proxy.url()).ready();
                proxy.throttle(path -> path.startsWith("/v2/" + REPOSITORY + "/blobs/"), 8_000_000);
                untilMorePieces(tab, more);
                crash(lab, tab.page());
                proxy.heal();

                Page bystander = lab.newPage();
                bystander.navigate(proxy.url() + "v2/lande/tags/list");
                Set<String> kept = Pieces.kept(bystander);
                bystander.close();
                assertTrue(kept.size() > keptBefore,
                        "pieces are kept from crash to crash: " + keptBefore + ", " + kept.size());
                keptBefore = kept.size();

                proxy.throttle(path -> path.startsWith("/v2/" + REPOSITORY + "/blobs/"), 2_000_000);
                proxy.forget();
                Tab next = Tab.open(lab, proxy.url()).ready();
                JsonObject report = next.call("check").getAsJsonObject();
                assertTrue(report.get("ok").getAsBoolean(), "after the crash: " + report);
                assertEquals(List.of(), pieces.askedInVain(kept, proxy.seen()), "what was kept is not fetched again");
                next.page().close();
            }
            proxy.heal();
            Tab last = Tab.open(lab, proxy.url()).ready();
            last.call("install", PACKAGE);
            assertTrue(last.call("check").getAsJsonObject().get("ok").getAsBoolean());
            assertEquals(1, last.call("embed", Map.of("model", PACKAGE, "input", "hello")).getAsJsonObject()
                    .getAsJsonArray("embeddings").size());
            last.call("remove", PACKAGE);
            assertEquals(0, ((Number) last.page().evaluate(COUNT_FILES)).intValue(),
                    "no file is left of what crashed and was removed");
        }
    }

    /** Until so many more pieces of the package have come than were there; the download goes on, or begins. */
    private static void untilMorePieces(Tab tab, int more) {
        tab.page().evaluate(
                """
                        ([name, more]) => new Promise((enough, no) => {
                          let first = -1;
                          tabitat.install(name, { onProgress: p => {
                            if (p.phase !== 'download') return; // else what is here already is not counted yet
                            if (first < 0) first = p.verified_chunks;
                            if (p.verified_chunks >= first + more) enough();
                          } }).then(() => no(new Error('it was installed before it could crash')), no);
                        })
                        """, List.of(PACKAGE, more));
    }

    private static void crash(Lab lab, Page page) {
        boolean[] isCrashed = new boolean[1];
        page.onCrash(crashed -> isCrashed[0] = true);
        lab.crashPages();
        page.context().waitForCondition(() -> isCrashed[0]);
        page.close();
    }

    private static final String COUNT_FILES = """
            async () => {
              const root = await navigator.storage.getDirectory();
              const directory = await root.getDirectoryHandle('tabitat-blobs', { create: true });
              let count = 0;
              for await (const name of directory.keys()) count++;
              return count;
            }
            """;
}
