package dev.tabitat.core.importing;

import dev.tabitat.core.format.gguf.GgufSplit;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.json.JsonString;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The files of a source that could be a model's weights, and those that are not read and why.
 *
 * <p>
 * Read are safetensors, GGUF and ONNX. Passed over are the same weights in formats of other runtimes (OpenVINO, Core
 * ML, TensorFlow, Flax) and of training (optimizer states), copies in formats of the authors
 * ({@code consolidated.*.safetensors}), and projectors of pictures ({@code mmproj}).
 */
final class WeightFiles {

    static final String INDEX = "model.safetensors.index.json";

    private static final List<String> PICKLES = List.of(".bin", ".pt", ".pth", ".ckpt", ".pkl", ".pickle");
    private static final List<String> OTHERS = List.of(".h5", ".msgpack", ".ot", ".tflite", ".mlmodel", ".pb", ".npz",
            ".mlpackage", ".engine");
    private static final List<String> FOREIGN_FOLDERS = List.of("openvino/", "coreml/", "tf/", "flax/", "original/",
            "tensorrt/", "mlx/");

    /** The order in which a quantization is suggested: the smallest loss for the size first. */
    private static final List<String> GGUF_ORDER = List.of("Q4_K_M", "Q4_K_S", "Q4_0", "Q5_K_M", "Q5_K_S", "Q8_0",
            "Q6_K",
            "Q5_0", "Q4_1", "Q5_1", "BF16", "F16", "F32");

    private static final Set<String> GGUF_NAMES = Set.of("Q2_K", "Q2_K_S", "Q2_K_L", "Q3_K_S", "Q3_K_M", "Q3_K_L",
            "Q3_K",
            "Q4_K_M", "Q4_K_S", "Q4_K_L", "Q4_K", "Q4_0", "Q4_1", "Q5_K_M", "Q5_K_S", "Q5_K_L", "Q5_K", "Q5_0", "Q5_1",
            "Q6_K", "Q6_K_L", "Q8_0", "Q8_K", "IQ1_S", "IQ1_M", "IQ2_XXS", "IQ2_XS", "IQ2_S", "IQ2_M", "IQ3_XXS",
            "IQ3_XS", "IQ3_S", "IQ3_M", "IQ4_NL", "IQ4_XS", "TQ1_0", "TQ2_0", "MXFP4", "BF16", "F16", "F32", "FP16",
            "FP32", "Q4_0_4_4", "Q4_0_4_8", "Q4_0_8_8", "Q1_0", "NVFP4", "MXFP4_MOE");

    private static final String[][] ONNX_NAMES = {{"q4f16", "q4f16"}, {"bnb4", "bnb4"}, {"q4", "q4"}, {"fp16", "fp16"},
            {"uint8", "uint8"}, {"int8", "int8"}, {"quint8", "uint8"}, {"qint8", "int8"}, {"quantized", "int8"},
            {"fp32", "fp32"}};

    private final List<ModelFile> files;
    private final List<WeightVariant> variants = new ArrayList<>();
    private final List<ModelFile> pickles = new ArrayList<>();
    private final Set<String> others = new LinkedHashSet<>();

    private WeightFiles(List<ModelFile> files) {
        this.files = files;
    }

    /** @param root the folder of the model, with its slash */
    static WeightFiles of(SmallFiles small, List<ModelFile> files, String root) {
        WeightFiles found = new WeightFiles(files);
        found.safetensors(small, root);
        found.gguf();
        found.onnx(root);
        found.unread();
        return found;
    }

    /** What can be read, the preferred one first. */
    List<WeightVariant> variants() {
        return variants;
    }

    List<ModelFile> pickles() {
        return pickles;
    }

    /** Endings of files of other runtimes. */
    Set<String> others() {
        return others;
    }

    private void safetensors(SmallFiles small, String root) {
        Map<String, ModelFile> inRoot = new HashMap<>();
        List<ModelFile> single = new ArrayList<>();
        for (ModelFile file : files) {
            String lower = file.name().toLowerCase(Locale.ROOT);
            if (!file.folder().equals(root) || !lower.endsWith(".safetensors") || lower.startsWith("consolidated")
                    || lower.startsWith("adapter_") || lower.startsWith("optimizer")) {
                continue;
            }
            inRoot.put(file.name(), file);
            if (!isShard(file.name())) {
                single.add(file);
            }
        }
        if (small.has(INDEX)) {
            sharded(small.json(INDEX).orElse(JsonObject.EMPTY), inRoot);
        }
        single.sort(
                (a, b) -> Boolean.compare(b.name().equals("model.safetensors"), a.name().equals("model.safetensors")));
        for (ModelFile file : single) {
            variants.add(new WeightVariant(WeightFormat.SAFETENSORS, List.of(file), "", file.bytes(), true));
        }
    }

    private static boolean isShard(String name) {
        int of = name.indexOf("-of-");
        return of > 5 && name.charAt(of - 1) >= '0' && name.charAt(of - 1) <= '9';
    }

