package dev.tabitat.core.model;

import dev.tabitat.core.breeding.Calibration;
import dev.tabitat.core.contract.Check;
import dev.tabitat.core.contract.Contract;
import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.InvalidInput;
import dev.tabitat.core.error.TabitatException;
import dev.tabitat.core.error.Unsupported;
import dev.tabitat.core.format.Safetensors;
import dev.tabitat.core.graph.Op;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.runtime.ReferenceBackend;
import dev.tabitat.core.runtime.Session;
import dev.tabitat.core.tensor.DType;
import dev.tabitat.core.tensor.Quantization4;
import dev.tabitat.core.tensor.Quantization;
import dev.tabitat.core.tensor.Shape;
import dev.tabitat.core.tensor.Tensor;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** BERT encoders: their measures, their weights in three kinds, and what a batch may not change. */
public final class BertContract {

    private static final int HIDDEN = 40;
    private static final int WORDS = 30;
    private static final int PLACES = 16;
    private static final String QUERY = "encoder.layer.1.attention.self.query";

    private BertContract() {
    }

    public static List<Contract> all() {
        return List.of(
                Contract.of("bert: measures survive writing and reading", BertContract::measures),
                Contract.of("bert: measures out of range are refused by name", BertContract::wrongMeasures),
                Contract.of("bert: an embedding does not depend on its batch", BertContract::batches),
                Contract.of("bert: smaller weights stay near the large ones", BertContract::smaller),
                Contract.of("bert: large inputs move into the weights", BertContract::smoothed),
                Contract.of("bert: four bits become eight exactly", BertContract::exact),
                Contract.of("bert: quantizing is the same every time and leaves the rest alone", BertContract::pure),
                Contract.of("bert: damaged weights are refused by name", BertContract::damaged));
    }

    /** A small encoder with both poolings possible. */
    public static BertConfig config(Op.Pooling pooling) {
        return new BertConfig(HIDDEN, 2, 4, 72, WORDS, PLACES, 1e-12, pooling, true, 12);
    }

    /** Its weights, as a trained one would have them in size. */
    public static Map<String, Tensor> tensors(long seed) {
        Random random = new Random(seed);
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        tensors.put("embeddings.word_embeddings.weight", matrix(random, WORDS, HIDDEN));
        tensors.put("embeddings.position_embeddings.weight", matrix(random, PLACES, HIDDEN));
        tensors.put("embeddings.token_type_embeddings.weight", matrix(random, 2, HIDDEN));
        norm(tensors, random, "embeddings.LayerNorm");
        for (int layer = 0; layer < 2; layer++) {
            String name = "encoder.layer." + layer + ".";
            for (String part : List.of("attention.self.query", "attention.self.key", "attention.self.value",
                    "attention.output.dense")) {
                dense(tensors, random, name + part, HIDDEN, HIDDEN);
            }
            norm(tensors, random, name + "attention.output.LayerNorm");
            dense(tensors, random, name + "intermediate.dense", 72, HIDDEN);
            dense(tensors, random, name + "output.dense", HIDDEN, 72);
            norm(tensors, random, name + "output.LayerNorm");
        }
        return tensors;
    }

    /** The encoder with these weights. */
    public static BertEncoder encoder(BertConfig config, Map<String, Tensor> tensors) {
        return BertEncoder.of(config, new Safetensors(tensors, Map.of()));
    }

    /** Sequences one after the other, as the graph reads them. */
    public static Map<String, Tensor> inputs(int[]... sequences) {
        int tokens = 0;
        for (int[] sequence : sequences) {
            tokens += sequence.length;
        }
        int[] ids = new int[tokens];
        int[] places = new int[tokens];
        int[] ends = new int[sequences.length + 1];
        int at = 0;
        for (int s = 0; s < sequences.length; s++) {
            for (int i = 0; i < sequences[s].length; i++) {
                ids[at] = sequences[s][i];
                places[at++] = i;
            }
            ends[s + 1] = at;
        }
        return Map.of(BertEncoder.IDS, Tensor.ofInts(Shape.of(tokens), ids), BertEncoder.PLACES,
                Tensor.ofInts(Shape.of(tokens), places),
                BertEncoder.ENDS, Tensor.ofInts(Shape.of(ends.length), ends));
    }

