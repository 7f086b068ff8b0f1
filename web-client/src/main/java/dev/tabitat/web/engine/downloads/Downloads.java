package dev.tabitat.web.engine.downloads;

import dev.tabitat.core.api.ApiError;
import dev.tabitat.core.error.Cancelled;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.Unavailable;
import dev.tabitat.core.json.Json;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.packages.PackageName;
import dev.tabitat.core.state.Command;
import dev.tabitat.core.state.packages.PackagesCommand;
import dev.tabitat.core.state.packages.PackagesState;
import dev.tabitat.core.state.packages.QueuePlace;
import dev.tabitat.web.engine.catalog.Packages;
import dev.tabitat.web.engine.catalog.PackagesNews;
import dev.tabitat.web.engine.environment.Bus;
import dev.tabitat.web.engine.environment.StorageEnvironment;
import dev.tabitat.web.fetch.CancellationToken;
import dev.tabitat.web.fetch.Progress;
import dev.tabitat.web.jso.FairLock;
import dev.tabitat.web.protocol.Topic;
import dev.tabitat.web.store.AggregateStore;
import dev.tabitat.web.store.StoredPackage;
import dev.tabitat.web.store.TabStore;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The queue of downloads: one at a time, in the person's order, over reloads and restarts.
 *
 * <p>
 * Every caller for a package follows its job; the first caller does the work when the job's turn comes, and when that
 * one leaves the next takes over. A job whose network went away waits for it. The places in the queue are part of the
 * {@link PackagesState} that all tabs share: each command on them is one transaction, and jobs follow the changes of
 * that state, whoever made them. What has verified outlives the tab in the store.
 */
public final class Downloads {

    private static final int LONG_MILLIS = 60_000;
    /** Pauses before a download that has begun is tried again though the browser says that there is a network. */
    private static final int[] RETRY_MILLIS = {1_000, 3_000};

    private final AggregateStore<PackagesState> state;
    private final TabStore store;
    private final Packages packages;
    private final StorageEnvironment environment;
    private final Bus bus;
    private final Map<String, Job> jobs = new LinkedHashMap<>();
    private Optional<Job> running = Optional.empty();
    /** The commands of this tab on the queue are done in the order in which they were given. */
    private final FairLock commands;

    public Downloads(TabStore store, Packages packages, StorageEnvironment environment, Bus bus) {
        this.store = store;
        this.packages = packages;
        this.environment = environment;
        this.bus = bus;
        state = store.packages().aggregate();
        commands = environment.fairLock();
        state.onChange(this::onChange);
    }

    /** One package that is to come. */
    private static final class Job {

        private final PackageName name;
        private final List<Caller> callers = new ArrayList<>();
        private QueuePlace place;
        private CancellationToken stop = new CancellationToken();
        private boolean waitsForNetwork;
        /** How often it was tried again since the network was last said to be there. */
        private int retries;
        /** Whether no other tab works on the package, so that a failure is the network's. */
        private boolean hasTurn;
        /** It was not requested in this tab: it is left over from an earlier one. */
        private boolean isTakenUp;
        private Optional<JsonObject> report = Optional.empty();
        private Optional<JsonObject> result = Optional.empty();
        private Optional<RuntimeException> failure = Optional.empty();

        private Job(PackageName name, QueuePlace place) {
            this.name = name;
            this.place = place;
        }

        private boolean isOver() {
            return result.isPresent() || failure.isPresent();
        }

        private void fail(RuntimeException why) {
            failure = Optional.of(why);
            stop.request();
        }

        private void wakeCallers() {
            for (Caller caller : new ArrayList<>(callers)) {
                caller.bell.request();
            }
        }
    }

    /** A caller that waits for a job's end. */
    private static final class Caller {

        private final Consumer<JsonObject> progress;
        private final CancellationToken stop;
        private CancellationToken bell = new CancellationToken();

        private Caller(Consumer<JsonObject> progress, CancellationToken stop) {
            this.progress = progress;
            this.stop = stop;
        }
    }

    /**
     * Downloads a package, when its turn comes.
     *
     * @param registry origin of the registry; empty for the host, or for where it was begun
     * @param allowMetered whether a line that costs money by the byte may be used
     * @return {@code {name, digest, bytes, verified_chunks, resumed_bytes}}
     */
    public JsonObject download(PackageName name, String registry, boolean allowMetered, Consumer<JsonObject> progress,
            CancellationToken stop) {
        return join(name, registry, allowMetered, false, progress, stop);
    }

