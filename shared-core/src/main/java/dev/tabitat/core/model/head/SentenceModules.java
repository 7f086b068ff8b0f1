package dev.tabitat.core.model.head;

import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.Unsupported;
import dev.tabitat.core.format.Safetensors;
import dev.tabitat.core.graph.Op;
import dev.tabitat.core.json.Json;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonLimits;
import dev.tabitat.core.json.JsonNumber;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.json.JsonReader;
import dev.tabitat.core.json.JsonString;
import dev.tabitat.core.model.encoder.HubConfig;
import dev.tabitat.core.tensor.DType;
import dev.tabitat.core.tensor.Shape;
import dev.tabitat.core.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a folder of sentence-transformers does with hidden states: {@code modules.json} lists its modules, each with a
 * folder of its own.
 *
 * <pre>
 * modules.json        [{"idx", "name", "path", "type"}, ...]: Transformer, Pooling, then any of Dense and Normalize
 * PATH/config.json    of Pooling: "pooling_mode", or true for one of "pooling_mode_..."; of Dense: "in_features",
 *                     "out_features", "bias", "activation_function"
 * PATH/model.safetensors   of Dense: linear.weight [out, in], linear.bias [out]
 * sentence_bert_config.json, tokenizer_config.json   "max_seq_length", "model_max_length"
 * </pre>
 *
 * @param pooling of tokens
 * @param layers after it, in their order
 * @param isNormalized whether the model itself ends with vectors of length 1
 * @param maxTokens the longest sequence that the folder allows
 */
public record SentenceModules(Op.Pooling pooling, List<Dense> layers, boolean isNormalized, int maxTokens) {

    /** A layer over embeddings: F32 weight [out, in] and bias [out]. */
    public record Dense(Op.Activation activation, Tensor weight, Tensor bias) {}

    private static final String MODULES = "modules.json";

    public SentenceModules {
        layers = List.copyOf(layers);
    }

    /**
     * Reads a folder; without {@code modules.json} the mean of all tokens, as sentence-transformers does.
     *
     * @param files by their paths in the folder
     * @param positions the longest sequence of its encoder
     * @throws Unsupported naming a module, a pooling or an activation that is not computed here
     * @throws DamagedData naming a file that is missing or broken
     */
    public static SentenceModules read(Map<String, byte[]> files, int positions) {
        int maxTokens = maxTokens(files, positions);
        if (!files.containsKey(MODULES)) {
            return new SentenceModules(Op.Pooling.MEAN, List.of(), false, maxTokens);
        }
        Optional<Op.Pooling> pooling = Optional.empty();
        List<Dense> layers = new ArrayList<>();
        boolean isNormalized = false;
        int place = 0;
        for (Json item : modules(files.get(MODULES)).items()) {
            if (!(item instanceof JsonObject module)) {
                throw new DamagedData("A list of modules cannot be used.",
                        Finding.at(MODULES).expected("objects").found(item));
            }
            String type = module.string("type");
            String kind = type.substring(type.lastIndexOf('.') + 1);
            String path = module.stringOr("path", "");
            requireOrder(kind, place++, pooling.isPresent());
            if (kind.equals("Pooling")) {
                pooling = Optional.of(pooling(config(files, path)));
            } else if (kind.equals("Dense")) {
                layers.add(dense(files, path));
                isNormalized = false;
            } else if (kind.equals("Normalize")) {
                isNormalized = true;
            }
        }
        if (pooling.isEmpty()) {
            throw unsupported("A model without pooling", "Transformer, then Pooling", "no Pooling");
        }
        return new SentenceModules(pooling.get(), layers, isNormalized, maxTokens);
    }

    /**
     * The longest sequence that a folder allows: the smallest of {@code max_seq_length}, {@code model_max_length} and
     * the positions of its encoder.
     */
    public static int maxTokens(Map<String, byte[]> files, int positions) {
        return Math.min(limit(files, "sentence_bert_config.json", "max_seq_length"),
                Math.min(limit(files, "tokenizer_config.json", "model_max_length"), positions));
    }

    private static void requireOrder(String kind, int place, boolean isPooled) {
        boolean fits = switch (kind) {
            case "Transformer" -> place == 0;
            case "Pooling" -> place == 1;
            case "Dense", "Normalize" -> isPooled;
            default -> false;
        };
        if (!fits) {
            throw unsupported("The module " + kind + " in place " + place,
                    "Transformer, Pooling, then any of Dense and Normalize", kind);
        }
    }

    private static JsonArray modules(byte[] file) {
        if (JsonReader.read(file, JsonLimits.DEFAULT) instanceof JsonArray modules) {
            return modules;
        }
        throw new DamagedData("A list of modules cannot be used.",
                Finding.at(MODULES).expected("an array").found("something else"));
    }

