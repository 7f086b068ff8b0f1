package dev.tabitat.web.kernelhost;

import dev.tabitat.core.digest.Digest;
import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.TabitatException;
import dev.tabitat.core.format.FileKind;
import dev.tabitat.core.format.SafetensorsHeader;
import dev.tabitat.core.format.SafetensorsLimits;
import dev.tabitat.core.json.JsonLimits;
import dev.tabitat.core.json.JsonReader;
import dev.tabitat.core.model.BertConfig;
import dev.tabitat.core.model.EncoderLayout;
import dev.tabitat.core.model.Model;
import dev.tabitat.core.model.Models;
import dev.tabitat.core.packages.ModelPackage;
import dev.tabitat.core.runtime.Backend;
import dev.tabitat.core.runtime.Session;
import dev.tabitat.core.tensor.Tensor;
import dev.tabitat.kernels.backend.KernelHost;
import dev.tabitat.kernels.backend.WasmBackend;
import dev.tabitat.kernels.backend.WeightLoader;
import dev.tabitat.web.store.LinearMemory;
import dev.tabitat.web.store.PackageStore;
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
 * from the store into their memory, a window at a time, for others onto Java's heap. A classifier is on the heap at
 * once.
 */
public final class StoredModel {

    private final PackageStore packages;
    private final StoredPackage stored;
    private final LongSupplier nanos;
    private final Model model;
    private final Optional<Weights> weights;
    private boolean failed;
    private long readNanos;

    /** Weights that are still in the store. */
    private record Weights(Digest blob, SafetensorsHeader header, EncoderLayout layout) {}

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
        Digest blob = stored.manifest().layer(ModelPackage.WEIGHTS).digest();
        long size = stored.manifest().layer(ModelPackage.WEIGHTS).size();
        byte[] head = packages.head(stored, blob, FileKind.HEAD_BYTES);
        int needed = SafetensorsHeader.bytes(head, size, SafetensorsLimits.DEFAULT);
        if (needed > head.length) {
            head = packages.head(stored, blob, needed);
        }
        SafetensorsHeader header = SafetensorsHeader.read(head, size, SafetensorsLimits.DEFAULT);
        EncoderLayout layout = EncoderLayout.of(files, header);
        return new StoredModel(packages, stored, nanos, layout.encoder(),
                Optional.of(new Weights(blob, header, layout)), nanos.getAsLong() - start);
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
        List<Place> places = PackageStore.pieces(stored, from.blob());
        List<Integer> lengths = new ArrayList<>();
        int most = 0;
        for (Place place : places) {
            lengths.add(place.length());
            most = Math.max(most, place.length());
        }
        LinearMemory memory = memory(wasm.host());
        try (WeightLoader loader = wasm.load(from.layout().weights(), from.header(), most)) {
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

    private void copy(List<Place> places, LinearMemory memory, int address) {
        long start = nanos.getAsLong();
        try {
            packages.copy(stored, places, memory, address);
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