    /** Goes on with what an earlier tab left in the queue, as long as it stays there. */
    public JsonObject takeUp(PackageName name) {
        return join(name, "", false, true, report -> {}, new CancellationToken());
    }

    private JsonObject join(PackageName name, String registry, boolean allowMetered, boolean isTakenUp,
            Consumer<JsonObject> progress, CancellationToken stop) {
        stop.check();
        Caller me = new Caller(progress, stop);
        Command<PackagesState, QueuePlace> command = isTakenUp ? new PackagesCommand.TakeUp(name)
                : new PackagesCommand.Queue(name, registry, allowMetered);
        Job job = commands.withLock(() -> enter(name, state.commit(command), isTakenUp, me));
        Runnable ring = () -> me.bell.request();
        stop.onRequest(ring);
        try {
            return follow(job, me);
        } finally {
            stop.forget(ring);
            leave(job, me);
        }
    }

    /**
     * Finds or creates the job of a package that is in the queue, and adds the caller to it. Nothing suspends here:
     * from now on the job follows the changes of the queue.
     */
    private Job enter(PackageName name, QueuePlace place, boolean isTakenUp, Caller me) {
        Optional<QueuePlace> now = state.state().place(name);
        if (now.isPresent() && now.get().isPaused()) {
            throw paused(name);
        }
        if (now.isEmpty() && !isInstalled(state.state(), name)) {
            throw PackagesCommand.endedElsewhere(name);
        }
        Job job = jobs.get(name.toString());
        if (job == null) {
            job = new Job(name, place);
            job.isTakenUp = isTakenUp;
            jobs.put(name.toString(), job);
        }
        job.place = place;
        job.isTakenUp &= isTakenUp;
        job.callers.add(me);
        return job;
    }

    private static boolean isInstalled(PackagesState state, PackageName name) {
        return state.installed().containsKey(name.toString());
    }

    /**
     * Jobs follow the queue. A place that is missing while the package is installed was left because another tab has
     * fetched it: the job finds it there.
     */
    private void onChange(PackagesState before, PackagesState after, boolean isOwn) {
        for (Job job : new ArrayList<>(jobs.values())) {
            Optional<QueuePlace> now = after.place(job.name);
            if (now.isPresent() && now.get().isPaused()) {
                end(job, paused(job.name));
                tell(job, "paused");
            } else if (now.isPresent()) {
                job.place = now.get();
            } else if (before.place(job.name).isPresent() && !isInstalled(after, job.name)) {
                end(job, isOwn ? CancellationToken.cancelled() : PackagesCommand.endedElsewhere(job.name));
                tell(job, "cancelled");
            }
        }
        if (!before.places().equals(after.places())) {
            bus.changed(Topic.QUEUE, PackagesNews.queue(after, state.revision(), isOwn));
            wakeAll();
        }
    }

    private JsonObject follow(Job job, Caller me) {
        boolean hasSaid = false;
        while (true) {
            me.bell = new CancellationToken();
            if (job.result.isPresent()) {
                return job.result.get();
            }
            if (job.failure.isPresent()) {
                throw job.failure.get();
            }
            me.stop.check();
            if (running.isEmpty() && job.callers.get(0) == me && next().filter(first -> first == job).isPresent()) {
                work(job, me);
                continue;
            }
            if (!hasSaid && !job.waitsForNetwork) {
                hasSaid = true;
                tell(job, "queued");
                me.progress.accept(new Progress(0, 0, 0, "queued", 0, 0).toJson());
            }
            environment.pause(LONG_MILLIS, me.bell);
            if (!me.bell.isRequested()) {
                reread();
            }
        }
    }

    /** Removes a caller; a job without callers is cancelled. */
    private void leave(Job job, Caller me) {
        job.callers.remove(me);
        if (!job.isOver() && job.callers.isEmpty()) {
            end(job, CancellationToken.cancelled());
            settle(job.name, new PackagesCommand.Leave(job.name));
            tell(job, "cancelled");
        }
        wakeAll();
    }

