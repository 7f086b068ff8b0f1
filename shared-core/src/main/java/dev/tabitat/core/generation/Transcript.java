package dev.tabitat.core.generation;

import dev.tabitat.core.digest.Digest;
import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.InvalidInput;
import dev.tabitat.core.error.Unsupported;
import dev.tabitat.core.ids.Ids;
import dev.tabitat.core.json.CanonicalJson;
import dev.tabitat.core.json.Json;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonLimits;
import dev.tabitat.core.json.JsonNull;
import dev.tabitat.core.json.JsonNumber;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.json.JsonReader;
import dev.tabitat.core.tokenizer.GeneratorTokenizer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The record of one generation: everything that its text depends on, and the text. Running it again on the same backend
 * gives the same tokens.
 *
 * <pre>
 * file = {"type": "tabitat-transcript", "version": 1,
 *         "model": digest, "template": digest or null, "options": {...}, "format": value or null,
 *         "backend": text, "threads": number,
 *         "prompt_tokens": [id], "tokens": [id], "response": text, "done_reason": "stop" | "length" | ...}
 * </pre>
 *
 * In canonical JSON (RFC 8785); {@code options} are all of {@link GenerateOptions}, the seed among them.
 *
 * @param model of the package whose weights were used
 * @param template of the chat template's text, where one was used
 * @param options with a seed and a context
 * @param format what the output was bound to: {@code "json"}, a schema or a grammar
 * @param threads how many took part, 1 or more; the tokens do not depend on it
 */
public record Transcript(
        Digest model, Optional<Digest> template, GenerateOptions options, Optional<Json> format, String backend,
        int threads, int[] prompt, int[] tokens, String text, DoneReason doneReason) {

    private static final String TYPE = "tabitat-transcript";
    private static final int VERSION = 1;
    private static final int MAX_BACKEND = 100;
    private static final int MAX_THREADS = 1024;

    public Transcript {
        if (options.seed().isEmpty() || options.numCtx() < 1) {
            throw new InvalidInput("A transcript needs the seed and the context.",
                    Finding.at("options").expected("seed and num_ctx").found("none"));
        }
    }

    /** The record of a run. */
    public static Transcript of(Digest model, Optional<Digest> template, GenerateOptions options, Optional<Json> format,
            String backend, int threads, int[] prompt, GenerationResult result) {
        return new Transcript(model, template, options, format, backend, threads, prompt, result.tokens(),
                result.text(), result.doneReason());
    }

    /** The file. */
    public byte[] bytes() {
        return CanonicalJson.bytes(JsonObject.of("type", TYPE, "version", VERSION, "model", model.toString(),
                "template", template.isPresent() ? Json.of(template.get().toString()) : JsonNull.NULL,
                "options", options.json(), "format", format.isPresent() ? format.get() : JsonNull.NULL,
                "backend", backend, "threads", threads, "prompt_tokens", numbers(prompt), "tokens", numbers(tokens),
                "response", text, "done_reason", doneReason.id()));
    }

    /** The digest of the file. */
    public Digest digest() {
        return Digest.of(bytes());
    }

    private static JsonArray numbers(int[] ids) {
        Json[] items = new Json[ids.length];
        for (int i = 0; i < ids.length; i++) {
            items[i] = JsonNumber.of((long) ids[i]);
        }
        return new JsonArray(Arrays.asList(items));
    }

    /**
     * Reads a file.
     *
     * @throws DamagedData when it is not JSON, lacks a field or has one that is wrong
     * @throws Unsupported when it is of a later version
     */
    public static Transcript read(byte[] file) {
        JsonObject json = JsonReader.readObject(file, JsonLimits.DEFAULT);
        if (!json.stringOr("type", "").equals(TYPE)) {
            throw wrong("type", TYPE, json.stringOr("type", "nothing"));
        }
        long version = json.integer("version");
        if (version != VERSION) {
            throw new Unsupported("The transcript is of another version.",
                    Finding.at("transcript, version").expected(VERSION).found(version)
                            .remedy("Open it with a newer Tabitat."));
        }
        GenerateOptions options;
        try {
            options = GenerateOptions.read(json.object("options"));
        } catch (InvalidInput invalid) {
            throw wrong(invalid.finding().where(), invalid.finding().expected(), invalid.finding().found());
        }
        if (options.seed().isEmpty() || options.numCtx() < 1) {
            throw wrong("options", "seed and num_ctx", "none");
        }
        String backend = json.string("backend");
        long threads = json.integer("threads");
        if (backend.isEmpty() || backend.length() > MAX_BACKEND || threads < 1 || threads > MAX_THREADS) {
            throw wrong("backend, threads", "a name and 1 to " + MAX_THREADS, backend.length() + " characters, "
                    + threads);
        }
        DoneReason reason = Ids.parse(DoneReason.values(), json.string("done_reason"), "transcript, done_reason",
                finding -> new DamagedData("A field of the transcript is wrong.", finding));
        return new Transcript(Digest.parse(json.string("model")),
                isNull(json, "template") ? Optional.empty() : Optional.of(Digest.parse(json.string("template"))),
                options, isNull(json, "format") ? Optional.empty() : Optional.of(json.get("format")), backend,
                (int) threads, ids(json, "prompt_tokens"), ids(json, "tokens"), json.string("response"), reason);
    }

    private static boolean isNull(JsonObject json, String name) {
        return json.get(name) instanceof JsonNull;
    }

    private static int[] ids(JsonObject json, String name) {
        JsonArray array = json.array(name);
        int[] ids = new int[array.size()];
        for (int i = 0; i < ids.length; i++) {
            if (!(array.get(i) instanceof JsonNumber number && number.isWhole() && number.longValue() >= 0
                    && number.longValue() <= Integer.MAX_VALUE)) {
                throw wrong(name + "[" + i + "]", "a token", array.get(i).kind());
            }
            ids[i] = (int) number.longValue();
        }
        return ids;
    }

    private static DamagedData wrong(String where, Object expected, Object found) {
        return new DamagedData("A field of the transcript is wrong.",
                Finding.at("transcript, " + where).expected(expected).found(found));
    }

    /**
     * Runs the generation again.
     *
     * @param session of the same model
     * @param processors that the format asks for
     */
    public Comparison replay(DecoderSession session, GeneratorTokenizer tokenizer, List<LogitsProcessor> processors,
            GenerationListener listener) {
        try (CachedSequence sequence = new CachedSequence(session.open(options.numCtx()))) {
            Generation generation = new Generation(sequence, session.spec().vocabulary(), tokenizer, options,
                    processors, -1);
            return compare(generation.run(prompt, listener));
        }
    }

    /**
     * Whether two runs gave the same.
     *
     * @param firstDifference what differs first; empty when nothing does
     */
    public record Comparison(boolean isIdentical, String firstDifference) {
    }

    /** Compares the record with another run of the same prompt. */
    public Comparison compare(GenerationResult other) {
        int common = Math.min(tokens.length, other.tokens().length);
        for (int i = 0; i < common; i++) {
            if (tokens[i] != other.tokens()[i]) {
                return new Comparison(false, "token " + i + ": " + tokens[i] + ", then " + other.tokens()[i]);
            }
        }
        if (tokens.length != other.tokens().length) {
            return new Comparison(false, tokens.length + " tokens, then " + other.tokens().length);
        }
        if (!text.equals(other.text())) {
            return new Comparison(false, "the text, of equal tokens");
        }
        return doneReason == other.doneReason() ? new Comparison(true, "")
                : new Comparison(false, "done_reason: " + doneReason.id() + ", then " + other.doneReason().id());
    }
}
