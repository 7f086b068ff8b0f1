package dev.tabitat.core.adapter;

import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.InvalidInput;
import dev.tabitat.core.error.Unsupported;
import dev.tabitat.core.json.Json;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonBool;
import dev.tabitat.core.json.JsonNull;
import dev.tabitat.core.json.JsonNumber;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.json.JsonString;
import dev.tabitat.core.math.DeterministicMath;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * {@code adapter_config.json} of a LoRA as Hugging Face's PEFT writes it.
 *
 * <p>
 * A field that would change results and is not read here is refused by name unless it has a value that changes nothing:
 * null, false, or empty. Fields that say something about training or files only are kept as they are.
 *
 * <p>
 * Source: {@code LoraConfig}, {@code check_target_module_exists} and {@code get_pattern_key} of PEFT 0.21.
 */
public final class LoraConfig {

    private static final String TYPE = "LORA";
    private static final String ALL = "all-linear";
    private static final int MAX_RANK = 4096;
    private static final int MAX_ITEMS = 10_000;

    /**
     * Fields about training, loading or files. {@code fan_in_fan_out} is about how a layer's own weights lie, and ours
     * lie one way.
     */
    private static final List<String> WITHOUT_EFFECT = List.of(
            "auto_mapping", "base_model_name_or_path", "corda_config", "eva_config", "fan_in_fan_out", "inference_mode",
            "loftq_config", "lora_dropout", "lora_ga_config", "megatron_core", "peft_version", "qalora_group_size",
            "revision", "runtime_config", "task_type");

    /** Ways to begin training that leave the base as it is; others train a difference from a changed one. */
    private static final List<String> BEGINNINGS = List.of("gaussian", "eva", "orthogonal");

    private static final List<String> READ = List.of(
            "peft_type", "init_lora_weights", "r", "lora_alpha", "rank_pattern", "alpha_pattern", "use_rslora", "bias",
            "target_modules", "exclude_modules",
            "layers_to_transform", "layers_pattern");

    private final JsonObject json;
    private final int rank;
    private final double alpha;
    private final boolean rankStabilized;
    private final List<Rule> ranks;
    private final List<Rule> alphas;
    private final Names targets;
    private final Names excluded;
    private final List<Integer> layers;
    private final List<String> layersPattern;

    /** A value for the modules whose names end with a pattern. */
    private record Rule(ModulePattern pattern, double value) {}

    /** Modules by one pattern, by names, or all. */
    private record Names(boolean all, Optional<ModulePattern> pattern, List<String> names) {

        static final Names NONE = new Names(false, Optional.empty(), List.of());
    }

    private LoraConfig(JsonObject json) {
        this.json = json;
        rank = rank(json, "r", 8);
        alpha = json.has("lora_alpha") ? finite(json, "lora_alpha") : 8;
        rankStabilized = flag(json, "use_rslora");
        ranks = rules(json, "rank_pattern", true);
        alphas = rules(json, "alpha_pattern", false);
        targets = names(json, "target_modules");
        excluded = names(json, "exclude_modules");
        layers = wholes(json, "layers_to_transform");
        layersPattern = words(json, "layers_pattern");
    }

    /**
     * Reads a configuration.
     *
     * @throws DamagedData when a field is of the wrong type or out of range
     * @throws Unsupported naming the field, when it asks for more than a LoRA on linear layers
     */
    public static LoraConfig read(JsonObject json) {
        String type = json.string("peft_type");
        if (!type.equals(TYPE)) {
            throw unsupported("peft_type", TYPE, type);
        }
        String bias = json.stringOr("bias", "none");
        if (!bias.equals("none")) {
            throw unsupported("bias", "none", bias);
        }
        for (String name : json.names()) {
            if (!READ.contains(name) && !WITHOUT_EFFECT.contains(name) && !isNothing(json.get(name))) {
                throw unsupported(name, "null, false or empty", brief(json.get(name).toString()));
            }
        }
        if (json.has("init_lora_weights") && json.get("init_lora_weights") instanceof JsonString beginning
                && !BEGINNINGS.contains(beginning.value())) {
            throw unsupported("init_lora_weights",
                    "true, false or one of " + BEGINNINGS + ": others need a base that was changed", beginning.value());
        }
        LoraConfig config = new LoraConfig(json);
        if (config.targets.equals(Names.NONE)) {
            throw new DamagedData("An adapter names no modules.",
                    Finding.at("field \"target_modules\"").expected("names, a pattern or " + ALL).found("none"));
        }
        return config;
    }

