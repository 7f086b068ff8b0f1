package dev.tabitat.web.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tabitat.core.Seed;
import dev.tabitat.core.error.TabitatException;
import dev.tabitat.core.lineage.LineageChain;
import dev.tabitat.core.state.packages.PackagesState;
import dev.tabitat.core.state.packages.QueuePlace;
import dev.tabitat.core.state.packages.VersionSamples;
import dev.tabitat.kernels.model.Schedule;
import dev.tabitat.web.selftest.StoreSamples.Sample;
import dev.tabitat.web.selftest.StoreSamples;
import dev.tabitat.web.store.SimulatedTabs.Given;
import dev.tabitat.web.store.SimulatedTabs.Tab;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Commands of several tabs on one store, under every interleaving of their waits or under random ones, held against a
 * sequential model: some order of the same commands must give the same outcomes and the same records.
 */
final class StateInterleavingTest {

    private static final int EVERY = Integer.MAX_VALUE;
    private static final int RANDOM_HISTORIES = 400;
    /** More than any of the commands takes. */
    private static final int MAX_WAITS = 100;
    private static final int DAY_MILLIS = 86_400_000;

    /** What is done before the tabs meet. */
    private static final List<List<Given>> BEGINNINGS = List.of(List.of(),
            List.of(Given.QUEUE_ALPHA, Given.QUEUE_BETA, Given.BEGIN_FIRST),
            List.of(Given.BEGIN_FIRST, Given.INSTALL_FIRST, Given.BEGIN_SECOND, Given.INSTALL_SECOND));

    private static SimulatedTabs browser(Schedule schedule, boolean hasChannel, List<Given> beginning) {
        SimulatedTabs browser = new SimulatedTabs(schedule, hasChannel);
        Tab first = browser.open();
        beginning.forEach(first::now);
        browser.tabs.clear();
        return browser;
    }

    /** Runs programs, a tab each, and holds them against the model. */
    private static void run(SimulatedTabs browser, List<List<Given>> programs) {
        PackagesState before = SimulatedTabs.stateOf(browser.records);
        for (List<Given> program : programs) {
            browser.open().begin(program);
        }
        browser.run();
        requireSound(browser, before);
    }

    private static void requireSound(SimulatedTabs browser, PackagesState before) {
        assertEquals(List.of(), browser.torn, browser::story);
        assertTrue(browser.hasSequentialOrder(before), browser::story);
        for (Tab tab : browser.tabs) {
            assertEquals(SimulatedTabs.stateOf(browser.records), tab.packages.aggregate().current(), browser::story);
        }
        LineageStore lineage = new LineageStore(browser.records, StoreSamples.WORLD, "tabitat/test");
        assertTrue(lineage.all().isEmpty() || LineageChain.verify(lineage.all()).reason().isEmpty(), browser::story);
    }

    private static int everyInterleaving(List<Given> beginning, List<List<Given>> programs) {
        return Schedule.all(EVERY, schedule -> {
            try (SimulatedTabs browser = browser(schedule, false, beginning)) {
                run(browser, programs);
            }
        });
    }

    /** What is not refused from the start after each beginning. */
    private static final List<List<Given>> POSSIBLE = List.of(
            List.of(Given.QUEUE_ALPHA, Given.QUEUE_BETA, Given.BEGIN_FIRST, Given.BEGIN_SECOND),
            List.of(Given.QUEUE_ALPHA, Given.PAUSE_ALPHA, Given.CANCEL_ALPHA, Given.REORDER, Given.INSTALL_FIRST,
                    Given.BEGIN_SECOND, Given.REMOVE),
            List.of(Given.QUEUE_ALPHA, Given.ROLLBACK, Given.REMOVE_PREVIOUS, Given.REMOVE));

    @Test
    void everyInterleavingOfTwoCommandsHasASequentialOrder() {
        int histories = 0;
        for (int i = 0; i < BEGINNINGS.size(); i++) {
            List<Given> possible = POSSIBLE.get(i);
            for (int first = 0; first < possible.size(); first++) {
                for (Given second : possible.subList(first, possible.size())) {
                    histories += everyInterleaving(BEGINNINGS.get(i),
                            List.of(List.of(possible.get(first)), List.of(second)));
                }
            }
        }
        assertTrue(histories > 1_000, histories + " histories");
        System.out.println("state, two commands: " + histories + " histories, every interleaving; none stuck, none"
                + " without a sequential order");
    }

