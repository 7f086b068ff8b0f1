package dev.tabitat.web.selftest;

import dev.tabitat.core.contract.Check;
import dev.tabitat.core.contract.Contract;
import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Unavailable;
import dev.tabitat.core.format.Safetensors;
import dev.tabitat.core.graph.Op;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.model.BertConfig;
import dev.tabitat.core.model.BertContract;
import dev.tabitat.core.model.BertEncoder;
import dev.tabitat.core.model.KnownAnswers;
import dev.tabitat.core.model.Models;
import dev.tabitat.core.model.Quantizer;
import dev.tabitat.core.model.TextEncoder;
import dev.tabitat.core.packages.ModelPackage;
import dev.tabitat.core.runtime.ReferenceBackend;
import dev.tabitat.core.runtime.Session;
import dev.tabitat.core.tensor.Shape;
import dev.tabitat.core.tensor.Tensor;
import dev.tabitat.core.text.Utf8;
import dev.tabitat.kernels.backend.KernelMemory;
import dev.tabitat.kernels.backend.WasmBackend;
import dev.tabitat.web.kernelhost.BrowserKernelHost;
import dev.tabitat.web.kernelhost.StoredModel;
import dev.tabitat.web.selftest.StoreSamples.Sample;
import dev.tabitat.web.store.Batch;
import dev.tabitat.web.store.IndexedDbRecords;
import dev.tabitat.web.store.MemoryRecords;
import dev.tabitat.web.store.PackageStore;
import dev.tabitat.web.store.RecordStore;
import dev.tabitat.web.store.StoredPackage;
import dev.tabitat.web.store.TabStore;
import dev.tabitat.web.store.Table;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.teavm.jso.JSBody;

/**
 * Encoders that are read from the store into kernel memory, from private files, from records of IndexedDB and from
 * memory: the same sessions as from tensors, and nothing taken where a piece is damaged or gone. Runs in a worker.
 */
final class StoredModelContracts {

    private static final String NAME = "tabitat-self-test-model";
    /** Bytes of a piece: of no whole number of rows. */
    private static final int PIECE = 5003;

    private StoredModelContracts() {}

    static List<Contract> all() {
        return List.of(
                BrowserContracts.contract("stored encoders: from files, records and memory the same session",
                        StoredModelContracts::same),
                BrowserContracts.contract("stored encoders: a damaged piece is named and no memory stays taken",
                        StoredModelContracts::damaged),
                BrowserContracts.contract("stored encoders: a package removed meanwhile is not called damaged",
                        StoredModelContracts::removed));
    }

    private interface Use {
        void use(RecordStore records, PackageStore packages);
    }

    private static void withStores(Sample sample, Use use) {
        for (long least : new long[]{0, Long.MAX_VALUE}) {
            IndexedDbRecords.delete(NAME);
            IndexedDbRecords records = IndexedDbRecords.open(NAME, least);
            try {
                use.use(records, installed(records, sample));
            } finally {
                records.close();
                IndexedDbRecords.delete(NAME);
            }
        }
        MemoryRecords memory = new MemoryRecords();
        use.use(memory, installed(memory, sample));
    }

    private static PackageStore installed(RecordStore records, Sample sample) {
        PackageStore packages = TabStore.open(records, StoreSamples.WORLD, "tabitat/test").packages();
        packages.put(sample.stored(), sample.files(), sample.installed());
        return packages;
    }

    private static Sample sample(Map<String, Tensor> tensors, int pieceBytes) {
        BertConfig config = new BertConfig(40, 2, 2, 72, 30, 16, 1e-12, Op.Pooling.MEAN, true, 12);
        KnownAnswers known = new KnownAnswers(BertContract.inputs(new int[]{1, 2}),
                Tensor.ofFloats(Shape.of(1, 40), new float[40]));
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put(StoredPackage.CONFIG, Utf8.encode("{}"));
        files.put(ModelPackage.ARCHITECTURE, Utf8.encode(config.write().toString()));
        files.put(ModelPackage.TOKENIZER, Utf8.encode(JsonObject.EMPTY.toString()));
        files.put(ModelPackage.KNOWN_ANSWERS, known.write());
        files.put(ModelPackage.WEIGHTS, new Safetensors(tensors, Map.of()).write());
        return StoreSamples.of("encoder", files, pieceBytes);
    }

