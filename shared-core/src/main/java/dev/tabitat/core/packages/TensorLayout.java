package dev.tabitat.core.packages;

import dev.tabitat.core.digest.Digest;
import dev.tabitat.core.json.CanonicalJson;
import dev.tabitat.core.json.Json;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What adapters and merges must agree on: the names, types and shapes of a model's tensors. */
public final class TensorLayout {

    private TensorLayout() {}

    /** SHA-256 of the canonical JSON of [[name, dtype, shape], ...], sorted by name. */
    public static Digest digest(Map<String, Tensor> tensors) {
        List<Json> rows = new ArrayList<>();
        new TreeMap<>(tensors)
                .forEach((name, tensor) -> rows.add(JsonArray.of(name, tensor.dtype().name(), tensor.shape().dims())));
        return Digest.of(CanonicalJson.bytes(new JsonArray(rows)));
    }
}
