package dev.tabitat.web.kernelhost;

import dev.tabitat.core.digest.Digest;
import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.TabitatException;
import dev.tabitat.core.format.FileKind;
import dev.tabitat.core.format.SafetensorsHeader;
import dev.tabitat.core.format.SafetensorsLimits;
import dev.tabitat.core.format.Slices;
import dev.tabitat.core.json.JsonLimits;
import dev.tabitat.core.json.JsonReader;
import dev.tabitat.core.model.BertConfig;
import dev.tabitat.core.model.EncoderLayout;
import dev.tabitat.core.model.ImportedModel;
import dev.tabitat.core.model.Model;
import dev.tabitat.core.model.Models;
import dev.tabitat.core.model.TextClassifier;
import dev.tabitat.core.model.TextEncoder;
import dev.tabitat.core.model.encoder.WeightLayout;
import dev.tabitat.core.packages.Descriptor;
import dev.tabitat.core.packages.ModelPackage;
import dev.tabitat.core.runtime.Backend;
import dev.tabitat.core.runtime.ProbeAnswers;
import dev.tabitat.core.runtime.SelfTest;
import dev.tabitat.core.runtime.SelfTestReport;
import dev.tabitat.core.runtime.Session;
import dev.tabitat.core.runtime.SlicedWeights;
import dev.tabitat.core.runtime.WeightReader;
import dev.tabitat.core.signing.Base64;
import dev.tabitat.core.tensor.Tensor;
import dev.tabitat.kernels.backend.KernelHost;
import dev.tabitat.kernels.backend.WasmBackend;
import dev.tabitat.kernels.backend.WeightLoader;
import dev.tabitat.web.store.LinearMemory;
import dev.tabitat.web.store.PackageStore;
import dev.tabitat.web.store.PersistentNote;
import dev.tabitat.web.store.StoredPackage.Place;
import dev.tabitat.web.store.StoredPackage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.teavm.jso.JSObject;

/**
 * A model in the store that is being opened. An encoder's weights are read when a backend opens it: for the kernels
 * from the store into their memory, a window at a time, for others onto Java's heap. A classifier over n-grams, and a
 * model whose weights are not in safetensors files, is on the heap at once.
 */
public final class StoredModel {

    /** Known-answer inputs of classifiers: short, long, other scripts, nothing that any model knows. */
    private static final List<String> PROBES = List.of(
            "The quick brown fox jumps over the lazy dog.",
            "Alle Menschen sind frei und gleich an Würde und Rechten geboren.",
            "Все люди рождаются свободными и равными в своём достоинстве и правах.",
            "人人生而自由,在尊严和权利上一律平等。", "12345 !?");

    /** Where the known answers of an imported model are noted: this and the digest of its package. */
    public static final String NOTE = "known/";

    private final PackageStore packages;
    private final StoredPackage stored;
    private final LongSupplier nanos;
    private final Model model;
    private final Optional<Weights> weights;
    private PersistentNote notebook = PersistentNote.NONE;
    private Optional<ProbeAnswers> answers = Optional.empty();
    private boolean failed;
    private long readNanos;

    /**
     * Weights that are still in the store.
     *
     * @param blobs their files, in order
     * @param header of all files as one
     */
    private record Weights(List<Descriptor> blobs, SafetensorsHeader header, WeightLayout layout) {}

    private StoredModel(PackageStore packages, StoredPackage stored, LongSupplier nanos, Model model,
            Optional<Weights> weights, long readNanos) {
        this.packages = packages;
        this.stored = stored;
        this.nanos = nanos;
        this.model = model;
        this.weights = weights;
        this.readNanos = readNanos;
    }