    private static float[] run(Session session) {
        try (session) {
            return session.run(BertContract.inputs(new int[]{1, 7, 2}, new int[]{1, 4, 5, 6, 29, 2}))
                    .get(BertEncoder.EMBEDDINGS).toFloats();
        }
    }

    private static void same(Check check) {
        Map<String, Map<String, Tensor>> kinds = new LinkedHashMap<>();
        kinds.put("f32", BertContract.tensors(5));
        kinds.put("int8", Quantizer.quantize(BertContract.tensors(5), Quantizer.Kind.INT8));
        kinds.put("int4", Quantizer.quantize(BertContract.tensors(5), Quantizer.Kind.INT4));
        for (Map.Entry<String, Map<String, Tensor>> kind : kinds.entrySet()) {
            withStores(sample(kind.getValue(), PIECE), (records, packages) -> {
                for (int threads = 1; threads < 4; threads += 2) {
                    String what = kind.getKey() + " from " + records.getClass().getSimpleName() + ", threads "
                            + threads;
                    BrowserKernelHost host = new BrowserKernelHost(threads, kernelThread());
                    compare(check, what, packages, new KernelMemory(host));
                    host.stopWorkers();
                }
            });
        }
    }

    private static void compare(Check check, String what, PackageStore packages, KernelMemory memory) {
        StoredPackage stored = packages.installed().get(0);
        WasmBackend backend = new WasmBackend(memory);
        TextEncoder whole = Models.encoder(packages.load(stored));
        String right = Arrays.toString(run(backend.open(whole.graph(), whole.weights())));
        long before = memory.usedBytes();
        StoredModel model = StoredModel.of(packages, stored, () -> 0);
        check.equal(what + ": weights on the heap", 0, model.model().weights().size());
        check.equal(what, right, Arrays.toString(run(model.open(backend))));
        check.equal(what + ": memory", before, memory.usedBytes());
        check.equal(what + ", on the reference",
                Arrays.toString(run(new ReferenceBackend().open(whole.graph(), whole.weights()))),
                Arrays.toString(run(model.open(new ReferenceBackend()))));
        check.isTrue(what + ": nothing failed", !model.hasFailed());
    }

    private static void damaged(Check check) {
        Sample sample = sample(BertContract.tensors(5), PIECE);
        withStores(sample, (records, packages) -> {
            StoredPackage stored = packages.installed().get(0);
            List<StoredPackage.Place> places = PackageStore.pieces(stored,
                    stored.manifest().layer(ModelPackage.WEIGHTS).digest());
            // The first piece is read for the header as well: it is damaged after that.
            for (StoredPackage.Place place : List.of(places.get(0), places.get(places.size() / 2),
                    places.get(places.size() - 1))) {
                KernelMemory memory = new KernelMemory(new BrowserKernelHost());
                WasmBackend backend = new WasmBackend(memory);
                StoredModel model = StoredModel.of(packages, stored, () -> 0);
                byte[] bad = sample.piece(place);
                bad[bad.length / 2] ^= 4;
                records.apply(new Batch().put(Table.CHUNKS, place.digest().hex(), bad)
                        .delete(Table.EXTENTS, place.digest().hex()));
                DamagedData found = check.fails("damaged " + place.words(), DamagedData.class,
                        () -> model.open(backend));
                check.equal("the piece is named", place.words(), found.finding().where());
                check.equal("memory", 0L, memory.usedBytes());
                check.isTrue("no other backend is tried", model.hasFailed());
                packages.putChunk(place, sample.piece(place));
                check.equal("mended", 80, run(StoredModel.of(packages, stored, () -> 0).open(backend)).length);
            }
        });
    }

    private static void removed(Check check) {
        withStores(sample(BertContract.tensors(5), PIECE), (records, packages) -> {
            StoredPackage stored = packages.installed().get(0);
            KernelMemory memory = new KernelMemory(new BrowserKernelHost());
            StoredModel model = StoredModel.of(packages, stored, () -> 0);
            packages.remove(stored.manifest().name());
            check.fails("removed", Unavailable.class, () -> model.open(new WasmBackend(memory)));
            check.equal("memory", 0L, memory.usedBytes());
            check.isTrue("no other backend is tried", model.hasFailed());
        });
    }

    /** The script that the self-test's page names for kernel threads. */
    @JSBody(script = "return globalThis.tabitatKernelThread;")
    private static native String kernelThread();
}
