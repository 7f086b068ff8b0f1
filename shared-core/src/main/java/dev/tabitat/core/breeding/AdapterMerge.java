package dev.tabitat.core.breeding;

import dev.tabitat.core.adapter.AdapterStack;
import dev.tabitat.core.adapter.Change;
import dev.tabitat.core.adapter.Modules;
import dev.tabitat.core.digest.Digest;
import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.InvalidInput;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.lineage.BreedingOperator;
import dev.tabitat.core.tensor.DType;
import dev.tabitat.core.tensor.Quantization;
import dev.tabitat.core.tensor.Quantization4;
import dev.tabitat.core.tensor.Shape;
import dev.tabitat.core.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Folds a stack of adapters into the weights of a descendant. The same bytes on every machine: sums in double in the order of the
 * stack, rounded once.
 *
 * <p>A quantized matrix is taken apart into what it stands for, changed, and quantized again in the same kind; its smoothing stays.
 * What an intervention adds to a hidden state goes into the beta of the norm that makes it, which is the same.
 */
public final class AdapterMerge {

    private static final String WEIGHT = ".weight";

    private AdapterMerge() {
    }

    /**
     * A descendant's weights.
     *
     * @param tensors by the names of the base, of the same types and shapes; those that no adapter changes are the base's own
     * @param recipe {@code {operator: "adapter_merge", base, adapters: [{adapter_id, adapter_type, manifest_digest, weight}], arithmetic,
     *     requantized: [kinds], changed: [tensors]}}
     */
    public record Merged(Map<String, Tensor> tensors, JsonObject recipe) {
    }

    /**
     * @param base the base's tensors, by the names of {@link dev.tabitat.core.model.BertEncoder}
     * @param baseDigest of the base's manifest, for the recipe
     * @throws dev.tabitat.core.error.Incompatible when an adapter does not fit the base
     * @throws InvalidInput when the stack changes nothing, or a sum is beyond what a float holds
     * @throws DamagedData when a tensor of the base is missing or of another shape
     */
    public static Merged merge(Map<String, Tensor> base, Digest baseDigest, Modules modules, AdapterStack stack) {
        Map<String, List<AdapterStack.Step>> byTensor = new LinkedHashMap<>();
        for (AdapterStack.Step step : stack.steps(modules)) {
            byTensor.computeIfAbsent(tensor(step.change()), key -> new ArrayList<>()).add(step);
        }
        if (byTensor.isEmpty()) {
            throw new InvalidInput("There is nothing to merge.", Finding.at("stack").expected("an adapter with a weight other than 0").found("none"));
        }
        Map<String, Tensor> merged = new TreeMap<>(base);
        TreeSet<String> requantized = new TreeSet<>();
        byTensor.forEach((name, steps) -> {
            if (name.endsWith(WEIGHT)) {
                matrix(name.substring(0, name.length() - WEIGHT.length()), steps, merged, requantized);
            } else {
                merged.put(name, floats(name, added(vector(name, modules.hidden(), base), steps), Shape.of(modules.hidden())));
            }
        });
        List<JsonObject> adapters = new ArrayList<>();
        for (AdapterStack.Entry entry : stack.entries()) {
            adapters.add(entry.toJson());
        }
        return new Merged(merged, JsonObject.of(
                "operator", BreedingOperator.ADAPTER_MERGE.id(), "base", baseDigest.toString(), "adapters", adapters, "arithmetic",
                "sums in double in the order of the stack, rounded once", "requantized", JsonArray.ofStrings(List.copyOf(requantized)), "changed",
                JsonArray.ofStrings(List.copyOf(new TreeSet<>(byTensor.keySet())))));
    }

    private static String tensor(Change change) {
        if (change instanceof Change.LowRank lowRank) {
            return lowRank.module().name() + WEIGHT;
        }
        if (change instanceof Change.Sparse sparse) {
            return sparse.module().name() + WEIGHT;
        }
        return Modules.hiddenState(((Change.Shift) change).layer()) + ".bias";
    }

    private static double[] vector(String name, int width, Map<String, Tensor> base) {
        return doubles(required(name, DType.F32, Shape.of(width), base).toFloats());
    }

    private static double[] added(double[] values, List<AdapterStack.Step> steps) {
        for (AdapterStack.Step step : steps) {
            float[] vector = ((Change.Shift) step.change()).vector().toFloats();
            for (int i = 0; i < values.length; i++) {
                values[i] += step.factor() * vector[i];
            }
        }
        return values;
    }