    /** Makes a job over: later callers for the package get a new job. */
    private void end(Job job, RuntimeException why) {
        job.fail(why);
        close(job);
    }

    private void close(Job job) {
        if (jobs.get(job.name.toString()) == job) {
            jobs.remove(job.name.toString());
        }
        job.wakeCallers();
        wakeAll();
    }

    /** Notes in the queue what became of a job that is over, unless the package has been asked for again since. */
    private void settle(PackageName name, Command<PackagesState, Boolean> command) {
        commands.withLock(() -> jobs.containsKey(name.toString()) || state.commit(command));
    }

    private void work(Job job, Caller me) {
        running = Optional.of(job);
        job.stop = new CancellationToken();
        job.hasTurn = false;
        CancellationToken stop = job.stop;
        Runnable pass = stop::request;
        me.stop.onRequest(pass);
        try {
            JsonObject result = packages.fetch(job.name, job.place.registry(), job.place.allowsMetered(),
                    () -> isWanted(job), report -> onEvent(job, report), stop);
            job.result = Optional.of(result);
            close(job);
            settle(job.name, new PackagesCommand.Leave(job.name));
            tell(job, "installed");
        } catch (Cancelled e) {
            // Over when it was paused or given up; else another caller may go on.
            stopped(job, me, e);
        } catch (Unavailable e) {
            unavailable(job, e);
        } catch (RuntimeException e) {
            failed(job, e, true);
        } finally {
            me.stop.forget(pass);
            running = Optional.empty();
            wakeAll();
        }
    }

    /** Asked in this tab's turn: another tab may have paused or ended what this tab was about to fetch. */
    private boolean isWanted(Job job) {
        job.hasTurn = true;
        return state.current().place(job.name).filter(place -> !place.isPaused()).isPresent();
    }

    private void stopped(Job job, Caller me, Cancelled why) {
        if (!job.isOver() && !me.stop.isRequested()) {
            end(job, why);
            tell(job, "paused");
        }
    }

    /**
     * Without a network a download that has begun waits for it. A browser may say late that the network went, and early
     * that it is back: so it is tried again after a pause too. Otherwise, and when another tab does not let go of the
     * package, its callers get the error, and the next start tries again.
     */
    private void unavailable(Job job, Unavailable why) {
        boolean hasBegun = packages.hasBegun(job.name);
        boolean canRetry = job.hasTurn && job.retries < RETRY_MILLIS.length;
        if (hasBegun && canRetry && environment.isOnline() && !job.isOver()) {
            environment.pause(RETRY_MILLIS[job.retries++], job.stop);
            if (environment.isOnline()) {
                return;
            }
        }
        if (!environment.isOnline() && hasBegun && !job.isOver()) {
            job.waitsForNetwork = true;
            tell(job, "waiting");
        } else {
            failed(job, why, false);
        }
    }

    private void failed(Job job, RuntimeException why, boolean isPaused) {
        if (job.isOver()) {
            return;
        }
        end(job, why);
        settle(job.name, new PackagesCommand.Fail(job.name, isPaused, job.isTakenUp));
        bus.changed(Topic.INSTALL,
                JsonObject.of("name", job.name.toString(), "state", "failed", "error", ApiError.of(why).toJson()));
    }

    private void onEvent(Job job, Progress progress) {
        JsonObject report = progress.toJson();
        job.report = Optional.of(report);
        for (Caller caller : new ArrayList<>(job.callers)) {
            caller.progress.accept(report);
        }
        tell(job, "downloading");
    }

    private void tell(Job job, String state) {
        JsonObject event = JsonObject.of("name", job.name.toString(), "state", state);
        bus.changed(Topic.INSTALL,
                job.report.isPresent() && !state.equals("installed") ? event.with("report", job.report.get()) : event);
    }

    private void wakeAll() {
        for (Job job : new ArrayList<>(jobs.values())) {
            job.wakeCallers();
        }
    }

    /** The job whose turn it is. */
    private Optional<Job> next() {
        Job first = null;
        for (Job job : jobs.values()) {
            if (!job.isOver() && !job.waitsForNetwork && (first == null || job.place.order() < first.place.order())) {
                first = job;
            }
        }
        return Optional.ofNullable(first);
    }