    /**
     * Reads what is needed to know the model.
     *
     * @param nanos a clock, for {@link #readNanos}
     * @throws dev.tabitat.core.error.DamagedData when a stored piece does not verify or a file is broken
     * @throws dev.tabitat.core.error.Unavailable when the package was removed meanwhile
     * @throws dev.tabitat.core.error.Unsupported when the architecture is unknown
     */
    public static StoredModel of(PackageStore packages, StoredPackage stored, LongSupplier nanos) {
        long start = nanos.getAsLong();
        if (ImportedModel.is(stored.manifest())) {
            return imported(packages, stored, nanos, start);
        }
        ModelPackage files = packages.loadWithout(stored, ModelPackage.WEIGHTS);
        String architecture = JsonReader.readObject(files.file(ModelPackage.ARCHITECTURE), JsonLimits.DEFAULT)
                .string("architecture");
        if (!architecture.equals(BertConfig.ID)) {
            Map<String, byte[]> all = new LinkedHashMap<>(files.files());
            all.put(ModelPackage.WEIGHTS, packages.file(stored, ModelPackage.WEIGHTS));
            long read = nanos.getAsLong() - start;
            Model classifier = Models.load(ModelPackage.ofVerified(stored.manifest(), all));
            return new StoredModel(packages, stored, nanos, classifier, Optional.empty(), read);
        }
        Descriptor blob = stored.manifest().layer(ModelPackage.WEIGHTS);
        byte[] head = packages.head(stored, blob.digest(), FileKind.HEAD_BYTES);
        int needed = SafetensorsHeader.bytes(head, blob.size(), SafetensorsLimits.DEFAULT);
        if (needed > head.length) {
            head = packages.head(stored, blob.digest(), needed);
        }
        SafetensorsHeader header = SafetensorsHeader.read(head, blob.size(), SafetensorsLimits.DEFAULT);
        EncoderLayout layout = EncoderLayout.of(files, header);
        return new StoredModel(packages, stored, nanos, layout.encoder(),
                Optional.of(new Weights(List.of(blob), header, layout.weights())), nanos.getAsLong() - start);
    }

    private static StoredModel imported(PackageStore packages, StoredPackage stored, LongSupplier nanos, long start) {
        ImportedModel note = ImportedModel.of(stored.manifest());
        if (!note.isSafetensors()) {
            ModelPackage files = packages.load(stored);
            long read = nanos.getAsLong() - start;
            return new StoredModel(packages, stored, nanos, Models.load(files), Optional.empty(), read);
        }
        ModelPackage files = packages.loadWithout(stored, note.weights());
        List<Descriptor> blobs = new ArrayList<>();
        for (String path : note.weights()) {
            blobs.add(stored.manifest().layer(path));
        }
        SafetensorsHeader header = SlicedWeights.header(slices(packages, stored, blobs));
        ImportedModel.Loaded loaded = note.model(files.files(), header);
        return new StoredModel(packages, stored, nanos, loaded.model(),
                Optional.of(new Weights(blobs, header, loaded.layout())), nanos.getAsLong() - start);
    }

    private static List<Slices> slices(PackageStore packages, StoredPackage stored, List<Descriptor> blobs) {
        List<Slices> slices = new ArrayList<>();
        for (Descriptor blob : blobs) {
            slices.add(new StoredSlices(packages, stored, blob.digest(), blob.size()));
        }
        return slices;
    }

    /** Where its known answers are noted, for a model whose package has none. */
    public StoredModel noteIn(PersistentNote notes) {
        notebook = notes;
        return this;
    }

    /** The model; an encoder is without its weights. */
    public Model model() {
        return model;
    }

    /** Nanoseconds that reading from the store took so far, every byte verified. */
    public long readNanos() {
        return readNanos;
    }

    /** Whether the weights could not be read or are damaged, so that no backend can open the model. */
    public boolean hasFailed() {
        return failed;
    }

    /**
     * The weights on Java's heap, by node name; those of an encoder are read each time.
     *
     * @throws dev.tabitat.core.error.DamagedData when a piece does not verify, or a number is out of range
     * @throws dev.tabitat.core.error.Unavailable when the package was removed meanwhile
     */
    public Map<String, Tensor> weights() {
        if (weights.isEmpty()) {
            return model.weights();
        }
        long start = nanos.getAsLong();
        try {
            ModelPackage files = packages.load(stored);
            readNanos += nanos.getAsLong() - start;
            return Models.load(files).weights();
        } catch (TabitatException e) {
            failed = true;
            throw e;
        }
    }

