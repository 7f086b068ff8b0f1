package dev.tabitat.web.engine.inference;

import dev.tabitat.core.adapter.AdaptedModel;
import dev.tabitat.core.adapter.AdapterStack;
import dev.tabitat.core.adapter.Modules;
import dev.tabitat.core.digest.Digest;
import dev.tabitat.core.model.HeadedEncoder;
import dev.tabitat.core.model.ImportedModel;
import dev.tabitat.core.model.TextEncoder;
import dev.tabitat.web.engine.catalog.CatalogEntry;
import dev.tabitat.web.engine.catalog.MeasuredMemory;
import dev.tabitat.web.engine.environment.EngineEnvironment;
import dev.tabitat.web.jso.FairLock;
import dev.tabitat.web.kernelhost.StoredModel;
import dev.tabitat.web.store.PackageStore;
import dev.tabitat.web.store.PersistentNote;
import dev.tabitat.web.store.StoredPackage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The models that are ready, by digest and backend; the one not used for longest goes first when there are too many.
 */
public final class ModelCache {

    /** What sessions may hold together: 256 MB. */
    private static final long BUDGET_BYTES = 256_000_000;

    /** Sessions with adapters are small, and so are their differences: this many of all kinds. */
    private static final int MAX_OPEN_MODELS = 32;

    private final PackageStore packages;
    private final Backends backends;
    private final EngineEnvironment environment;
    private final PersistentNote notebook;
    private final Function<Digest, PersistentNote> notes;
    private final Function<Digest, PersistentNote> answers;
    private final Map<Key, OpenModel> open = new LinkedHashMap<>();
    private final FairLock opening;
    private final FairLock noting;
    /** What is being loaded; empty again when it is dropped meanwhile. */
    private Optional<Digest> loading = Optional.empty();
    /** Work in progress that may hold models. */
    private final Set<Object> users = new LinkedHashSet<>();
    private final List<Retired> retired = new ArrayList<>();

    /**
     * @param notebook where the choice of kernels is noted
     * @param notes where it is noted how much memory a model took
     * @param answers where the known answers of an imported model are noted
     */
    public ModelCache(PackageStore packages, Backends backends, EngineEnvironment environment, PersistentNote notebook,
            Function<Digest, PersistentNote> notes, Function<Digest, PersistentNote> answers) {
        this.packages = packages;
        this.notes = notes;
        this.answers = answers;
        this.notebook = notebook;
        this.backends = backends;
        this.environment = environment;
        opening = environment.fairLock();
        noting = environment.fairLock();
    }

    /** A model that is no longer given out. @param users who may still hold it */
    private record Retired(OpenModel model, Set<Object> users) {}

    /**
     * @param wanted the backend that was asked for; empty for the best
     * @param stack which adapters, and how much of each; empty for the base alone
     */
    private record Key(Digest model, String wanted, String stack) {

        static Key of(StoredPackage stored, String wanted, AdapterStack stack) {
            StringBuilder words = new StringBuilder();
            stack.entries().forEach(
                    entry -> words.append(entry.digest().hex()).append('*').append(entry.weight()).append(' '));
            return new Key(stored.digest(), wanted, words.toString());
        }
    }

    /**
     * A model ready to answer; every byte of it verified when it was opened.
     *
     * @param wanted the backend to try first; empty for the best
     * @param stack adapters that are applied on the way; the base stays as it is, and in memory once
     * @throws dev.tabitat.core.error.DamagedData when a stored piece does not verify
     * @throws dev.tabitat.core.error.Incompatible when an adapter does not fit
     */
    OpenModel get(StoredPackage stored, String wanted, AdapterStack stack) {
        if (stack.isEmpty()) {
            return get(stored, wanted);
        }
        Key key = Key.of(stored, wanted, stack);
        OpenModel ready = open.remove(key);
        if (ready == null) {
            OpenModel derived = derive(get(stored, wanted), wanted, stack);
            // Deriving suspends: another call may have made the same one meanwhile.
            ready = open.remove(key);
            if (ready == null) {
                ready = derived;
            } else {
                derived.session().close();
            }
        }
        keep(key, ready);
        return ready;
    }

    /** A backend that does not add what the reference adds is not used: the reference takes its place. */
    private OpenModel derive(OpenModel base, String wanted, AdapterStack stack) {
        AdaptedModel adapted = AdaptedModel.of(base.encoder().graph(), Modules.of(base.model()), stack);
        String problem = backends.adapterProblem(base.backend());
        if (!problem.isEmpty() && !base.backend().equals(Backends.REFERENCE)) {
            OpenModel reference = get(base.stored(), Backends.REFERENCE);
            return reference.derived(reference.session().derive(adapted.graph(), adapted.added()),
                    "The reference backend answers; " + base.backend() + " does not take adapters here: " + problem);
        }
        return base.derived(base.session().derive(adapted.graph(), adapted.added()), base.notice());
    }

