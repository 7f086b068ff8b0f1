package dev.tabitat.core.importing;

import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonNull;
import dev.tabitat.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What adding a model would mean: the files, what they are recognised as, and every reason why it cannot be.
 *
 * @param problems none when the model can be added
 * @param architecture {@code model_type} of a config.json, {@code general.architecture} of a GGUF file, or empty
 * @param task in the hub's words
 * @param format of the weights; empty when there are none that are read
 * @param parameters numbers of all weights; empty when no header could be read
 * @param context the longest text in tokens, special ones included; empty when it is not known
 * @param quantization what the weights are, such as {@code F16} or {@code Q4_K_M}; empty when it is not known
 * @param root the folder of the model in the source, with a slash at the end; empty at the top
 * @param files all files of the source, in its order
 * @param weights paths of the files that have the weights, in order
 * @param licence the claim of its authors
 * @param head how the model ends, for its annotations
 * @param tokenizer what is known of it
 * @param chatTemplate whether the model's template can be used
 * @param choices variants to choose from; none where there is one only
 * @param fit {@code {terms, total_bytes, verdict, tokens_per_s}}
 */
public record ImportPlan(
        List<Problem> problems, ModelKind kind, String architecture, String task, Optional<WeightFormat> format,
        OptionalLong parameters, OptionalLong context, String quantization, String root, List<PlannedFile> files,
        List<String> weights, LicenceClaim licence, Head head, TokenizerFacts tokenizer, ChatTemplate chatTemplate,
        List<Choice> choices, JsonObject fit) {

    public ImportPlan {
        problems = List.copyOf(problems);
        files = List.copyOf(files);
        weights = List.copyOf(weights);
        choices = List.copyOf(choices);
    }

    /**
     * A file of the source.
     *
     * @param isNeeded whether it is downloaded
     * @param reason why a file is not, where that is not plain: a pickle, say; else empty
     */
    public record PlannedFile(ModelFile file, boolean isNeeded, String reason) {

        JsonObject toJson() {
            JsonObject.Builder json = JsonObject.builder().put("path", file.path()).put("bytes", file.bytes());
            if (file.sha256().isPresent()) {
                json.put("sha256", file.sha256().get().hex());
            }
            return json.put("needed", isNeeded).build();
        }
    }

    /**
     * How a model ends.
     *
     * @param labels of a classifier by their ids; else empty
     * @param pooling of an encoder; empty for others
     * @param denseLayers that follow the pooling
     * @param isNormalized whether the model itself ends with vectors of length 1
     * @param queryPrompt put before a question; empty where there is none
     * @param passagePrompt put before a passage; empty where there is none
     */
    public record Head(
            List<String> labels, String pooling, int denseLayers, boolean isNormalized, String queryPrompt,
            String passagePrompt) {

        public Head {
            labels = List.copyOf(labels);
        }

        /** A head without labels, pooling and prompts. */
        static final Head NONE = new Head(List.of(), "", 0, false, "", "");

        boolean hasPrompts() {
            return !queryPrompt.isEmpty() || !passagePrompt.isEmpty();
        }
    }

    /** Whether a model has a chat template, and whether it can be rendered. */
    public enum ChatTemplate {
        OK("ok"),
        NONE("none"),
        UNSUPPORTED("unsupported");

        private final String id;

        ChatTemplate(String id) {
            this.id = id;
        }

        public String id() {
            return id;
        }
    }

    /**
     * One of several ways to have the model.
     *
     * @param file that {@code addModel} is given
     * @param quantization of the file, or {@code as-is}, {@code q8} or {@code q4} of one that can be quantized here
     * @param bytes that it takes in storage
     * @param fit as of the plan
     */
    public record Choice(String file, String quantization, long bytes, JsonObject fit) {

        JsonObject toJson() {
            return JsonObject.of("file", file, "quantization", quantization, "bytes", bytes, "fit", fit);
        }
    }

    public boolean isSupported() {
        return problems.isEmpty();
    }

    /** The files that are downloaded. */
    public List<ModelFile> needed() {
        List<ModelFile> needed = new ArrayList<>();
        for (PlannedFile file : files) {
            if (file.isNeeded()) {
                needed.add(file.file());
            }
        }
        return needed;
    }

    /** The path that a file has inside the model's package: below the folder of the model. */
    public String packagePath(ModelFile file) {
        return file.path().startsWith(root) ? file.path().substring(root.length()) : file.path();
    }

    public long downloadBytes() {
        long bytes = 0;
        for (ModelFile file : needed()) {
            bytes += file.bytes();
        }
        return bytes;
    }

    /** The answer of {@code inspectModel}. */
    public JsonObject toJson() {
        List<JsonObject> problemList = new ArrayList<>();
        for (Problem problem : problems) {
            problemList.add(problem.toJson());
        }
        List<JsonObject> fileList = new ArrayList<>();
        for (PlannedFile file : files) {
            fileList.add(file.toJson());
        }
        JsonObject.Builder json = JsonObject.builder()
                .put("supported", isSupported()).put("problems", problemList).put("kind", kind.id())
                .put("architecture", architecture).put("task", task).put("parameters", orNull(parameters))
                .put("context", orNull(context)).put("quantization", quantization).put("files", fileList)
                .put("download_bytes", downloadBytes()).put("licence", licence.toJson());
        if (head.hasPrompts()) {
            json.put("prompts", JsonObject.of("query", head.queryPrompt(), "passage", head.passagePrompt()));
        }
        json.put("chat_template", chatTemplate.id());
        if (!choices.isEmpty()) {
            List<JsonObject> choiceList = new ArrayList<>();
            for (Choice choice : choices) {
                choiceList.add(choice.toJson());
            }
            json.put("choices", choiceList);
        }
        return json.put("fit", fit).build();
    }

    /** What the package notes about how the model ends and what it reads; only what is known. */
    public JsonObject annotations() {
        JsonObject.Builder json = JsonObject.builder().put("kind", kind.id()).put("architecture", architecture)
                .put("task", task);
        if (format.isPresent()) {
            json.put("format", format.get().id());
        }
        if (!tokenizer.algorithm().isEmpty()) {
            json.put("tokenizer", tokenizer.algorithm());
        }
        if (context.isPresent()) {
            json.put("context", context.getAsLong());
        }
        if (!head.labels().isEmpty()) {
            json.put("labels", JsonArray.ofStrings(head.labels()));
        }
        if (!head.pooling().isEmpty()) {
            json.put("pooling", head.pooling()).put("dense_layers", head.denseLayers()).put("normalize",
                    head.isNormalized());
        }
        if (head.hasPrompts()) {
            json.put("prompts", JsonObject.of("query", head.queryPrompt(), "passage", head.passagePrompt()));
        }
        List<String> paths = new ArrayList<>();
        for (String weight : weights) {
            paths.add(weight.startsWith(root) ? weight.substring(root.length()) : weight);
        }
        return json.put("weights", JsonArray.ofStrings(paths)).build();
    }

    private static Object orNull(OptionalLong value) {
        return value.isPresent() ? value.getAsLong() : JsonNull.NULL;
    }
}
