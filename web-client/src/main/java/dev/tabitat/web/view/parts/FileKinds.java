package dev.tabitat.web.view.parts;

import dev.tabitat.core.api.ApiError;

/** The kinds of files that each screen accepts, as it names them, also where a file of another kind came. */
public final class FileKinds {

    public static final String DOCUMENTS = "PDF, Markdown, text, HTML, CSV, TSV, DOCX or EPUB";
    public static final String MODELS = "a model (.gguf, or config.json, tokenizer.json and .safetensors or .onnx)";
    public static final String PACKAGES = "an archive of packages (.tar) or a signature (.sig, .json)";
    public static final String LINEAGE = "a lineage file (.json)";
    public static final String EXAMPLES = "CSV, TSV, JSON or JSON Lines (.csv, .tsv, .txt, .json, .jsonl, .ndjson)";
    public static final String DOCUMENTS_EXPORT = "a file that was saved with \u201cSave the file\u201d (.tar, or .bin with a passphrase)";

    private FileKinds() {}

    /** Which files each screen accepts, for a file dropped where none is accepted. */
    public static String everywhere() {
        return "Documents accepts " + DOCUMENTS + "; Lab " + EXAMPLES + "; Models " + MODELS + " or "
                + PACKAGES + "; Lineage " + LINEAGE
                + ".";
    }

    /**
     * Whether a file may have been refused because it is of another kind; not because of the person, the space or the
     * network.
     */
    public static boolean mayBeAnotherKind(ApiError error) {
        return switch (error.code()) {
            case "damaged_data", "unsupported", "invalid_input" -> true;
            default -> false;
        };
    }

    /** The same error, which also names what is accepted. @param kinds one of this class's */
    public static ApiError named(ApiError error, String kinds) {
        String accepted = "Accepted here: " + kinds + ".";
        return mayBeAnotherKind(error)
                ? new ApiError(error.name(), error.code(), error.message(), error.expected(), error.found(),
                        error.where(),
                        error.remedy().isEmpty() ? accepted : error.remedy() + " " + accepted)
                : error;
    }
}
