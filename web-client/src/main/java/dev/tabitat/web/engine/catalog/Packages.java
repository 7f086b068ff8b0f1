package dev.tabitat.web.engine.catalog;

import dev.tabitat.core.device.ByteCount;
import dev.tabitat.core.digest.Digest;
import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.InvalidInput;
import dev.tabitat.core.error.Refused;
import dev.tabitat.core.error.TabitatException;
import dev.tabitat.core.error.Unavailable;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.lineage.PackageInstalled;
import dev.tabitat.core.lineage.RepairedChunk;
import dev.tabitat.core.lineage.Statement;
import dev.tabitat.core.lineage.StoreRepaired;
import dev.tabitat.core.packages.Descriptor;
import dev.tabitat.core.packages.PackageName;
import dev.tabitat.core.signing.SignatureCheck;
import dev.tabitat.core.state.packages.PackageVersion;
import dev.tabitat.core.state.packages.PackagesState;
import dev.tabitat.core.time.Backoff;
import dev.tabitat.web.engine.environment.Bus;
import dev.tabitat.web.engine.environment.StorageEnvironment;
import dev.tabitat.web.engine.ledger.Ledger;
import dev.tabitat.web.fetch.ByteSource;
import dev.tabitat.web.fetch.CancellationToken;
import dev.tabitat.web.fetch.Catalog;
import dev.tabitat.web.fetch.CrossTabLock;
import dev.tabitat.web.fetch.DownloadClock;
import dev.tabitat.web.fetch.Downloader;
import dev.tabitat.web.fetch.Progress;
import dev.tabitat.web.fetch.Registry;
import dev.tabitat.web.fetch.RepositoryBlobs;
import dev.tabitat.web.fetch.RetryAfterSource;
import dev.tabitat.web.fetch.Traffic;
import dev.tabitat.web.jso.FairLock;
import dev.tabitat.web.protocol.Announcement;
import dev.tabitat.web.protocol.Topic;
import dev.tabitat.web.store.CheckReport;
import dev.tabitat.web.store.StoredPackage;
import dev.tabitat.web.store.TabStore;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;
import java.util.function.Supplier;

/** Installs, removes, lists, checks and repairs packages. */
public final class Packages {

    /** What is fetched over any line without a question: less than a picture on a web page. */
    private static final long UNASKED_BYTES = 1 << 20;

    /** How long the host's last answer about its packages is taken for granted: a minute. */
    private static final double FRESH_MILLIS = 60_000;
    /** After a failure a registry is left alone for about so long, after each further one for twice as long. */
    private static final double FIRST_PAUSE_MILLIS = 4_000;
    private static final double LONGEST_PAUSE_MILLIS = 10 * FRESH_MILLIS;

    /** How long another tab may install or remove a package without progress. */
    private static final CrossTabLock.Limit OTHERS = new CrossTabLock.Limit("Other work on this package", 60,
            "Close the other tabs of this app or cancel the download, then try again; what has verified is kept.");

    private final TabStore store;
    private final StorageEnvironment environment;
    private final Bus bus;
    private final Registry registry;
    private final Ledger ledger;
    private final Sources sources;
    private final Set<Digest> damaged = new LinkedHashSet<>();
    private final Map<String, Referred> referred = new LinkedHashMap<>();
    private final Map<String, AdapterQuestion> askedAdapters = new LinkedHashMap<>();
    private final FairLock requestLock;
    private final Backoff askedHost = pauses();
    private final CrossTabLock turns;
    private final DownloadLease leases;
    /** The list of installed packages, and the state that it was made from. */
    private Map<String, StoredPackage> installed = Map.of();
    private Optional<PackagesState> installedOf = Optional.empty();
    private AddedFrom addedFrom = stored -> Optional.empty();
    /** How often the page was told of changed packages. */
    private long changes;

    public Packages(TabStore store, StorageEnvironment environment, Bus bus, Ledger ledger) {
        this.store = store;
        this.environment = environment;
        this.bus = bus;
        this.registry = new Registry(environment.host(), ledger, environment);
        this.ledger = ledger;
        this.sources = new Sources(store);
        requestLock = environment.fairLock();
        turns = new CrossTabLock(environment, OTHERS);
        leases = new DownloadLease(store, environment);
        store.packages().aggregate().onChange(this::onChange);
    }