    @Test
    void everyInterleavingOfThreeCommandsHasASequentialOrder() {
        int histories = everyInterleaving(BEGINNINGS.get(1),
                List.of(List.of(Given.PAUSE_ALPHA, Given.QUEUE_ALPHA), List.of(Given.CANCEL_ALPHA)));
        histories += everyInterleaving(BEGINNINGS.get(1),
                List.of(List.of(Given.CANCEL_ALPHA, Given.QUEUE_ALPHA), List.of(Given.INSTALL_FIRST)));
        histories += everyInterleaving(BEGINNINGS.get(2),
                List.of(List.of(Given.REMOVE, Given.COLLECT_FIRST), List.of(Given.BEGIN_FIRST)));
        assertTrue(histories > 100, histories + " histories");
        System.out.println("state, three commands: " + histories + " histories, every interleaving; none stuck, none"
                + " without a sequential order");
    }

    @Test
    void randomHistoriesOfThreeTabsThatTellEachOtherHaveASequentialOrder() {
        Random random = Seed.random("state, random histories");
        int commands = 0;
        for (int i = 0; i < RANDOM_HISTORIES; i++) {
            long seed = random.nextLong();
            Random choices = new Random(seed);
            List<List<Given>> programs = new ArrayList<>();
            for (int tab = 0; tab < 3; tab++) {
                List<Given> program = new ArrayList<>();
                for (int length = 2 + choices.nextInt(5); length > 0; length--) {
                    program.add(Given.values()[choices.nextInt(Given.values().length)]);
                }
                commands += program.size();
                programs.add(program);
            }
            List<Given> beginning = BEGINNINGS.get(choices.nextInt(BEGINNINGS.size()));
            try (SimulatedTabs browser = browser(Schedule.random(choices), true, beginning)) {
                run(browser, programs);
            } catch (AssertionError e) {
                throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
            }
        }
        System.out.println("state, random: " + RANDOM_HISTORIES + " histories, " + commands
                + " commands of three tabs; none stuck, none without a sequential order");
    }

    @Test
    void aTabThatIsKilledAtAnyWaitLeavesItsCommandDoneOrNotDone() {
        int histories = 0;
        for (List<Given> beginning : BEGINNINGS) {
            for (Given killed : POSSIBLE.get(BEGINNINGS.indexOf(beginning))) {
                for (int wait = 0; wait < MAX_WAITS; wait++) {
                    int at = wait;
                    boolean[] isKilled = new boolean[1];
                    histories += Schedule.all(1, schedule -> {
                        try (SimulatedTabs browser = browser(schedule, false, beginning)) {
                            PackagesState before = SimulatedTabs.stateOf(browser.records);
                            Tab tab = browser.open();
                            tab.stopAt(at);
                            tab.begin(List.of(killed));
                            browser.open().begin(List.of(Given.QUEUE_ALPHA, Given.BEGIN_FIRST, Given.INSTALL_FIRST));
                            browser.run();
                            isKilled[0] |= tab.isStopped();
                            assertTrue(browser.hasSequentialOrder(before), browser::story);
                            assertEquals(SimulatedTabs.stateOf(browser.records),
                                    browser.tabs.get(1).packages.aggregate().current(), browser::story);
                        }
                    });
                    if (!isKilled[0]) {
                        break;
                    }
                }
            }
        }
        assertTrue(histories > 200, histories + " histories");
        System.out.println("state, a tab killed at each wait: " + histories
                + " histories; none stuck, none without a sequential order");
    }

    /** It comes back after more changes than deltas are kept, at each of its waits. */
    @Test
    void aTabThatWasFrozenForADayGoesOnWithTheStateOfToday() {
        int histories = 0;
        for (Given frozen : Given.values()) {
            for (int wait = 0; wait < MAX_WAITS; wait++) {
                try (SimulatedTabs browser = browser(Schedule.first(), false, BEGINNINGS.get(1))) {
                    PackagesState before = SimulatedTabs.stateOf(browser.records);
                    Tab tab = browser.open();
                    tab.stopAt(wait);
                    tab.begin(List.of(frozen));
                    browser.run();
                    if (!tab.isStopped()) {
                        break;
                    }
                    List<Given> day = new ArrayList<>();
                    for (int i = 0; i <= AggregateStore.KEPT_DELTAS; i++) {
                        day.add(i % 2 == 0 ? Given.PAUSE_ALPHA : Given.QUEUE_ALPHA);
                    }
                    browser.open().begin(day);
                    browser.run();
                    browser.threads.pass(DAY_MILLIS);
                    tab.thaw();
                    browser.run();
                    assertTrue(tab.isEnded, browser::story);
                    requireSound(browser, before);
                    histories++;
                }
            }
        }
        assertTrue(histories > 20, histories + " histories");
        System.out.println("state, a tab frozen for a day at each wait, " + (AggregateStore.KEPT_DELTAS + 1)
                + " changes meanwhile: " + histories + " histories; none stuck, none without a sequential order");
    }

