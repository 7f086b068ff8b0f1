package dev.tabitat.web.engine;

import dev.tabitat.core.device.ByteCount;
import dev.tabitat.core.digest.Digest;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.InvalidInput;
import dev.tabitat.core.error.Refused;
import dev.tabitat.core.error.TabitatException;
import dev.tabitat.core.error.Unavailable;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.lineage.RepairedChunk;
import dev.tabitat.core.lineage.StoreRepaired;
import dev.tabitat.core.packages.Descriptor;
import dev.tabitat.core.packages.PackageName;
import dev.tabitat.web.fetch.ByteSource;
import dev.tabitat.web.fetch.Downloader;
import dev.tabitat.web.fetch.Progress;
import dev.tabitat.web.fetch.Registry;
import dev.tabitat.web.fetch.Stop;
import dev.tabitat.web.fetch.Traffic;
import dev.tabitat.web.fetch.Within;
import dev.tabitat.web.jso.Turnstile;
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

/** Installs, removes, lists, checks and repairs packages. */
final class Packages {

    private static final String DECLINED = "declined/";

    /** What is fetched over any line without a question: less than a picture on a web page. */
    private static final long UNASKED_BYTES = 1 << 20;

    /** How long the host's last answer about its packages is taken for granted: a minute. */
    private static final double FRESH_MILLIS = 60_000;

    private final TabStore store;
    private final World world;
    private final Bus bus;
    private final Registry registry;
    private final Ledger ledger;
    private final Downloader downloader;
    private final Set<Digest> damaged = new LinkedHashSet<>();
    private final Map<String, Referred> referred = new LinkedHashMap<>();
    private final Map<String, Double> askedAdapters = new LinkedHashMap<>();
    private final Turnstile asking = new Turnstile();
    private double askedMillis = -1;
    private Optional<Map<String, StoredPackage>> installed = Optional.empty();

    Packages(TabStore store, World world, Bus bus, Ledger ledger) {
        this.store = store;
        this.world = world;
        this.bus = bus;
        this.registry = new Registry(world.host(), ledger);
        this.ledger = ledger;
        this.downloader = downloader(world.host(), ledger);
    }

    private Downloader downloader(ByteSource source, Traffic traffic) {
        return new Downloader(store.packages(), source, traffic, world, () -> world.storage().freeBytes());
    }

    private Registry at(String from) {
        return from.isEmpty() ? registry : new Registry(world.registry(from), ledger);
    }

    private ByteSource source(PackageName name, String from) {
        Referred known = referred.get(name.toString());
        String where = known == null ? from : known.origin();
        ByteSource origin = where.isEmpty() ? world.host() : world.registry(where);
        return known == null ? origin : new Within(origin, known.repository());
    }

    /** An adapter that refers to a base, and where: it can be installed by its name from now on. */
    private record Referred(StoredPackage adapter, String origin, String repository) {}

