package dev.tabitat.core.breeding;

import dev.tabitat.core.adapter.Adapter;
import dev.tabitat.core.adapter.AdapterFiles;
import dev.tabitat.core.adapter.AdapterSamples;
import dev.tabitat.core.adapter.AdapterType;
import dev.tabitat.core.adapter.LowRankDelta;
import dev.tabitat.core.adapter.ModuleDelta;
import dev.tabitat.core.adapter.Modules;
import dev.tabitat.core.contract.Check;
import dev.tabitat.core.contract.Contract;
import dev.tabitat.core.error.Incompatible;
import dev.tabitat.core.error.InvalidInput;
import dev.tabitat.core.format.Safetensors;
import dev.tabitat.core.graph.Op;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.model.BertConfig;
import dev.tabitat.core.model.BertContract;
import dev.tabitat.core.random.SplitMix64;
import dev.tabitat.core.tensor.Shape;
import dev.tabitat.core.tensor.Tensor;
import dev.tabitat.core.text.Utf8;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The mean of adapters is the mean of what each adds to the base, computed here as dense matrices from the files'
 * numbers.
 */
public final class AdapterSumContract {

    private static final BertConfig CONFIG = BertContract.config(Op.Pooling.MEAN);
    private static final Modules MODULES = Modules.of(CONFIG);
    private static final long SEED = 20_261_130L;
    private static final String QUERY_0 = "encoder.layer.0.attention.self.query";
    private static final String QUERY_1 = "encoder.layer.1.attention.self.query";
    private static final String VALUE_0 = "encoder.layer.0.attention.self.value";
    private static final String WIDE_1 = "encoder.layer.1.intermediate.dense";

    private AdapterSumContract() {}

    public static List<Contract> all() {
        return List.of(
                Contract.of("adapter sum: the weighted mean of dense changes, with patterns and both spellings",
                        AdapterSumContract::dense),
                Contract.of("adapter sum: a parent without an adapter counts as no change",
                        AdapterSumContract::without),
                Contract.of("adapter sum: what cannot be summed is refused", AdapterSumContract::refused));
    }

    /** Dense changes by module: each entry a sum over the rank, times the scale that the case states. */
    private static final class Dense {

        private final Map<String, double[]> changes = new TreeMap<>();

        void add(String module, double factor, Tensor down, Tensor up) {
            int in = down.shape().dim(1);
            int out = up.shape().dim(0);
            int rank = down.shape().dim(0);
            float[] a = down.toFloats();
            float[] b = up.toFloats();
            double[] sums = changes.computeIfAbsent(module, unused -> new double[out * in]);
            for (int r = 0; r < rank; r++) {
                for (int o = 0; o < out; o++) {
                    for (int i = 0; i < in; i++) {
                        sums[o * in + i] += factor * b[o * rank + r] * a[r * in + i];
                    }
                }
            }
        }
    }

    /** A LoRA as PEFT writes it, and what it adds to each module. */
    private static final class Sample {

        private final Map<String, Tensor> files = new LinkedHashMap<>();
        private final SplitMix64 random;
        private final String prefix;
        private final String ending;

        Sample(long seed, String prefix, String ending) {
            random = new SplitMix64(seed);
            this.prefix = "base_model.model." + prefix;
            this.ending = ending;
        }

        Sample with(String module, int rank, double factor, Dense expected) {
            Tensor down = matrix(random, rank, width(module, true));
            Tensor up = matrix(random, width(module, false), rank);
            files.put(prefix + module + ".lora_A" + ending, down);
            files.put(prefix + module + ".lora_B" + ending, up);
            expected.add(module, factor, down, up);
            return this;
        }

        Adapter read(JsonObject config) {
            return AdapterFiles.read(Utf8.encode(config.toString()), new Safetensors(files, Map.of()).write());
        }
    }

    private static int width(String module, boolean in) {
        return module.equals(WIDE_1) && !in ? 72 : 40;
    }

    private static Tensor matrix(SplitMix64 random, int rows, int columns) {
        float[] values = new float[rows * columns];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return Tensor.ofFloats(Shape.of(rows, columns), values);
    }

    private static JsonObject config(int rank, double alpha, JsonObject ranks, JsonObject alphas,
            boolean isStabilized) {
        return JsonObject.of("peft_type", "LORA", "bias", "none", "r", rank, "lora_alpha", alpha, "rank_pattern", ranks,
                "alpha_pattern", alphas,
                "use_rslora", isStabilized, "target_modules",
                "(bert\\.)?encoder\\.layer\\.(0\\.attention\\.self\\.(query|value)|1\\.(attention\\.self\\.query|intermediate\\.dense))");
    }