    /** A configuration for these modules. @throws InvalidInput when rank or alpha is out of range */
    public static LoraConfig of(int rank, double alpha, List<String> targetModules) {
        if (rank < 1 || rank > MAX_RANK || !DeterministicMath.isFinite(alpha)) {
            throw new InvalidInput("An adapter's measures are out of range.",
                    Finding.at("LoRA").expected("a rank of 1 to " + MAX_RANK + " and a finite alpha")
                            .found(rank + " and " + alpha));
        }
        return read(JsonObject.of("alpha_pattern", JsonObject.EMPTY, "bias", "none", "fan_in_fan_out", false,
                "inference_mode", true, "lora_alpha", alpha,
                "lora_dropout", 0, "peft_type", TYPE, "r", rank, "rank_pattern", JsonObject.EMPTY, "target_modules",
                JsonArray.ofStrings(targetModules),
                "task_type", "FEATURE_EXTRACTION", "use_rslora", false));
    }

    /** As it was read. */
    public JsonObject json() {
        return json;
    }

    /** The rank of a module, by its full name. */
    public int rank(String module) {
        return (int) value(ranks, module, rank);
    }

    /** What up · down is multiplied by: alpha / rank, or alpha / √rank where it is stabilised (Kalajdzievski 2023). */
    public double scaling(String module) {
        return scaling(value(alphas, module, alpha), rank(module));
    }

    /** As {@link #scaling(String)}, of modules that no pattern names. */
    public double scaling() {
        return scaling(alpha, rank);
    }

    private double scaling(double numerator, int r) {
        return rankStabilized ? numerator / Math.sqrt(r) : numerator / r;
    }

    /** Whether it is for this module, by its full name. */
    public boolean targets(String module) {
        if (isNamed(excluded, module)) {
            return false;
        }
        if (targets.all() || targets.pattern().isPresent() || targets.names().contains(module)) {
            return isNamed(targets, module);
        }
        return isNamed(targets, module) && (layers.isEmpty() || layers.contains(layer(module)));
    }

    private static boolean isNamed(Names names, String module) {
        if (names.all()) {
            return true;
        }
        if (names.pattern().isPresent()) {
            return names.pattern().get().matches(module);
        }
        for (String name : names.names()) {
            if (module.equals(name) || module.endsWith("." + name)) {
                return true;
            }
        }
        return false;
    }

    /**
     * The number of the layer that a module is in: the first part that is a number, followed by one, and after two
     * parts, or after one that is named; -1 for none.
     */
    private int layer(String module) {
        String[] parts = parts(module);
        if (layersPattern.isEmpty()) {
            for (int i = 2; i + 1 < parts.length; i++) {
                if (isNumber(parts[i])) {
                    return Integer.parseInt(parts[i]);
                }
            }
        }
        for (String pattern : layersPattern) {
            for (int i = 1; i + 1 < parts.length; i++) {
                if (parts[i - 1].equals(pattern) && isNumber(parts[i])) {
                    return Integer.parseInt(parts[i]);
                }
            }
        }
        return -1;
    }

    private static boolean isNumber(String part) {
        boolean isNumber = !part.isEmpty() && part.length() <= 6;
        for (int c = 0; c < part.length(); c++) {
            isNumber &= part.charAt(c) >= '0' && part.charAt(c) <= '9';
        }
        return isNumber;
    }

    private static String[] parts(String module) {
        List<String> parts = new ArrayList<>();
        int from = 0;
        for (int dot = module.indexOf('.'); dot >= 0; dot = module.indexOf('.', from)) {
            parts.add(module.substring(from, dot));
            from = dot + 1;
        }
        parts.add(module.substring(from));
        return parts.toArray(new String[0]);
    }

    private static double value(List<Rule> rules, String module, double otherwise) {
        for (Rule rule : rules) {
            if (rule.pattern().matches(module)) {
                return rule.value();
            }
        }
        return otherwise;
    }