    /**
     * The adapters that a registry knows of a base; asked for at most once a minute, and none while it cannot be asked.
     *
     * @param from origin of the registry; empty for the host
     */
    List<StoredPackage> adaptersOf(StoredPackage base, String from, Stop stop) {
        String key = base.digest() + " " + from;
        double now = world.millis();
        if (!askedAdapters.containsKey(key) || now - askedAdapters.get(key) >= FRESH_MILLIS) {
            String repository = PackageName.parse(base.name()).name();
            try {
                for (StoredPackage one : at(from).adapters(repository, base.digest(), world.nowUtc(), stop)) {
                    referred.put(one.name(), new Referred(one, from, repository));
                }
                askedAdapters.put(key, now);
            } catch (Unavailable offline) {
                if (!from.isEmpty()) {
                    throw offline;
                }
            }
        }
        List<StoredPackage> found = new ArrayList<>();
        for (Referred one : referred.values()) {
            if (one.origin().equals(from) && one.adapter().manifest().subject().filter(subject -> subject.digest().equals(base.digest())).isPresent()) {
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

    /** What another registry offers; not remembered. */
    List<StoredPackage> offeredAt(String from, Stop stop) {
        return at(from).catalog(world.nowUtc(), stop);
    }

    /** Another tab changed the store. */
    void forget() {
        installed = Optional.empty();
    }

    /** What is installed, by name; read from the store only when it may have changed. */
    Map<String, StoredPackage> installed() {
        if (installed.isEmpty()) {
            Map<String, StoredPackage> found = new LinkedHashMap<>();
            for (StoredPackage one : store.packages().installed()) {
                found.put(one.name(), one);
            }
            installed = Optional.of(found);
        }
        return installed.get();
    }

    private void changed() {
        forget();
        bus.changed(Topic.STORE, JsonObject.EMPTY);
        bus.changed(Topic.LINEAGE, JsonObject.of("length", store.lineage().length()));
    }

    /**
     * Installs what a registry offers under a name, beside the version that is here; without a network what is here will do.
     *
     * @param from origin of the registry; empty for the host
     * @param allowMetered whether a line that costs money by the byte may be used
     * @param isWanted whether it still is, asked when no other tab works on it any more
     * @return {@code {name, digest, bytes, verified_chunks, resumed_bytes}}
     * @throws Refused when the line costs and nobody allowed it
     */
    JsonObject fetch(PackageName name, String from, boolean allowMetered, BooleanSupplier isWanted, Progress.Listener listener, Stop stop) {
        store.set(DECLINED + name, "no");
        return world.alone("tabitat-install-" + name, stop, () -> {
            if (!isWanted.getAsBoolean() && !isWhole(name)) {
                throw Stop.cancelled();
            }
            return fetchAlone(name, from, allowMetered, listener, stop);
        });
    }

    /** Whether a package is installed with all its pieces. */
    boolean isWhole(PackageName name) {
        return store.packages().find(name).filter(this::isWhole).isPresent();
    }

    private boolean isWhole(StoredPackage stored) {
        return store.packages().present(stored).size() == stored.chunks().size();
    }

    private JsonObject fetchAlone(PackageName name, String from, boolean allowMetered, Progress.Listener listener, Stop stop) {
        stop.check();
        listener.report(new Progress(0, 0, 0, "manifest", 0, 0));
        Optional<StoredPackage> before = store.packages().find(name);
        StoredPackage wanted;
        try {
            Referred known = referred.get(name.toString());
            wanted = known == null ? at(from).manifest(name, world.nowUtc(), stop) : known.adapter();
        } catch (Unavailable offline) {
            if (before.isPresent() && isWhole(before.get()) && !isDamaged(before.get())) {
                forget();
                return result(before.get(), before.get().bytes());
            }
            throw offline;
        }
        if (before.isPresent() && before.get().digest().equals(wanted.digest()) && isWhole(wanted)) {
            forget();
            if (isDamaged(wanted)) {
                check(Repair.FETCH_DAMAGED, stop);
            }
            return result(wanted, wanted.bytes());
        }
        requireFreeLine(wanted, allowMetered);
        long resumed = downloader(source(name, from), ledger).fetch(wanted, listener, stop);
        stop.check();
        store.packages().commit(wanted, new Offer(wanted).installed());
        damaged.remove(wanted.digest());
        listener.report(new Progress(wanted.bytes(), wanted.bytes(), 0, "done", wanted.chunks().size(), wanted.chunks().size()));
        changed();
        return result(wanted, resumed);
    }

    /** On a line that costs, more than a little is fetched only with the person's word. */
    private void requireFreeLine(StoredPackage wanted, boolean allowMetered) {
        World.Line line = world.line();
        long missing = missingBytes(wanted);
        if (line.isCostly() && !allowMetered && missing > UNASKED_BYTES) {
            throw new Refused("This would fetch " + ByteCount.words(missing) + " over a line on which bytes are dear.",
                    Finding.at(wanted.name() + ", line").expected("allowMetered: true, or another line").found(line.words())
                            .remedy("Fetch it all the same, or wait for another network."));
        }
    }

    /** Bytes of a package's pieces that are not in the store. */
    long missingBytes(StoredPackage wanted) {
        Set<Digest> present = store.packages().present(wanted);
        long missing = 0;
        for (Map.Entry<Digest, Integer> chunk : wanted.chunkSizes().entrySet()) {
            missing += present.contains(chunk.getKey()) ? 0 : chunk.getValue();
        }
        return missing;
    }

    /** Whether a download of this name began and did not end. */
    boolean hasBegun(PackageName name) {
        return store.packages().downloads().stream().anyMatch(one -> one.name().equals(name.toString()));
    }

    /** How far a download is that nobody is working on. */
    Progress soFar(StoredPackage begun) {
        return new Progress(begun.bytes() - missingBytes(begun), begun.bytes(), 0, "download", store.packages().present(begun).size(), begun.chunks().size());
    }

    /** What the tag of an installed package names now, where that is another version. */
    Optional<StoredPackage> newer(StoredPackage mine) {
        return store.offered(PackageName.parse(mine.name())).filter(offered -> !offered.digest().equals(mine.digest()));
    }

    /** @return {@code {name, digest}} of the version that answers from now on */
    JsonObject rollback(PackageName name) {
        StoredPackage back = world.alone("tabitat-install-" + name, new Stop(), () -> store.packages().rollback(name));
        changed();
        return JsonObject.of("name", name.toString(), "digest", back.digest().toString());
    }

    /** @return {@code {name, freed_bytes}} */
    JsonObject removePrevious(PackageName name) {
        long freed = world.alone("tabitat-install-" + name, new Stop(), () -> store.packages().removePrevious(name));
        changed();
        return JsonObject.of("name", name.toString(), "freed_bytes", freed);
    }

    /** Looks for packages of which the browser threw pieces away; they count as damaged from now on. */
    void noticeLoss() {
        for (StoredPackage one : installed().values()) {
            if (!isWhole(one)) {
                markDamaged(one);
            }
        }
    }

    /**
     * Installs a package whose manifest is at hand from another source than the host; does nothing when it is here and whole.
     *
     * @param arrived is told of bytes as they verify
     */
    void bring(StoredPackage wanted, ByteSource source, LongConsumer arrived, Stop stop) {
        world.alone("tabitat-install-" + wanted.name(), stop, () -> {
            Optional<StoredPackage> before = store.packages().find(PackageName.parse(wanted.name()));
            if (before.isEmpty() || !before.get().digest().equals(wanted.digest()) || store.packages().present(wanted).size() < wanted.chunks().size()) {
                long[] last = new long[1];
                downloader(source, (origin, purpose, sent, received) -> { }).fetch(wanted, report -> {
                    arrived.accept(Math.max(0, report.doneBytes() - last[0]));
                    last[0] = Math.max(last[0], report.doneBytes());
                }, stop);
                stop.check();
                store.packages().commit(wanted, new Offer(wanted).installed());
                damaged.remove(wanted.digest());
                store.set(DECLINED + wanted.name(), "no");
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
        world.alone("tabitat-install-" + made.name(), new Stop(), () -> {
            Optional<StoredPackage> before = store.packages().find(PackageName.parse(made.name()));
            if (before.isPresent() && before.get().digest().equals(made.digest())) {
                return made;
            }
            if (before.isPresent() && !before.get().manifest().isAdapter()) {
                throw new InvalidInput("A model has this name.", Finding.at("name").expected("a name that no model has").found(made.name()));
            }
            Map<String, byte[]> all = new LinkedHashMap<>(files);
            all.put(StoredPackage.CONFIG, Descriptor.emptyBytes());
            store.packages().put(made, all, new Offer(made).installed());
            return made;
        });
        changed();
    }

    private static JsonObject result(StoredPackage stored, long resumed) {
        return JsonObject.of("name", stored.name(), "digest", stored.digest().toString(), "bytes", stored.bytes(),
                "verified_chunks", stored.chunks().size(), "resumed_bytes", resumed);
    }

    /** Whether a person removed this package: it is not installed by itself again. */
    boolean isDeclined(PackageName name) {
        return store.setting(DECLINED + name).filter("yes"::equals).isPresent();
    }

    /** @return {@code {name, freed_bytes}} */
    JsonObject remove(PackageName name) {
        long freed = world.alone("tabitat-install-" + name, new Stop(), () -> store.packages().remove(name));
        store.set(DECLINED + name, "yes");
        bus.changed(Topic.INSTALL, JsonObject.of("name", name.toString(), "state", "removed"));
        changed();
        return JsonObject.of("name", name.toString(), "freed_bytes", freed);
    }

    /** Notes that a package's stored bytes did not verify. */
    void markDamaged(StoredPackage stored) {
        if (damaged.add(stored.digest())) {
            bus.changed(Topic.STORE, JsonObject.EMPTY);
        }
    }

    boolean isDamaged(StoredPackage stored) {
        return damaged.contains(stored.digest());
    }

    /**
     * What is installed, and what else the host offers; without a network what it offered last.
     *
     * @param refresh whether to ask the host if it was not asked a moment ago, or only to answer from the store
     */
    List<StoredPackage> offered(Refresh refresh, Stop stop) {
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

    /** Asks the host, unless it answered a moment ago; whoever asks meanwhile waits for the same answer. */
    private void ask(Stop stop) {
        asking.pass(() -> {
            if (askedMillis < 0 || world.millis() - askedMillis >= FRESH_MILLIS) {
                askHost(stop);
            }
            return askedMillis;
        });
    }

    private void askHost(Stop stop) {
        try {
            store.setCatalog(registry.catalog(world.nowUtc(), stop));
            askedMillis = world.millis();
        } catch (TabitatException offline) {
            stop.check();
        }
    }

    /** Where the catalogue comes from. */
    enum Refresh {
        ASK_HOST, AS_LAST_SEEN
    }

    /** Whether the host was ever asked what it offers. */
    boolean knowsCatalog() {
        return !store.lastCatalog().isEmpty();
    }

    /**
     * {@code available, downloading, paused, installed} or {@code damaged}, with the pieces that have verified.
     *
     * @param coming the names of packages that are in the queue
     */
    JsonObject withState(JsonObject entry, StoredPackage shown, Set<String> coming) {
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
    enum Repair {
        NONE, FETCH_DAMAGED
    }

    /** Verifies everything, and fetches the damaged pieces again when asked to. */
    JsonObject check(Repair repair, Stop stop) {
        CheckReport report = store.packages().check();
        damaged.clear();
        for (CheckReport.Damage damage : report.damaged()) {
            Optional.ofNullable(installed().get(damage.place().packageName()))
                    .filter(one -> one.chunks().contains(damage.place().digest())).ifPresent(one -> damaged.add(one.digest()));
        }
        if (report.ok() || repair == Repair.NONE) {
            if (!report.ok()) {
                bus.changed(Topic.STORE, JsonObject.EMPTY);
            }
            return report.toJson(List.of());
        }
        downloader.repair(report.damaged(), stop);
        damaged.clear();
        List<RepairedChunk> mended = new ArrayList<>();
        for (CheckReport.Damage damage : report.damaged()) {
            StoredPackage.Place place = damage.place();
            mended.add(new RepairedChunk(place.packageName(), place.blob().digest(), place.file(), place.chunk(),
                    place.digest(), damage.found()));
        }
        store.lineage().append(new StoreRepaired(mended));
        changed();
        return report.toJson(report.damaged());
    }
}
