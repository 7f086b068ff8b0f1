package dev.tabitat.core.adapter;

import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.Incompatible;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.tensor.Shape;
import dev.tabitat.core.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A preference: scale · a vector F32 [hidden] added to the hidden state after each of some layers. */
public final class Intervention implements Adapter {

    private static final String BEFORE = "encoder.layer.";
    private static final String AFTER = ".vector";

    private final double scale;
    private final Map<Integer, Tensor> vectors = new TreeMap<>();

    /**
     * @param vectors by layer, from 0
     * @throws DamagedData when there is none, or one is not finite
     */
    public Intervention(double scale, Map<Integer, Tensor> vectors) {
        this.scale = TensorChecks.finiteScale(scale);
        vectors.forEach((layer, vector) -> {
            TensorChecks.requireRank(name(layer), vector, 1);
            this.vectors.put(layer, TensorChecks.floats(name(layer), vector));
        });
        if (vectors.isEmpty()) {
            throw new DamagedData("An adapter is empty.",
                    Finding.at("tensors").expected(BEFORE + "0" + AFTER).found("none"));
        }
    }

    static Intervention read(JsonObject json, Map<String, Tensor> tensors) {
        Map<Integer, Tensor> vectors = new TreeMap<>();
        tensors.forEach((name, tensor) -> vectors.put(layer(name), tensor));
        return new Intervention(json.numberOr("scale", 1), vectors);
    }

    private static int layer(String name) {
        int layer = -1;
        if (name.startsWith(BEFORE) && name.endsWith(AFTER) && name.length() > BEFORE.length() + AFTER.length()) {
            String digits = name.substring(BEFORE.length(), name.length() - AFTER.length());
            layer = number(digits);
        }
        if (layer < 0) {
            throw new DamagedData("A tensor of an adapter has an unknown name.",
                    Finding.at("tensor " + name).expected(BEFORE + "0" + AFTER + " or of another layer")
                            .found("another name"));
        }
        return layer;
    }

    /** Digits without a leading zero as a number below 10,000, else -1. */
    private static int number(String digits) {
        int value = 0;
        for (int i = 0; i < digits.length(); i++) {
            char c = digits.charAt(i);
            if (c < '0' || c > '9' || digits.length() > 4 || i == 0 && c == '0' && digits.length() > 1) {
                return -1;
            }
            value = value * 10 + c - '0';
        }
        return value;
    }

    private static String name(int layer) {
        return BEFORE + layer + AFTER;
    }

    @Override
    public AdapterType type() {
        return AdapterType.REPRESENTATION_INTERVENTION;
    }

    @Override
    public List<ModuleDelta> changes(Modules base) {
        List<ModuleDelta> changes = new ArrayList<>();
        vectors.forEach((layer, vector) -> {
            if (layer >= base.layers()) {
                throw new Incompatible("An adapter does not fit its base.", Finding.at("module " + BEFORE + layer)
                        .expected("layers 0 to " + (base.layers() - 1)).found("layer " + layer)
                        .remedy("Attach it to the base that it was trained on."));
            }
            TensorChecks.requireShape(BEFORE + layer, "vector", Shape.of(base.hidden()), vector.shape());
            changes.add(new ModuleDelta.Shift(layer, scale, vector));
        });
        return changes;
    }

    @Override
    public double scale() {
        return scale;
    }

    @Override
    public List<String> targets() {
        List<String> layers = new ArrayList<>();
        for (int layer : vectors.keySet()) {
            layers.add(BEFORE + layer);
        }
        return layers;
    }

    @Override
    public Map<String, Tensor> tensors() {
        Map<String, Tensor> tensors = new TreeMap<>();
        vectors.forEach((layer, vector) -> tensors.put(name(layer), vector));
        return tensors;
    }
}
