package dev.tabitat.web.engine;

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
import dev.tabitat.web.fetch.Progress;
import dev.tabitat.web.fetch.Stop;
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

/**
 * The queue of downloads: one at a time, in the person's order, over reloads and restarts.
 *
 * <p>Whoever asks for a package follows its job; who came first does the work when the job's turn comes, and when that one leaves
 * the next takes over. A job whose network went away waits for it. What a job is to become outlives the tab as a
 * {@link QueuePlace}; what has verified outlives it in the store.
 */
final class Downloads {

    private static final int LONG_MILLIS = 60_000;

    private final TabStore store;
    private final Packages packages;
    private final World world;
    private final Bus bus;
    private final Map<String, Job> jobs = new LinkedHashMap<>();
    private Optional<Job> running = Optional.empty();
    private boolean isOnline = true;

    Downloads(TabStore store, Packages packages, World world, Bus bus) {
        this.store = store;
        this.packages = packages;
        this.world = world;
        this.bus = bus;
    }

    /** One package that is to come. */
    private static final class Job {

        private final PackageName name;
        private final List<Caller> callers = new ArrayList<>();
        private QueuePlace place;
        private Stop stop = new Stop();
        private boolean waitsForNetwork;
        /** Nobody asked for it in this tab: it was left over from an earlier one. */
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
    }

    /** Somebody who waits for a job's end. */
    private static final class Caller {

        private final Consumer<JsonObject> progress;
        private final Stop stop;
        private Stop bell = new Stop();

        private Caller(Consumer<JsonObject> progress, Stop stop) {
            this.progress = progress;
            this.stop = stop;
        }
    }

    /**
     * Brings a package, when its turn comes.
     *
     * @param registry origin of the registry to ask; empty for the host, or for where it was begun
     * @param allowMetered whether a line that costs money by the byte may be used
     * @return {@code {name, digest, bytes, verified_chunks, resumed_bytes}}
     */
    JsonObject bring(PackageName name, String registry, boolean allowMetered, Consumer<JsonObject> progress, Stop stop) {
        return join(name, registry, allowMetered, false, progress, stop);
    }

    /** Goes on with what an earlier tab left in the queue, as long as it stays there. */
    JsonObject takeUp(PackageName name) {
        return join(name, "", false, true, report -> { }, new Stop());
    }

    private JsonObject join(PackageName name, String registry, boolean allowMetered, boolean isTakenUp, Consumer<JsonObject> progress, Stop stop) {
        stop.check();
        Job job = jobs.get(name.toString());
        if (job == null) {
            QueuePlace before = place(name).orElseGet(() -> new QueuePlace(last() + 1, false, false, ""));
            job = new Job(name, new QueuePlace(before.order(), false, before.allowsMetered() || allowMetered, registry.isEmpty() ? before.registry() : registry));
            job.isTakenUp = isTakenUp;
            jobs.put(name.toString(), job);
            keep(job);
        } else if (allowMetered && !job.place.allowsMetered()) {
            job.place = new QueuePlace(job.place.order(), false, true, job.place.registry());
            keep(job);
        }
        job.isTakenUp &= isTakenUp;
        Caller me = new Caller(progress, stop);
        job.callers.add(me);
        Runnable ring = () -> me.bell.request();
        stop.onRequest(ring);
        try {
            return follow(job, me);
        } finally {
            stop.forget(ring);
            leave(job, me);
        }
    }

    private JsonObject follow(Job job, Caller me) {
        boolean hasSaid = false;
        while (true) {
            me.bell = new Stop();
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
            world.pause(LONG_MILLIS, me.bell);
        }
    }

    /** Who leaves a job that is not over leaves it to the others; without others it is cancelled. */
    private void leave(Job job, Caller me) {
        job.callers.remove(me);
        if (!job.isOver() && job.callers.isEmpty()) {
            job.fail(Stop.cancelled());
            forget(job);
            tell(job, "cancelled");
        }
        if (job.isOver() && jobs.get(job.name.toString()) == job) {
            jobs.remove(job.name.toString());
        }
        ringAll();
    }