    /** Where the files of a package can be fetched that came from no registry. May wait. */
    @FunctionalInterface
    public interface AddedFrom {

        /** @return its blobs as a registry would give them; empty for a package of a registry */
        Optional<ByteSource> of(StoredPackage stored);
    }

    /** Has packages repaired from where they were added. */
    public void repairFrom(AddedFrom from) {
        addedFrom = from;
    }

    private Downloader downloader(ByteSource source, Traffic traffic, DownloadClock pace) {
        return new Downloader(store.packages(), source, traffic, pace, () -> environment.storage().freeBytes());
    }

    private Registry at(String from) {
        return from.isEmpty() ? registry : new Registry(environment.registry(from, ledger), ledger, environment);
    }

    /** A registry whose Retry-After is obeyed. */
    private Registry patient(String from, Progress.Listener listener, DownloadClock pace) {
        ByteSource source = from.isEmpty() ? environment.host() : environment.registry(from, ledger);
        return new Registry(new RetryAfterSource(source, pace, ledger,
                (reason, millis) -> listener.report(Progress.waiting(reason, millis))), ledger, environment);
    }

    private ByteSource bytesOf(Sources.Source source) {
        return new RepositoryBlobs(
                source.registry().isEmpty() ? environment.host() : environment.registry(source.registry(), ledger),
                source.repository());
    }

    private Sources.Source source(PackageName name, String from) {
        Referred known = referred.get(name.toString());
        return known == null ? new Sources.Source(from, sources.repository(name, from))
                : new Sources.Source(known.origin(), known.repository());
    }

    /** Where an installed package came from. */
    public Sources.Source sourceOf(PackageName name) {
        return sources.of(name);
    }

    /** The signatures that the registry has of an installed package from which it came. */
    public List<SignatureCheck.Found> signatures(StoredPackage stored, CancellationToken stop) {
        Sources.Source source = sources.of(stored.manifest().name());
        return at(source.registry()).signatures(source.repository(), stored.digest(), stop);
    }

    /**
     * The name of the package that lies at a place, and from now on where that is. A place without a namespace is the
     * package's name.
     *
     * @param from origin of the registry; empty for the host; whose Retry-After is obeyed
     */
    public PackageName locate(PackageName place, String from, Progress.Listener listener, CancellationToken stop) {
        if (place.name().indexOf('/') < 0) {
            return place;
        }
        PackageName name;
        try {
            name = patient(from, listener, environment).manifest(place, environment.nowUtc(), stop).manifest().name();
        } catch (Unavailable offline) {
            Optional<PackageName> installedName = sources.installedFrom(from, place);
            if (installedName.isPresent()) {
                return installedName.get();
            }
            if (installed().containsKey(place.toString())) {
                return place;
            }
            throw offline;
        }
        sources.plan(name, new Sources.Source(from, place.name()));
        return name;
    }

    /** An adapter that refers to a base, and where: it can be installed by its name from now on. */
    private record Referred(StoredPackage adapter, String origin, String repository) {}

    /** When a registry may be asked for the adapters of a base again, and why the last question failed. */
    private static final class AdapterQuestion {

        private final Backoff pause = pauses();
        private Optional<TabitatException> failure = Optional.empty();
    }

    /**
     * The adapters that a registry knows of a base; asked for at most once a minute. While the host cannot be asked
     * there are none, and it is left alone for a pause that doubles.
     *
     * @param from origin of the registry; empty for the host
     */
    List<StoredPackage> adaptersOf(StoredPackage base, String from, CancellationToken stop) {
        AdapterQuestion asked = askedAdapters.computeIfAbsent(base.digest() + " " + from,
                first -> new AdapterQuestion());
        // Who names another registry waits for its answer, whatever it was before.
        if (asked.pause.isDue(environment.millis()) || asked.pause.hasFailed() && !from.isEmpty()) {
            String repository = sources.repository(base.manifest().name(), from);
            try {
                for (StoredPackage one : at(from).adapters(repository, base.digest(), environment.nowUtc(), stop)) {
                    referred.put(one.name(), new Referred(one, from, repository));
                }
                asked.pause.succeeded(environment.millis(), FRESH_MILLIS);
                asked.failure = Optional.empty();
            } catch (TabitatException unanswered) {
                stop.check();
                asked.pause.failed(environment.millis(), environment.chance());
                asked.failure = Optional.of(unanswered);
            }
        }
        if (asked.failure.isPresent() && !(from.isEmpty() && asked.failure.get() instanceof Unavailable)) {
            throw asked.failure.get();
        }
        List<StoredPackage> found = new ArrayList<>();
        for (Referred one : referred.values()) {
            if (one.origin().equals(from) && one.adapter().manifest().subject()
                    .filter(subject -> subject.digest().equals(base.digest())).isPresent()) {
                found.add(one.adapter());
            }
        }
        return found;
    }

