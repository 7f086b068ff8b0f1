package dev.tabitat.kernels.contract;

import dev.tabitat.core.contract.Check;
import dev.tabitat.core.contract.Contract;
import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.format.Safetensors;
import dev.tabitat.core.format.SafetensorsHeader;
import dev.tabitat.core.format.SafetensorsLimits;
import dev.tabitat.core.graph.Op;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.model.BertConfig;
import dev.tabitat.core.model.BertContract;
import dev.tabitat.core.model.BertEncoder;
import dev.tabitat.core.model.EncoderLayout;
import dev.tabitat.core.model.KnownAnswers;
import dev.tabitat.core.model.Quantizer;
import dev.tabitat.core.packages.ModelPackage;
import dev.tabitat.core.runtime.Session;
import dev.tabitat.core.tensor.Shape;
import dev.tabitat.core.tensor.Tensor;
import dev.tabitat.kernels.backend.KernelMemory;
import dev.tabitat.kernels.backend.WasmBackend;
import dev.tabitat.kernels.backend.WeightLoader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A session whose weights came as pieces of a file gives the bits of one that was given them as tensors, whatever the
 * pieces are; a file that is refused leaves no memory taken.
 */
final class WeightLoaderContract implements Contract {

    private static final int[] PIECES = {1, 37, 1000, 4096, 1 << 20};
    private static final String KEY = "encoder.layer.1.attention.self.key";

    private final String title;
    private final KernelMemory memory;
    private final WasmBackend backend;

    WeightLoaderContract(String title, KernelMemory memory, WasmBackend backend) {
        this.title = title;
        this.memory = memory;
        this.backend = backend;
    }

    @Override
    public String name() {
        return "weights that come piece by piece, " + title + ": the same session";
    }

    @Override
    public void run(Check check) {
        same(check, "f32", BertContract.tensors(5));
        same(check, "int8", Quantizer.quantize(BertContract.tensors(5), Quantizer.Kind.INT8));
        same(check, "int4", Quantizer.quantize(BertContract.tensors(5), Quantizer.Kind.INT4));
        Map<String, Tensor> smooth = smoothed();
        same(check, "int8 with smoothing", smooth);
        Map<String, Tensor> more = new LinkedHashMap<>(BertContract.tensors(5));
        more.put("aaa.empty", Tensor.ofFloats(Shape.of(0)));
        more.put("pooler.dense.weight", Tensor.ofFloats(Shape.of(3), 1, Float.NaN, 2));
        same(check, "tensors that nothing uses", more);
        for (String name : BertContract.tensors(5).keySet()) {
            Map<String, Tensor> damaged = new LinkedHashMap<>(BertContract.tensors(5));
            Tensor tensor = damaged.get(name);
            float[] values = tensor.toFloats();
            values[values.length - 2] = Float.NaN;
            damaged.put(name, Tensor.ofFloats(tensor.shape(), values));
            refused(check, "NaN in " + name, damaged);
        }
        refused(check, "a scale of 0",
                with(smooth, KEY + ".scale", Tensor.ofFloats(smooth.get(KEY + ".scale").shape(), new float[40])));
        refused(check, "another smoothing", with(smooth, KEY + ".smoothing", halves(40)));
    }

    /** Queries, keys and values of a layer read the same, so that they share its largest inputs. */
    private static Map<String, Tensor> smoothed() {
        Map<String, Tensor> tensors = BertContract.tensors(5);
        Map<String, float[]> largest = new LinkedHashMap<>();
        Map<String, float[]> shared = new LinkedHashMap<>();
        for (String name : tensors.keySet()) {
            if (name.startsWith("encoder") && name.endsWith(".weight") && !name.contains("LayerNorm")) {
                float[] inputs = new float[tensors.get(name).shape().dim(1)];
                java.util.Arrays.fill(inputs, 1);
                inputs[3] = 50;
                String matrix = name.substring(0, name.length() - ".weight".length());
                largest.put(matrix, matrix.contains("self") ? shared.computeIfAbsent(matrix.substring(0, 16),
                        layer -> inputs) : inputs);
            }
        }
        return Quantizer.quantize(tensors, Quantizer.Kind.INT8, largest);
    }