    private static void matrix(String module, List<AdapterStack.Step> steps, Map<String, Tensor> tensors, TreeSet<String> requantized) {
        Modules.Linear linear = linear(steps.get(0).change());
        Tensor held = required(module + WEIGHT, tensors);
        if (held.dtype() == DType.F32) {
            Shape shape = Shape.of(linear.out(), linear.in());
            double[] sums = doubles(required(module + WEIGHT, DType.F32, shape, tensors).toFloats());
            add(steps, sums, linear.in());
            tensors.put(module + WEIGHT, floats(module + WEIGHT, sums, shape));
            return;
        }
        boolean isInt8 = held.dtype() == DType.I8;
        Tensor scales = required(module + ".scale", DType.F32, Shape.of(linear.out()), tensors);
        Quantization integers = isInt8
                ? new Quantization(required(module + WEIGHT, DType.I8, Shape.of(linear.out(), linear.in()), tensors), scales)
                : new Quantization4(linear.in(), held, required(module + ".multiplier", tensors), scales).expand();
        float[] smoothing = tensors.containsKey(module + ".smoothing")
                ? required(module + ".smoothing", DType.F32, Shape.of(linear.in()), tensors).toFloats() : new float[0];
        Tensor changed = changed(module, steps, integers, smoothing, linear);
        if (isInt8) {
            Quantization again = Quantization.int8(changed);
            tensors.put(module + WEIGHT, again.values());
            tensors.put(module + ".scale", again.scales());
        } else {
            Quantization4 again = Quantization4.of(changed);
            tensors.put(module + WEIGHT, again.values());
            tensors.put(module + ".multiplier", again.multipliers());
            tensors.put(module + ".scale", again.scales());
        }
        requantized.add(isInt8 ? "int8" : "int4");
    }

    /** What the integers stand for, changed, and divided by the smoothing of the input again. */
    private static Tensor changed(String module, List<AdapterStack.Step> steps, Quantization integers, float[] smoothing, Modules.Linear linear) {
        int in = linear.in();
        double[] sums = doubles(integers.values().toFloats());
        float[] scales = integers.scales().toFloats();
        for (int i = 0; i < sums.length; i++) {
            sums[i] *= (double) scales[i / in] * (smoothing.length == 0 ? 1 : smoothing[i % in]);
        }
        add(steps, sums, in);
        for (int i = 0; smoothing.length > 0 && i < sums.length; i++) {
            sums[i] /= smoothing[i % in];
        }
        return floats(module + WEIGHT, sums, Shape.of(linear.out(), in));
    }

    private static Modules.Linear linear(Change change) {
        return change instanceof Change.LowRank lowRank ? lowRank.module() : ((Change.Sparse) change).module();
    }

    private static void add(List<AdapterStack.Step> steps, double[] sums, int in) {
        for (AdapterStack.Step step : steps) {
            if (step.change() instanceof Change.LowRank change) {
                add(sums, in, step.factor(), change.down().toFloats(), change.up().toFloats());
            } else {
                add(sums, in, step.factor(), (Change.Sparse) step.change());
            }
        }
    }

    private static void add(double[] sums, int in, double factor, float[] down, float[] up) {
        int rank = down.length / in;
        for (int o = 0; o < sums.length / in; o++) {
            for (int i = 0; i < in; i++) {
                double sum = 0;
                for (int r = 0; r < rank; r++) {
                    sum += (double) up[o * rank + r] * down[r * in + i];
                }
                sums[o * in + i] += factor * sum;
            }
        }
    }

    private static void add(double[] sums, int in, double factor, Change.Sparse change) {
        int[] ends = change.rowEnds().toInts();
        int[] columns = change.columns().toInts();
        float[] values = change.values().toFloats();
        for (int o = 0; o + 1 < ends.length; o++) {
            for (int k = ends[o]; k < ends[o + 1]; k++) {
                sums[o * in + columns[k]] += factor * values[k];
            }
        }
    }

    private static double[] doubles(float[] values) {
        double[] doubles = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            doubles[i] = values[i];
        }
        return doubles;
    }

    private static Tensor floats(String name, double[] sums, Shape shape) {
        float[] values = new float[sums.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) sums[i];
            if (values[i] - values[i] != 0) {
                throw new InvalidInput("The adapters are too strong for numbers to hold.",
                        Finding.at("tensor " + name + ", element " + i).expected("smaller weights in the stack").found("a number beyond what a float holds"));
            }
        }
        return Tensor.ofFloats(shape, values);
    }

    private static Tensor required(String name, Map<String, Tensor> tensors) {
        Tensor tensor = tensors.get(name);
        if (tensor == null) {
            throw new DamagedData("A tensor is missing.", Finding.at("tensor " + name).expected("a tensor of that name").found("nothing"));
        }
        return tensor;
    }

    private static Tensor required(String name, DType type, Shape shape, Map<String, Tensor> tensors) {
        Tensor tensor = required(name, tensors);
        if (tensor.dtype() != type || !tensor.shape().equals(shape)) {
            throw new DamagedData("A tensor has another type or shape.", Finding.at("tensor " + name).expected(type + " " + shape)
                    .found(tensor.dtype() + " " + tensor.shape()));
        }
        return tensor;
    }
}
