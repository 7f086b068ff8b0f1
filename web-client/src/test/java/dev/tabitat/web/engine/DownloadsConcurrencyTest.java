package dev.tabitat.web.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tabitat.core.Seed;
import dev.tabitat.core.json.Json;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.state.packages.QueuePlace;
import dev.tabitat.kernels.model.Schedule;
import dev.tabitat.web.documents.CooperativeThreads;
import dev.tabitat.web.protocol.FromEngine;
import dev.tabitat.web.store.Batch;
import dev.tabitat.web.store.Table;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The queue when calls, tabs and messages interleave: every schedule with one deviation, and random ones. */
@Execution(ExecutionMode.CONCURRENT)
final class DownloadsConcurrencyTest {

    private static final String NAME = "other:q8";
    private static final int RANDOM_SCHEDULES = 60;
    /** Far less than the minute after which callers look for themselves: a lost wake-up shows as time that passed. */
    private static final long MAX_MILLIS = 20_000;

    /** Two tabs of a browser and what its host counted, under one schedule. */
    private static final class Scene implements AutoCloseable {

        private final CooperativeThreads threads;
        private final FakeTab.Browser browser;
        private final FakeTab tab;
        private final FakeTab second;
        private final List<FakeTab> alive = new ArrayList<>();

        Scene(Schedule schedule) {
            threads = new CooperativeThreads(schedule);
            browser = new FakeTab.Browser(threads);
            TinyModels.offer(browser.host, "other", 0.5);
            browser.records.apply(new Batch().put(Table.SETTINGS, "declined/lande:q8", "yes"));
            tab = browser.open();
            second = browser.open();
            alive.addAll(List.of(tab, second));
        }

        Json result(FakeTab from, long id) {
            FromEngine end = end(from, id);
            if (end instanceof FromEngine.Done done) {
                return done.result();
            }
            throw new AssertionError(((FromEngine.Failed) end).error().toString());
        }

        /** {@code done}, or the code with which the call failed. */
        String outcome(FakeTab from, long id) {
            return end(from, id) instanceof FromEngine.Failed failed ? failed.error().code() : "done";
        }

        private FromEngine end(FakeTab from, long id) {
            long latest = threads.millis() + MAX_MILLIS;
            threads.runUntil(() -> from.ends.containsKey(id) || threads.millis() > latest);
            assertTrue(from.ends.containsKey(id), () -> "a call waits for longer than it should: " + threads.where());
            return from.ends.get(id);
        }

        void requireInstalled(FakeTab from, long id) {
            assertEquals(NAME, ((JsonObject) result(from, id)).string("name"));
            assertTrue(isInstalled(), "not in the store");
        }

        boolean isInstalled() {
            return browser.records.text(Table.PACKAGES, NAME).isPresent();
        }

        /** The host was asked once for each piece. */
        void requireEachPieceOnce() {
            Set<String> seen = new HashSet<>();
            for (String request : browser.requests) {
                assertTrue(!request.contains("/blobs/") || seen.add(request), () -> "asked twice: " + request);
            }
            assertTrue(!seen.isEmpty());
        }

        /** No job, lock or waiting thread is left, and the store is sound. */
        void requireRest() {
            requireRest(false);
        }

        /** @param isOneDead whether threads of a closed tab may be left */
        void requireRest(boolean isOneDead) {
            threads.pass(MAX_MILLIS);
            assertTrue(isOneDead || threads.unfinished() == 0, threads::where);
            assertEquals(Set.of(), browser.locks.keySet(), "locks");
            for (FakeTab one : alive) {
                assertTrue(((JsonObject) result(one, one.begin("check"))).bool("ok"), "check");
            }
        }

        void requireNoPlace() {
            assertTrue(browser.records.text(Table.SETTINGS, QueuePlace.KEY + NAME).isEmpty(),
                    "a place in the queue is left");
        }

        @Override
        public void close() {
            threads.close();
        }
    }

    private static void underAll(String what, Consumer<Scene> scenario) {
        Consumer<Schedule> once = schedule -> {
            try (Scene scene = new Scene(schedule)) {
                scenario.accept(scene);
            }
        };
        Random random = Seed.random(what);
        int schedules = Schedule.all(1, once);
        for (int i = 0; i < RANDOM_SCHEDULES; i++) {
            long seed = random.nextLong();
            try {
                once.accept(Schedule.random(new Random(seed)));
            } catch (AssertionError e) {
                throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
            }
        }
        assertTrue(schedules > 10, what + ": " + schedules);
        System.out.println(
                what + ": " + schedules + " schedules with at most one deviation, " + RANDOM_SCHEDULES + " random");
    }

