package dev.tabitat.e2e.benchmark;

import dev.tabitat.core.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What was found so far; filled step by step, so that a step that fails costs the others nothing. */
final class Results {

    /** Sizes of a page's process: before the model, with it after passes of one text, and after passes of many. */
    record MemoryUse(String what, long before, long loaded, long peak) {

        JsonObject json() {
            return JsonObject.of("what", what, "before_bytes", before, "loaded_bytes", loaded, "peak_bytes", peak);
        }
    }

    final List<Rounds> cpu = new ArrayList<>();
    final List<Rounds> gpu = new ArrayList<>();
    /** Milliseconds by step, one a load. */
    final Map<String, List<Double>> loads = new LinkedHashMap<>();
    final List<CodeSize> code = new ArrayList<>();
    final List<MemoryUse> memory = new ArrayList<>();
    final List<Cosines> quality = new ArrayList<>();
    final List<SearchFigures> search = new ArrayList<>();
    /** Reading a model from the store; empty when it was not measured. */
    final List<StoreReads> storeReads = new ArrayList<>();

    /** Decoders with random weights; empty when none was measured. */
    final List<DecoderTimes.Figures> decoders = new ArrayList<>();

    /** Opening encoders from the store; empty when it was not measured. */
    final List<ModelOpenings> openings = new ArrayList<>();
    /** The app's own search, by steps, milliseconds; empty when it was not measured. */
    JsonObject appSearch = JsonObject.EMPTY;
    /** Reading a long document: seconds and the longest page task of each round; empty when it was not measured. */
    JsonObject longDocument = JsonObject.EMPTY;
    /** Milliseconds and bytes of first visits, by what was measured; empty when they were not. */
    final Map<String, List<Double>> visits = new LinkedHashMap<>();

    /** Milliseconds of requests to the endpoint, by the page that sends them; empty when it was not measured. */
    final Map<String, List<Double>> endpoint = new LinkedHashMap<>();
    /** Medians that the device measured for its int8 kernel, GOP/s. */
    final List<Double> peaks = new ArrayList<>();
    /** What could not be measured, and why. */
    final List<String> notes = new ArrayList<>();
    String kernel = "";
    JsonObject selfTest = JsonObject.EMPTY;
    String browser = "";
    String peerVersion = "";
    String adapter = "";
    boolean softwareAdapter = true;

    void load(String step, double millis) {
        loads.computeIfAbsent(step, name -> new ArrayList<>()).add(millis);
    }
}