    private static void measures(Check check) {
        for (Op.Pooling pooling : List.of(Op.Pooling.MEAN, Op.Pooling.FIRST)) {
            BertConfig config = config(pooling);
            check.equal("read back", config, BertConfig.read(config.write()));
        }
        check.equal("the names of config.json", 1536L,
                new BertConfig(384, 6, 12, 1536, 30522, 512, 1e-12, Op.Pooling.MEAN, true, 256).write()
                        .integer("intermediate_size"));
    }

    private static void wrongMeasures(Check check) {
        JsonObject good = config(Op.Pooling.MEAN).write();
        refused(check, good, "hidden_size", 0, DamagedData.class);
        refused(check, good, "hidden_size", 41, DamagedData.class);
        refused(check, good, "hidden_size", 1L << 40, DamagedData.class);
        refused(check, good, "num_attention_heads", 41, DamagedData.class);
        refused(check, good, "vocab_size", 1 << 30, DamagedData.class);
        refused(check, good, "max_tokens", 17, DamagedData.class);
        refused(check, good, "max_tokens", 1, DamagedData.class);
        refused(check, good, "layer_norm_eps", -1, DamagedData.class);
        refused(check, good, "layer_norm_eps", "small", DamagedData.class);
        refused(check, good, "hidden_act", "swish", Unsupported.class);
        refused(check, good, "pooling", "max", Unsupported.class);
        refused(check, good, "architecture", "gpt", Unsupported.class);
        refused(check, good, "normalize", 1, DamagedData.class);
    }

    private static void refused(Check check, JsonObject good, String field, Object value,
            Class<? extends TabitatException> error) {
        JsonObject.Builder builder = JsonObject.builder();
        for (String name : good.names()) {
            builder.put(name, name.equals(field) ? value : good.get(name));
        }
        TabitatException e = check.fails(field + " = " + value, error, () -> BertConfig.read(builder.build()));
        check.isTrue("the field is named: " + e.finding(), e.finding().where().contains(field) || value.equals(41));
    }

    private static void batches(Check check) {
        int[][] sequences = {{1, 5, 2}, {1, 2}, {1, 9, 9, 29, 0, 3, 4, 7, 8, 11, 13, 2}, {1, 5, 2}};
        for (Quantizer.Kind kind : new Quantizer.Kind[]{null, Quantizer.Kind.INT8, Quantizer.Kind.INT4}) {
            for (Op.Pooling pooling : List.of(Op.Pooling.MEAN, Op.Pooling.FIRST)) {
                float[] together = run(encoder(config(pooling), quantized(kind)), sequences);
                for (int s = 0; s < sequences.length; s++) {
                    float[] alone = run(encoder(config(pooling), quantized(kind)), sequences[s]);
                    check.equal(kind + " " + pooling + " sequence " + s, Arrays.toString(alone),
                            Arrays.toString(Arrays.copyOfRange(together, s * HIDDEN, (s + 1) * HIDDEN)));
                    double length = dot(alone, alone);
                    check.isTrue("length 1, found " + length, Math.abs(length - 1) < 1e-5);
                }
            }
        }
    }

    private static void smaller(Check check) {
        int[] sequence = {1, 9, 9, 29, 0, 3, 4, 7, 8, 11, 13, 2};
        float[] large = run(encoder(config(Op.Pooling.MEAN), tensors(3)), sequence);
        double int8 = dot(large, run(encoder(config(Op.Pooling.MEAN), quantized(Quantizer.Kind.INT8)), sequence));
        double int4 = dot(large, run(encoder(config(Op.Pooling.MEAN), quantized(Quantizer.Kind.INT4)), sequence));
        check.isTrue("int8, cosine " + int8, int8 > 0.995);
        check.isTrue("int4, cosine " + int4, int4 > 0.96);
        check.isTrue("something was lost", int8 < 1 - 1e-7 && int4 < int8);
    }

