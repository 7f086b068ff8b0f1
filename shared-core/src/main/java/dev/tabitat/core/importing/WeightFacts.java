package dev.tabitat.core.importing;

import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.TabitatException;
import dev.tabitat.core.error.Unsupported;
import dev.tabitat.core.format.SafetensorsLimits;
import dev.tabitat.core.format.SafetensorsOutline;
import dev.tabitat.core.format.gguf.Gguf;
import dev.tabitat.core.format.gguf.GgufSplit;
import dev.tabitat.core.format.gguf.GgufTensor;
import dev.tabitat.core.format.onnx.OnnxLimits;
import dev.tabitat.core.format.onnx.OnnxOutline;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.tensor.DType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;

/**
 * What the headers of a model's weights say.
 *
 * @param parameters numbers of all weights together; 0 when no header could be read
 * @param elementBytes bytes of the weights by their element types
 * @param embeddingRows rows of the matrix of token embeddings, where it is recognised
 * @param matrixElements numbers in weights of two dimensions, which are what can be quantized
 * @param ggufs headers of the files of a GGUF model
 * @param onnx of an ONNX model
 */
record WeightFacts(
        long parameters, Map<String, Long> elementBytes, OptionalLong embeddingRows, long matrixElements,
        List<Gguf> ggufs, Optional<OnnxOutline> onnx) {

    /** Headers over a network: larger ones are no model's that fits into a tab. */
    private static final SafetensorsLimits SAFETENSORS = new SafetensorsLimits(8 << 20, 50_000);

    private static final long ONNX_BUDGET = 16L << 20;

    private static final List<String> EMBEDDINGS = List.of("embeddings.word_embeddings.weight", "embed_tokens.weight",
            "embeddings.tok_embeddings.weight", "wte.weight", "token_embd.weight", "tok_embeddings.weight",
            "shared.weight");

    /** Nothing is known. */
    static final WeightFacts NONE = new WeightFacts(0, Map.of(), OptionalLong.empty(), 0, List.of(), Optional.empty());

    /**
     * Reads the headers of a variant; what is wrong with them becomes problems.
     *
     * @param shards names of files by tensors; empty for a model that is not split
     */
    static WeightFacts read(WeightVariant variant, ModelFiles files, JsonObject shards, List<Problem> problems) {
        try {
            WeightFacts facts = switch (variant.format()) {
                case SAFETENSORS -> safetensors(variant, files, shards, problems);
                case GGUF -> gguf(variant, files, problems);
                case ONNX -> onnx(variant, files, problems);
            };
            if (facts.parameters() == 0) {
                problems.add(new Problem(Problem.NO_WEIGHTS, variant.file() + " has no weights in it.",
                        "Choose another file of the model: this one may have its vocabulary alone."));
            }
            return facts;
        } catch (TabitatException failure) {
            boolean isType = failure.code().equals("unsupported");
            problems.add(Problem.of(isType ? Problem.WEIGHT_TYPE : Problem.DAMAGED, failure));
            return NONE;
        }
    }

    private static WeightFacts safetensors(WeightVariant variant, ModelFiles files, JsonObject shards,
            List<Problem> problems) {
        Map<String, Long> types = new TreeMap<>();
        Set<String> names = new HashSet<>();
        OptionalLong rows = OptionalLong.empty();
        long parameters = 0;
        long matrices = 0;
        long mapped = 0;
        String unsupported = "";
        for (ModelFile file : variant.files()) {
            SafetensorsOutline header = SafetensorsOutline.read(files.open(file.path()), SAFETENSORS);
            for (SafetensorsOutline.Entry entry : header.entries()) {
                requirePlace(entry.name(), names.add(entry.name()), file, shards);
                parameters += entry.elements();
                matrices += entry.dims().size() == 2 ? entry.elements() : 0;
                types.merge(entry.type(), entry.bytes(), Long::sum);
                boolean isRead = entry.dtype().isPresent() && entry.dtype().get() != DType.BOOL;
                unsupported = !isRead && unsupported.isEmpty() ? entry.name() + " (" + entry.type() + ")" : unsupported;
                if (entry.dims().size() == 2 && isEmbedding(entry.name())) {
                    rows = OptionalLong.of(entry.dims().get(0));
                }
                mapped = entry.name().equals("mapping") && entry.dims().size() == 1 ? entry.elements() : mapped;
            }
        }
        // Static embeddings may share rows among tokens.
        rows = mapped > 0 && rows.isPresent() ? OptionalLong.of(mapped) : rows;
        for (String name : variant.isComplete() ? shards.names() : Set.<String>of()) {
            if (!names.contains(name)) {
                throw new DamagedData("A tensor that the index lists is in no file.",
                        Finding.at(WeightFiles.INDEX).expected(name).found("no such tensor"));
            }
        }
        if (!unsupported.isEmpty()) {
            problems.add(
                    new Problem(Problem.WEIGHT_TYPE, "Weights of this type are not supported: " + unsupported + ".",
                            "Choose a file with F32, F16 or BF16 weights, or a GGUF file of the model."));
        }
        return new WeightFacts(parameters, types, rows, matrices, List.of(), Optional.empty());
    }

    /** Each tensor is in one file, and in the one that the index says. */
    private static void requirePlace(String name, boolean isFirst, ModelFile file, JsonObject shards) {
        String listed = shards.isEmpty() ? file.name() : Fields.text(shards, name);
        if (!isFirst || !listed.equals(file.name())) {
            throw new DamagedData("The files of a split model do not belong together.",
                    Finding.at(file.path() + ", tensor " + name)
                            .expected(listed.isEmpty() ? "a tensor that the index lists" : "the tensor in " + listed)
                            .found(isFirst ? "it in this file" : "it in two files")
                            .remedy("Download all files again."));
        }
    }

    private static boolean isEmbedding(String name) {
        for (String known : EMBEDDINGS) {
            if (name.equals(known) || name.endsWith("." + known)) {
                return true;
            }
        }
        // Static embeddings are one matrix of that name.
        return name.equals("embeddings") || name.equals("embedding.weight");
    }

    private static WeightFacts gguf(WeightVariant variant, ModelFiles files, List<Problem> problems) {
        List<Gguf> headers = new ArrayList<>();
        Map<String, Long> types = new TreeMap<>();
        OptionalLong rows = OptionalLong.empty();
        long parameters = 0;
        long matrices = 0;
        for (ModelFile file : variant.files()) {
            Gguf header = Gguf.read(files.open(file.path()));
            headers.add(header);
            for (GgufTensor tensor : header.tensors()) {
                parameters += tensor.elements();
                matrices += tensor.dims().size() == 2 ? tensor.elements() : 0;
                types.merge(tensor.type().name(), tensor.bytes(), Long::sum);
                if (isEmbedding(tensor.name()) && tensor.dims().size() == 2) {
                    rows = OptionalLong.of(tensor.dims().get(1));
                }
            }
            try {
                header.requireReadable();
            } catch (Unsupported failure) {
                problems.add(Problem.of(Problem.WEIGHT_TYPE, failure));
            }
        }
        if (variant.isComplete()) {
            GgufSplit.requireWhole(headers);
        }
        return new WeightFacts(parameters, types, rows, matrices, headers, Optional.empty());
    }

    private static WeightFacts onnx(WeightVariant variant, ModelFiles files, List<Problem> problems) {
        OnnxOutline outline = OnnxOutline.read(files.open(variant.file()), OnnxLimits.DEFAULT, ONNX_BUDGET);
        Map<String, Long> types = new TreeMap<>();
        OptionalLong rows = OptionalLong.empty();
        long matrices = 0;
        String external = "";
        for (OnnxOutline.Weight weight : outline.weights()) {
            types.merge(weight.type(), weight.bytes(), Long::sum);
            matrices += weight.dims().size() == 2 ? weight.elements() : 0;
            String name = weight.name().endsWith("_quantized")
                    ? weight.name().substring(0, weight.name().length() - "_quantized".length())
                    : weight.name();
            if (weight.dims().size() == 2 && isEmbedding(name)) {
                rows = OptionalLong.of(weight.dims().get(0));
            }
            external = weight.location().isPresent() && external.isEmpty() ? weight.location().get() : external;
        }
        if (!external.isEmpty()) {
            problems.add(new Problem(Problem.EXTERNAL_WEIGHTS,
                    "The weights of " + variant.file() + " are in another file, " + external
                            + ", which is not supported.",
                    "Choose the model's safetensors, or an ONNX file that has its weights in itself."));
        }
        return new WeightFacts(outline.parameters(), types, rows, matrices, List.of(), Optional.of(outline));
    }

    /** The element type that most bytes have; empty when nothing is known. */
    String mainType() {
        String main = "";
        long most = -1;
        for (Map.Entry<String, Long> type : elementBytes.entrySet()) {
            if (type.getValue() > most) {
                main = type.getKey();
                most = type.getValue();
            }
        }
        return main;
    }
}