    private void work(Job job, Caller me) {
        running = Optional.of(job);
        job.stop = new Stop();
        Stop stop = job.stop;
        Runnable pass = stop::request;
        me.stop.onRequest(pass);
        try {
            JsonObject result = packages.fetch(job.name, job.place.registry(), job.place.allowsMetered(), () -> isWanted(job), report -> heard(job, report), stop);
            job.result = Optional.of(result);
            forget(job);
            tell(job, "installed");
        } catch (Cancelled e) {
            // Over when it was paused or given up; else another caller may go on.
            stopped(job, me, e);
        } catch (Unavailable e) {
            unavailable(job, e);
        } catch (RuntimeException e) {
            job.place = job.place.paused(true);
            keep(job);
            failed(job, e);
        } finally {
            me.stop.forget(pass);
            running = Optional.empty();
            ringAll();
        }
    }

    /** Another tab may have paused what this tab was about to fetch, or ended what this one only took up again. */
    private boolean isWanted(Job job) {
        Optional<QueuePlace> now = place(job.name);
        return job.isTakenUp ? now.filter(place -> !place.isPaused()).isPresent() : now.filter(QueuePlace::isPaused).isEmpty();
    }

    private void stopped(Job job, Caller me, Cancelled why) {
        if (!job.isOver() && !me.stop.isRequested()) {
            job.failure = Optional.of(why);
            tell(job, "paused");
        }
    }

    /** Without a network what has begun waits for it; else whoever asked is told, and the next start tries again. */
    private void unavailable(Job job, Unavailable why) {
        if (!isOnline && packages.hasBegun(job.name)) {
            job.waitsForNetwork = true;
            tell(job, "waiting");
        } else {
            failed(job, why);
        }
    }

    private void failed(Job job, RuntimeException why) {
        job.failure = Optional.of(why);
        if (!packages.hasBegun(job.name)) {
            forget(job);
        }
        bus.changed(Topic.INSTALL, JsonObject.of("name", job.name.toString(), "state", "failed", "error", ApiError.of(why).toJson()));
    }

    private void heard(Job job, Progress progress) {
        JsonObject report = progress.toJson();
        job.report = Optional.of(report);
        for (Caller caller : new ArrayList<>(job.callers)) {
            caller.progress.accept(report);
        }
        tell(job, "downloading");
    }

    private void tell(Job job, String state) {
        JsonObject event = JsonObject.of("name", job.name.toString(), "state", state);
        bus.changed(Topic.INSTALL, job.report.isPresent() && !state.equals("installed") ? event.with("report", job.report.get()) : event);
    }