    /** The network came back: what waited for it goes on. */
    public void online() {
        for (Job job : jobs.values()) {
            job.waitsForNetwork = false;
            job.retries = 0;
        }
        wakeAll();
    }

    /**
     * Takes over what another tab changed in the queue, also one that runs an earlier version of the app, which leaves
     * no deltas; a tab that missed messages while it was frozen catches up so.
     *
     * @param revision that it led to; 0 where it does not say
     */
    public void catchUp(long revision) {
        if (revision == 0 || !state.knows(revision)) {
            reread();
        }
    }

    private void reread() {
        state.compareSettings();
        wakeAll();
    }

    private static Cancelled paused(PackageName name) {
        return new Cancelled("The download was paused.",
                Finding.at(name.toString()).expected("to go on").found("a request to pause")
                        .remedy("Resume it; it goes on from what has verified."));
    }

    /**
     * Stops a download until it is resumed; what has verified stays.
     *
     * @throws dev.tabitat.core.error.InvalidInput when there is no such download
     */
    public JsonObject pause(PackageName name) {
        commands.withLock(() -> state.commit(new PackagesCommand.Pause(name)));
        return JsonObject.of("name", name.toString(), "state", "paused");
    }

    /**
     * Gives a download up; what has verified stays, for another time, until the package is removed.
     *
     * @throws dev.tabitat.core.error.InvalidInput when there is no such download
     */
    public JsonObject cancel(PackageName name) {
        endBy(name, new PackagesCommand.Cancel(name));
        bus.changed(Topic.INSTALL, JsonObject.of("name", name.toString(), "state", "cancelled"));
        return JsonObject.of("name", name.toString(), "state", "cancelled");
    }

    /** Takes a package out of the queue, if it is there. */
    public void end(PackageName name) {
        endBy(name, new PackagesCommand.Leave(name));
    }

    private void endBy(PackageName name, Command<PackagesState, Boolean> command) {
        commands.withLock(() -> {
            boolean isDone = state.commit(command);
            Job job = jobs.get(name.toString());
            if (job != null) {
                end(job, CancellationToken.cancelled());
            }
            return isDone;
        });
    }

    /** Puts downloads into this order, before those that are not named. */
    public JsonArray reorder(List<PackageName> names) {
        commands.withLock(() -> state.commit(new PackagesCommand.Reorder(names)));
        return list();
    }

    /**
     * Every download that is under way, waits or was paused, in the order of the queue: {@code [{name, state, done,
     * total, unit, verified_chunks, total_chunks, rate?, eta_s?}]} with the states
     * {@code downloading, queued, waiting, paused}.
     */
    public JsonArray list() {
        Map<String, StoredPackage> begun = new LinkedHashMap<>();
        store.packages().downloads().forEach(one -> begun.put(one.name(), one));
        List<Json> items = new ArrayList<>();
        PackagesState now = state.current();
        for (String name : now.queue()) {
            Job job = jobs.get(name);
            // What was not paused and could not be resumed, as after an offline start, goes on when the network comes.
            JsonObject item = JsonObject.of("name", name, "state",
                    job == null || job.isOver() ? now.places().get(name).isPaused() ? "paused" : "waiting"
                            : job.waitsForNetwork ? "waiting"
                                    : running.filter(one -> one == job).isPresent() ? "downloading" : "queued");
            JsonObject report = job != null && job.report.isPresent() ? job.report.get()
                    : begun.containsKey(name) ? packages.soFar(begun.get(name)).toJson() : JsonObject.EMPTY;
            for (String member : report.names()) {
                item = item.with(member, report.get(member));
            }
            items.add(item);
        }
        return new JsonArray(items);
    }

    /** What an earlier tab left in the queue unpaused, in order; only what this connection may carry. */
    public List<PackageName> leftOver() {
        boolean isCostly = environment.line().isCostly();
        List<PackageName> names = new ArrayList<>();
        PackagesState now = state.current();
        for (String name : now.queue()) {
            QueuePlace place = now.places().get(name);
            if (!place.isPaused() && !jobs.containsKey(name) && (!isCostly || place.allowsMetered())) {
                names.add(PackageName.parse(name));
            }
        }
        return names;
    }

    /** What is being fetched or waits to be. */
    public Set<String> names() {
        return Set.copyOf(jobs.keySet());
    }
}
