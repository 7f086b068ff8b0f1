package dev.tabitat.core.breeding;

import dev.tabitat.core.adapter.Adapter;
import dev.tabitat.core.adapter.Lora;
import dev.tabitat.core.adapter.LowRankDelta;
import dev.tabitat.core.adapter.ModuleDelta;
import dev.tabitat.core.adapter.Modules;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.Incompatible;
import dev.tabitat.core.error.InvalidInput;
import dev.tabitat.core.tensor.Shape;
import dev.tabitat.core.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The weighted mean of adapters of low rank, without approximation: their matrices side by side, so that the ranks add
 * up. Modules and scales are those that the adapters have when they are attached to the base.
 */
final class AdapterSum {

    private AdapterSum() {}

    /** One module's part of one adapter, with its share of the mean. */
    private record Part(ModuleDelta.LowRank change, double factor) {
    }

    /**
     * Σ wᵢ · changeᵢ / Σ wᵢ for each module; a missing adapter is a change of zero.
     *
     * @param adapters one for each weight
     * @param base to which all of them are attached
     * @return nothing when no adapter changes the base
     * @throws Incompatible when one is of another kind or does not fit the base
     * @throws InvalidInput when the weights have no usable sum, or a product is beyond what a float holds
     */
    static Optional<Adapter> of(List<Optional<Adapter>> adapters, List<Double> weights, Modules base) {
        double all = Merging.sum(weights);
        Map<String, List<Part>> parts = new TreeMap<>();
        for (int i = 0; i < adapters.size(); i++) {
            if (adapters.get(i).isPresent()) {
                add(adapters.get(i).get(), weights.get(i) / all, base, parts);
            }
        }
        Map<String, LowRankDelta.Factors> factors = new LinkedHashMap<>();
        parts.forEach((module, some) -> factors.put(module, stacked(module, some)));
        return factors.isEmpty() ? Optional.empty() : Optional.of(new LowRankDelta(1, factors));
    }

    /** @throws Incompatible when it cannot be summed */
    static void requireKind(Adapter adapter) {
        if (!(adapter instanceof Lora) && !(adapter instanceof LowRankDelta)) {
            throw new Incompatible("Adapters of this kind are not summed.",
                    Finding.at("merge").expected("lora or low_rank_delta").found(adapter.type().id()));
        }
    }

    private static void add(Adapter adapter, double share, Modules base, Map<String, List<Part>> parts) {
        requireKind(adapter);
        for (ModuleDelta change : adapter.changes(base)) {
            ModuleDelta.LowRank lowRank = (ModuleDelta.LowRank) change;
            parts.computeIfAbsent(lowRank.module().name(), unused -> new ArrayList<>())
                    .add(new Part(lowRank, share * lowRank.factor()));
        }
    }

    private static LowRankDelta.Factors stacked(String module, List<Part> parts) {
        int in = parts.get(0).change().module().in();
        int out = parts.get(0).change().module().out();
        int rank = 0;
        for (Part part : parts) {
            rank += part.change().down().shape().dim(0);
        }
        float[] down = new float[rank * in];
        float[] up = new float[out * rank];
        int at = 0;
        for (Part part : parts) {
            int own = part.change().down().shape().dim(0);
            System.arraycopy(part.change().down().toFloats(), 0, down, at * in, own * in);
            float[] values = part.change().up().toFloats();
            for (int o = 0; o < out; o++) {
                for (int r = 0; r < own; r++) {
                    up[o * rank + at + r] = Merging.rounded(values[o * own + r] * part.factor(), "module " + module);
                }
            }
            at += own;
        }
        return new LowRankDelta.Factors(Tensor.ofFloats(Shape.of(rank, in), down),
                Tensor.ofFloats(Shape.of(out, rank), up));
    }
}
