package dev.tabitat.web.engine.downloads;

import dev.tabitat.core.api.ApiError;
import dev.tabitat.core.error.Cancelled;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.InvalidInput;
import dev.tabitat.core.error.TabitatException;
import dev.tabitat.core.error.Unavailable;
import dev.tabitat.core.json.Json;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.packages.PackageName;
import dev.tabitat.web.engine.catalog.Packages;
import dev.tabitat.web.engine.environment.Bus;
import dev.tabitat.web.engine.environment.StorageEnvironment;
import dev.tabitat.web.fetch.CancellationToken;
import dev.tabitat.web.fetch.Progress;
import dev.tabitat.web.jso.FairLock;
import dev.tabitat.web.protocol.Topic;
import dev.tabitat.web.store.QueuePlace;
import dev.tabitat.web.store.StoredPackage;
import dev.tabitat.web.store.TabStore;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * The queue of downloads: one at a time, in the person's order, over reloads and restarts.
 *
 * <p>
 * Every caller for a package follows its job; the first caller does the work when the job's turn comes, and when that
 * one leaves the next takes over. A job whose network went away waits for it. What a job is to become outlives the tab
 * as a {@link QueuePlace}; what has verified outlives it in the store.
 */
public final class Downloads {

    private static final int LONG_MILLIS = 60_000;

    private final TabStore store;
    private final Packages packages;
    private final StorageEnvironment environment;
    private final Bus bus;
    private final Map<String, Job> jobs = new LinkedHashMap<>();
    private Optional<Job> running = Optional.empty();
    /** How many decisions were made about each package's place, so that an older one is not written after a newer. */
    private final Map<String, Integer> decisions = new LinkedHashMap<>();
    /** Places are written one after the other, in the order of the decisions. */
    private final FairLock writes;

    public Downloads(TabStore store, Packages packages, StorageEnvironment environment, Bus bus) {
        this.store = store;
        this.packages = packages;
        this.environment = environment;
        this.bus = bus;
        writes = environment.fairLock();
    }

    /** One package that is to come. */
    private static final class Job {

        private final PackageName name;
        private final List<Caller> callers = new ArrayList<>();
        private QueuePlace place;
        private CancellationToken stop = new CancellationToken();
        private boolean waitsForNetwork;
        /** Its place is in the store: from then on a missing place means that another tab ended it. */
        private boolean isSaved;
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
        Job job = enter(name, registry, allowMetered, isTakenUp, me);
        Runnable ring = () -> me.bell.request();
        stop.onRequest(ring);
        try {
            if (!isTakenUp) {
                save(job);
            }
            return follow(job, me);
        } finally {
            stop.forget(ring);
            leave(job, me);
        }
    }

