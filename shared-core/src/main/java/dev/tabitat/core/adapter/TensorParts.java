package dev.tabitat.core.adapter;

import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Tensors by module and part, from names such as {@code encoder.layer.0.output.dense.up}. */
final class TensorParts {

    private final Map<String, Map<String, Tensor>> byModule = new TreeMap<>();

    /** @throws DamagedData when a name is of no part */
    TensorParts(Map<String, Tensor> tensors, List<String> parts) {
        tensors.forEach((name, tensor) -> {
            boolean known = false;
            for (String part : parts) {
                if (name.endsWith(part) && name.length() > part.length()) {
                    known = true;
                    byModule.computeIfAbsent(name.substring(0, name.length() - part.length()), key -> new TreeMap<>())
                            .put(part, tensor);
                }
            }
            if (!known) {
                throw new DamagedData("A tensor of an adapter has an unknown name.", Finding.at("tensor " + name)
                        .expected("the name of a module and one of " + parts).found("another name"));
            }
        });
    }

    Set<String> modules() {
        return byModule.keySet();
    }

    /** @throws DamagedData when it is missing */
    Tensor get(String module, String part) {
        Tensor tensor = byModule.get(module).get(part);
        if (tensor == null) {
            throw new DamagedData("A tensor is missing.",
                    Finding.at("tensor " + module + part).expected("a tensor of that name").found("nothing"));
        }
        return tensor;
    }
}