    /** An adapter that a registry was found to have, or a package that the host offered last. */
    Optional<StoredPackage> known(PackageName name) {
        Referred one = referred.get(name.toString());
        return one == null ? store.offered(name) : Optional.of(one.adapter());
    }

    /** What another registry offers; where it lies is remembered while the tab is open. */
    public Catalog offeredAt(String from, CancellationToken stop) {
        Catalog catalog = at(from).catalog(environment.nowUtc(), stop);
        sources.offers(from, catalog);
        return catalog;
    }

    /**
     * Takes over what another tab or worker changed; what cannot be read now is read with the next question.
     *
     * @param revision that it led to; 0 where it does not say
     * @return whether packages changed, which the page was told, or were known to have changed
     */
    public boolean catchUp(long revision) {
        long before = changes;
        if (revision > 0 && store.packages().aggregate().knows(revision)) {
            return true;
        }
        try {
            store.packages().aggregate().current();
        } catch (TabitatException notNow) {
            return false;
        }
        return changes > before;
    }

    /** The store's records are others now. */
    public void forget() {
        store.packages().aggregate().reset();
    }

    /** What is installed, by name, as last known here. */
    public Map<String, StoredPackage> installed() {
        PackagesState now = store.packages().aggregate().state();
        if (installedOf.isEmpty() || installedOf.get() != now) {
            Map<String, StoredPackage> found = new LinkedHashMap<>();
            for (PackageVersion version : now.installed().values()) {
                found.put(version.name(), StoredPackage.of(version));
            }
            installed = found;
            installedOf = Optional.of(now);
        }
        return installed;
    }

    /**
     * What is installed, by name, as the store has it now: another tab's message of a change may still be on its way.
     *
     * @throws dev.tabitat.core.error.TabitatException that the store cannot be read with
     */
    public Map<String, StoredPackage> installedNow() {
        store.packages().aggregate().current();
        return installed();
    }

    private void onChange(PackagesState before, PackagesState after, boolean isOwn) {
        if (!after.packagesChangedSince(before).isEmpty()) {
            changes++;
            bus.changed(Topic.STORE, PackagesNews.packages(before, after,
                    store.packages().aggregate().revision(), isOwn));
        }
    }

    private void changed() {
        bus.changed(Topic.LINEAGE, JsonObject.of(Announcement.LENGTH, store.lineage().length()));
    }

    /**
     * Installs what a registry offers under a name, beside the version that is here; without a network what is here
     * will do.
     *
     * @param from origin of the registry; empty for the host
     * @param allowMetered whether a line that costs money by the byte may be used
     * @param isWanted whether it still is, asked when no other tab works on it any more
     * @return {@code {name, digest, bytes, verified_chunks, resumed_bytes}}
     * @throws Refused when the connection is metered and it was not allowed
     */
    public JsonObject fetch(PackageName name, String from, boolean allowMetered, BooleanSupplier isWanted,
            Progress.Listener listener, CancellationToken stop) {
        return alone(name.toString(), stop, () -> {
            if (!isWanted.getAsBoolean() && !isWhole(name)) {
                throw CancellationToken.cancelled();
            }
            DownloadLease.Held lease = leases.hold(name.toString());
            try {
                return fetchAlone(name, from, allowMetered, lease, lease.renewing(listener), stop);
            } finally {
                lease.end();
            }
        });
    }

    /** Work on a package that is being added. May wait. */
    @FunctionalInterface
    public interface Adding<T> {

