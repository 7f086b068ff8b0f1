package dev.tabitat.core.importing;

import dev.tabitat.core.json.Json;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonBool;
import dev.tabitat.core.json.JsonNull;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.json.JsonString;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What follows an encoder, as sentence-transformers lists it.
 *
 * <pre>
 * modules.json                        [{"idx", "name", "path", "type"}, ...]: Transformer and Pooling, or StaticEmbedding;
 *                                     then any of Dense and Normalize
 * {path}/config.json                  of Pooling: "pooling_mode" or one of "pooling_mode_..." true
 * {path}/config.json                  of Dense: "in_features", "out_features", "bias", "activation_function"
 * {path}/model.safetensors            of Dense
 * config_sentence_transformers.json   "prompts": {name: text}
 * sentence_bert_config.json           "max_seq_length"
 * </pre>
 *
 * @param pooling {@code mean}, {@code cls}, {@code last}, {@code max}, {@code weighted-mean}, or what the file says
 * @param denseLayers how many layers follow
 * @param isNormalized whether the model ends with vectors of length 1
 * @param prompts for queries and passages, where the model has any
 * @param limit the longest text, in tokens
 * @param files that belong to it
 */
record SentencePipeline(
        String pooling, int denseLayers, boolean isNormalized, Optional<Prompts> prompts, OptionalLong limit,
        List<String> files) {

    private static final List<String> POOLINGS = List.of("mean", "cls", "last", "max", "weighted-mean");

    private static final String[][] FLAGS = {{"pooling_mode_cls_token", "cls"}, {"pooling_mode_max_tokens", "max"},
            {"pooling_mode_mean_tokens", "mean"}, {"pooling_mode_mean_sqrt_len_tokens", "mean_sqrt_len_tokens"},
            {"pooling_mode_weightedmean_tokens", "weightedmean"}, {"pooling_mode_lasttoken", "lasttoken"}};

    SentencePipeline {
        files = List.copyOf(files);
    }

    /** Texts that are put before an input. */
    record Prompts(String query, String passage) {

        JsonObject toJson() {
            return JsonObject.of("query", query, "passage", passage);
        }
    }

    /** Whether there are files of sentence-transformers at all. */
    static boolean isListed(SmallFiles files) {
        return files.has("modules.json");
    }

    static SentencePipeline read(SmallFiles files, List<Problem> problems) {
        List<String> used = new ArrayList<>();
        String pooling = "mean";
        int dense = 0;
        boolean isNormalized = false;
        boolean isPooled = false;
        if (files.value("modules.json").orElse(JsonNull.NULL) instanceof JsonArray modules) {
            used.add(files.path("modules.json"));
            for (Json item : modules.items()) {
                JsonObject module = item instanceof JsonObject object ? object : JsonObject.EMPTY;
                String type = Fields.text(module, "type");
                String kind = type.substring(type.lastIndexOf('.') + 1);
                String path = Fields.text(module, "path");
                switch (kind) {
                    case "Transformer" -> {
                    }
                    // The mean of the tokens' rows.
                    case "StaticEmbedding" -> isPooled = true;
                    case "Pooling" -> {
                        pooling = pooling(files, path, used, problems);
                        isPooled = true;
                    }
                    case "Dense" -> {
                        dense(files, path, used, problems);
                        dense++;
                        isNormalized = false;
                    }
                    case "Normalize" -> isNormalized = true;
                    default -> problems.add(new Problem(Problem.MODULE,
                            "The module " + (type.isEmpty() ? "without a type" : type) + " is not supported.",
                            "Choose a model whose modules.json has Transformer, Pooling, Dense and Normalize only."));
                }
            }
            if (!isPooled) {
                problems.add(new Problem(Problem.MODULE, "A model without pooling is not supported.",
                        "Choose a model whose modules.json has a Pooling module."));
            }
        }
        OptionalLong limit = OptionalLong.empty();
        if (files.json("sentence_bert_config.json").isPresent()) {
            used.add(files.path("sentence_bert_config.json"));
            limit = Fields.count(files.json("sentence_bert_config.json").get(), "max_seq_length");
        }
        return new SentencePipeline(pooling, dense, isNormalized, prompts(files, used), limit, used);
    }

    private static String pooling(SmallFiles files, String path, List<String> used, List<Problem> problems) {
        Optional<JsonObject> read = files.json(path + "/config.json");
        if (read.isEmpty()) {
            problems.add(new Problem(Problem.MISSING_FILE,
                    "The file " + files.path(path + "/config.json") + ", which says how tokens are pooled, is missing.",
                    "Add it beside the other files."));
            return "mean";
        }
        used.add(files.path(path + "/config.json"));
        List<String> modes = new ArrayList<>(Fields.texts(read.get(), "pooling_mode"));
        for (String[] flag : FLAGS) {
            if (!read.get().has("pooling_mode") && Fields.isTrue(read.get(), flag[0])) {
                modes.add(flag[1]);
            }
        }
        String pooling = modes.size() != 1 ? "several" : switch (modes.get(0)) {
            case "lasttoken" -> "last";
            case "weightedmean" -> "weighted-mean";
            default -> modes.get(0);
        };
        if (!POOLINGS.contains(pooling)) {
            problems.add(new Problem(Problem.MODULE,
                    modes.size() == 1 ? "Pooling by " + modes.get(0) + " is not supported."
                            : "Pooling in " + modes.size() + " ways at once is not supported.",
                    "Choose a model that pools by one of: " + String.join(", ", POOLINGS) + "."));
        }
        if (read.get().find("include_prompt").orElse(JsonNull.NULL) == JsonBool.FALSE) {
            problems.add(new Problem(Problem.MODULE, "Pooling without the tokens of a prompt is not supported.",
                    "Choose a model that pools over all tokens."));
        }
        return pooling;
    }

    private static void dense(SmallFiles files, String path, List<String> used, List<Problem> problems) {
        used.add(files.path(path + "/config.json"));
        if (files.has(path + "/model.safetensors")) {
            used.add(files.path(path + "/model.safetensors"));
            return;
        }
        String found = files.has(path + "/pytorch_model.bin")
                ? "a pickle, pytorch_model.bin, which can run code when it is read"
                : "no weights";
        problems.add(new Problem(found.startsWith("a") ? Problem.PICKLE : Problem.MISSING_FILE,
                "The layer " + files.path(path) + " has " + found + ".",
                "Choose a model, or a revision of it, with " + files.path(path) + "/model.safetensors."));
    }

    private static Optional<Prompts> prompts(SmallFiles files, List<String> used) {
        Optional<JsonObject> config = files.json("config_sentence_transformers.json");
        if (config.isEmpty()) {
            return Optional.empty();
        }
        used.add(files.path("config_sentence_transformers.json"));
        JsonObject prompts = Fields.object(config.get(), "prompts");
        String query = first(prompts, "query", "search_query", "retrieval.query", "question", "s2p_query");
        String passage = first(prompts, "document", "passage", "search_document", "retrieval.passage", "corpus");
        return query.isEmpty() && passage.isEmpty() ? Optional.empty() : Optional.of(new Prompts(query, passage));
    }

    private static String first(JsonObject prompts, String... names) {
        for (String name : names) {
            if (prompts.find(name).orElse(JsonNull.NULL) instanceof JsonString text) {
                return text.value();
            }
        }
        return "";
    }
}
