package dev.tabitat.web.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tabitat.core.Seed;
import dev.tabitat.kernels.model.Schedule;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Commands of several tabs on each aggregate beside packages, under every interleaving of their waits or under random
 * ones, held against a sequential model: some order of the same commands must give the same outcomes and the same
 * records, every tab must come to say the same, and nobody may wait for ever.
 */
final class AggregatesInterleavingTest {

    private static final int RANDOM_HISTORIES = 150;
    /** More than any of the commands takes. */
    private static final int MAX_WAITS = 100;
    private static final int DAY_MILLIS = 86_400_000;

    static List<Subject<?>> subjects() {
        return Subjects.all();
    }

    private static <S> TabsInTurn<S> browser(Subject<S> subject, Schedule schedule, boolean hasChannel,
            List<String> beginning) {
        TabsInTurn<S> browser = new TabsInTurn<>(subject, schedule, hasChannel);
        TabsInTurn<S>.Tab first = browser.open();
        beginning.forEach(first::now);
        browser.tabs.clear();
        return browser;
    }

    /** Runs programs, a tab each, and holds them against the model. */
    private static <S> void run(TabsInTurn<S> browser, List<List<String>> programs) {
        S before = browser.state();
        for (List<String> program : programs) {
            browser.open().begin(program);
        }
        browser.run();
        requireSound(browser, before);
    }

    private static <S> void requireSound(TabsInTurn<S> browser, S before) {
        assertEquals(List.of(), browser.torn, browser::story);
        assertTrue(browser.hasSequentialOrder(before), browser::story);
        for (TabsInTurn<S>.Tab tab : browser.tabs) {
            assertEquals(browser.state(), tab.current(), browser::story);
        }
    }

    private static <S> int everyInterleaving(Subject<S> subject, List<String> beginning,
            List<List<String>> programs) {
        return Schedule.all(subject.deviations(), schedule -> {
            try (TabsInTurn<S> browser = browser(subject, schedule, false, beginning)) {
                run(browser, programs);
            }
        });
    }

    private static String interleavings(Subject<?> subject) {
        return subject.deviations() == Integer.MAX_VALUE ? "every interleaving"
                : "every interleaving with at most " + subject.deviations() + " deviations";
    }

    private static void say(Subject<?> subject, String what, int histories) {
        System.out.println("state, " + subject.name() + ", " + what + ": " + histories
                + " histories; none stuck, none without a sequential order");
    }

    @ParameterizedTest
    @MethodSource("subjects")
    <S> void everyInterleavingOfTwoAndThreeCommandsHasASequentialOrder(Subject<S> subject) {
        int histories = 0;
        for (int i = 0; i < subject.beginnings().size(); i++) {
            List<String> possible = subject.possible().get(i);
            for (int first = 0; first < possible.size(); first++) {
                for (String second : possible.subList(first, possible.size())) {
                    histories += everyInterleaving(subject, subject.beginnings().get(i),
                            List.of(List.of(possible.get(first)), List.of(second)));
                }
            }
        }
        assertTrue(histories > 50, histories + " histories");
        say(subject, "two commands, " + interleavings(subject), histories);
        int ofThree = everyInterleaving(subject, subject.beginnings().get(subject.beginnings().size() - 1),
                subject.three());
        assertTrue(ofThree > 10, ofThree + " histories");
        say(subject, "three commands, " + interleavings(subject), ofThree);
    }

    @ParameterizedTest
    @MethodSource("subjects")
    <S> void randomHistoriesOfThreeTabsThatTellEachOtherHaveASequentialOrder(Subject<S> subject) {
        Random random = Seed.random("state, " + subject.name() + ", random histories");
        for (int i = 0; i < RANDOM_HISTORIES; i++) {
            long seed = random.nextLong();
            Random choices = new Random(seed);
            List<List<String>> programs = new ArrayList<>();
            for (int tab = 0; tab < 3; tab++) {
                List<String> program = new ArrayList<>();
                for (int length = 2 + choices.nextInt(4); length > 0; length--) {
                    program.add(subject.commands().get(choices.nextInt(subject.commands().size())));
                }
                programs.add(program);
            }
            List<String> beginning = subject.beginnings().get(choices.nextInt(subject.beginnings().size()));
            try (TabsInTurn<S> browser = browser(subject, Schedule.random(choices), true, beginning)) {
                run(browser, programs);
            } catch (AssertionError e) {
                throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
            }
        }
        say(subject, "random", RANDOM_HISTORIES);
    }

    @ParameterizedTest
    @MethodSource("subjects")
    <S> void aTabThatIsKilledAtAnyWaitLeavesItsCommandDoneOrNotDone(Subject<S> subject) {
        int histories = 0;
        for (int i = 0; i < subject.beginnings().size(); i++) {
            List<String> beginning = subject.beginnings().get(i);
            for (String killed : subject.possible().get(i)) {
                boolean[] isKilled = {true};
                for (int wait = 0; wait < MAX_WAITS && isKilled[0]; wait++) {
                    int at = wait;
                    isKilled[0] = false;
                    histories += Schedule.all(1, schedule -> {
                        try (TabsInTurn<S> browser = browser(subject, schedule, false, beginning)) {
                            S before = browser.state();
                            TabsInTurn<S>.Tab tab = browser.open();
                            tab.stopAt(at);
                            tab.begin(List.of(killed));
                            browser.open().begin(subject.toAndFro());
                            browser.run();
                            isKilled[0] |= tab.isStopped();
                            assertEquals(List.of(), browser.torn, browser::story);
                            assertTrue(browser.hasSequentialOrder(before), browser::story);
                            assertEquals(browser.state(), browser.tabs.get(1).current(), browser::story);
                        }
                    });
                }
            }
        }
        assertTrue(histories > 20, histories + " histories");
        say(subject, "a tab killed at each wait", histories);
    }

    /** It comes back after more changes than deltas are kept, at each of its waits. */
    @ParameterizedTest
    @MethodSource("subjects")
    <S> void aTabThatWasFrozenForADayGoesOnWithTheStateOfToday(Subject<S> subject) {
        int histories = 0;
        List<String> beginning = subject.beginnings().get(subject.beginnings().size() - 1);
        for (String frozen : subject.commands()) {
            for (int wait = 0; wait < MAX_WAITS; wait++) {
                try (TabsInTurn<S> browser = browser(subject, Schedule.first(), false, beginning)) {
                    S before = browser.state();
                    TabsInTurn<S>.Tab tab = browser.open();
                    tab.stopAt(wait);
                    tab.begin(List.of(frozen));
                    browser.run();
                    if (!tab.isStopped()) {
                        break;
                    }
                    List<String> day = new ArrayList<>();
                    for (int i = 0; i <= AggregateStore.KEPT_DELTAS; i++) {
                        day.add(subject.toAndFro().get(i % 2));
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
        assertTrue(histories > 5, histories + " histories");
        say(subject, "a tab frozen for a day at each wait", histories);
    }
}