        /** @param pace whose pauses tell other tabs that the work goes on @param listener the caller's, likewise */
        T run(DownloadClock pace, Progress.Listener listener);
    }

    /** Does work on a package while no other tab does. */
    public <T> T adding(PackageName name, Progress.Listener listener, CancellationToken stop, Adding<T> work) {
        return alone(name.toString(), stop, () -> {
            stop.check();
            DownloadLease.Held lease = leases.hold(name.toString());
            try {
                return work.run(lease, lease.renewing(listener));
            } finally {
                lease.end();
            }
        });
    }

    /**
     * Makes a package visible whose files have come; for the caller that is alone with it.
     *
     * @param config the bytes of its configuration
     * @param rest where a piece is fetched that got lost meanwhile
     * @param facts for the lineage
     */
    public void commitAdded(StoredPackage wanted, byte[] config, ByteSource rest, List<Statement> facts,
            DownloadClock pace, CancellationToken stop) {
        // Noted first: what another tab removes from now on leaves the pieces that are wanted here.
        store.packages().begin(wanted);
        for (StoredPackage.Place place : wanted.places()) {
            if (place.file().equals(StoredPackage.CONFIG)) {
                byte[] piece = new byte[place.length()];
                System.arraycopy(config, (int) place.offset(), piece, 0, piece.length);
                store.packages().putChunk(place, piece);
            }
        }
        downloader(rest, (origin, purpose, sent, received) -> {}, pace).fetch(wanted, report -> {}, stop);
        stop.check();
        PackageInstalled installedNow = new CatalogEntry(wanted).installed();
        List<Statement> all = new ArrayList<>(installedNow.facts());
        all.addAll(facts);
        store.packages().commit(wanted,
                new PackageInstalled(installedNow.name(), installedNow.manifestDigest(), installedNow.bytes(),
                        installedNow.task(), installedNow.quantization(), installedNow.licence(), installedNow.source(),
                        installedNow.sourceDigest(), installedNow.parent(), all));
        damaged.remove(wanted.digest());
        bus.changed(Topic.INSTALL, JsonObject.of("name", wanted.name(), "state", "installed"));
        changed();
    }

    private <T> T alone(String name, CancellationToken stop, Supplier<T> work) {
        return turns.run("tabitat-install-" + name, () -> progress(name), stop, work);
    }

    /**
     * How far a download has come, in any tab: its verified pieces, one for having begun, and each renewal of its
     * lease.
     */
    private long progress(String name) {
        long pieces = leases.renewals(name);
        for (StoredPackage one : store.packages().downloads()) {
            pieces += one.name().equals(name) ? 1 + store.packages().present(one).size() : 0;
        }
        return pieces;
    }

    /** Whether a package is installed with all its pieces. */
    public boolean isWhole(PackageName name) {
        Optional<StoredPackage> installed = store.packages().find(name);
        return installed.isPresent() && isWhole(installed.get());
    }

    /** Whether this version is in the store now, whatever was known before. */
    public boolean isStill(StoredPackage version) {
        return store.packages().find(version.manifest().name()).filter(now -> now.digest().equals(version.digest()))
                .isPresent();
    }

    private boolean isWhole(StoredPackage stored) {
        return store.packages().present(stored).size() == stored.chunks().size();
    }

    private JsonObject fetchAlone(PackageName name, String from, boolean allowMetered, DownloadClock pace,
            Progress.Listener listener, CancellationToken stop) {
        stop.check();
        listener.report(new Progress(0, 0, 0, "manifest", 0, 0));
        Optional<StoredPackage> before = store.packages().find(name);
        StoredPackage wanted;
        Sources.Source source = source(name, from);
        try {
            Referred known = referred.get(name.toString());
            wanted = known == null
                    ? patient(from, listener, pace).manifest(name.at(source.repository()), environment.nowUtc(), stop)
                    : known.adapter();
            requireName(name, wanted, source);
        } catch (Unavailable offline) {
            if (before.isPresent() && isWhole(before.get()) && !isDamaged(before.get())) {
                return result(before.get(), before.get().bytes());
            }
            throw offline;
        }
        if (before.isPresent() && before.get().digest().equals(wanted.digest()) && isWhole(wanted)) {
            sources.installed(name, source);
            if (isDamaged(wanted)) {
                check(Repair.FETCH_DAMAGED, stop);
            }
            return result(wanted, wanted.bytes());
        }
        requireFreeLine(wanted, allowMetered);
        long resumed = downloader(bytesOf(source), ledger, pace).fetch(wanted, listener, stop);
        stop.check();
        store.packages().commit(wanted, new CatalogEntry(wanted).installed());
        sources.installed(name, source);
        damaged.remove(wanted.digest());
        listener.report(new Progress(wanted.bytes(), wanted.bytes(), 0, "done", wanted.chunks().size(),
                wanted.chunks().size()));
        changed();
        return result(wanted, resumed);
    }

