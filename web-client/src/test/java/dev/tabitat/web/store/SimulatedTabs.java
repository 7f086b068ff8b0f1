package dev.tabitat.web.store;

import dev.tabitat.core.digest.Digest;
import dev.tabitat.core.error.TabitatException;
import dev.tabitat.core.packages.PackageName;
import dev.tabitat.core.state.Command;
import dev.tabitat.core.state.Decision;
import dev.tabitat.core.state.RecordChange;
import dev.tabitat.core.state.packages.PackagesAggregate;
import dev.tabitat.core.state.packages.PackagesCommand;
import dev.tabitat.core.state.packages.PackagesState;
import dev.tabitat.core.state.packages.VersionSamples;
import dev.tabitat.kernels.model.Schedule;
import dev.tabitat.web.documents.CooperativeThreads;
import dev.tabitat.web.documents.YieldingRecords;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Tabs that share records, locks and a channel, on a scheduler that decides at every wait who goes on. Each tab does
 * its commands one after the other; a tab can be killed at one of its waits, or frozen there and thawed.
 */
final class SimulatedTabs implements AutoCloseable {

    private static final PackagesAggregate AGGREGATE = new PackagesAggregate();

    final MemoryRecords records = new MemoryRecords();
    final CooperativeThreads threads;
    final List<Tab> tabs = new ArrayList<>();
    /** How many steps were taken: the time of what the records saw. */
    int steps;
    private final boolean hasChannel;
    private final Random random = new Random(7);
    private final Map<Digest, Integer> readers = new java.util.HashMap<>();
    private final Set<Digest> collected = new HashSet<>();
    private final Set<PackagesState> committed = new HashSet<>();
    /** States that a tab was told of and that no transaction had made. */
    final List<PackagesState> torn = new ArrayList<>();

    /** @param hasChannel whether tabs tell each other of changes */
    SimulatedTabs(Schedule schedule, boolean hasChannel) {
        threads = new CooperativeThreads(schedule);
        this.hasChannel = hasChannel;
    }

    /** A command by what it is called in reports, and what it came to: an outcome or the code of the refusal. */
    record Done(String command, String outcome) {}

    /** A command that can be given, made anew each time. */
    enum Given {
        QUEUE_ALPHA(new PackagesCommand.Queue(VersionSamples.name("alpha"), "", false)),
        QUEUE_BETA(new PackagesCommand.Queue(VersionSamples.name("beta"), "", true)),
        PAUSE_ALPHA(new PackagesCommand.Pause(VersionSamples.name("alpha"))),
        CANCEL_ALPHA(new PackagesCommand.Cancel(VersionSamples.name("alpha"))),
        REORDER(new PackagesCommand.Reorder(List.of(VersionSamples.name("beta")))),
        BEGIN_FIRST(new PackagesCommand.Begin(VersionSamples.version("alpha", "1"))),
        INSTALL_FIRST(new PackagesCommand.Install(VersionSamples.version("alpha", "1"), List.of())),
        BEGIN_SECOND(new PackagesCommand.Begin(VersionSamples.version("alpha", "2"))),
        INSTALL_SECOND(new PackagesCommand.Install(VersionSamples.version("alpha", "2"), List.of())),
        ROLLBACK(new PackagesCommand.Rollback(VersionSamples.name("alpha"))),
        REMOVE_PREVIOUS(new PackagesCommand.RemovePrevious(VersionSamples.name("alpha"))),
        REMOVE(new PackagesCommand.Remove(VersionSamples.name("alpha"),
                VersionSamples.version("alpha", "1").pieces().keySet(), true)),
        COLLECT_FIRST(new PackagesCommand.Collect(Set.of(VersionSamples.version("alpha", "1").digest())));

        private final Command<PackagesState, ?> command;

        Given(Command<PackagesState, ?> command) {
            this.command = command;
        }

        /** The outcome on a state, as {@link Done} has it, with the state after it. */
        Modelled model(PackagesState state) {
            Decision<?> decision = command.decide(state);
            if (decision instanceof Decision.Refused<?> refused) {
                return new Modelled(state, refused.reason().code());
            }
            Decision.Accepted<?> accepted = (Decision.Accepted<?>) decision;
            return new Modelled(AGGREGATE.apply(state, accepted.changes()), String.valueOf(accepted.outcome()));
        }
    }

    /** What the sequential model says. */
    record Modelled(PackagesState state, String outcome) {}

    /** One tab, or one of its workers. */
    final class Tab {

        final PackageStore packages;
        final List<Done> done = new ArrayList<>();
        private final LineageStore lineage;
        private List<Given> program = List.of();
        private int waits;
        private int stopAt = -1;
        private boolean isThawed;
        boolean isEnded;