    private static Tensor halves(int count) {
        float[] values = new float[count];
        java.util.Arrays.fill(values, .5f);
        return Tensor.ofFloats(Shape.of(count), values);
    }

    private static Map<String, Tensor> with(Map<String, Tensor> tensors, String name, Tensor other) {
        Map<String, Tensor> changed = new LinkedHashMap<>(tensors);
        changed.put(name, other);
        return changed;
    }

    private void same(Check check, String what, Map<String, Tensor> tensors) {
        Map<String, Tensor> inputs = BertContract.inputs(new int[]{1, 7, 2}, new int[]{1, 4, 5, 6, 29, 2},
                new int[]{1, 2});
        BertEncoder whole = BertEncoder.of(config(), new Safetensors(tensors, Map.of()));
        byte[] file = new Safetensors(tensors, Map.of("note", "x")).write();
        try (Session expected = backend.open(whole.graph(), whole.weights())) {
            float[] right = expected.run(inputs).get(BertEncoder.EMBEDDINGS).toFloats();
            long before = memory.usedBytes();
            for (int piece : PIECES) {
                try (Session session = load(file, piece)) {
                    Bits.same(check, what + " in pieces of " + piece,
                            right, session.run(inputs).get(BertEncoder.EMBEDDINGS).toFloats());
                    check.equal("memory of " + what, expected.memoryBytes(), session.memoryBytes());
                    try (Session derived = session.derive(whole.graph(), Map.of())) {
                        Bits.same(check, "derived, " + what, right,
                                derived.run(inputs).get(BertEncoder.EMBEDDINGS).toFloats());
                    }
                }
                check.equal("memory after " + what, before, memory.usedBytes());
            }
        }
    }

    private void refused(Check check, String what, Map<String, Tensor> tensors) {
        byte[] file = new Safetensors(tensors, Map.of()).write();
        DamagedData expected = check.fails(what, DamagedData.class,
                () -> BertEncoder.of(config(), new Safetensors(tensors, Map.of())));
        long before = memory.usedBytes();
        for (int piece : PIECES) {
            DamagedData found = check.fails(what + " in pieces of " + piece, DamagedData.class,
                    () -> load(file, piece));
            check.equal("message", expected.getMessage(), found.getMessage());
            check.equal("finding", expected.finding().toString(), found.finding().toString());
            check.equal("memory after " + what, before, memory.usedBytes());
        }
    }

    private static BertConfig config() {
        return new BertConfig(40, 2, 2, 72, 30, 16, 1e-12, Op.Pooling.MEAN, true, 12);
    }

    /** Opens a session over a file that lies in the memory piece after piece. */
    private Session load(byte[] file, int piece) {
        EncoderLayout encoder = layout(file);
        SafetensorsHeader header = SafetensorsHeader.read(file, file.length, SafetensorsLimits.DEFAULT);
        List<Integer> lengths = new ArrayList<>();
        for (int at = 0; at < file.length; at += piece) {
            lengths.add(Math.min(piece, file.length - at));
        }
        try (WeightLoader loader = backend.load(encoder.weights(), header, Math.min(piece, file.length))) {
            int at = 0;
            int first = 0;
            while (first < lengths.size()) {
                WeightLoader.Target target = loader.target(lengths.subList(first, lengths.size()));
                memory.host().write(target.address(), file, at, target.bytes());
                loader.arrived(target);
                first += target.pieces();
                at += target.bytes();
            }
            return loader.finish();
        }
    }

    private static EncoderLayout layout(byte[] file) {
        Tensor answers = Tensor.ofFloats(Shape.of(1, 40), new float[40]);
        KnownAnswers known = new KnownAnswers(BertContract.inputs(new int[]{1, 2}), answers);
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put(ModelPackage.ARCHITECTURE, config().write().toString().getBytes(StandardCharsets.UTF_8));
        files.put(ModelPackage.TOKENIZER, JsonObject.EMPTY.toString().getBytes(StandardCharsets.UTF_8));
        files.put(ModelPackage.KNOWN_ANSWERS, known.write());
        return EncoderLayout.of(ModelPackage.ofVerified(null, files),
                SafetensorsHeader.read(file, file.length, SafetensorsLimits.DEFAULT));
    }
}