    private static void requireName(PackageName name, StoredPackage found, Sources.Source source) {
        if (!found.name().equals(name.toString())) {
            throw new DamagedData("The registry now has another package at this place.",
                    Finding.at(source.repository()).expected(name).found(found.name())
                            .remedy("Install it by the name of its repository."));
        }
    }

    /** On a metered connection, more than a little is downloaded only after confirmation. */
    private void requireFreeLine(StoredPackage wanted, boolean allowMetered) {
        requireFreeLine(wanted.name(), missingBytes(wanted), allowMetered);
    }

    /** The same. @param missing bytes that would be fetched */
    public void requireFreeLine(String name, long missing, boolean allowMetered) {
        StorageEnvironment.Line line = environment.line();
        if (line.isCostly() && !allowMetered && missing > UNASKED_BYTES) {
            throw new Refused("This would fetch " + ByteCount.words(missing) + " over a metered connection.",
                    Finding.at(name + ", line").expected("allowMetered: true, or another connection")
                            .found(line.words())
                            .remedy("Download it anyway, or wait for another network."));
        }
    }

    /** Bytes of a package's pieces that are not in the store. */
    public long missingBytes(StoredPackage wanted) {
        Set<Digest> present = store.packages().present(wanted);
        long missing = 0;
        for (Map.Entry<Digest, Integer> chunk : wanted.chunkSizes().entrySet()) {
            missing += present.contains(chunk.getKey()) ? 0 : chunk.getValue();
        }
        return missing;
    }

    /** Whether a download of this name began and did not end. */
    public boolean hasBegun(PackageName name) {
        return store.packages().aggregate().current().begun().containsKey(name.toString());
    }

    /** The progress of a download that no tab works on. */
    public Progress soFar(StoredPackage begun) {
        return new Progress(begun.bytes() - missingBytes(begun), begun.bytes(), 0, "download",
                store.packages().present(begun).size(), begun.chunks().size());
    }

    /** What the tag of an installed package names now, where that is another version. */
    public Optional<StoredPackage> newer(StoredPackage mine) {
        PackageName name = mine.manifest().name();
        Optional<StoredPackage> offered = sources.of(name).registry().isEmpty() ? store.offered(name)
                : sources.offeredAtSource(name);
        return offered.filter(one -> !one.digest().equals(mine.digest()));
    }

    /** @return {@code {name, digest}} of the version that answers from now on */
    public JsonObject rollback(PackageName name) {
        StoredPackage back = alone(name.toString(), new CancellationToken(), () -> store.packages().rollback(name));
        changed();
        return JsonObject.of("name", name.toString(), "digest", back.digest().toString());
    }

    /** @return {@code {name, freed_bytes}} */
    public JsonObject removePrevious(PackageName name) {
        long freed = alone(name.toString(), new CancellationToken(), () -> store.packages().removePrevious(name));
        changed();
        return JsonObject.of("name", name.toString(), "freed_bytes", freed);
    }

    /** Looks for packages of which the browser threw pieces away; they count as damaged from now on. */
    public void noticeLoss() {
        for (StoredPackage one : installed().values()) {
            // Looked at twice: another tab may remove and install it between the first look and the next.
            if (!isWhole(one) && store.packages().isKept(one) && !isWhole(one)) {
                markDamaged(one);
            }
        }
    }