    /** One way of pooling; several side by side are not supported. */
    private static Op.Pooling pooling(HubConfig config) {
        List<String> modes = new ArrayList<>();
        if (config.isArray("pooling_mode")) {
            for (Json mode : config.array("pooling_mode").items()) {
                modes.add(mode instanceof JsonString text ? text.value() : mode.toString());
            }
        } else if (config.has("pooling_mode")) {
            modes.add(config.text("pooling_mode", ""));
        } else {
            String[][] flags = {{"pooling_mode_cls_token", "cls"}, {"pooling_mode_max_tokens", "max"},
                    {"pooling_mode_mean_tokens", "mean"}, {"pooling_mode_mean_sqrt_len_tokens", "mean_sqrt_len_tokens"},
                    {"pooling_mode_weightedmean_tokens", "weightedmean"}, {"pooling_mode_lasttoken", "lasttoken"}};
            for (String[] flag : flags) {
                if (config.flag(flag[0], false)) {
                    modes.add(flag[1]);
                }
            }
        }
        config.requireFlag("include_prompt", true, "Pooling without the tokens of a prompt");
        if (modes.size() != 1) {
            throw config.unsupported("Pooling in " + modes.size() + " ways at once", "pooling_mode", "one");
        }
        return switch (modes.get(0)) {
            case "mean" -> Op.Pooling.MEAN;
            case "cls" -> Op.Pooling.FIRST;
            case "lasttoken" -> Op.Pooling.LAST;
            case "max" -> Op.Pooling.MAX;
            case "weightedmean" -> Op.Pooling.WEIGHTED_MEAN;
            default -> throw config.unsupported("Pooling by \"" + modes.get(0) + "\"", "pooling_mode",
                    "mean, cls, lasttoken, max or weightedmean");
        };
    }

    private static Dense dense(Map<String, byte[]> files, String path) {
        HubConfig config = config(files, path);
        config.requireFlag("use_residual", false, "A residual around a layer");
        config.requireText("module_input_name", "sentence_embedding", "A layer over tokens");
        int in = config.width("in_features");
        int out = config.width("out_features");
        String name = config.text("activation_function", "torch.nn.modules.activation.Tanh");
        Op.Activation activation = switch (name.substring(name.lastIndexOf('.') + 1)) {
            case "Tanh" -> Op.Activation.TANH;
            case "Identity" -> Op.Activation.NONE;
            case "ReLU" -> Op.Activation.RELU;
            case "GELU" -> Op.Activation.GELU;
            case "SiLU" -> Op.Activation.SILU;
            default -> throw config.unsupported("The activation " + name, "activation_function",
                    "Tanh, Identity, ReLU, GELU or SiLU");
        };
        Safetensors tensors = Safetensors.read(file(files, path + "/model.safetensors"));
        Tensor bias = config.flag("bias", true) ? floats(tensors, "linear.bias", Shape.of(out))
                : Tensor.ofFloats(Shape.of(out), new float[out]);
        return new Dense(activation, floats(tensors, "linear.weight", Shape.of(out, in)), bias);
    }

    private static Tensor floats(Safetensors tensors, String name, Shape shape) {
        DType dtype = tensors.tensor(name).dtype();
        boolean isHalf = dtype == DType.F16 || dtype == DType.BF16;
        return Tensor.ofFloats(shape, tensors.tensor(name, isHalf ? dtype : DType.F32, shape).toFloats());
    }

    private static HubConfig config(Map<String, byte[]> files, String path) {
        return new HubConfig(JsonReader.readObject(file(files, path + "/config.json"), JsonLimits.DEFAULT));
    }

    private static byte[] file(Map<String, byte[]> files, String path) {
        byte[] file = files.get(path);
        if (file == null) {
            throw new DamagedData("A file of the model is missing.",
                    Finding.at(path).expected("a file, as " + MODULES + " says").found("none"));
        }
        return file;
    }

    /** A limit of a text in tokens; "none" is written as a very large number. */
    private static int limit(Map<String, byte[]> files, String path, String field) {
        if (files.containsKey(path)) {
            JsonObject json = JsonReader.readObject(files.get(path), JsonLimits.DEFAULT);
            if (json.has(field) && json.get(field) instanceof JsonNumber number && number.doubleValue() >= 1
                    && number.doubleValue() < Integer.MAX_VALUE) {
                return (int) number.doubleValue();
            }
        }
        return Integer.MAX_VALUE;
    }

    private static Unsupported unsupported(String what, String expected, String found) {
        return new Unsupported(what + " is not supported.", Finding.at(MODULES).expected(expected).found(found)
                .remedy("Choose a model without it."));
    }
}