    private void sharded(JsonObject index, Map<String, ModelFile> inRoot) {
        JsonObject map = Fields.object(index, "weight_map");
        Set<String> names = new LinkedHashSet<>();
        for (String tensor : map.names()) {
            if (map.get(tensor) instanceof JsonString file) {
                names.add(file.value());
            }
        }
        List<ModelFile> shards = new ArrayList<>();
        long bytes = 0;
        for (String name : names) {
            ModelFile file = inRoot.get(name);
            if (file != null) {
                shards.add(file);
                bytes += file.bytes();
            }
        }
        shards.sort((a, b) -> a.path().compareTo(b.path()));
        if (!shards.isEmpty()) {
            variants.add(new WeightVariant(WeightFormat.SAFETENSORS, shards, "", bytes, shards.size() == names.size()));
        }
    }

    private void gguf() {
        Map<String, List<ModelFile>> groups = new LinkedHashMap<>();
        for (ModelFile file : files) {
            String lower = file.name().toLowerCase(Locale.ROOT);
            if (lower.endsWith(".gguf") && !lower.startsWith("mmproj") && !lower.contains("-mmproj")
                    && !lower.contains("imatrix")) {
                Optional<GgufSplit> split = GgufSplit.ofPath(file.path());
                String group = split.isPresent() ? split.get().path(1) : file.path();
                if (!groups.containsKey(group)) {
                    groups.put(group, new ArrayList<>());
                }
                groups.get(group).add(file);
            }
        }
        List<WeightVariant> found = new ArrayList<>();
        for (List<ModelFile> parts : groups.values()) {
            parts.sort((a, b) -> a.path().compareTo(b.path()));
            ModelFile first = parts.get(0);
            Optional<GgufSplit> split = GgufSplit.ofPath(first.path());
            long bytes = 0;
            for (ModelFile part : parts) {
                bytes += part.bytes();
            }
            found.add(new WeightVariant(WeightFormat.GGUF, parts, ggufName(first.name()), bytes,
                    split.isEmpty() || parts.size() == split.get().count()));
        }
        found.sort(
                (a, b) -> rank(a) != rank(b) ? Integer.compare(rank(a), rank(b)) : Long.compare(a.bytes(), b.bytes()));
        variants.addAll(found);
    }

    private static int rank(WeightVariant variant) {
        int at = GGUF_ORDER.indexOf(variant.quantization());
        return at < 0 ? GGUF_ORDER.size() : at;
    }

    /** The quantization in a file's name; empty when there is none. */
    static String ggufName(String name) {
        String upper = name.toUpperCase(Locale.ROOT);
        String best = "";
        for (String known : GGUF_NAMES) {
            for (int at = upper.indexOf(known); at >= 0; at = upper.indexOf(known, at + 1)) {
                boolean begins = at == 0 || "-._".indexOf(upper.charAt(at - 1)) >= 0;
                int end = at + known.length();
                boolean ends = end == upper.length() || "-.".indexOf(upper.charAt(end)) >= 0;
                if (begins && ends && known.length() > best.length()) {
                    best = known;
                }
            }
        }
        return best.equals("FP16") ? "F16" : best.equals("FP32") ? "F32" : best;
    }

    private void onnx(String root) {
        List<WeightVariant> found = new ArrayList<>();
        for (ModelFile file : files) {
            boolean isPlace = file.folder().equals(root) || file.folder().equals(root + "onnx/");
            String lower = file.name().toLowerCase(Locale.ROOT);
            boolean isPart = lower.startsWith("decoder_") || lower.startsWith("encoder_model") || lower.contains("_o1")
                    || lower.contains("_o2") || lower.contains("_o3") || lower.contains("_o4");
            if (!isPlace || !lower.endsWith(".onnx") || isPart) {
                continue;
            }
            String quantization = lower.equals("model.onnx") ? "fp32" : "";
            for (String[] known : ONNX_NAMES) {
                quantization = quantization.isEmpty() && lower.contains(known[0]) ? known[1] : quantization;
            }
            found.add(new WeightVariant(WeightFormat.ONNX, List.of(file), quantization, file.bytes(), true));
        }
        found.sort((a, b) -> Boolean.compare(b.quantization().equals("fp32"), a.quantization().equals("fp32")));
        variants.addAll(found);
    }

    private void unread() {
        for (ModelFile file : files) {
            String lower = file.name().toLowerCase(Locale.ROOT);
            int dot = lower.lastIndexOf('.');
            String ending = dot < 0 ? "" : lower.substring(dot);
            boolean isForeign = lower.startsWith("openvino") || FOREIGN_FOLDERS.contains(lastFolder(file.folder()));
            if (isForeign || OTHERS.contains(ending)) {
                others.add(ending.isEmpty() ? file.name() : ending);
            } else if (PICKLES.contains(ending) && !lower.equals("training_args.bin") && !lower.startsWith("optimizer")
                    && !lower.startsWith("scheduler") && !lower.startsWith("rng_state") && file.bytes() > 0) {
                pickles.add(file);
            }
        }
    }

    private static String lastFolder(String folder) {
        if (folder.isEmpty()) {
            return "";
        }
        int before = folder.lastIndexOf('/', folder.length() - 2);
        return folder.substring(before + 1).toLowerCase(Locale.ROOT);
    }
}