    /**
     * Finds or creates the package's job and adds the caller to it. Reading the store suspends, so the map is read
     * again afterwards; from then on nothing suspends until the caller belongs to the job.
     */
    private Job enter(PackageName name, String registry, boolean allowMetered, boolean isTakenUp, Caller me) {
        Job job = jobs.get(name.toString());
        if (job == null) {
            Optional<QueuePlace> stored = place(name);
            QueuePlace before = stored.isPresent() ? stored.get() : new QueuePlace(last() + 1, false, false, "");
            job = jobs.get(name.toString());
            if (job == null) {
                if (isTakenUp && (stored.isEmpty() || before.isPaused())) {
                    throw endedElsewhere(name);
                }
                job = new Job(name, new QueuePlace(before.order(), false, before.allowsMetered(),
                        registry.isEmpty() ? before.registry() : registry));
                job.isTakenUp = isTakenUp;
                jobs.put(name.toString(), job);
            }
        }
        if (allowMetered) {
            job.place = new QueuePlace(job.place.order(), false, true, job.place.registry());
        }
        job.isTakenUp &= isTakenUp;
        job.callers.add(me);
        return job;
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
                reread(job);
            }
        }
    }

    /** Removes a caller; a job without callers is cancelled. */
    private void leave(Job job, Caller me) {
        job.callers.remove(me);
        boolean isAbandoned = !job.isOver() && job.callers.isEmpty();
        if (isAbandoned) {
            int decision = end(job, CancellationToken.cancelled());
            write(job.name, decision, now -> Optional.empty());
            tell(job, "cancelled");
        }
        wakeAll();
    }

    /** Makes a job over: later callers for the package get a new job. @return the number of this decision */
    private int end(Job job, RuntimeException why) {
        job.fail(why);
        return close(job);
    }

    private int close(Job job) {
        if (jobs.get(job.name.toString()) == job) {
            jobs.remove(job.name.toString());
        }
        job.wakeCallers();
        wakeAll();
        return decide(job.name);
    }

    /** Numbers a decision about a package's place in the queue. */
    private int decide(PackageName name) {
        return decisions.merge(name.toString(), 1, Integer::sum);
    }

    /**
     * Writes what was decided, unless this tab has decided something else since: decisions are made without suspending,
     * writes suspend, so an older write could otherwise arrive after a newer one.
     */
    private void write(PackageName name, int decision, UnaryOperator<Optional<QueuePlace>> change) {
        writes.withLock(() -> {
            if (decisions.get(name.toString()) == decision) {
                store.change(QueuePlace.KEY + name,
                        now -> change.apply(now.flatMap(Downloads::readable)).map(QueuePlace::record));
                bus.changed(Topic.QUEUE, JsonObject.EMPTY);
            }
            return decision;
        });
    }

    private void save(Job job) {
        write(job.name, decide(job.name), now -> job.isOver() ? now : Optional.of(job.place));
        job.isSaved = true;
    }

    private void work(Job job, Caller me) {
        running = Optional.of(job);
        job.stop = new CancellationToken();
        CancellationToken stop = job.stop;
        Runnable pass = stop::request;
        me.stop.onRequest(pass);
        try {
            JsonObject result = packages.fetch(job.name, job.place.registry(), job.place.allowsMetered(),
                    () -> isWanted(job), report -> onEvent(job, report), stop);
            job.result = Optional.of(result);
            write(job.name, close(job), now -> Optional.empty());
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

    /** Another tab may have paused or ended what this tab was about to fetch. */
    private boolean isWanted(Job job) {
        return place(job.name).filter(place -> !place.isPaused()).isPresent();
    }

    private void stopped(Job job, Caller me, Cancelled why) {
        if (!job.isOver() && !me.stop.isRequested()) {
            end(job, why);
            tell(job, "paused");
        }
    }

    /**
     * Without a network a download that has begun waits for it; otherwise its callers get the error, and the next start
     * tries again.
     */
    private void unavailable(Job job, Unavailable why) {
        boolean hasBegun = packages.hasBegun(job.name);
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
        int decision = end(job, why);
        boolean isKept = job.isTakenUp && !isPaused || packages.hasBegun(job.name);
        write(job.name, decision,
                now -> isKept ? now.map(place -> isPaused ? place.paused(true) : place) : Optional.empty());
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
        jobs.values().forEach(job -> job.waitsForNetwork = false);
        wakeAll();
    }

    /**
     * Takes over what another tab changed in the queue: pauses, ends, the order, metered connections. Read from the
     * store, so that a tab that missed messages while it was frozen catches up.
     */
    public void reread() {
        for (Job job : new ArrayList<>(jobs.values())) {
            reread(job);
        }
        wakeAll();
    }

    private void reread(Job job) {
        boolean isSaved = job.isSaved || job.isTakenUp;
        int decision = decisions.getOrDefault(job.name.toString(), 0);
        Optional<QueuePlace> now = writes.withLock(() -> place(job.name));
        boolean isWhole = now.isEmpty() && packages.isWhole(job.name);
        if (!isSaved || job.isOver() || decision != decisions.getOrDefault(job.name.toString(), 0)) {
            return;
        }
        if (now.isPresent() && !now.get().isPaused()) {
            job.place = now.get();
        } else if (!isWhole) {
            end(job, now.isPresent() ? paused(job.name) : endedElsewhere(job.name));
            tell(job, now.isPresent() ? "paused" : "cancelled");
        }
    }

    private static Cancelled endedElsewhere(PackageName name) {
        return new Cancelled("The download was ended in another tab.",
                Finding.at(name.toString()).expected("a place in the queue")
                        .found("none").remedy("Install it again; it goes on from what has verified."));
    }

    private static Cancelled paused(PackageName name) {
        return new Cancelled("The download was paused.",
                Finding.at(name.toString()).expected("to go on").found("a request to pause")
                        .remedy("Resume it; it goes on from what has verified."));
    }

    /**
     * Stops a download until it is resumed; what has verified stays.
     *
     * @throws InvalidInput when there is no such download
     */
    public JsonObject pause(PackageName name) {
        boolean isStored = place(name).isPresent();
        Job job = jobs.get(name.toString());
        if (job == null && !isStored) {
            throw unknown("pause", name);
        }
        if (job != null) {
            write(name, end(job, paused(name)), now -> Optional.of(job.place.paused(true)));
            tell(job, "paused");
        } else {
            write(name, decide(name), now -> now.map(place -> place.paused(true)));
        }
        return JsonObject.of("name", name.toString(), "state", "paused");
    }

    /**
     * Gives a download up; what has verified stays, for another time, until the package is removed.
     *
     * @throws InvalidInput when there is no such download
     */
    public JsonObject cancel(PackageName name) {
        boolean isStored = place(name).isPresent();
        if (!jobs.containsKey(name.toString()) && !isStored) {
            throw unknown("cancel", name);
        }
        end(name);
        bus.changed(Topic.INSTALL, JsonObject.of("name", name.toString(), "state", "cancelled"));
        return JsonObject.of("name", name.toString(), "state", "cancelled");
    }

    /** Takes a package out of the queue, if it is there. */
    public void end(PackageName name) {
        Job job = jobs.get(name.toString());
        write(name, job == null ? decide(name) : end(job, CancellationToken.cancelled()), now -> Optional.empty());
    }

    private static InvalidInput unknown(String method, PackageName name) {
        return new InvalidInput("There is no such download.",
                Finding.at(method + ", name").expected("one of downloads()").found(name));
    }

    /** Puts downloads into this order, before those that are not named. */
    public JsonArray reorder(List<PackageName> names) {
        Map<String, QueuePlace> places = places();
        for (PackageName name : names) {
            if (!places.containsKey(name.toString())) {
                throw unknown("reorder", name);
            }
        }
        long order = places.values().stream().mapToLong(QueuePlace::order).min().orElse(0) - names.size();
        for (PackageName name : names) {
            long position = order++;
            Optional.ofNullable(jobs.get(name.toString())).ifPresent(job -> job.place = job.place.at(position));
            write(name, decide(name), now -> now.map(place -> place.at(position)));
        }
        wakeAll();
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
        for (Map.Entry<String, QueuePlace> queued : places().entrySet()) {
            String name = queued.getKey();
            Job job = jobs.get(name);
            // What was not paused and could not be resumed, as after an offline start, goes on when the network comes.
            JsonObject item = JsonObject.of("name", name, "state",
                    job == null || job.isOver() ? queued.getValue().isPaused() ? "paused" : "waiting"
                            : job.waitsForNetwork ? "waiting"
                                    : running.filter(now -> now == job).isPresent() ? "downloading" : "queued");
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
        places().forEach((name, place) -> {
            if (!place.isPaused() && !jobs.containsKey(name) && (!isCostly || place.allowsMetered())) {
                names.add(PackageName.parse(name));
            }
        });
        return names;
    }

    /** What is being fetched or waits to be. */
    public Set<String> names() {
        return Set.copyOf(jobs.keySet());
    }

    private Optional<QueuePlace> place(PackageName name) {
        return store.setting(QueuePlace.KEY + name).flatMap(Downloads::readable);
    }

    private static Optional<QueuePlace> readable(String record) {
        try {
            return Optional.of(QueuePlace.read(record));
        } catch (TabitatException malformed) {
            return Optional.empty();
        }
    }

    /** The places by name, in the order of the queue. */
    private Map<String, QueuePlace> places() {
        List<Map.Entry<String, QueuePlace>> found = new ArrayList<>();
        store.settings(QueuePlace.KEY).forEach((key, record) -> readable(record)
                .ifPresent(place -> found.add(Map.entry(key.substring(QueuePlace.KEY.length()), place))));
        found.sort((a, b) -> Long.compare(a.getValue().order(), b.getValue().order()));
        Map<String, QueuePlace> places = new LinkedHashMap<>();
        found.forEach(entry -> places.put(entry.getKey(), entry.getValue()));
        return places;
    }

    private long last() {
        return places().values().stream().mapToLong(QueuePlace::order).max().orElse(-1);
    }
}
