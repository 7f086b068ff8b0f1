package dev.tabitat.core.model;

import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.Unsupported;
import dev.tabitat.core.format.Safetensors;
import dev.tabitat.core.format.TensorFile;
import dev.tabitat.core.format.onnx.OnnxModel;
import dev.tabitat.core.json.JsonLimits;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.json.JsonReader;
import dev.tabitat.core.model.encoder.EncoderArchitecture;
import dev.tabitat.core.model.encoder.WeightLayout;
import dev.tabitat.core.model.head.AnswerExtractor;
import dev.tabitat.core.model.head.EncoderHead;
import dev.tabitat.core.model.head.SentenceEncoder;
import dev.tabitat.core.model.head.SentenceModules;
import dev.tabitat.core.model.head.SequenceClassifier;
import dev.tabitat.core.model.head.TokenClassifier;
import dev.tabitat.core.packages.Manifest;
import dev.tabitat.core.packages.ModelPackage;
import dev.tabitat.core.packages.PackageAnnotations;
import dev.tabitat.core.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Loads models of packages that were imported: {@code config.json}, {@code tokenizer.json}, what sentence-transformers
 * adds, and weights as their authors published them or as a recipe converted them. What was recognised is in the note
 * {@link PackageAnnotations#IMPORT}.
 *
 * @param kind what the model is for: {@code encoder}, {@code classifier}, {@code token-classifier}, {@code reranker} or
 * {@code generator}
 * @param task in the hub's words
 * @param format of the weights: {@code safetensors}, {@code onnx} or {@code gguf}
 * @param weights paths of the files that have the weights, in order
 */
public record ImportedModel(String kind, String task, String format, List<String> weights,
        TextEncoder.Prompts prompts) {

    /** The file that says what the model is. */
    public static final String CONFIG = "config.json";

    private static final String SAFETENSORS = "safetensors";
    private static final String ONNX = "onnx";

    public ImportedModel {
        weights = List.copyOf(weights);
    }

    /** Whether a package was imported. */
    public static boolean is(Manifest manifest) {
        return manifest.findAnnotation(PackageAnnotations.IMPORT).isPresent();
    }

    /** What a package notes. @throws DamagedData when it was not imported, or the note is broken */
    public static ImportedModel of(Manifest manifest) {
        String note = manifest.findAnnotation(PackageAnnotations.IMPORT).orElseThrow(
                () -> new DamagedData("This package was not imported.", Finding.at(manifest.name().toString())
                        .expected("the note " + PackageAnnotations.IMPORT).found("none")));
        return read(JsonReader.readObject(note, JsonLimits.DEFAULT));
    }

    /** The note. @throws DamagedData when it is broken */
    public static ImportedModel read(JsonObject json) {
        JsonObject prompts = json.has("prompts") ? json.object("prompts") : JsonObject.EMPTY;
        return new ImportedModel(json.string("kind"), json.stringOr("task", ""), json.stringOr("format", SAFETENSORS),
                json.array("weights").strings(),
                new TextEncoder.Prompts(prompts.stringOr("query", ""), prompts.stringOr("passage", "")));
    }

    /** Whether its weights can be read piece by piece, knowing their header alone. */
    public boolean isSafetensors() {
        return format.equals(SAFETENSORS);
    }

    /** Whether a package that was imported generates texts: that is loaded elsewhere. */
    public boolean isGenerator() {
        return kind.equals("generator");
    }

    /** A model with all of its weights. @throws Unsupported or DamagedData as {@link #model} */
    static Model load(ModelPackage files) {
        ImportedModel imported = of(files.manifest());
        return imported.model(files.files(), imported.tensors(files)).model();
    }

    /**
     * A model, and how its weights are made of the tensors of its files.
     *
     * @param model without weights where only headers were read
     */
    public record Loaded(Model model, WeightLayout layout) {}

    private Safetensors tensors(ModelPackage files) {
        if (format.equals(ONNX)) {
            if (weights.size() != 1) {
                throw new Unsupported("An ONNX model in several files is not supported.",
                        Finding.at(files.manifest().name().toString()).expected("one file").found(weights));
            }
            OnnxBert bert = OnnxBert.of(OnnxModel.read(files.file(weights.get(0))));
            return new Safetensors(bert.tensors(), Map.of());
        }
        Map<String, Tensor> all = new LinkedHashMap<>();
        for (String path : weights) {
            all.putAll(Safetensors.read(files.file(path)).tensors());
        }
        return new Safetensors(all, Map.of());
    }

    /**
     * A model whose weights may be read by somebody else.
     *
     * @param files of the package by their paths; those of its weights need not be among them
     * @param tensors of all weights, or what their headers say
     * @throws Unsupported naming what is not computed here
     * @throws DamagedData naming a file, field or tensor that is missing or does not fit
     */
    public Loaded model(Map<String, byte[]> files, TensorFile tensors) {
        JsonObject config = JsonReader.readObject(file(files, CONFIG), JsonLimits.DEFAULT);
        byte[] tokenizer = file(files, ModelPackage.TOKENIZER);
        if (kind.equals("encoder")) {
            SentenceEncoder encoder = SentenceEncoder.of(files, tensors);
            int rows = SentenceEncoder.isStatic(config) ? rows(encoder)
                    : EncoderArchitecture.read(config).vocabulary();
            return new Loaded(TextEncoder.imported(encoder,
                    SentenceEncoder.isStatic(config) ? ModelTokenizer.ofStatic(tokenizer, rows)
                            : ModelTokenizer.of(tokenizer, rows),
                    prompts), encoder.encoder().layout());
        }
        EncoderArchitecture architecture = EncoderArchitecture.read(config);
        ModelTokenizer read = ModelTokenizer.of(tokenizer, architecture.vocabulary());
        int maxTokens = SentenceModules.maxTokens(files, architecture.maxTokens());
        EncoderHead head = switch (kind) {
            case "classifier", "reranker" -> SequenceClassifier.of(config, tensors);
            case "token-classifier" -> task.equals("question-answering") ? AnswerExtractor.of(config, tensors)
                    : TokenClassifier.of(config, tensors);
            default -> throw new Unsupported("This kind of model is not run here.",
                    Finding.at(PackageAnnotations.IMPORT)
                            .expected("encoder, classifier, token-classifier or reranker").found(kind));
        };
        return new Loaded(new HeadedEncoder(head, read, maxTokens), head.encoder().layout());
    }

    private static byte[] file(Map<String, byte[]> files, String path) {
        byte[] file = files.get(path);
        if (file == null) {
            throw new DamagedData("A file of the model is missing.",
                    Finding.at(path).expected("a file of that name").found(files.keySet()));
        }
        return file;
    }

    /** Rows of the table of static embeddings. */
    private static int rows(SentenceEncoder encoder) {
        return encoder.encoder().graph().shape(encoder.encoder().graph().node("embeddings").inputs().get(1)).dim(0);
    }
}