    private static void smoothed(Check check) {
        int[] sequence = {1, 9, 9, 29, 0, 3, 4, 7, 8, 11, 13, 2};
        Map<String, Tensor> parent = new LinkedHashMap<>(tensors(3));
        // One input of a layer is far larger than the others, as in real encoders: it takes the steps that they need.
        Tensor gamma = parent.get("encoder.layer.0.attention.output.LayerNorm.weight");
        float[] values = gamma.toFloats();
        values[7] = 60;
        parent.put("encoder.layer.0.attention.output.LayerNorm.weight", Tensor.ofFloats(gamma.shape(), values));
        BertEncoder large = encoder(config(Op.Pooling.MEAN), parent);
        Map<String, float[]> largest = Calibration.largestInputs(large,
                List.of(inputs(new int[]{1, 5, 6, 7, 2}), inputs(new int[]{1, 20, 21, 2})));
        check.equal("a list for each matrix", 12, largest.size());
        check.isTrue("what reads the same shares it",
                largest.get(QUERY) == largest.get(QUERY.replace("query", "value")));
        check.isTrue("the large one is found", largest.get("encoder.layer.0.intermediate.dense")[7] > 10);
        Map<String, Tensor> child = Quantizer.quantize(parent, Quantizer.Kind.INT8, largest);
        float[] right = run(large, sequence);
        double plain = dot(right,
                run(encoder(config(Op.Pooling.MEAN), Quantizer.quantize(parent, Quantizer.Kind.INT8)), sequence));
        double smooth = dot(right, run(encoder(config(Op.Pooling.MEAN), child), sequence));
        check.isTrue("smoothing brings it nearer: " + plain + " to " + smooth, smooth > plain && smooth > 0.995);
        Map<String, Tensor> unlike = new LinkedHashMap<>(child);
        unlike.remove(QUERY + ".smoothing");
        check.fails("queries without, keys with", DamagedData.class, () -> encoder(config(Op.Pooling.MEAN), unlike));
        unlike.put(QUERY + ".smoothing", Tensor.ofFloats(Shape.of(HIDDEN), new float[HIDDEN]));
        named(check, "a factor of 0", QUERY + ".smoothing", unlike);
        check.fails("inputs of no matrix", InvalidInput.class,
                () -> Quantizer.quantize(parent, Quantizer.Kind.INT8, Map.of("nobody", new float[3])));
    }

    private static void exact(Check check) {
        Random random = new Random(8);
        for (int in : new int[]{1, 2, 31, 32, 33, 72, 100}) {
            Tensor matrix = matrix(random, 7, in);
            Quantization4 packed = Quantization4.of(matrix);
            Quantization wide = packed.expand();
            float[] scales = packed.scales().toFloats();
            float[] weights = matrix.toFloats();
            double worst = 0;
            for (int i = 0; i < weights.length; i++) {
                int multiplier = packed.multipliers().bytes()[i / in * Quantization4.blocks(in)
                        + i % in / Quantization4.BLOCK];
                int value = wide.values().bytes()[i];
                check.isTrue("a multiple of " + multiplier + ": " + value,
                        value % multiplier == 0 && Math.abs(value / multiplier) <= 7);
                worst = Math.max(worst, Math.abs(weights[i] - scales[i / in] * value) / scales[i / in]);
            }
            check.isTrue("off by at most half of the largest step, found " + worst, worst <= Quantization4.MOST);
        }
        Quantization4 zeros = Quantization4.of(Tensor.ofFloats(Shape.of(2, 5), new float[10]));
        check.equal("zeros stay zeros", Arrays.toString(new byte[10]),
                Arrays.toString(zeros.expand().values().bytes()));
        check.fails("NaN", DamagedData.class,
                () -> Quantization4.of(Tensor.ofFloats(Shape.of(1, 2), new float[]{1, Float.NaN})));
    }

    private static void pure(Check check) {
        Map<String, Tensor> parent = tensors(3);
        for (Quantizer.Kind kind : Quantizer.Kind.values()) {
            check.equal("its name", kind, Quantizer.Kind.parse(kind.id()));
            Map<String, Tensor> child = Quantizer.quantize(parent, kind);
            byte[] file = new Safetensors(child, Map.of()).write();
            check.isTrue("the same bytes",
                    Arrays.equals(file, new Safetensors(Quantizer.quantize(tensors(3), kind), Map.of()).write()));
            Tensor places = child.get("embeddings.position_embeddings.weight");
            check.equal("places stay in floats", DType.F32, places.dtype());
            check.equal("words do not", kind == Quantizer.Kind.INT8 ? DType.I8 : DType.U8,
                    child.get("embeddings.word_embeddings.weight").dtype());
            check.fails("twice", InvalidInput.class, () -> Quantizer.quantize(child, kind));
        }
        check.fails("nothing to do", InvalidInput.class, () -> Quantizer.quantize(Map.of(), Quantizer.Kind.INT8));
        check.fails("another kind", InvalidInput.class, () -> Quantizer.Kind.parse("int2"));
    }