        Tab() {
            YieldingRecords yielding = new YieldingRecords(records, this::pause);
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
            lineage = new LineageStore(yielding, environment, "tabitat/test");
            packages = new PackageStore(yielding, lineage, environment, new Locks(this),
                    Collector::new);
            // On the test's own thread nothing waits: the state is known before the schedule begins.
            packages.aggregate().state();
            packages.aggregate().onChange((before, after, isOwn) -> {
                note();
                if (!committed.contains(after)) {
                    torn.add(after);
                }
            });
        }

        /** Never goes on from this wait, from 0, until it is thawed. */
        void stopAt(int wait) {
            stopAt = wait;
        }

        void thaw() {
            isThawed = true;
        }

        boolean isStopped() {
            return stopAt >= 0 && waits > stopAt && !isThawed;
        }

        int waits() {
            return waits;
        }

        private void pause() {
            int wait = waits++;
            steps++;
            note();
            if (wait == stopAt) {
                threads.waitUntil(() -> isThawed);
            } else {
                threads.pauseHere();
            }
            note();
        }

        void begin(List<Given> commands) {
            program = commands;
            threads.start("tab " + tabs.indexOf(this), () -> {
                for (Given given : commands) {
                    done.add(run(given));
                }
                isEnded = true;
            });
        }

        /** Does a command at once, on the test's own thread. */
        void now(Given given) {
            run(given);
        }

        private Done run(Given given) {
            try {
                String outcome = String.valueOf(packages.aggregate().commit(given.command));
                if (hasChannel) {
                    tellOthers();
                }
                return new Done(given.name(), outcome);
            } catch (TabitatException refused) {
                return new Done(given.name(), refused.code());
            }
        }

        private void tellOthers() {
            for (Tab other : tabs) {
                if (other != this && !other.isStopped()) {
                    threads.start("message", () -> other.packages.aggregate().compareSettings());
                }
            }
        }

        /** The commands that the tab may have done: those that ended, and the one at which it was stopped. */
        List<Given> given() {
            return program.subList(0, Math.min(program.size(), done.size() + (isEnded ? 0 : 1)));
        }
    }

    /** Between two transactions there is always a wait: every state that one made is seen there. */
    private void note() {
        committed.add(stateOf(records));
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

    /** The state that the records say. */
    static PackagesState stateOf(RecordStore records) {
        List<RecordChange> changes = new ArrayList<>();
        for (Table table : List.of(Table.PACKAGES, Table.DOWNLOADS, Table.SETTINGS, Table.META)) {
            records.texts(table).forEach((key, text) -> changes.add(RecordChange.put(table.id(), key, text)));
        }
        return AGGREGATE.apply(AGGREGATE.empty(), changes);
    }

    /** Whether some order of the commands, each tab's own kept, gives these outcomes and leads to these records. */
    boolean hasSequentialOrder(PackagesState before) {
        return search(before, new int[tabs.size()], new HashSet<>());
    }

    private boolean search(PackagesState state, int[] next, Set<List<Object>> seen) {
        List<Object> here = new ArrayList<>();
        here.add(state);
        boolean isComplete = true;
        for (int i = 0; i < next.length; i++) {
            here.add(next[i]);
            // A stopped tab's last command may have happened or not.
            isComplete &= next[i] >= tabs.get(i).done.size();
        }
        if (!seen.add(here)) {
            return false;
        }
        if (isComplete && state.equals(stateOf(records))) {
            return true;
        }
        for (int i = 0; i < next.length; i++) {
            Tab tab = tabs.get(i);
            if (next[i] < tab.given().size()) {
                Modelled after = tab.given().get(next[i]).model(state);
                if (next[i] >= tab.done.size() || after.outcome().equals(tab.done.get(next[i]).outcome())) {
                    next[i]++;
                    if (search(after.state(), next, seen)) {
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
        StringBuilder text = new StringBuilder();
        for (Tab tab : tabs) {
            text.append("\ntab ").append(tabs.indexOf(tab)).append(": ").append(tab.done)
                    .append(tab.isEnded ? "" : ", stopped at wait " + tab.stopAt);
        }
        return text.append('\n').append(stateOf(records)).toString();
    }

    /** Locks that all tabs share, which are waited for; they note what was collected while it was read. */
    private final class Locks implements ReadLocks {

        private final Tab tab;

        private Locks(Tab tab) {
            this.tab = tab;
        }

        @Override
        public <T> T whileReading(Digest version, Supplier<T> read) {
            tab.pause();
            threads.waitUntil(() -> !collected.contains(version));
            readers.merge(version, 1, Integer::sum);
            try {
                return read.get();
            } finally {
                readers.merge(version, -1, Integer::sum);
            }
        }

        @Override
        public <T> Optional<T> ifUnread(Digest version, Supplier<T> work) {
            tab.pause();
            if (readers.getOrDefault(version, 0) > 0 || !collected.add(version)) {
                return Optional.empty();
            }
            try {
                return Optional.of(work.get());
            } finally {
                collected.remove(version);
            }
        }
    }

    static PackageName alpha() {
        return VersionSamples.name("alpha");
    }

    @Override
    public void close() {
        threads.close();
    }
}