    /**
     * Installs a package whose manifest is at hand from another source than the host; does nothing when it is here and
     * whole.
     *
     * @param arrived is notified of bytes as they verify
     */
    public void download(StoredPackage wanted, ByteSource source, LongConsumer arrived, CancellationToken stop) {
        alone(wanted.name(), stop, () -> {
            Optional<StoredPackage> before = store.packages().find(PackageName.parse(wanted.name()));
            if (before.isEmpty() || !before.get().digest().equals(wanted.digest())
                    || store.packages().present(wanted).size() < wanted.chunks().size()) {
                long[] last = new long[1];
                downloader(source, (origin, purpose, sent, received) -> {}, environment).fetch(wanted, report -> {
                    arrived.accept(Math.max(0, report.doneBytes() - last[0]));
                    last[0] = Math.max(last[0], report.doneBytes());
                }, stop);
                stop.check();
                store.packages().commit(wanted, new CatalogEntry(wanted).installed());
                damaged.remove(wanted.digest());
            }
            return wanted;
        });
        changed();
    }

    /**
     * Stores a package that was made here, in place of an adapter of the same name.
     *
     * @param files bytes by path
     * @throws InvalidInput when a model has its name
     */
    void put(StoredPackage made, Map<String, byte[]> files) {
        alone(made.name(), new CancellationToken(), () -> {
            Optional<StoredPackage> before = store.packages().find(PackageName.parse(made.name()));
            if (before.isPresent() && before.get().digest().equals(made.digest())) {
                return made;
            }
            if (before.isPresent() && !before.get().manifest().isAdapter()) {
                throw new InvalidInput("A model has this name.",
                        Finding.at("name").expected("a name that no model has").found(made.name()));
            }
            Map<String, byte[]> all = new LinkedHashMap<>(files);
            all.put(StoredPackage.CONFIG, Descriptor.emptyBytes());
            store.packages().put(made, all, new CatalogEntry(made).installed());
            return made;
        });
        changed();
    }

    private static JsonObject result(StoredPackage stored, long resumed) {
        return JsonObject.of("name", stored.name(), "digest", stored.digest().toString(), "bytes", stored.bytes(),
                "verified_chunks", stored.chunks().size(), "resumed_bytes", resumed);
    }

    /** Whether a person removed this package: it is not installed by itself again. */
    public boolean isDeclined(PackageName name) {
        return store.packages().aggregate().current().isDeclined(name);
    }

    /** @return {@code {name, freed_bytes}} */
    public JsonObject remove(PackageName name) {
        long freed = alone(name.toString(), new CancellationToken(), () -> store.packages().remove(name, true));
        sources.forget(name);
        bus.changed(Topic.INSTALL, JsonObject.of("name", name.toString(), "state", "removed"));
        changed();
        return JsonObject.of("name", name.toString(), "freed_bytes", freed);
    }

    /** Notes that a package's stored bytes did not verify. */
    public void markDamaged(StoredPackage stored) {
        if (damaged.add(stored.digest())) {
            bus.changed(Topic.STORE, JsonObject.EMPTY);
        }
    }

    public boolean isDamaged(StoredPackage stored) {
        return damaged.contains(stored.digest());
    }

    /**
     * What is installed, and what else the host offers; without a network what it offered last.
     *
     * @param refresh whether to request the list from the host if that was not done a moment ago, or only to answer
     * from the store
     */
    public List<StoredPackage> offered(Refresh refresh, CancellationToken stop) {
        Map<String, StoredPackage> all = new LinkedHashMap<>();
        if (refresh == Refresh.ASK_HOST) {
            ask(stop);
        }
        for (StoredPackage one : store.lastCatalog()) {
            all.put(one.name(), one);
        }
        all.putAll(installed());
        return new ArrayList<>(all.values());
    }

    /**
     * Requests the list from the host, unless it answered a moment ago, or failed and its pause is not over; concurrent
     * callers share the answer.
     */
    private void ask(CancellationToken stop) {
        requestLock.withLock(() -> {
            if (askedHost.isDue(environment.millis())) {
                askHost(stop);
            }
            return askedHost;
        });
    }

