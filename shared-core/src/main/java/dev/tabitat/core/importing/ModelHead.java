package dev.tabitat.core.importing;

import dev.tabitat.core.json.Json;
import dev.tabitat.core.json.JsonNull;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.json.JsonString;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * What a model is for, by its {@code config.json}: the last part of its class's name, its labels, and what the hub
 * calls its task.
 *
 * @param task in the hub's words, such as {@code text-classification}
 * @param labels of a classifier by their ids; empty for others
 */
record ModelHead(ModelKind kind, String task, List<String> labels) {

    private static final int MAX_LABELS = 100_000;
    private static final Map<String, String> UNSUPPORTED = Map.of(
            "ForConditionalGeneration", "Generation by an encoder and a decoder",
            "ForSeq2SeqLM", "Generation by an encoder and a decoder", "ForMultipleChoice", "Multiple choice",
            "ForNextSentencePrediction", "Next sentence prediction", "ForImageClassification", "Image classification",
            "ForAudioClassification", "Audio classification", "ForSpeechSeq2Seq", "Speech recognition",
            "ForVision2Seq", "Answering about images", "ForImageTextToText", "Answering about images");

    ModelHead {
        labels = List.copyOf(labels);
    }

    /**
     * @param pipelineTag the hub's task; empty when it is not known
     * @param isSentenceModel whether sentence-transformers made the folder
     */
    static ModelHead of(JsonObject config, String pipelineTag, boolean isSentenceModel, List<Problem> problems) {
        List<String> classes = Fields.texts(config, "architectures");
        String name = classes.isEmpty() ? "" : classes.get(0);
        boolean isRefused = false;
        for (Map.Entry<String, String> one : new TreeMap<>(UNSUPPORTED).entrySet()) {
            if (name.endsWith(one.getKey())) {
                isRefused = true;
                problems.add(new Problem(Problem.TASK, one.getValue() + " (" + name + ") is not supported.",
                        "Choose a model that makes embeddings, classifies, re-ranks, or continues a text."));
            }
        }
        if (name.endsWith("ForTokenClassification")) {
            return new ModelHead(ModelKind.TOKEN_CLASSIFIER, "token-classification", labels(config, problems));
        }
        if (name.endsWith("ForQuestionAnswering")) {
            return new ModelHead(ModelKind.TOKEN_CLASSIFIER, "question-answering", List.of());
        }
        if (name.endsWith("ForSequenceClassification")) {
            return classifier(config, pipelineTag, problems);
        }
        if (name.endsWith("ForCausalLM") || name.endsWith("LMHeadModel") && !isSentenceModel) {
            return new ModelHead(ModelKind.GENERATOR, "text-generation", List.of());
        }
        boolean isKnown = name.isEmpty() || name.endsWith("Model") || name.endsWith("ForMaskedLM")
                || name.endsWith("ForPreTraining") || name.endsWith("LMHeadModel");
        if (!isKnown && !isRefused) {
            problems.add(new Problem(Problem.TASK, "The head " + name + " is not supported.",
                    "Choose a model that makes embeddings, classifies, re-ranks, or continues a text."));
        }
        return new ModelHead(ModelKind.ENCODER, isSentenceModel ? "sentence-similarity" : "feature-extraction",
                List.of());
    }

    /** One output is a score of a pair; entailment and contradiction are an NLI model's, which labels anything. */
    private static ModelHead classifier(JsonObject config, String pipelineTag, List<Problem> problems) {
        List<String> labels = labels(config, problems);
        boolean isPairScore = labels.size() == 1 || pipelineTag.equals("text-ranking")
                || config.has("sentence_transformers") && labels.size() <= 1;
        if (isPairScore) {
            return new ModelHead(ModelKind.RERANKER, "text-ranking", labels);
        }
        boolean entails = false;
        for (String label : labels) {
            entails |= label.toLowerCase(Locale.ROOT).startsWith("entail");
        }
        return new ModelHead(ModelKind.CLASSIFIER, entails ? "zero-shot-classification" : "text-classification",
                labels);
    }

    /** The labels by id; where none are named, there are two, as transformers has it. */
    private static List<String> labels(JsonObject config, List<Problem> problems) {
        JsonObject named = Fields.object(config, "id2label");
        List<String> labels = new ArrayList<>();
        if (named.isEmpty()) {
            OptionalLong count = Fields.count(config, "num_labels");
            for (int i = 0; i < Math.min(MAX_LABELS, count.orElse(2)); i++) {
                labels.add("LABEL_" + i);
            }
            return labels;
        }
        for (int i = 0; i < Math.min(MAX_LABELS, named.names().size()); i++) {
            Json label = named.find(Integer.toString(i)).orElse(JsonNull.NULL);
            if (!(label instanceof JsonString text)) {
                problems.add(new Problem(Problem.DAMAGED,
                        "config.json has no label for the id " + i + " of " + named.names().size() + ".",
                        "Download config.json again, or choose another model."));
                return labels;
            }
            labels.add(text.value());
        }
        return labels;
    }

    /** The problem of a {@code problem_type} that scores are not made for. */
    static Optional<Problem> problemType(JsonObject config, ModelKind kind) {
        String type = Fields.text(config, "problem_type");
        boolean isKnown = type.isEmpty() || type.equals("single_label_classification")
                || type.equals("multi_label_classification") || type.equals("regression") && kind == ModelKind.RERANKER;
        return isKnown ? Optional.empty()
                : Optional.of(new Problem(Problem.TASK, "The problem type " + type + " is not supported.",
                        "Choose a model for classification or re-ranking."));
    }
}