    private void ringAll() {
        for (Job job : new ArrayList<>(jobs.values())) {
            for (Caller caller : new ArrayList<>(job.callers)) {
                caller.bell.request();
            }
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

    /** The network came or went. */
    void network(boolean nowOnline) {
        isOnline = nowOnline;
        if (nowOnline) {
            jobs.values().forEach(job -> job.waitsForNetwork = false);
            ringAll();
        }
    }

    /**
     * Stops a download until it is resumed; what has verified stays.
     *
     * @throws InvalidInput when there is no such download
     */
    JsonObject pause(PackageName name) {
        Job job = jobs.get(name.toString());
        if (job == null && place(name).isEmpty()) {
            throw unknown("pause", name);
        }
        QueuePlace place = (job == null ? place(name).orElseGet(() -> new QueuePlace(last() + 1, true, false, "")) : job.place).paused(true);
        store.set(QueuePlace.KEY + name, place.record());
        if (job != null && !job.isOver()) {
            job.place = place;
            job.fail(new Cancelled("It was paused.", Finding.at(name.toString()).expected("to go on").found("a wish to pause").remedy("Resume it; it goes on from what has verified.")));
            tell(job, "paused");
            ringAll();
        }
        return JsonObject.of("name", name.toString(), "state", "paused");
    }

    /**
     * Gives a download up; what has verified stays, for another time, until the package is removed.
     *
     * @throws InvalidInput when there is no such download
     */
    JsonObject cancel(PackageName name) {
        if (!jobs.containsKey(name.toString()) && place(name).isEmpty()) {
            throw unknown("cancel", name);
        }
        end(name);
        bus.changed(Topic.INSTALL, JsonObject.of("name", name.toString(), "state", "cancelled"));
        return JsonObject.of("name", name.toString(), "state", "cancelled");
    }

    /** Takes a package out of the queue, if it is there. */
    void end(PackageName name) {
        store.unset(QueuePlace.KEY + name);
        Job job = jobs.get(name.toString());
        if (job != null && !job.isOver()) {
            job.fail(Stop.cancelled());
            ringAll();
        }
    }

    private static InvalidInput unknown(String method, PackageName name) {
        return new InvalidInput("There is no such download.", Finding.at(method + ", name").expected("one of downloads()").found(name));
    }

    /** Puts downloads into this order, before those that are not named. */
    JsonArray reorder(List<PackageName> names) {
        Map<String, QueuePlace> places = places();
        for (PackageName name : names) {
            if (!places.containsKey(name.toString())) {
                throw unknown("reorder", name);
            }
        }
        long order = places.values().stream().mapToLong(QueuePlace::order).min().orElse(0) - names.size();
        for (PackageName name : names) {
            QueuePlace before = places.get(name.toString());
            QueuePlace place = new QueuePlace(order++, before.isPaused(), before.allowsMetered(), before.registry());
            store.set(QueuePlace.KEY + name, place.record());
            Optional.ofNullable(jobs.get(name.toString())).ifPresent(job -> job.place = place);
        }
        ringAll();
        return list();
    }

    /**
     * Every download that is under way, waits or was paused, in the order of the queue: {@code [{name, state, done, total, unit,
     * verified_chunks, total_chunks, rate?, eta_s?}]} with the states {@code downloading, queued, waiting, paused}.
     */
    JsonArray list() {
        Map<String, StoredPackage> begun = new LinkedHashMap<>();
        store.packages().downloads().forEach(one -> begun.put(one.name(), one));
        List<Json> items = new ArrayList<>();
        for (String name : places().keySet()) {
            Job job = jobs.get(name);
            JsonObject item = JsonObject.of("name", name, "state", job == null || job.isOver() ? "paused"
                    : job.waitsForNetwork ? "waiting" : running.filter(now -> now == job).isPresent() ? "downloading" : "queued");
            JsonObject report = job != null && job.report.isPresent() ? job.report.get()
                    : begun.containsKey(name) ? packages.soFar(begun.get(name)).toJson() : JsonObject.EMPTY;
            for (String member : report.names()) {
                item = item.with(member, report.get(member));
            }
            items.add(item);
        }
        return new JsonArray(items);
    }

    /** What an earlier tab left in the queue and nobody paused, in order; only what this line may carry. */
    List<PackageName> leftOver() {
        boolean isCostly = world.line().isCostly();
        List<PackageName> names = new ArrayList<>();
        places().forEach((name, place) -> {
            if (!place.isPaused() && !jobs.containsKey(name) && (!isCostly || place.allowsMetered())) {
                names.add(PackageName.parse(name));
            }
        });
        return names;
    }

    /** What is being fetched or waits to be. */
    Set<String> names() {
        return jobs.keySet();
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
        store.settings(QueuePlace.KEY).forEach((key, record) ->
                readable(record).ifPresent(place -> found.add(Map.entry(key.substring(QueuePlace.KEY.length()), place))));
        found.sort((a, b) -> Long.compare(a.getValue().order(), b.getValue().order()));
        Map<String, QueuePlace> places = new LinkedHashMap<>();
        found.forEach(entry -> places.put(entry.getKey(), entry.getValue()));
        return places;
    }

    private long last() {
        return places().values().stream().mapToLong(QueuePlace::order).max().orElse(-1);
    }

    private void keep(Job job) {
        store.set(QueuePlace.KEY + job.name, job.place.record());
    }

    private void forget(Job job) {
        store.unset(QueuePlace.KEY + job.name);
    }
}