    private void askHost(CancellationToken stop) {
        try {
            Catalog catalog = registry.catalog(environment.nowUtc(), stop);
            store.setCatalog(catalog.packages());
            sources.offers("", catalog);
            askedHost.succeeded(environment.millis(), FRESH_MILLIS);
        } catch (TabitatException offline) {
            stop.check();
            askedHost.failed(environment.millis(), environment.chance());
        }
    }

    private static Backoff pauses() {
        return new Backoff(FIRST_PAUSE_MILLIS, LONGEST_PAUSE_MILLIS);
    }

    /** The network came: the next question goes out at once. */
    public void networkCame() {
        if (askedHost.hasFailed()) {
            askedHost.reset();
        }
        for (AdapterQuestion asked : askedAdapters.values()) {
            if (asked.pause.hasFailed()) {
                asked.pause.reset();
            }
        }
    }

    /** Where the catalogue comes from. */
    public enum Refresh {
        ASK_HOST,
        AS_LAST_SEEN
    }

    /** Whether the host was ever asked what it offers. */
    public boolean knowsCatalog() {
        return !store.lastCatalog().isEmpty();
    }

    /**
     * {@code available, downloading, paused, installed} or {@code damaged}, with the pieces that have verified.
     *
     * @param coming the names of packages that are in the queue
     */
    public JsonObject withState(JsonObject entry, StoredPackage shown, Set<String> coming) {
        boolean isMine = installed().containsKey(shown.name());
        int total = shown.chunks().size();
        int verified = isMine && !isDamaged(shown) ? total : store.packages().present(shown).size();
        String state = isMine ? isDamaged(shown) ? "damaged" : "installed"
                : coming.contains(shown.name()) ? "downloading"
                        : isPaused(shown) ? "paused" : "available";
        return entry.with("state", state).with("verified_chunks", verified).with("total_chunks", total);
    }

    private boolean isPaused(StoredPackage offered) {
        for (StoredPackage download : store.packages().downloads()) {
            if (download.name().equals(offered.name())) {
                return true;
            }
        }
        return false;
    }

    /** What to do about damage. */
    public enum Repair {
        NONE,
        FETCH_DAMAGED
    }

    /** Verifies everything, and fetches the damaged pieces again when asked to. */
    public JsonObject check(Repair repair, CancellationToken stop) {
        CheckReport report = store.packages().check();
        damaged.clear();
        for (CheckReport.Damage damage : report.damaged()) {
            Optional.ofNullable(installed().get(damage.place().packageName()))
                    .filter(one -> one.chunks().contains(damage.place().digest()))
                    .ifPresent(one -> damaged.add(one.digest()));
        }
        if (report.ok() || repair == Repair.NONE) {
            if (!report.ok()) {
                bus.changed(Topic.STORE, JsonObject.EMPTY);
            }
            return report.toJson(List.of());
        }
        repair(report.damaged(), stop);
        damaged.clear();
        List<RepairedChunk> mended = new ArrayList<>();
        for (CheckReport.Damage damage : report.damaged()) {
            StoredPackage.Place place = damage.place();
            mended.add(new RepairedChunk(place.packageName(), place.blob().digest(), place.file(), place.chunk(),
                    place.digest(), damage.found()));
        }
        store.lineage().append(new StoreRepaired(mended));
        bus.changed(Topic.STORE, JsonObject.EMPTY);
        changed();
        return report.toJson(report.damaged());
    }

    /** Each package from where it came. */
    private void repair(List<CheckReport.Damage> all, CancellationToken stop) {
        Map<String, List<CheckReport.Damage>> byPackage = new LinkedHashMap<>();
        all.forEach(one -> byPackage.computeIfAbsent(one.place().packageName(), name -> new ArrayList<>()).add(one));
        for (Map.Entry<String, List<CheckReport.Damage>> one : byPackage.entrySet()) {
            StoredPackage mine = installed().get(one.getKey());
            Optional<ByteSource> added = mine == null ? Optional.empty() : addedFrom.of(mine);
            if (added.isPresent()) {
                // The source counts what it reads.
                downloader(added.get(), (origin, purpose, sent, received) -> {}, environment).repair(one.getValue(),
                        stop);
            } else {
                downloader(bytesOf(sources.of(PackageName.parse(one.getKey()))), ledger, environment)
                        .repair(one.getValue(), stop);
            }
        }
    }
}