    /**
     * Whether a session gives the answers that are known of this model: those of its package, or what the reference
     * makes of short texts.
     *
     * @throws dev.tabitat.core.error.DamagedData when a piece does not verify, or a number is out of range
     * @throws dev.tabitat.core.error.Unavailable when the package was removed meanwhile
     */
    public SelfTestReport test(String backend, Session session) {
        if (model instanceof TextClassifier classifier) {
            List<Map<String, Tensor>> probes = new ArrayList<>();
            for (String text : PROBES) {
                probes.add(classifier.features(text));
            }
            return SelfTest.run(backend, session, model.graph(), model.weights(), probes);
        }
        if (model instanceof TextEncoder encoder && encoder.known().isPresent()) {
            return SelfTest.run(backend, session, model.graph(), encoder.known().get());
        }
        return answers().test(backend, session, model.graph());
    }

    /** What the reference makes of short texts with an imported model; computed once, and noted. */
    private ProbeAnswers answers() {
        if (answers.isEmpty()) {
            answers = noted();
        }
        if (answers.isEmpty()) {
            try {
                WeightReader reader = weights.isEmpty() ? WeightReader.of(model.weights())
                        : SlicedWeights.of(weights.get().layout(), slices(packages, stored, weights.get().blobs()));
                answers = Optional.of(ProbeAnswers.of(model, reader));
            } catch (TabitatException e) {
                failed = true;
                throw e;
            }
            notebook.write(Base64.encode(answers.get().write()));
        }
        return answers.get();
    }

    private Optional<ProbeAnswers> noted() {
        Optional<String> note = notebook.read();
        try {
            return note.isEmpty() ? Optional.empty()
                    : Optional.of(ProbeAnswers.read(Base64.decode(note.get(), "known answers"), model));
        } catch (TabitatException unreadable) {
            return Optional.empty();
        }
    }

    /**
     * A session with these weights.
     *
     * @throws dev.tabitat.core.error.DamagedData when a piece does not verify, or a number is out of range
     * @throws dev.tabitat.core.error.Unavailable when the package was removed meanwhile, or a device is lost
     * @throws dev.tabitat.core.error.Unsupported when the backend has no kernel for a step
     * @throws dev.tabitat.core.error.OutOfBudget when there is not enough memory
     */
    public Session open(Backend backend) {
        return weights.isPresent() && backend instanceof WasmBackend wasm ? load(wasm, weights.get())
                : backend.open(model.graph(), weights());
    }

    private Session load(WasmBackend wasm, Weights from) {
        List<Place> places = new ArrayList<>();
        for (Descriptor blob : from.blobs()) {
            places.addAll(PackageStore.pieces(stored, blob.digest()));
        }
        List<Integer> lengths = new ArrayList<>();
        int most = 0;
        for (Place place : places) {
            lengths.add(place.length());
            most = Math.max(most, place.length());
        }
        LinearMemory memory = memory(wasm.host());
        try (WeightLoader loader = wasm.load(from.layout(), from.header(), most)) {
            int first = 0;
            while (first < places.size()) {
                WeightLoader.Target target = loader.target(lengths.subList(first, lengths.size()));
                copy(places.subList(first, first + target.pieces()), memory, target.address());
                loader.arrived(target);
                first += target.pieces();
            }
            return loader.finish();
        } catch (DamagedData e) {
            failed = true;
            throw e;
        }
    }

    /** Pieces of one file after the other. */
    private void copy(List<Place> places, LinearMemory memory, int address) {
        long start = nanos.getAsLong();
        try {
            int from = 0;
            int at = address;
            while (from < places.size()) {
                Digest blob = places.get(from).blob().digest();
                int to = from;
                int bytes = 0;
                while (to < places.size() && places.get(to).blob().digest().equals(blob)) {
                    bytes += places.get(to++).length();
                }
                packages.copy(stored, places.subList(from, to), memory, at);
                at += bytes;
                from = to;
            }
        } catch (TabitatException e) {
            failed = true;
            throw e;
        }
        readNanos += nanos.getAsLong() - start;
    }

    private static LinearMemory memory(KernelHost host) {
        if (host instanceof BrowserKernelHost browser) {
            return browser.linearMemory();
        }
        return new LinearMemory() {
            @Override
            public void write(int address, byte[] bytes) {
                host.write(address, bytes, 0, bytes.length);
            }

            @Override
            public Optional<JSObject> owner() {
                return Optional.empty();
            }
        };
    }
}