    @Test
    void twoCallersOfATabBothGetThePackageAndEachPieceIsFetchedOnce() {
        underAll("two callers", scene -> {
            long first = scene.tab.begin("install", "name", NAME);
            long other = scene.tab.begin("install", "name", NAME);
            scene.requireInstalled(scene.tab, first);
            scene.requireInstalled(scene.tab, other);
            scene.requireEachPieceOnce();
            scene.requireRest();
            scene.requireNoPlace();
        });
    }

    @Test
    void twoTabsBothGetThePackageAndEachPieceIsFetchedOnce() {
        underAll("two tabs", scene -> {
            long first = scene.tab.begin("install", "name", NAME);
            long other = scene.second.begin("install", "name", NAME);
            scene.requireInstalled(scene.tab, first);
            scene.requireInstalled(scene.second, other);
            scene.requireEachPieceOnce();
            scene.requireRest();
            scene.requireNoPlace();
        });
    }

    @Test
    void installAndRemoveLeaveAWholePackageOrNone() {
        underAll("install and remove", scene -> {
            long install = scene.tab.begin("install", "name", NAME);
            long remove = scene.second.begin("remove", "name", NAME);
            String installed = scene.outcome(scene.tab, install);
            scene.outcome(scene.second, remove);
            scene.requireRest();
            assertTrue(Set.of("done", "cancelled").contains(installed), installed);
            scene.requireNoPlace();
        });
    }

    @Test
    void installAndRemoveInOneTabLeaveAWholePackageOrNone() {
        underAll("install and remove in one tab", scene -> {
            long install = scene.tab.begin("install", "name", NAME);
            long remove = scene.tab.begin("remove", "name", NAME);
            String installed = scene.outcome(scene.tab, install);
            scene.outcome(scene.tab, remove);
            scene.requireRest();
            assertTrue(Set.of("done", "cancelled").contains(installed), installed);
            scene.requireNoPlace();
        });
    }

    @Test
    void anInstallThatIsCancelledEndsEitherWay() {
        underAll("install and cancel", scene -> {
            long install = scene.tab.begin("install", "name", NAME);
            long cancel = scene.second.begin("cancel", "name", NAME);
            String installed = scene.outcome(scene.tab, install);
            String cancelled = scene.outcome(scene.second, cancel);
            scene.requireRest();
            assertTrue(
                    installed.equals("done") ? scene.isInstalled()
                            : installed.equals("cancelled") && cancelled.equals("done"),
                    installed + ", " + cancelled);
            scene.requireNoPlace();
        });
    }

    @Test
    void afterAPauseAndAResumeThePackageIsThereOrPaused() {
        underAll("pause and resume", scene -> {
            long install = scene.tab.begin("install", "name", NAME);
            long pause = scene.tab.begin("pause", "name", NAME);
            long resume = scene.tab.begin("resume", "name", NAME);
            List<String> ends = List.of(scene.outcome(scene.tab, install), scene.outcome(scene.tab, resume));
            scene.outcome(scene.tab, pause);
            scene.requireRest();
            assertTrue(Set.of("done", "cancelled").containsAll(ends), ends.toString());
            boolean isPaused = scene.browser.records.text(Table.SETTINGS, QueuePlace.KEY + NAME).map(QueuePlace::read)
                    .filter(QueuePlace::isPaused).isPresent();
            assertTrue(ends.contains("done") ? scene.isInstalled() : isPaused, ends.toString());
        });
    }

    @Test
    void whenTheFirstCallerIsStoppedTheOtherGetsThePackage() {
        underAll("first caller stopped", scene -> {
            long first = scene.tab.begin("install", "name", NAME);
            long other = scene.tab.begin("install", "name", NAME);
            scene.tab.stop(first);
            scene.requireInstalled(scene.tab, other);
            String end = scene.outcome(scene.tab, first);
            assertTrue(Set.of("done", "cancelled").contains(end), end);
            scene.requireRest();
            scene.requireNoPlace();
        });
    }

    @Test
    void whenTheTabThatWorksDiesTheOtherFinishes() {
        underAll("a tab dies", scene -> {
            scene.tab.begin("install", "name", NAME);
            long other = scene.second.begin("install", "name", NAME);
            scene.alive.remove(scene.tab);
            scene.threads.start("death of a tab", scene.tab::die);
            scene.requireInstalled(scene.second, other);
            scene.requireRest(true);
        });
    }

    @Test
    void whatAnEarlierTabLeftIsFetchedAfterAnOfflineStart() {
        underAll("offline start", scene -> {
            scene.browser.records.apply(new Batch().put(Table.SETTINGS, QueuePlace.KEY + NAME,
                    new QueuePlace(0, false, false, "").record()));
            scene.browser.online(false);
            scene.threads.start("begin", scene.tab.engine()::begin);
            scene.threads.pass(5_000);
            scene.browser.online(true);
            scene.threads.runUntil(scene::isInstalled);
            scene.requireRest();
            scene.requireNoPlace();
        });
    }
}