    private OpenModel get(StoredPackage stored, String wanted) {
        Key key = Key.of(stored, wanted, AdapterStack.EMPTY);
        OpenModel ready = open.remove(key);
        if (ready == null) {
            ready = opening.withLock(() -> {
                OpenModel meanwhile = open.remove(key);
                if (meanwhile == null) {
                    loading = Optional.of(stored.digest());
                    OpenModel loaded = load(stored, wanted);
                    keep(key, loaded);
                    if (loading.isEmpty()) {
                        // Dropped while it was loaded: for this caller only.
                        retire(key);
                    }
                    return loaded;
                }
                keep(key, meanwhile);
                return meanwhile;
            });
        } else {
            keep(key, ready);
        }
        return ready;
    }

    boolean isOpen(StoredPackage stored, String wanted, AdapterStack stack) {
        return open.containsKey(Key.of(stored, wanted, stack));
    }

    private void keep(Key key, OpenModel model) {
        open.put(key, model);
        while (open.size() > 1 && (loadedBytes() > BUDGET_BYTES || open.size() > MAX_OPEN_MODELS)) {
            retire(open.keySet().iterator().next());
        }
    }

    /** What another tab removes meanwhile stays in the store until the model is open. */
    private OpenModel load(StoredPackage stored, String wanted) {
        return packages.whileReading(stored, () -> read(stored, wanted));
    }

    private OpenModel read(StoredPackage stored, String wanted) {
        long start = environment.nanos();
        StoredModel model = StoredModel.of(packages, stored, environment::nanos)
                .noteIn(answers.apply(stored.digest()));
        long known = environment.nanos();
        if (!new CatalogEntry(stored).isClassifier() || ImportedModel.is(stored.manifest())) {
            environment.chooseInt8(notebook);
        }
        long choose = environment.nanos() - known;
        Backends.Opened opened = backends.open(stored.name(), model, wanted);
        long ready = environment.nanos();
        try {
            if (model.model() instanceof TextEncoder encoder) {
                encoder.tokenizer();
            } else if (model.model() instanceof HeadedEncoder headed) {
                headed.tokenizer();
            }
        } catch (RuntimeException unreadable) {
            opened.session().close();
            throw unreadable;
        }
        long read = model.readNanos();
        return new OpenModel(stored, model.model(), opened.session(), opened.backend(), opened.notice(),
                new OpenModel.Loading(read, choose, ready - start - read - choose - opened.testNanos(),
                        opened.testNanos(), environment.nanos() - ready),
                opened.weightBytes());
    }

    /** What the sessions of a model hold now. */
    public long loadedBytes(Digest digest) {
        long bytes = 0;
        for (OpenModel model : open.values()) {
            bytes += model.stored().digest().equals(digest) ? model.session().memoryBytes() : 0;
        }
        return bytes;
    }

    /** What a model took here when it last ran on WebAssembly. */
    public Optional<MeasuredMemory> measured(Digest digest) {
        // Read before anything suspends: other calls open and close models while this one is noting.
        Optional<MeasuredMemory> now = Optional.empty();
        for (OpenModel model : open.values()) {
            if (model.stored().digest().equals(digest) && model.backend().equals(Backends.WASM)) {
                now = Optional.of(now.map(model.memory()::or).orElse(model.memory()));
            }
        }
        if (now.isPresent()) {
            note(digest, now.get());
        }
        return notes.apply(digest).read().flatMap(MeasuredMemory::read);
    }

    /** One at a time, so that no smaller figure replaces a larger one. */
    private void note(Digest digest, MeasuredMemory memory) {
        noting.withLock(() -> {
            PersistentNote note = notes.apply(digest);
            Optional<MeasuredMemory> before = note.read().flatMap(MeasuredMemory::read);
            MeasuredMemory now = before.map(memory::or).orElse(memory);
            if (!before.equals(Optional.of(now))) {
                note.write(now.note());
            }
            return now;
        });
    }

    public long loadedBytes() {
        long bytes = 0;
        for (OpenModel model : open.values()) {
            bytes += model.session().memoryBytes();
        }
        return bytes;
    }

    public void drop(Digest digest) {
        loading = loading.filter(one -> !one.equals(digest));
        List<Key> keys = new ArrayList<>(open.keySet());
        keys.removeIf(key -> !key.model().equals(digest) && key.stack().indexOf(digest.hex()) < 0);
        for (Key key : keys) {
            retire(key);
        }
    }

    /**
     * Does work with models. A model that is closed meanwhile stays usable until all work ends that had begun by then,
     * since any of it may hold the model while it is suspended.
     */
    public <T> T use(Supplier<T> work) {
        Object user = new Object();
        users.add(user);
        try {
            return work.get();
        } finally {
            users.remove(user);
            retired.forEach(one -> one.users().remove(user));
            closeUnused();
        }
    }

    private void retire(Key key) {
        Optional.ofNullable(open.remove(key))
                .ifPresent(model -> retired.add(new Retired(model, new LinkedHashSet<>(users))));
        closeUnused();
    }

    private void closeUnused() {
        List<Retired> unused = new ArrayList<>(retired);
        unused.removeIf(one -> !one.users().isEmpty());
        // Out of the list first: noting suspends, and nothing is closed twice.
        retired.removeAll(unused);
        for (Retired one : unused) {
            MeasuredMemory memory = one.model().memory();
            one.model().session().close();
            if (one.model().backend().equals(Backends.WASM)) {
                note(one.model().stored().digest(), memory);
            }
        }
    }
}