    private static void damaged(Check check) {
        for (String name : tensors(3).keySet()) {
            Map<String, Tensor> without = new LinkedHashMap<>(tensors(3));
            without.remove(name);
            named(check, "missing", name, without);
            Tensor tensor = tensors(3).get(name);
            float[] values = tensor.toFloats();
            values[values.length - 1] = Float.POSITIVE_INFINITY;
            boolean isSecondType = name.contains("token_type");
            Map<String, Tensor> infinite = new LinkedHashMap<>(tensors(3));
            infinite.put(name, Tensor.ofFloats(tensor.shape(), values));
            named(check, "infinite", name, infinite);
            Map<String, Tensor> flat = new LinkedHashMap<>(tensors(3));
            flat.put(name, Tensor.ofFloats(Shape.of(values.length + (isSecondType ? 1 : 0), 1),
                    new float[values.length + (isSecondType ? 1 : 0)]));
            named(check, "another shape", name, flat);
        }
        Map<String, Tensor> mixed = new LinkedHashMap<>(quantized(Quantizer.Kind.INT8));
        mixed.remove(QUERY + ".scale");
        named(check, "no scale", QUERY + ".scale", mixed);
        mixed.put(QUERY + ".scale", Tensor.ofFloats(Shape.of(HIDDEN), new float[HIDDEN]));
        named(check, "a scale of 0", QUERY + ".scale", mixed);
        mixed.put(QUERY + ".weight", tensors(3).get(QUERY + ".weight"));
        check.equal("queries in floats, keys in bytes: all in floats", DType.F32,
                encoder(config(Op.Pooling.MEAN), mixed).weights().get("encoder.layer.1.attention.self.qkv.weight")
                        .dtype());
        Map<String, Tensor> halves = new LinkedHashMap<>(quantized(Quantizer.Kind.INT4));
        halves.put(QUERY + ".multiplier",
                Tensor.ofBytes(DType.U8, halves.get(QUERY + ".multiplier").shape(), new byte[HIDDEN * 2]));
        named(check, "a multiplier of 0", QUERY, halves);
        halves.putAll(quantized(Quantizer.Kind.INT4));
        halves.put(QUERY + ".weight",
                Tensor.ofBytes(DType.U8, halves.get(QUERY + ".weight").shape(), new byte[HIDDEN * HIDDEN / 2]));
        named(check, "a value of -8", QUERY, halves);
    }

    private static void named(Check check, String what, String name, Map<String, Tensor> tensors) {
        DamagedData e = check.fails(what + ": " + name, DamagedData.class,
                () -> encoder(config(Op.Pooling.MEAN), tensors));
        check.isTrue(what + " is named: " + e.finding(), e.finding().where().contains(name));
    }

    private static Map<String, Tensor> quantized(Quantizer.Kind kind) {
        return kind == null ? tensors(3) : Quantizer.quantize(tensors(3), kind);
    }

    private static float[] run(BertEncoder encoder, int[]... sequences) {
        try (Session session = new ReferenceBackend().open(encoder.graph(), encoder.weights())) {
            return session.run(inputs(sequences)).get(BertEncoder.EMBEDDINGS).toFloats();
        }
    }

    private static double dot(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (double) a[i] * b[i];
        }
        return sum;
    }

    private static void dense(Map<String, Tensor> tensors, Random random, String name, int out, int in) {
        tensors.put(name + ".weight", matrix(random, out, in));
        tensors.put(name + ".bias", Tensor.ofFloats(Shape.of(out), floats(random, out, 0.1f, 0)));
    }

    private static void norm(Map<String, Tensor> tensors, Random random, String name) {
        tensors.put(name + ".weight", Tensor.ofFloats(Shape.of(HIDDEN), floats(random, HIDDEN, 0.2f, 1)));
        tensors.put(name + ".bias", Tensor.ofFloats(Shape.of(HIDDEN), floats(random, HIDDEN, 0.2f, 0)));
    }

    private static Tensor matrix(Random random, int rows, int columns) {
        return Tensor.ofFloats(Shape.of(rows, columns), floats(random, rows * columns, 0.3f, 0));
    }

    private static float[] floats(Random random, int count, float size, float around) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = around + size * (2 * random.nextFloat() - 1);
        }
        return values;
    }
}
