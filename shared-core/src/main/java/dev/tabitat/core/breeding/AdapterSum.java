package dev.tabitat.core.breeding;

import dev.tabitat.core.adapter.Adapter;
import dev.tabitat.core.adapter.Lora;
import dev.tabitat.core.adapter.LowRankDelta;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.Incompatible;
import dev.tabitat.core.specialist.Specialist;
import dev.tabitat.core.tensor.Shape;
import dev.tabitat.core.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The weighted mean of adapters of low rank, exactly: their matrices side by side, so that the ranks add up. */
final class AdapterSum {

    private AdapterSum() {}

    /** One module's part of one adapter. */
    private record Part(Tensor down, Tensor up, double factor) {
    }

    /** @throws Incompatible when one is of another kind */
    static Adapter of(List<Specialist> specialists, List<Double> weights) {
        double all = 0;
        for (double weight : weights) {
            all += weight;
        }
        Map<String, List<Part>> parts = new TreeMap<>();
        for (int i = 0; i < specialists.size(); i++) {
            double share = weights.get(i) / all;
            if (specialists.get(i).adapter().isPresent()) {
                add(specialists.get(i).adapter().get(), share, parts);
            }
        }
        Map<String, LowRankDelta.Factors> factors = new LinkedHashMap<>();
        parts.forEach((module, some) -> factors.put(module, stacked(some)));
        return new LowRankDelta(1, factors);
    }

    /** @throws Incompatible when it cannot be summed */
    static void requireKind(Adapter adapter) {
        if (!(adapter instanceof Lora) && !(adapter instanceof LowRankDelta)) {
            throw new Incompatible("Adapters of this kind are not summed.", Finding.at("merge").expected("lora or low_rank_delta").found(adapter.type().id()));
        }
    }

    private static void add(Adapter adapter, double share, Map<String, List<Part>> parts) {
        requireKind(adapter);
        Map<String, Tensor> tensors = adapter.tensors();
        for (Map.Entry<String, Tensor> entry : tensors.entrySet()) {
            String name = entry.getKey();
            boolean isLora = name.endsWith(".lora_A.weight");
            if (isLora || name.endsWith(".down")) {
                String stem = name.substring(0, name.length() - (isLora ? ".lora_A.weight" : ".down").length());
                Tensor up = tensors.get(stem + (isLora ? ".lora_B.weight" : ".up"));
                String module = stem.startsWith("base_model.model.") ? stem.substring("base_model.model.".length()) : stem;
                parts.computeIfAbsent(module, unused -> new ArrayList<>()).add(new Part(entry.getValue(), up, share * adapter.scale()));
            }
        }
    }

    private static LowRankDelta.Factors stacked(List<Part> parts) {
        int in = parts.get(0).down().shape().dim(1);
        int out = parts.get(0).up().shape().dim(0);
        int rank = 0;
        for (Part part : parts) {
            rank += part.down().shape().dim(0);
        }
        float[] down = new float[rank * in];
        float[] up = new float[out * rank];
        int at = 0;
        for (Part part : parts) {
            int own = part.down().shape().dim(0);
            System.arraycopy(part.down().toFloats(), 0, down, at * in, own * in);
            float[] values = part.up().toFloats();
            for (int o = 0; o < out; o++) {
                for (int r = 0; r < own; r++) {
                    up[o * rank + at + r] = (float) (values[o * own + r] * part.factor());
                }
            }
            at += own;
        }
        return new LowRankDelta.Factors(Tensor.ofFloats(Shape.of(rank, in), down), Tensor.ofFloats(Shape.of(out, rank), up));
    }
}