    /** An earlier version of the app keeps no revisions: it raises the generation, or writes a setting alone. */
    @Test
    void whatATabOfAnEarlierVersionChangesIsNoticedAndKept() {
        try (SimulatedTabs browser = browser(Schedule.first(), false, BEGINNINGS.get(1))) {
            Tab tab = browser.open();
            Tab other = browser.open();
            String generation = browser.records.text(Table.META, "generation").orElseThrow();
            browser.records.apply(new Batch()
                    .put(Table.PACKAGES, "beta:q8", VersionSamples.version("beta", "1").record())
                    .put(Table.META, "generation", String.valueOf(Long.parseLong(generation) + 1)));
            tab.now(Given.PAUSE_ALPHA);
            assertTrue(tab.packages.aggregate().state().installed().containsKey("beta:q8"), "read anew");
            assertEquals(SimulatedTabs.stateOf(browser.records), other.packages.aggregate().current(),
                    "the delta leads on from what the other tab does not know");
            browser.records.apply(new Batch().delete(Table.SETTINGS, QueuePlace.KEY + "alpha:q8"));
            tab.now(Given.QUEUE_BETA);
            tab.now(Given.PAUSE_ALPHA);
            assertTrue(browser.records.text(Table.SETTINGS, QueuePlace.KEY + "alpha:q8").isEmpty(),
                    "what was cancelled there is not paused here");
            browser.records.apply(new Batch().put(Table.SETTINGS, QueuePlace.KEY + "beta:q8",
                    new QueuePlace(5, true, true, "").record()));
            tab.packages.aggregate().compareSettings();
            assertTrue(tab.packages.aggregate().state().places().get("beta:q8").isPaused(), "paused there");
            assertEquals(SimulatedTabs.stateOf(browser.records), tab.packages.aggregate().current());
        }
    }

    /** Reading and removing the same package, and collecting it afterwards. */
    @Test
    void aReadThatHasBegunEndsThoughThePackageIsRemoved() {
        Sample sample = StoreSamples.sample("alpha", 200);
        int[] outcomes = new int[2];
        int histories = Schedule.all(2, schedule -> {
            try (SimulatedTabs browser = new SimulatedTabs(schedule, false)) {
                Tab reader = browser.open();
                Tab remover = browser.open();
                remover.packages.put(sample.stored(), sample.files(), sample.installed());
                List<String> ends = new ArrayList<>();
                boolean[] isRemovedFirst = new boolean[1];
                browser.threads.start("read", () -> {
                    try {
                        reader.packages.whileReading(sample.stored(), () -> {
                            isRemovedFirst[0] = browser.records.text(Table.PACKAGES, "alpha:q8").isEmpty();
                            return reader.packages.load(sample.stored());
                        });
                        ends.add("read");
                    } catch (TabitatException gone) {
                        ends.add(gone.code());
                    }
                });
                browser.threads.start("remove", () -> remover.packages.remove(SimulatedTabs.alpha()));
                browser.threads.runUntil(() -> browser.threads.unfinished() == 0);
                assertTrue(ends.equals(List.of("read")) || isRemovedFirst[0], () -> ends + browser.story());
                outcomes[ends.equals(List.of("read")) ? 0 : 1]++;
                reader.packages.collect();
                assertEquals(List.of(), browser.records.keys(Table.CHUNKS), browser::story);
                assertEquals(List.of(), List.copyOf(SimulatedTabs.stateOf(browser.records).unlisted().keySet()));
            }
        });
        assertTrue(outcomes[0] > 0 && outcomes[1] > 0, outcomes[0] + " read, " + outcomes[1] + " removed before");
        System.out.println("state, a read beside a removal: " + histories + " histories with at most two deviations, "
                + outcomes[0] + " read to the end, " + outcomes[1] + " began after the removal");
    }
}
