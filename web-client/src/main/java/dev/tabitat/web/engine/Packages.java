package dev.tabitat.web.engine;

import dev.tabitat.core.api.ApiError;
import dev.tabitat.core.digest.Digest;
import dev.tabitat.core.error.Cancelled;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.InvalidInput;
import dev.tabitat.core.error.TabitatException;
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
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/** Installs, removes, lists, checks and repairs packages. */
final class Packages {

    private static final String DECLINED = "declined/";

    /** How long the host's last answer about its packages is taken for granted: a minute. */
    private static final double FRESH_MILLIS = 60_000;

    private final TabStore store;
    private final World world;
    private final Bus bus;
    private final Registry registry;
    private final Downloader downloader;
    private final Set<String> downloading = new LinkedHashSet<>();
    private final Set<Digest> damaged = new LinkedHashSet<>();
    private final Turnstile asking = new Turnstile();
    private double askedMillis = -1;
    private Optional<Map<String, StoredPackage>> installed = Optional.empty();

    Packages(TabStore store, World world, Bus bus, Ledger ledger) {
        this.store = store;
        this.world = world;
        this.bus = bus;
        this.registry = new Registry(world.host(), ledger);
        this.downloader = new Downloader(store.packages(), world.host(), ledger, world, () -> world.storage().freeBytes());
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

    /** @return {@code {digest, bytes, verified_chunks, resumed_bytes}} */
    JsonObject install(PackageName name, Consumer<JsonObject> progress, Stop stop) {
        Progress.Listener listener = report -> {
            progress.accept(report.toJson());
            bus.changed(Topic.INSTALL, JsonObject.of("name", name.toString(), "state", "downloading", "report", report.toJson()));
        };
        downloading.add(name.toString());
        try {
            store.set(DECLINED + name, "no");
            JsonObject result = world.alone("tabitat-install-" + name, stop, () -> installAlone(name, listener, stop));
            downloading.remove(name.toString());
            bus.changed(Topic.INSTALL, JsonObject.of("name", name.toString(), "state", "installed"));
            return result;
        } catch (RuntimeException e) {
            downloading.remove(name.toString());
            bus.changed(Topic.INSTALL, JsonObject.of("name", name.toString(),
                    "state", e instanceof Cancelled ? "cancelled" : "failed", "error", ApiError.of(e).toJson()));
            throw e;
        }
    }

    private JsonObject installAlone(PackageName name, Progress.Listener listener, Stop stop) {
        stop.check();
        listener.report(new Progress(0, 0, 0, "manifest", 0, 0));
        StoredPackage wanted = registry.manifest(name, world.nowUtc(), stop);
        Optional<StoredPackage> before = store.packages().find(name);
        if (before.isPresent() && before.get().digest().equals(wanted.digest())
                && store.packages().present(wanted).size() == wanted.chunks().size()) {
            forget();
            if (isDamaged(wanted)) {
                check(Repair.FETCH_DAMAGED, stop);
            }
            return result(wanted, wanted.bytes());
        }
        long resumed = downloader.fetch(wanted, listener, stop);
        stop.check();
        store.packages().commit(wanted, new Offer(wanted).installed());
        damaged.remove(wanted.digest());
        listener.report(new Progress(wanted.bytes(), wanted.bytes(), 0, "done", wanted.chunks().size(), wanted.chunks().size()));
        changed();
        return result(wanted, resumed);
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
                new Downloader(store.packages(), source, (origin, purpose, sent, received) -> { }, world, () -> world.storage().freeBytes()).fetch(wanted, report -> {
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
            store.packages().begin(made);
            for (StoredPackage.Place place : made.places()) {
                byte[] file = place.file().equals(StoredPackage.CONFIG) ? Descriptor.emptyBytes() : files.get(place.file());
                byte[] piece = new byte[place.length()];
                System.arraycopy(file, (int) place.offset(), piece, 0, piece.length);
                store.packages().putChunk(place, piece);
            }
            store.packages().commit(made, new Offer(made).installed());
            if (before.isPresent()) {
                store.packages().dropOrphans();
            }
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
     * What the host offers and what is installed; without a network what it offered last.
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
        installed().forEach(all::putIfAbsent);
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

    /** {@code available, downloading, paused, installed} or {@code damaged}, with the pieces that have verified. */
    JsonObject withState(JsonObject entry, StoredPackage offered) {
        StoredPackage mine = installed().get(offered.name());
        int total = offered.chunks().size();
        int verified = mine != null && mine.digest().equals(offered.digest()) ? total : store.packages().present(offered).size();
        String state = mine != null ? isDamaged(mine) ? "damaged" : "installed"
                : downloading.contains(offered.name()) ? "downloading"
                : isPaused(offered) ? "paused" : "available";
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
            Optional.ofNullable(installed().get(damage.place().packageName())).ifPresent(one -> damaged.add(one.digest()));
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
