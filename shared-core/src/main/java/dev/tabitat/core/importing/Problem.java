package dev.tabitat.core.importing;

import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.TabitatException;
import dev.tabitat.core.json.JsonObject;

/**
 * Why a model cannot be used here, as {@code {code, message, remedy}}.
 *
 * @param code stable, for scripts: a constant of this class
 * @param message what is not supported or missing, by name
 * @param remedy what the person can do
 */
public record Problem(String code, String message, String remedy) {

    /** Nothing here can be read as weights. */
    public static final String NO_WEIGHTS = "no_weights";
    /** The weights are pickles, which can run code. */
    public static final String PICKLE = "pickle";
    /** Several files could be meant. */
    public static final String CHOOSE_FILE = "choose_file";
    /** A file is damaged or of another format than its name says. */
    public static final String DAMAGED = "damaged_file";
    /** Weights of a type that is not read. */
    public static final String WEIGHT_TYPE = "weight_type";
    /** Weights that lie in a file beside the model's own. */
    public static final String EXTERNAL_WEIGHTS = "external_weights";
    /** A part of a model that is split into files is missing. */
    public static final String MISSING_FILE = "missing_file";
    /** The architecture is not known, or not run by this version. */
    public static final String ARCHITECTURE = "unsupported_architecture";
    /** The architecture is known, and this model has something in it that is not. */
    public static final String FEATURE = "unsupported_feature";
    /** The model needs code of its own. */
    public static final String CUSTOM_CODE = "custom_code";
    /** What the model is for cannot be told, or is not supported. */
    public static final String TASK = "unsupported_task";
    /** A module after the encoder is not supported. */
    public static final String MODULE = "unsupported_module";
    /** There is no tokenizer. */
    public static final String NO_TOKENIZER = "no_tokenizer";
    /** The tokenizer has something that is not supported. */
    public static final String TOKENIZER = "unsupported_tokenizer";
    /** The tokenizer has tokens without an embedding. */
    public static final String TOKENIZER_MISMATCH = "tokenizer_mismatch";
    /** An adapter does not say what it is for, or is of another kind. */
    public static final String ADAPTER = "unsupported_adapter";

    /** A problem that a reader found: its message, with what was found and where. */
    public static Problem of(String code, TabitatException failure) {
        Finding finding = failure.finding();
        StringBuilder message = new StringBuilder(failure.getMessage());
        if (!finding.found().isEmpty()) {
            // JSON's null is no word for people.
            message.append(" Found: ").append(finding.found().equals("null") ? "no value" : finding.found())
                    .append(finding.where().isEmpty() ? "." : ", in ");
            message.append(finding.where()).append(finding.where().isEmpty() ? "" : ".");
        }
        String remedy = !finding.remedy().isEmpty() ? finding.remedy()
                : finding.expected().isEmpty() ? "Choose another model."
                        : "Choose a model with this: " + finding.expected() + ".";
        return new Problem(code, message.toString(), remedy);
    }

    public JsonObject toJson() {
        return JsonObject.of("code", code, "message", message, "remedy", remedy);
    }
}
