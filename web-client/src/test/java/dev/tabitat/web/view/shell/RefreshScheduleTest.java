package dev.tabitat.web.view.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tabitat.web.protocol.Topic;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class RefreshScheduleTest {

    private final Clockwork clock = new Clockwork();
    private final List<Double> asked = new ArrayList<>();
    private boolean fails;
    private final RefreshSchedule schedule = new RefreshSchedule(clock, this::ask);

    /** A page whose time passes only when it is told to. */
    private static final class Clockwork implements RefreshSchedule.Host {

        private final TreeMap<Double, List<Integer>> due = new TreeMap<>();
        private final List<Runnable> tasks = new ArrayList<>();
        private double now;
        private boolean isHidden;

        @Override
        public double millis() {
            return now;
        }

        @Override
        public double chance() {
            return 0.5;
        }

        @Override
        public boolean isHidden() {
            return isHidden;
        }

        @Override
        public int later(Runnable task, int millis) {
            tasks.add(task);
            due.computeIfAbsent(now + millis, time -> new ArrayList<>()).add(tasks.size() - 1);
            return tasks.size() - 1;
        }

        @Override
        public void forget(int timer) {
            due.values().forEach(timers -> timers.remove((Integer) timer));
        }

        void pass(double millis) {
            double end = now + millis;
            while (!due.isEmpty() && due.firstKey() <= end) {
                now = due.firstKey();
                due.pollFirstEntry().getValue().forEach(timer -> tasks.get(timer).run());
            }
            now = end;
        }
    }

    /** As the page does: every question is a request, which is counted, and the ledger's event comes 300 ms later. */
    private void ask() {
        if (!schedule.mayAsk("catalog")) {
            return;
        }
        asked.add(clock.now);
        clock.later(() -> schedule.onEvent(Topic.LEDGER), 300);
        if (fails) {
            schedule.failed("catalog");
        } else {
            schedule.succeeded("catalog");
        }
    }

    @Test
    void aRequestThatIsCountedDoesNotLeadToTheNext() {
        schedule.now();
        clock.pass(3_600_000);
        assertEquals(1, asked.size());
    }

    @Test
    void aFailureIsTriedAgainAfterPausesThatDoubleAndASuccessEndsIt() {
        fails = true;
        schedule.now();
        clock.pass(60_000);
        assertEquals(List.of(0.0, 4_000.0, 12_000.0, 28_000.0), List.copyOf(asked.subList(0, 4)));
        clock.pass(3_600_000);
        assertTrue(asked.size() <= 14, asked.size() + " questions in an hour");
        fails = false;
        clock.pass(600_000);
        int then = asked.size();
        clock.pass(3_600_000);
        assertEquals(then, asked.size());
    }

    @Test
    void eventsThatNeverEndDoNotShortenThePauseOfAFailure() {
        fails = true;
        schedule.now();
        for (int i = 0; i < 4 * 60; i++) {
            schedule.onEvent(i % 2 == 0 ? Topic.STORE : Topic.LEDGER);
            clock.pass(250);
        }
        assertTrue(asked.size() <= 5, asked.toString());
    }

    @Test
    void aBurstOfEventsIsOneRound() {
        for (int i = 0; i < 50; i++) {
            schedule.onEvent(Topic.LINEAGE);
            clock.pass(10);
        }
        clock.pass(1_000);
        assertEquals(1, asked.size());
    }

    @Test
    void aHiddenTabAsksNothingAndCatchesUpOnceItIsSeen() {
        fails = true;
        schedule.now();
        clock.isHidden = true;
        clock.pass(3_600_000);
        schedule.onEvent(Topic.STORE);
        schedule.now();
        clock.pass(3_600_000);
        assertEquals(1, asked.size());
        clock.isHidden = false;
        fails = false;
        schedule.seen();
        schedule.seen();
        clock.pass(3_600_000);
        assertEquals(2, asked.size());
    }

    @Test
    void thePersonAndTheNetworkDoNotWaitForThePause() {
        fails = true;
        schedule.now();
        clock.pass(4_000);
        assertEquals(2, asked.size());
        schedule.now();
        assertEquals(3, asked.size());
        schedule.onEvent(Topic.NETWORK);
        clock.pass(RefreshSchedule.GATHER_MILLIS);
        assertEquals(4, asked.size());
    }

    @Test
    void aQuestionThatFailsDoesNotHoldTheOthers() {
        schedule.failed("adapters a");
        assertTrue(!schedule.mayAsk("adapters a") && schedule.mayAsk("adapters b") && schedule.mayAsk("catalog"));
    }
}
