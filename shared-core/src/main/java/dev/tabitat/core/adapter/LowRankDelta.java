package dev.tabitat.core.adapter;

import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.tensor.Shape;
import dev.tabitat.core.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A difference of two models in low rank: W + scale · up · down for each module, each with a rank of its own; down F32
 * [rank, in] and up F32 [out, rank].
 */
public final class LowRankDelta implements Adapter {

    private static final String DOWN = ".down";
    private static final String UP = ".up";

    private final double scale;
    private final Map<String, Factors> factors = new TreeMap<>();

    /** The two matrices of a module. */
    public record Factors(Tensor down, Tensor up) {}

    /** @throws DamagedData when there is nothing, ranks differ, or a number is not finite */
    public LowRankDelta(double scale, Map<String, Factors> factors) {
        this.scale = TensorChecks.finiteScale(scale);
        factors.forEach((module, pair) -> this.factors.put(module, checked(module, pair)));
        if (factors.isEmpty()) {
            throw new DamagedData("An adapter is empty.",
                    Finding.at("tensors").expected("down and up of a module").found("none"));
        }
    }

    private static Factors checked(String module, Factors pair) {
        Tensor down = TensorChecks.floats(module + DOWN, pair.down());
        Tensor up = TensorChecks.floats(module + UP, pair.up());
        TensorChecks.requireRank(module + DOWN, down, 2);
        TensorChecks.requireRank(module + UP, up, 2);
        int rank = down.shape().dim(0);
        if (rank < 1 || up.shape().dim(1) != rank) {
            throw new DamagedData("The two matrices of a change do not belong together.", Finding.at("module " + module)
                    .expected("down [rank, in] and up [out, rank]").found(down.shape() + " and " + up.shape()));
        }
        return new Factors(down, up);
    }

    static LowRankDelta read(JsonObject json, Map<String, Tensor> tensors) {
        TensorParts parts = new TensorParts(tensors, List.of(DOWN, UP));
        Map<String, Factors> factors = new TreeMap<>();
        for (String module : parts.modules()) {
            factors.put(module, new Factors(parts.get(module, DOWN), parts.get(module, UP)));
        }
        return new LowRankDelta(json.numberOr("scale", 1), factors);
    }

    @Override
    public AdapterType type() {
        return AdapterType.LOW_RANK_DELTA;
    }

    @Override
    public List<ModuleDelta> changes(Modules base) {
        List<ModuleDelta> changes = new ArrayList<>();
        factors.forEach((module, pair) -> {
            Modules.Linear linear = base.linear(module);
            int rank = pair.down().shape().dim(0);
            TensorChecks.requireShape(module, "down", Shape.of(rank, linear.in()), pair.down().shape());
            TensorChecks.requireShape(module, "up", Shape.of(linear.out(), rank), pair.up().shape());
            changes.add(new ModuleDelta.LowRank(linear, scale, pair.down(), pair.up()));
        });
        return changes;
    }

    @Override
    public int rank() {
        int rank = 0;
        for (Factors pair : factors.values()) {
            rank = Math.max(rank, pair.down().shape().dim(0));
        }
        return rank;
    }

    @Override
    public double scale() {
        return scale;
    }

    @Override
    public List<String> targets() {
        return List.copyOf(factors.keySet());
    }

    @Override
    public Map<String, Tensor> tensors() {
        Map<String, Tensor> tensors = new TreeMap<>();
        factors.forEach((module, pair) -> {
            tensors.put(module + DOWN, pair.down());
            tensors.put(module + UP, pair.up());
        });
        return tensors;
    }
}
