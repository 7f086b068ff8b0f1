package dev.tabitat.web.view.models;

import dev.tabitat.core.json.JsonNumber;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.json.JsonString;
import dev.tabitat.web.view.parts.Format;
import java.util.OptionalDouble;

/** Facts of models from elsewhere in words for people; what is not known has no word. */
final class ModelKinds {

    private static final double BILLION = 1e9;
    private static final double MILLION = 1e6;

    private ModelKinds() {}

    /** What a model of this kind does, as a noun. @param kind of {@code inspectModel} */
    static String title(String kind) {
        return switch (kind) {
            case "encoder" -> "embedding model";
            case "classifier" -> "classifier";
            case "token-classifier" -> "token classifier";
            case "reranker" -> "re-ranker";
            case "generator" -> "text generator";
            case "adapter" -> "adapter";
            default -> kind;
        };
    }

    /** What a model of this kind is used for, as a sentence. @param task in the hub's words */
    static String use(String kind, String task) {
        if (task.equals("question-answering")) {
            return "Marks the words of a text that answer a question.";
        }
        return switch (kind) {
            case "encoder" -> "Turns texts into vectors: texts of near meanings get near vectors.";
            case "classifier" -> "Gives a text labels with scores.";
            case "token-classifier" -> "Marks parts of a text, such as names or addresses.";
            case "reranker" -> "Scores how well a passage answers a question.";
            case "generator" -> "Continues a text or a conversation.";
            case "adapter" -> "Changes what a base model does, with few weights of its own.";
            default -> "";
        };
    }

    /** {@code 22.7 million}, {@code 1.2 billion}. */
    static String parameters(double count) {
        return count >= BILLION ? Format.decimals(count / BILLION, 1) + " billion"
                : count >= MILLION ? Format.decimals(count / MILLION, 1) + " million"
                        : Long.toString(Math.round(count));
    }

    /** How weights are stored. @param id of the catalogue, of a config.json or of a GGUF file */
    static String quantization(String id) {
        return switch (id) {
            case "none", "F32", "float32" -> "32-bit";
            case "F16", "float16" -> "16-bit";
            case "BF16", "bfloat16" -> "16-bit (bfloat16)";
            case "int8", "q8" -> "8-bit";
            case "int4", "q4" -> "4-bit";
            case "as-is" -> "as in the file";
            default -> id;
        };
    }

    /** A licence that is claimed; {@code none stated} where there is none. */
    static String licence(JsonObject licence) {
        String name = text(licence, "spdx");
        return !name.isEmpty() ? name : text(licence, "name").isEmpty() ? "none stated" : text(licence, "name");
    }

    /** A member that may be missing or null. */
    static String text(JsonObject json, String name) {
        return json.find(name).orElse(null) instanceof JsonString text ? text.value() : "";
    }

    /** A member that may be missing or null. */
    static OptionalDouble number(JsonObject json, String name) {
        return json.find(name).orElse(null) instanceof JsonNumber number ? OptionalDouble.of(number.doubleValue())
                : OptionalDouble.empty();
    }
}
