package dev.tabitat.web.engine;

import dev.tabitat.core.adapter.AdaptedModel;
import dev.tabitat.core.adapter.AdapterStack;
import dev.tabitat.core.adapter.Modules;
import dev.tabitat.core.digest.Digest;
import dev.tabitat.core.model.Model;
import dev.tabitat.core.model.Models;
import dev.tabitat.core.model.TextEncoder;
import dev.tabitat.core.packages.ModelPackage;
import dev.tabitat.web.jso.Turnstile;
import dev.tabitat.web.store.Notebook;
import dev.tabitat.web.store.PackageStore;
import dev.tabitat.web.store.StoredPackage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The models that are ready, by digest and backend; the one not used for longest goes first when there are too many. */
final class ModelCache {

    /** What sessions may hold together: 256 MB. */
    private static final long BUDGET_BYTES = 256_000_000;

    /** Sessions with adapters are small, and so are their differences: this many of all kinds. */
    private static final int MOST_OPEN = 32;

    private final PackageStore packages;
    private final Backends backends;
    private final World world;
    private final Notebook notebook;
    private final Function<Digest, Notebook> notes;
    private final Map<Key, OpenModel> open = new LinkedHashMap<>();
    private final Turnstile opening;

    /**
     * @param notebook where the choice of kernels is noted
     * @param notes where it is noted how much memory a model took
     */
    ModelCache(PackageStore packages, Backends backends, World world, Notebook notebook, Function<Digest, Notebook> notes) {
        this.packages = packages;
        this.notes = notes;
        this.notebook = notebook;
        this.backends = backends;
        this.world = world;
        opening = world.turnstile();
    }

    /**
     * @param wanted the backend that was asked for; empty for the best
     * @param stack which adapters, and how much of each; empty for the base alone
     */
    private record Key(Digest model, String wanted, String stack) {

        static Key of(StoredPackage stored, String wanted, AdapterStack stack) {
            StringBuilder words = new StringBuilder();
            stack.entries().forEach(entry -> words.append(entry.digest().hex()).append('*').append(entry.weight()).append(' '));
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
            ready = derive(get(stored, wanted), wanted, stack);
        }
        keep(key, ready);
        return ready;
    }

    /** A backend that does not add what the reference adds is not used: the reference takes its place. */
    private OpenModel derive(OpenModel base, String wanted, AdapterStack stack) {
        AdaptedModel adapted = AdaptedModel.of(base.encoder().bert().graph(), Modules.of(base.model()), stack);
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
            ready = opening.pass(() -> {
                OpenModel meanwhile = open.remove(key);
                OpenModel opened = meanwhile == null ? load(stored, wanted) : meanwhile;
                keep(key, opened);
                return opened;
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
        while (open.size() > 1 && (loadedBytes() > BUDGET_BYTES || open.size() > MOST_OPEN)) {
            close(open.keySet().iterator().next());
        }
    }

    private OpenModel load(StoredPackage stored, String wanted) {
        long start = world.nanos();
        ModelPackage files = packages.load(stored);
        long read = world.nanos();
        if (!new Offer(stored).isClassifier()) {
            world.chooseInt8(notebook);
        }
        long chosen = world.nanos();
        Model model = Models.load(files);
        Backends.Opened opened = backends.open(stored.name(), model, wanted);
        long ready = world.nanos();
        Model kept = model;
        try {
            if (model instanceof TextEncoder encoder) {
                encoder.tokenizer();
                // The weights are with the session now: they need not stay here as well.
                kept = encoder.withoutWeights();
            }
        } catch (RuntimeException unreadable) {
            opened.session().close();
            throw unreadable;
        }
        return new OpenModel(stored, kept, opened.session(), opened.backend(), opened.notice(),
                new OpenModel.Loading(read - start, chosen - read, ready - chosen - opened.testNanos(), opened.testNanos(),
                        world.nanos() - ready), opened.weightBytes());
    }

    /** What the sessions of a model hold now. */
    long loadedBytes(Digest digest) {
        long bytes = 0;
        for (OpenModel model : open.values()) {
            bytes += model.stored().digest().equals(digest) ? model.session().memoryBytes() : 0;
        }
        return bytes;
    }

    /** What a model took here when it last ran on WebAssembly. */
    Optional<MeasuredMemory> measured(Digest digest) {
        // A copy: noting suspends, and other calls open and close models meanwhile.
        for (OpenModel model : new ArrayList<>(open.values())) {
            if (model.stored().digest().equals(digest) && model.backend().equals(Backends.WASM)) {
                note(model);
            }
        }
        return notes.apply(digest).read().flatMap(MeasuredMemory::read);
    }

    private void note(OpenModel model) {
        Notebook note = notes.apply(model.stored().digest());
        Optional<MeasuredMemory> before = note.read().flatMap(MeasuredMemory::read);
        MeasuredMemory now = before.map(model.memory()::or).orElse(model.memory());
        if (!before.equals(Optional.of(now))) {
            note.write(now.note());
        }
    }

    long loadedBytes() {
        long bytes = 0;
        for (OpenModel model : open.values()) {
            bytes += model.session().memoryBytes();
        }
        return bytes;
    }

    void drop(Digest digest) {
        List<Key> keys = new ArrayList<>(open.keySet());
        keys.removeIf(key -> !key.model().equals(digest) && key.stack().indexOf(digest.hex()) < 0);
        keys.forEach(this::close);
    }

    private void close(Key key) {
        Optional.ofNullable(open.remove(key)).ifPresent(model -> {
            if (model.backend().equals(Backends.WASM)) {
                note(model);
            }
            model.session().close();
        });
    }
}
