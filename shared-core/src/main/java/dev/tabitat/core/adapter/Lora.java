package dev.tabitat.core.adapter;

import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.Incompatible;
import dev.tabitat.core.error.Unsupported;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.tensor.Shape;
import dev.tabitat.core.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Low-rank adaptation (Hu and others 2021) with the meaning and the files of PEFT: W + scaling · B · A for each module,
 * A F32 [rank, in] and B F32 [out, rank].
 */
public final class Lora implements Adapter {

    private static final String ROOT = "base_model.model.";
    private static final List<String> ENDINGS = List.of(".weight", ".default.weight");

    private final LoraConfig config;
    private final String prefix;
    private final Map<String, Pair> pairs;

    /** The two matrices of a module. */
    public record Pair(Tensor a, Tensor b) {}

    /**
     * @param pairs by module; ranks as the configuration says
     * @throws DamagedData when they do not fit the configuration or are not finite
     */
    public Lora(LoraConfig config, Map<String, Pair> pairs) {
        this(config, "", pairs);
    }

    private Lora(LoraConfig config, String prefix, Map<String, Pair> pairs) {
        this.config = config;
        this.prefix = prefix;
        this.pairs = new TreeMap<>();
        if (pairs.isEmpty()) {
            throw new DamagedData("An adapter is empty.",
                    Finding.at("tensors").expected("lora_A and lora_B of a module").found("none"));
        }
        pairs.forEach((module, pair) -> this.pairs.put(module, checked(module, pair)));
    }

    private Pair checked(String module, Pair pair) {
        String full = prefix + module;
        Tensor a = TensorChecks.floats(full + ".lora_A.weight", pair.a());
        Tensor b = TensorChecks.floats(full + ".lora_B.weight", pair.b());
        TensorChecks.requireRank(full + ".lora_A.weight", a, 2);
        TensorChecks.requireRank(full + ".lora_B.weight", b, 2);
        if (!config.targets(full)) {
            throw new DamagedData("An adapter has weights of a module that its configuration does not name.",
                    Finding.at("module " + full).expected("a module of target_modules").found("weights of another"));
        }
        int rank = config.rank(full);
        if (a.shape().dim(0) != rank || b.shape().dim(1) != rank) {
            throw new DamagedData("An adapter's weights and its configuration do not belong together.",
                    Finding.at("module " + full)
                            .expected("lora_A [" + rank + ", in] and lora_B [out, " + rank + "]")
                            .found(a.shape() + " and " + b.shape()));
        }
        return new Pair(a, b);
    }

    /**
     * Reads what PEFT writes. @throws Unsupported naming the tensor, when it holds more than pairs of lora_A and lora_B
     */
    static Lora read(JsonObject json, Map<String, Tensor> tensors) {
        LoraConfig config = LoraConfig.read(json);
        Map<String, Tensor> as = new TreeMap<>();
        Map<String, Tensor> bs = new TreeMap<>();
        tensors.forEach((name, tensor) -> {
            String module = module(name, ".lora_A");
            boolean isA = !module.isEmpty();
            module = isA ? module : module(name, ".lora_B");
            if (module.isEmpty()) {
                throw new Unsupported("An adapter has a tensor of another kind.", Finding.at("tensor " + name)
                        .expected(ROOT + "\u2026.lora_A.weight or \u2026.lora_B.weight").found("another name"));
            }
            if ((isA ? as : bs).put(module, tensor) != null) {
                throw new DamagedData("A module comes twice in an adapter.",
                        Finding.at("module " + module).expected("one pair").found("two"));
            }
        });
        String prefix = !as.isEmpty() && as.keySet().iterator().next().startsWith(Modules.PREFIX) ? Modules.PREFIX : "";
        Map<String, Pair> pairs = new LinkedHashMap<>();
        for (String module : as.keySet()) {
            requireBoth(module, bs.containsKey(module), ".lora_B.weight");
            if (!module.startsWith(prefix)) {
                throw new DamagedData("An adapter names its modules in two ways.",
                        Finding.at("module " + module).expected(prefix + "\u2026").found(module));
            }
            pairs.put(module.substring(prefix.length()), new Pair(as.get(module), bs.get(module)));
        }
        for (String module : bs.keySet()) {
            requireBoth(module, as.containsKey(module), ".lora_A.weight");
        }
        return new Lora(config, prefix, pairs);
    }

    private static void requireBoth(String module, boolean present, String other) {
        if (!present) {
            throw new DamagedData("Half of a pair is missing.",
                    Finding.at("module " + module).expected(ROOT + module + other).found("nothing"));
        }
    }

    private static String module(String name, String kind) {
        for (String ending : ENDINGS) {
            if (name.startsWith(ROOT) && name.endsWith(kind + ending)
                    && name.length() > ROOT.length() + kind.length() + ending.length()) {
                return name.substring(ROOT.length(), name.length() - kind.length() - ending.length());
            }
        }
        return "";
    }

    /** The matrices by module, sorted. */
    public Map<String, Pair> pairs() {
        return new TreeMap<>(pairs);
    }

    @Override
    public AdapterType type() {
        return AdapterType.LORA;
    }

    @Override
    public List<ModuleDelta> changes(Modules base) {
        List<ModuleDelta> changes = new ArrayList<>();
        pairs.forEach((module, pair) -> {
            if (!Modules.isWithoutEffect(module)) {
                Modules.Linear linear = base.linear(module);
                int rank = pair.a().shape().dim(0);
                TensorChecks.requireShape(module, "lora_A", Shape.of(rank, linear.in()), pair.a().shape());
                TensorChecks.requireShape(module, "lora_B", Shape.of(linear.out(), rank), pair.b().shape());
                changes.add(new ModuleDelta.LowRank(linear, config.scaling(prefix + module), pair.a(), pair.b()));
            }
        });
        for (Modules.Linear linear : base.linears()) {
            if (config.targets(prefix + linear.name()) && !pairs.containsKey(linear.name())) {
                throw new Incompatible("An adapter lacks weights of a module that its configuration names.",
                        Finding.at("module " + linear.name())
                                .expected("lora_A [" + config.rank(prefix + linear.name()) + ", " + linear.in() + "]")
                                .found("nothing"));
            }
        }
        return changes;
    }

    @Override
    public int rank() {
        int rank = 0;
        for (Pair pair : pairs.values()) {
            rank = Math.max(rank, pair.a().shape().dim(0));
        }
        return rank;
    }

    /** The scaling of modules that no pattern names. */
    @Override
    public double scale() {
        return config.scaling();
    }

    @Override
    public List<String> targets() {
        return List.copyOf(pairs.keySet());
    }

    @Override
    public List<String> withoutEffect() {
        List<String> names = new ArrayList<>();
        for (String module : pairs.keySet()) {
            if (Modules.isWithoutEffect(module)) {
                names.add(module);
            }
        }
        return names;
    }

    @Override
    public JsonObject config() {
        return config.json();
    }

    @Override
    public Map<String, Tensor> tensors() {
        Map<String, Tensor> tensors = new TreeMap<>();
        pairs.forEach((module, pair) -> {
            tensors.put(ROOT + prefix + module + ".lora_A.weight", pair.a());
            tensors.put(ROOT + prefix + module + ".lora_B.weight", pair.b());
        });
        return tensors;
    }
}
