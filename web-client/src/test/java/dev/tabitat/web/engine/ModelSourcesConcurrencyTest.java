package dev.tabitat.web.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tabitat.core.Seed;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.kernels.model.Schedule;
import dev.tabitat.web.documents.CooperativeThreads;
import dev.tabitat.web.fetch.Hosting;
import dev.tabitat.web.protocol.FromEngine;
import dev.tabitat.web.store.Batch;
import dev.tabitat.web.store.Table;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Two tabs that add and remove one model of a hub, under random schedules and with a tab that ends. */
final class ModelSourcesConcurrencyTest {

    private static final int SCHEDULES = 25;
    /** More than the minute after which a tab takes over from one that is gone. */
    private static final long MAX_MILLIS = 200_000;
    private static final JsonObject HUB = JsonObject.of("hub", "acme/tiny");
    private static final String NAME = "acme/tiny:f32";

    private static final class Scene implements AutoCloseable {

        private final CooperativeThreads threads;
        private final FakeTab.Browser browser;
        private final FakeHub hub = new FakeHub();
        private final FakeTab tab;
        private final FakeTab second;

        Scene(Schedule schedule) {
            threads = new CooperativeThreads(schedule);
            browser = new FakeTab.Browser(threads);
            browser.records.apply(new Batch().put(Table.SETTINGS, "declined/lande:q8", "yes")
                    .put(Table.SETTINGS, "contact/" + FakeHub.ORIGIN, "2026"));
            hub.offer("acme/tiny", FakeHub.large(80_000));
            hub.whileSending = threads::pauseHere;
            tab = open();
            second = open();
        }

        private FakeTab open() {
            FakeTab opened = browser.open();
            opened.http = hub;
            opened.hosting = new Hosting(List.of(), List.of(), Optional.of(FakeHub.ADDRESSES));
            return opened;
        }

        long add(FakeTab in) {
            return in.begin("addModel", "source", HUB);
        }

        /** {@code done}, or the code with which the call failed. */
        String outcome(FakeTab from, long id) {
            long latest = threads.millis() + MAX_MILLIS;
            threads.runUntil(() -> from.ends.containsKey(id) || threads.millis() > latest);
            assertTrue(from.ends.containsKey(id), () -> "a call waits for longer than it should: " + threads.where());
            return from.ends.get(id) instanceof FromEngine.Failed failed ? failed.error().code() : "done";
        }

        boolean isInstalled() {
            return browser.records.text(Table.PACKAGES, NAME).isPresent();
        }

        void requireSound(FakeTab in) {
            long check = in.begin("check");
            assertEquals("done", outcome(in, check));
            assertTrue(((JsonObject) ((FromEngine.Done) in.ends.get(check)).result()).bool("ok"), "check");
        }

        /** Large files came once, in pieces that do not overlap. */
        void requireWeightsOnce() {
            Set<String> seen = new HashSet<>();
            for (String request : hub.requests) {
                assertTrue(!request.endsWith("/model.safetensors") || seen.add(request), () -> "twice: " + request);
            }
        }

        void requireNothingStaged() {
            assertTrue(browser.records.keys(Table.META).stream().noneMatch(key -> key.startsWith("staged/")),
                    "notes of staged files are left");
        }

        @Override
        public void close() {
            threads.close();
        }
    }

    private static void underMany(String what, Consumer<Scene> scenario) {
        Random random = Seed.random(what);
        List<Long> seeds = new ArrayList<>();
        for (int i = 0; i < SCHEDULES; i++) {
            seeds.add(random.nextLong());
        }
        try (Scene scene = new Scene(Schedule.first())) {
            scenario.accept(scene);
        }
        for (long seed : seeds) {
            try (Scene scene = new Scene(Schedule.random(new Random(seed)))) {
                scenario.accept(scene);
            } catch (AssertionError e) {
                throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
            }
        }
    }

    @Test
    void twoTabsThatAddTheSameModelBothHaveItAndItsWeightsComeOnce() {
        underMany("two tabs add", scene -> {
            long first = scene.add(scene.tab);
            long other = scene.add(scene.second);
            assertEquals("done", scene.outcome(scene.tab, first));
            assertEquals("done", scene.outcome(scene.second, other));
            assertTrue(scene.isInstalled());
            scene.requireWeightsOnce();
            scene.requireSound(scene.second);
            scene.requireNothingStaged();
        });
    }

    @Test
    void addingAndRemovingLeaveAWholeModelOrNone() {
        underMany("add and remove", scene -> {
            long add = scene.add(scene.tab);
            long remove = scene.second.begin("remove", "name", NAME);
            assertEquals("done", scene.outcome(scene.tab, add));
            String removed = scene.outcome(scene.second, remove);
            assertTrue(Set.of("done", "invalid_input").contains(removed), removed);
            scene.requireSound(scene.tab);
            assertEquals(removed.equals("invalid_input"), scene.isInstalled(), removed);
            scene.requireNothingStaged();
        });
    }

    @Test
    void aCallThatIsCancelledEndsEitherWay() {
        underMany("add and cancel", scene -> {
            long add = scene.add(scene.tab);
            scene.tab.stop(add);
            String outcome = scene.outcome(scene.tab, add);
            assertTrue(Set.of("done", "cancelled").contains(outcome), outcome);
            assertEquals(outcome.equals("done"), scene.isInstalled(), outcome);
            scene.requireSound(scene.second);
            assertEquals("done", scene.outcome(scene.second, scene.add(scene.second)));
        });
    }

    @Test
    void aTabThatEndsLeavesWhatTheNextOneGoesOnWith() {
        Random moments = Seed.random("moments");
        underMany("a tab ends", scene -> {
            long add = scene.add(scene.tab);
            int[] left = {moments.nextInt(400)};
            scene.threads.runUntil(() -> scene.tab.ends.containsKey(add) || left[0]-- <= 0);
            scene.tab.die();
            long other = scene.add(scene.second);
            assertEquals("done", scene.outcome(scene.second, other));
            assertTrue(scene.isInstalled());
            scene.requireSound(scene.second);
            scene.requireNothingStaged();
        });
    }
}
