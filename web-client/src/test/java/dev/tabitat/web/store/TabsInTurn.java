package dev.tabitat.web.store;

import dev.tabitat.kernels.model.Schedule;
import dev.tabitat.web.documents.CooperativeThreads;
import dev.tabitat.web.documents.YieldingRecords;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * Tabs that share records and a channel, on a scheduler that decides at every wait who goes on. Each tab does its
 * commands one after the other; a tab can be killed at one of its waits, or frozen there and thawed.
 */
final class TabsInTurn<S> implements AutoCloseable {

    final MemoryRecords records = new MemoryRecords();
    final CooperativeThreads threads;
    final List<Tab> tabs = new ArrayList<>();
    /** States that a tab was told of and that no transaction had made. */
    final List<S> torn = new ArrayList<>();
    private final Subject<S> subject;
    private final boolean hasChannel;
    private final Random random = new Random(7);
    private final Set<S> committed = new HashSet<>();

    /** @param hasChannel whether tabs tell each other of changes */
    TabsInTurn(Subject<S> subject, Schedule schedule, boolean hasChannel) {
        this.subject = subject;
        this.threads = new CooperativeThreads(schedule);
        this.hasChannel = hasChannel;
    }

    /** A command and what it came to. */
    record Done(String command, String outcome) {}

    /** One tab, or one of its workers. */
    final class Tab {

        final List<Done> done = new ArrayList<>();
        private final Subject.Opened<S> opened;
        private List<String> program = List.of();
        private int waits;
        private int stopAt = -1;
        private boolean isThawed;
        boolean isEnded;

        private Tab() {
            ClockAndRandom environment = new ClockAndRandom() {
                @Override
                public String nowUtc() {
                    return "2026-11-30T12:00:00Z";
                }

                @Override
                public byte[] random(int count) {
                    byte[] bytes = new byte[count];
                    random.nextBytes(bytes);
                    return bytes;
                }
            };
            opened = subject.open(new YieldingRecords(records, this::pause), environment, told -> {
                note();
                if (!committed.contains(told)) {
                    torn.add(told);
                }
            });
        }

        /** Never goes on from this wait, from 0, until it is thawed. */
        void stopAt(int wait) {
            stopAt = waits + wait;
        }

        void thaw() {
            isThawed = true;
        }

        boolean isStopped() {
            return stopAt >= 0 && waits > stopAt && !isThawed;
        }

        S current() {
            return opened.current();
        }

        private void pause() {
            int wait = waits++;
            note();
            if (wait == stopAt) {
                threads.waitUntil(() -> isThawed);
            } else {
                threads.pauseHere();
            }
            note();
        }

        void begin(List<String> commands) {
            program = commands;
            threads.start("tab " + tabs.indexOf(this), () -> {
                for (String command : commands) {
                    done.add(new Done(command, opened.run(command)));
                    tellOthers();
                }
                isEnded = true;
            });
        }

        /** Does a command at once, on the test's own thread. */
        void now(String command) {
            opened.run(command);
        }

        private void tellOthers() {
            for (Tab other : tabs) {
                if (hasChannel && other != this && !other.isStopped()) {
                    threads.start("message", other.opened::heard);
                }
            }
        }

        /** The commands that the tab may have done: those that ended, and the one at which it was stopped. */
        private List<String> given() {
            return program.subList(0, Math.min(program.size(), done.size() + (isEnded ? 0 : 1)));
        }
    }

    /** Between two transactions there is always a wait: every state that one made is seen there. */
    private void note() {
        committed.add(state());
    }

    S state() {
        return subject.stateOf(records);
    }

    Tab open() {
        Tab tab = new Tab();
        tabs.add(tab);
        return tab;
    }

    /** Runs until every tab that was not stopped has done its commands; fails when they wait for each other. */
    void run() {
        threads.runUntil(() -> {
            for (Tab tab : tabs) {
                if (!tab.isEnded && !tab.isStopped() && !tab.program.isEmpty()) {
                    return false;
                }
            }
            return true;
        });
        while (threads.unfinished() > 0 && tabs.stream().noneMatch(Tab::isStopped)) {
            threads.runUntil(() -> threads.unfinished() == 0);
        }
    }

    /** Whether some order of the commands, each tab's own kept, gives these outcomes and leads to these records. */
    boolean hasSequentialOrder(S before) {
        return search(before, state(), new int[tabs.size()], new HashSet<>());
    }

    private boolean search(S state, S end, int[] next, Set<List<Object>> seen) {
        List<Object> here = new ArrayList<>();
        here.add(state);
        boolean isComplete = true;
        for (int i = 0; i < next.length; i++) {
            here.add(next[i]);
            // A stopped tab's last command may have happened or not.
            isComplete &= next[i] >= tabs.get(i).done.size();
        }
        if (!subject.canLeadTo(state, end) || !seen.add(here)) {
            return false;
        }
        if (isComplete && state.equals(end)) {
            return true;
        }
        for (int i = 0; i < next.length; i++) {
            Tab tab = tabs.get(i);
            if (next[i] < tab.given().size()) {
                Subject.Modelled<S> after = subject.model(state, tab.given().get(next[i]));
                if (next[i] >= tab.done.size() || after.outcome().equals(tab.done.get(next[i]).outcome())) {
                    next[i]++;
                    if (search(after.state(), end, next, seen)) {
                        return true;
                    }
                    next[i]--;
                }
            }
        }
        return false;
    }

    /** What was done, for messages. */
    String story() {
        StringBuilder text = new StringBuilder(subject.name());
        for (Tab tab : tabs) {
            text.append("\ntab ").append(tabs.indexOf(tab)).append(": ").append(tab.done)
                    .append(tab.isEnded ? "" : ", stopped at wait " + tab.stopAt);
        }
        return text.append('\n').append(state()).toString();
    }

    @Override
    public void close() {
        threads.close();
    }
}
