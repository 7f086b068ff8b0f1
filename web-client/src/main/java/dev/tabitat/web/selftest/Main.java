package dev.tabitat.web.selftest;

import dev.tabitat.core.contract.Check;
import dev.tabitat.core.contract.Contract;
import dev.tabitat.core.contract.CoreContracts;
import dev.tabitat.core.json.Json;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.kernels.contract.KernelContracts;
import dev.tabitat.web.jso.Clock;
import dev.tabitat.web.kernelhost.BrowserKernelHost;
import dev.tabitat.web.selftest.StoreContracts.FaultsPerWrite;
import dev.tabitat.web.store.IndexedDbRecords;
import dev.tabitat.web.store.RecordStore;
import java.util.ArrayList;
import java.util.List;
import org.teavm.jso.JSBody;

/**
 * Runs every portable contract, and those that only a browser can keep, in the browser, or serves a benchmark; not part
 * of the app.
 */
public final class Main {

    private static final long SEED = 20_261_123L;
    private static IndexedDbRecords lastStore;

    private Main() {}

    /** An empty database in place of the last one. */
    private static RecordStore freshStore() {
        return freshStore("tabitat-self-test", Long.MAX_VALUE);
    }

    /**
     * The same with every blob in a file; under a name of its own, since the page may run its contracts at the same
     * time.
     */
    private static RecordStore freshStoreWithFiles() {
        RecordStore store = freshStore("tabitat-self-test-files", 0);
        if (store.files().isEmpty()) {
            throw new IllegalStateException("this worker has no files of the origin private file system");
        }
        return store;
    }

    private static RecordStore freshStore(String name, long leastBlobBytes) {
        if (lastStore != null) {
            lastStore.close();
        }
        IndexedDbRecords.delete(name);
        lastStore = IndexedDbRecords.open(name, leastBlobBytes);
        return lastStore;
    }

    public static void main(String[] arguments) {
        if (arguments.length > 0 && arguments[0].equals("vectors")) {
            VectorBench.serve();
            return;
        }
        if (arguments.length > 0 && arguments[0].equals("store")) {
            StoreBench.serve();
            return;
        }
        if (arguments.length > 0 && arguments[0].equals("decoders")) {
            DecoderBench.serve();
            return;
        }
        if (arguments.length > 0 && arguments[0].equals("threads")) {
            List<Contract> inWorker = new ArrayList<>(ThreadContracts.all(SEED));
            inWorker.addAll(FilesContracts.all());
            inWorker.addAll(StoredModelContracts.all());
            for (Contract contract : StoreContracts.all(Main::freshStoreWithFiles, SEED, FaultsPerWrite.ONE)) {
                inWorker.add(Contract.of(contract.name() + " (in files)", contract::run));
            }
            publish(results(inWorker));
            return;
        }
        List<Contract> contracts = new ArrayList<>(CoreContracts.all());
        contracts.addAll(KernelContracts.all(new BrowserKernelHost()));
        contracts.addAll(BrowserContracts.all());
        contracts.addAll(ProfileContracts.all());
        contracts.addAll(GpuContracts.all());
        contracts.addAll(StoreContracts.all(Main::freshStore, SEED, FaultsPerWrite.ONE));
        contracts.addAll(DocumentStoreContracts.all(Main::freshStore, SEED));
        publish(results(contracts));
    }

    private static String results(List<Contract> contracts) {
        List<Json> results = new ArrayList<>();
        for (Contract contract : contracts) {
            results.add(run(contract));
        }
        return JsonObject.of("done", true, "results", new JsonArray(results)).toString();
    }

    private static JsonObject run(Contract contract) {
        Check check = new Check();
        String message = "";
        double start = Clock.millis();
        try {
            contract.run(check);
        } catch (Throwable broken) {
            message = broken.toString();
        }
        return JsonObject.of("name", contract.name(), "passed", message.isEmpty(), "checks", check.count(),
                "message", message, "ms", Math.round(Clock.millis() - start));
    }

    @JSBody(params = "json", script = "globalThis.tabitatSelfTest = JSON.parse(json);"
            + "if (globalThis.tabitatPublish) { tabitatPublish(tabitatSelfTest); }")
    private static native void publish(String json);
}