    private static List<Rule> rules(JsonObject json, String field, boolean areRanks) {
        List<Rule> rules = new ArrayList<>();
        if (isAbsent(json, field)) {
            return rules;
        }
        JsonObject members = json.object(field);
        for (String key : members.names()) {
            double value = inField(field, () -> areRanks ? rank(members, key, 0) : finite(members, key));
            rules.add(new Rule(ModulePattern.suffix(key, "field \"" + field + "\""), value));
        }
        return rules;
    }

    private static Names names(JsonObject json, String field) {
        if (isAbsent(json, field)) {
            return Names.NONE;
        }
        if (json.get(field) instanceof JsonString string) {
            boolean all = string.value().equals(ALL);
            return new Names(all,
                    all ? Optional.empty() : Optional.of(ModulePattern.of(string.value(), "field \"" + field + "\"")),
                    List.of());
        }
        return new Names(false, Optional.empty(), inField(field, () -> json.array(field).strings()));
    }

    private static List<Integer> wholes(JsonObject json, String field) {
        if (isAbsent(json, field)) {
            return List.of();
        }
        List<Json> items = json.get(field) instanceof JsonNumber number ? List.of(number) : json.array(field).items();
        List<Integer> wholes = new ArrayList<>();
        for (Json item : items) {
            boolean fits = item instanceof JsonNumber number && number.isWhole() && number.longValue() >= 0
                    && number.longValue() < MAX_ITEMS;
            if (!fits) {
                throw new DamagedData("A layer's number is out of range.", Finding.at("field \"" + field + "\"")
                        .expected("0 to " + (MAX_ITEMS - 1)).found(brief(item.toString())));
            }
            wholes.add((int) ((JsonNumber) item).longValue());
        }
        return wholes;
    }

    private static List<String> words(JsonObject json, String field) {
        if (isAbsent(json, field)) {
            return List.of();
        }
        List<String> words = json.get(field) instanceof JsonString string ? List.of(string.value())
                : inField(field, () -> json.array(field).strings());
        List<String> kept = new ArrayList<>();
        for (String word : words) {
            for (int i = 0; i < word.length(); i++) {
                char c = word.charAt(i);
                if (!(c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_')) {
                    throw unsupported(field, "a name", brief(word));
                }
            }
            if (!word.isEmpty()) {
                kept.add(word);
            }
        }
        return kept;
    }

    private static boolean isAbsent(JsonObject json, String field) {
        return !json.has(field) || json.get(field) instanceof JsonNull;
    }

    private static boolean flag(JsonObject json, String field) {
        return !isAbsent(json, field) && json.bool(field);
    }

    private static int rank(JsonObject json, String field, int otherwise) {
        long rank = json.integerOr(field, otherwise);
        if (rank < 1 || rank > MAX_RANK) {
            throw new DamagedData("A rank is out of range.",
                    Finding.at("field \"" + field + "\"").expected("1 to " + MAX_RANK).found(rank));
        }
        return (int) rank;
    }

    private static double finite(JsonObject json, String field) {
        double value = json.number(field);
        if (!DeterministicMath.isFinite(value)) {
            throw new DamagedData("A number is not finite.",
                    Finding.at("field \"" + field + "\"").expected("a finite number").found(value));
        }
        return value;
    }

    /** A failure in a member names the field, too. */
    private static <T> T inField(String field, java.util.function.Supplier<T> read) {
        try {
            return read.get();
        } catch (DamagedData e) {
            throw new DamagedData(e.getMessage(), Finding.at("field \"" + field + "\", " + e.finding().where())
                    .expected(e.finding().expected()).found(e.finding().found()));
        }
    }

    private static boolean isNothing(Json value) {
        return value instanceof JsonNull || value instanceof JsonBool bool && !bool.value()
                || value instanceof JsonArray array && array.size() == 0
                || value instanceof JsonObject object && object.isEmpty()
                || value instanceof JsonString string && string.value().isEmpty();
    }

    private static String brief(String text) {
        return text.length() > 100 ? text.substring(0, 100) + "\u2026" : text;
    }

    private static Unsupported unsupported(String field, String expected, String found) {
        return new Unsupported("This kind of adapter is not supported.",
                Finding.at("field \"" + field + "\"").expected(expected).found(brief(found))
                        .remedy("Export it again as a plain LoRA, or merge it where it was trained."));
    }
}