    /** Weights 1, 3 and -0.5 of a sum of 3.5; scales as PEFT defines them: alpha / r, or alpha / √r. */
    private static void dense(Check check) {
        Dense expected = new Dense();
        double first = 1 / 3.5;
        Adapter patterns = new Sample(SEED, "bert.", ".default.weight").with(QUERY_0, 4, first * 8 / 4, expected)
                .with(QUERY_1, 4, first * 8 / 4, expected)
                .with(VALUE_0, 2, first * 6 / 2, expected).with(WIDE_1, 3, first * 8 / 3, expected)
                .read(config(4, 8, JsonObject.of("value", 2, "intermediate.dense", 3), JsonObject.of("self.value", 6),
                        false));
        double second = 3 / 3.5;
        Adapter stabilized = new Sample(SEED + 1, "", ".weight").with(QUERY_0, 9, second * 6 / 3, expected)
                .with(QUERY_1, 4, second * 10 / 2, expected)
                .with(VALUE_0, 9, second * 6 / 3, expected).with(WIDE_1, 9, second * 6 / 3, expected)
                .read(config(9, 6, JsonObject.of("layer.1.attention.self.query", 4),
                        JsonObject.of("1.attention.self.query", 10), true));
        double third = -0.5 / 3.5;
        SplitMix64 random = new SplitMix64(SEED + 2);
        Tensor down = matrix(random, 2, 40);
        Tensor up = matrix(random, 40, 2);
        expected.add(QUERY_1, third * 0.75, down, up);
        Adapter difference = AdapterFiles.read(
                Utf8.encode("{\"adapter_type\":\"low_rank_delta\",\"format_version\":1,\"scale\":0.75}"),
                new Safetensors(Map.of(QUERY_1 + ".down", down, QUERY_1 + ".up", up), Map.of()).write());
        Adapter found = AdapterSum.of(List.of(Optional.of(patterns), Optional.of(stabilized), Optional.of(difference)),
                List.of(1.0, 3.0, -0.5), MODULES).orElseThrow();
        compare(check, expected, found);
        check.equal("its kind", AdapterType.LOW_RANK_DELTA, found.type());
        check.equal("the ranks add up", 4 + 4 + 2,
                ((ModuleDelta.LowRank) found.changes(MODULES).get(2)).down().shape().dim(0));
    }

    private static void compare(Check check, Dense expected, Adapter found) {
        Dense sum = new Dense();
        for (ModuleDelta change : found.changes(MODULES)) {
            ModuleDelta.LowRank lowRank = (ModuleDelta.LowRank) change;
            sum.add(lowRank.module().name(), lowRank.factor(), lowRank.down(), lowRank.up());
        }
        check.equal("modules, seed " + SEED, expected.changes.keySet(), sum.changes.keySet());
        expected.changes.forEach((module, values) -> {
            double[] others = sum.changes.get(module);
            check.equal(module + ": size", values.length, others.length);
            for (int i = 0; i < values.length; i++) {
                // Factors are rounded to floats once: 2^-24 of each of up to 18 products of a size below 100.
                check.near(module + " " + i + ", seed " + SEED, values[i], others[i], 1e-4);
            }
        });
    }

    private static void without(Check check) {
        Dense expected = new Dense();
        JsonObject config = config(4, 8, JsonObject.EMPTY, JsonObject.EMPTY, false);
        Adapter one = new Sample(SEED + 3, "", ".weight").with(QUERY_0, 4, 0.25 * 2, expected)
                .with(QUERY_1, 4, 0.25 * 2, expected).with(VALUE_0, 4, 0.25 * 2, expected)
                .with(WIDE_1, 4, 0.25 * 2, expected).read(config);
        compare(check, expected,
                AdapterSum.of(List.of(Optional.empty(), Optional.of(one)), List.of(3.0, 1.0), MODULES).orElseThrow());
        check.isTrue("none has one",
                AdapterSum.of(List.of(Optional.empty(), Optional.empty()), List.of(1.0, 1.0), MODULES).isEmpty());
    }

    private static void refused(Check check) {
        Optional<Adapter> lora = Optional.of(AdapterSamples.lora(CONFIG, 4, 1));
        for (List<Double> weights : List.of(List.of(1.0, -1.0), List.of(Double.NaN, 1.0), List.of(1.0, -0.99999999))) {
            check.fails("weights " + weights, InvalidInput.class,
                    () -> AdapterSum.of(List.of(lora, lora), weights, MODULES));
        }
        BertConfig narrow = new BertConfig(32, 2, 4, 72, 30, 16, 1e-12, Op.Pooling.MEAN, true, 12);
        check.fails("another base", Incompatible.class,
                () -> AdapterSum.of(List.of(lora, lora), List.of(1.0, 1.0), Modules.of(narrow)));
        for (Adapter kind : List.of(AdapterSamples.sparse(CONFIG, 1), AdapterSamples.intervention(CONFIG, 1))) {
            check.fails("another kind: " + kind.type().id(), Incompatible.class,
                    () -> AdapterSum.of(List.of(lora, Optional.of(kind)), List.of(1.0, 1.0), MODULES));
        }
        Optional<Adapter> huge = Optional.of(new LowRankDelta(1e38, Map.of(QUERY_0, new LowRankDelta.Factors(
                matrix(new SplitMix64(SEED), 1, 40), Tensor.ofFloats(Shape.of(40, 1), filled())))));
        check.fails("a product beyond a float", InvalidInput.class,
                () -> AdapterSum.of(List.of(huge, huge), List.of(1.0, 1.0), MODULES));
    }

    private static float[] filled() {
        float[] values = new float[40];
        Arrays.fill(values, 100);
        return values;
    }
}
