package dev.tabitat.web.protocol.params;

import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.Unsupported;
import dev.tabitat.core.generation.GenerateOptions;
import dev.tabitat.core.generation.TokenScore;
import dev.tabitat.core.json.Json;
import dev.tabitat.core.json.JsonNull;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.packages.PackageName;
import dev.tabitat.web.protocol.Field;
import dev.tabitat.web.protocol.Fields;
import dev.tabitat.web.protocol.Input;
import dev.tabitat.web.protocol.Kind;
import dev.tabitat.web.protocol.Kinds;
import java.util.List;
import java.util.Optional;

/** Parameters of the methods that generate text. */
public final class GenerateParams {

    /** The most threads that are asked for. */
    public static final int MAX_THREADS = 64;
    private static final List<String> BACKENDS = List.of("", "wasm", "reference");
    /** What other programs of this shape take and this version does not. */
    private static final List<String> NOT_BUILT = List.of("suffix", "images", "format", "adapters", "system",
            "template", "context", "think");

    private GenerateParams() {}

    /** Options that {@link GenerateOptions} reads. */
    private static final class Options implements Kind<JsonObject> {

        @Override
        public String expected() {
            return "an object of options";
        }

        @Override
        public JsonObject read(Place place, Json json) {
            if (json instanceof JsonObject options) {
                GenerateOptions.read(options);
                return options;
            }
            throw place.wrong(expected(), json.kind());
        }

        @Override
        public Object write(JsonObject value) {
            return value;
        }
    }

    /** A time that {@link KeepAlive} reads. */
    private static final class Times implements Kind<Json> {

        @Override
        public String expected() {
            return "seconds, or a text such as 5m";
        }

        @Override
        public Json read(Place place, Json json) {
            KeepAlive.millis(Optional.of(json));
            return json;
        }

        @Override
        public Object write(Json value) {
            return value;
        }
    }

    /**
     * A prompt to go on from; {@code options} are those of {@link GenerateOptions}. {@code keepAlive} is how long the
     * model stays loaded afterwards, see {@link KeepAlive}; {@code logprobs} how many of the most likely tokens come
     * with each, none where it is empty.
     */
    public record Generate(PackageName model, String prompt, boolean raw, JsonObject options, Optional<Json> keepAlive,
            Optional<Long> logprobs, String backend, int threads) {

        public static final Fields FIELDS = new Fields(Field.required("model", Kinds.packageName()),
                Field.required("prompt", Kinds.text()),
                Field.of("raw", Kinds.flag(), false),
                Field.of("options", new Options(), JsonObject.EMPTY),
                Field.optional("keep_alive", new Times()),
                Field.optional("logprobs", Kinds.whole(0, TokenScore.MAX_TOP)),
                Field.of("backend", Kinds.oneOf(BACKENDS), ""),
                Field.of("threads", Kinds.count(MAX_THREADS), MAX_THREADS));

        /**
         * @throws Unsupported naming a parameter that is not built
         * @throws dev.tabitat.core.error.InvalidInput naming an option that is unknown or out of range
         */
        public static Generate read(Input in) {
            for (String name : NOT_BUILT) {
                if (in.json().find(name).filter(value -> value != JsonNull.NULL).isPresent()) {
                    throw new Unsupported("The parameter \"" + name + "\" is not supported by this version.",
                            Finding.at(in.owner() + ", " + name).expected("no such parameter").found(name)
                                    .remedy("Leave it out."));
                }
            }
            Fields.Values values = FIELDS.read(in);
            return new Generate(values.next(), values.next(), values.next(), values.next(), values.next(),
                    values.next(), values.next(), values.next());
        }

        /** How many of the most probable tokens are listed with each; -1 for no scores. */
        public int topScores() {
            return (int) (long) logprobs.orElse(-1L);
        }

        public JsonObject write() {
            return FIELDS.write(model, prompt, raw, options, keepAlive, logprobs, backend, threads);
        }
    }
}
