package dev.tabitat.core.importing;

import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.OutOfBudget;
import dev.tabitat.core.error.TabitatException;
import dev.tabitat.core.format.Slices;
import dev.tabitat.core.json.Json;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonLimits;
import dev.tabitat.core.json.JsonNull;
import dev.tabitat.core.json.JsonNumber;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.json.JsonReader;
import dev.tabitat.core.text.Utf8;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Looks at a model's tokenizer files. Of a {@code tokenizer.json} over {@link #MAX_WHOLE} bytes only the beginning is
 * read, enough to tell its algorithm; its tokens are counted when the model is added.
 */
final class TokenizerInspection {

    /** A vocabulary of up to some 100,000 tokens. */
    static final int MAX_WHOLE = 8 << 20;

    /** Added tokens come before the algorithm; models have up to some thousands. */
    private static final int PREFIX = 2 << 20;

    private static final int MAX_TEMPLATE = 1 << 20;

    /** Larger numbers in {@code model_max_length} mean that there is no limit. */
    private static final double NO_LIMIT = 1e9;

    private static final String TOKENIZER = "tokenizer.json";
    private static final String CONFIG = "tokenizer_config.json";
    private static final JsonLimits LIMITS = JsonLimits.DEFAULT;

    private final SmallFiles files;
    private final Support support;
    private final List<Problem> problems;
    private final List<String> used = new ArrayList<>();
    private String algorithm = "";
    private OptionalLong ids = OptionalLong.empty();

    TokenizerInspection(SmallFiles files, Support support, List<Problem> problems) {
        this.files = files;
        this.support = support;
        this.problems = problems;
    }

    TokenizerFacts inspect() {
        JsonObject config = files.json(CONFIG).orElse(JsonObject.EMPTY);
        use(CONFIG);
        if (files.has(TOKENIZER)) {
            use(TOKENIZER);
            tokenizerJson(files.open(TOKENIZER));
        } else {
            otherFiles();
        }
        return used.isEmpty() || used.equals(List.of(files.path(CONFIG))) ? TokenizerFacts.NONE
                : new TokenizerFacts(algorithm, ids, limit(config), chatTemplate(config), used);
    }

    private void use(String name) {
        if (files.has(name)) {
            used.add(files.path(name));
        }
    }

    private void tokenizerJson(Slices file) {
        try {
            if (file.length() > MAX_WHOLE) {
                algorithm = JsonPrefix.text(file.read(0, (int) Math.min(PREFIX, file.length())), "model", "type");
                return;
            }
            byte[] bytes = file.read(0, (int) file.length());
            JsonObject json = JsonReader.readObject(bytes, LIMITS);
            JsonObject model = Fields.object(json, "model");
            algorithm = algorithm(model);
            ids = OptionalLong.of(ids(json, model));
            support.requireTokenizer(bytes);
        } catch (TabitatException failure) {
            boolean isDamaged = failure.code().equals("damaged_data") && algorithm.isEmpty();
            problems.add(Problem.of(isDamaged ? Problem.DAMAGED : Problem.TOKENIZER, failure));
        }
    }

    /** Older files of BPE and WordPiece do not name their algorithm. */
    private static String algorithm(JsonObject model) {
        String type = Fields.text(model, "type");
        return !type.isEmpty() ? type
                : model.has("merges") ? "BPE"
                        : model.has("continuing_subword_prefix") ? "WordPiece"
                                : model.has("vocab") && model.get("vocab") instanceof JsonArray ? "Unigram" : "";
    }

    private static long ids(JsonObject json, JsonObject model) {
        long last = -1;
        Json vocabulary = model.find("vocab").orElse(JsonNull.NULL);
        if (vocabulary instanceof JsonArray array) {
            last = array.size() - 1L;
        } else if (vocabulary instanceof JsonObject tokens) {
            for (String token : tokens.names()) {
                last = Math.max(last, tokens.get(token) instanceof JsonNumber id && id.isWhole() ? id.longValue() : -1);
            }
        }
        if (json.find("added_tokens").orElse(JsonNull.NULL) instanceof JsonArray added) {
            for (Json item : added.items()) {
                last = item instanceof JsonObject token ? Math.max(last, Fields.count(token, "id").orElse(-1)) : last;
            }
        }
        return last + 1;
    }

    /** Files that tokenizers had before {@code tokenizer.json}: they are named, since they have to be converted. */
    private void otherFiles() {
        String found = files.has("tokenizer.model") ? "tokenizer.model"
                : files.has("spiece.model") ? "spiece.model"
                        : files.has("sentencepiece.bpe.model") ? "sentencepiece.bpe.model"
                                : files.has("vocab.txt") ? "vocab.txt" : files.has("merges.txt") ? "merges.txt" : "";
        if (found.isEmpty()) {
            problems.add(new Problem(Problem.NO_TOKENIZER, "The model has no tokenizer.json.",
                    "Add the model's tokenizer.json beside its weights."));
            return;
        }
        problems.add(new Problem(Problem.NO_TOKENIZER,
                "The model has no tokenizer.json; its tokenizer is in " + found + ", a format that is not read here.",
                "Choose a model with a tokenizer.json, or convert it: AutoTokenizer.from_pretrained(folder)"
                        + ".save_pretrained(folder) of transformers writes one."));
    }

    private static OptionalLong limit(JsonObject config) {
        if (config.find("model_max_length").orElse(JsonNull.NULL) instanceof JsonNumber number
                && number.doubleValue() >= 1 && number.doubleValue() < NO_LIMIT) {
            return OptionalLong.of((long) number.doubleValue());
        }
        return OptionalLong.empty();
    }

    private Optional<String> template(Slices file) {
        try {
            if (file.length() > MAX_TEMPLATE) {
                throw new OutOfBudget("The chat template is too large.", Finding.at("chat_template.jinja")
                        .expected("at most " + MAX_TEMPLATE + " bytes").found(file.length() + " bytes"));
            }
            return Optional.of(Utf8.decode(file.read(0, (int) file.length())));
        } catch (TabitatException failure) {
            problems.add(Problem.of(Problem.DAMAGED, failure));
            return Optional.empty();
        }
    }

    /** Of several templates the one that is called {@code default}. */
    private Optional<String> chatTemplate(JsonObject config) {
        if (files.has("chat_template.jinja")) {
            use("chat_template.jinja");
            return template(files.open("chat_template.jinja"));
        }
        if (!Fields.text(config, "chat_template").isEmpty()) {
            return Optional.of(Fields.text(config, "chat_template"));
        }
        if (config.find("chat_template").orElse(JsonNull.NULL) instanceof JsonArray named) {
            for (Json item : named.items()) {
                if (item instanceof JsonObject one && Fields.text(one, "name").equals("default")) {
                    return Optional.of(Fields.text(one, "template"));
                }
            }
        }
        return Optional.empty();
    }
}
