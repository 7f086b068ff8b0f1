package dev.tabitat.web.protocol.params;

import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.InvalidInput;
import dev.tabitat.core.error.Unsupported;
import dev.tabitat.core.json.Json;
import dev.tabitat.core.json.JsonNull;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.packages.PackageName;
import dev.tabitat.web.protocol.Field;
import dev.tabitat.web.protocol.Fields;
import dev.tabitat.web.protocol.Input;
import dev.tabitat.web.protocol.Kinds;
import java.util.List;
import java.util.Optional;

/** Parameters of the methods that generate text. */
public final class GenerateParams {

    /** The most logprobs of one token. */
    public static final int MAX_LOGPROBS = 96;
    /** The most tokens of a context. */
    public static final int MAX_CONTEXT = 1 << 20;
    private static final int MAX_THREADS = 64;
    private static final int MAX_STOPS = 16;
    private static final int MAX_STOP_LENGTH = 1000;
    private static final List<String> BACKENDS = List.of("", "wasm", "reference");
    /** What other programs of this shape take and this version does not. */
    private static final List<String> NOT_BUILT = List.of("suffix", "images", "format", "adapters", "system",
            "template", "context", "think");

    private GenerateParams() {}

    /**
     * A prompt to go on from. {@code keepAlive} is how long the model stays loaded afterwards, see {@link KeepAlive};
     * {@code logprobs} how many of the most likely tokens come with each, none where it is empty.
     */
    public record Generate(PackageName model, String prompt, boolean raw, Options options, Optional<Json> keepAlive,
            Optional<Long> logprobs, String backend, int threads) {

        public static final Fields FIELDS = new Fields(Field.required("model", Kinds.packageName()),
                Field.required("prompt", Kinds.text()),
                Field.of("raw", Kinds.flag(), false),
                Field.of("options", Kinds.record(Options::read, Options::write), Options.DEFAULT),
                Field.optional("keep_alive", Kinds.any()),
                Field.optional("logprobs", Kinds.whole(0, MAX_LOGPROBS)),
                Field.of("backend", Kinds.oneOf(BACKENDS), ""),
                Field.of("threads", Kinds.count(MAX_THREADS), MAX_THREADS));

        /** @throws Unsupported naming a parameter that is not built */
        public static Generate read(Input in) {
            for (String name : NOT_BUILT) {
                if (in.json().find(name).filter(value -> value != JsonNull.NULL).isPresent()) {
                    throw new Unsupported("The parameter \"" + name + "\" is not supported by this version.",
                            Finding.at(in.owner() + ", " + name).expected("no such parameter").found(name)
                                    .remedy("Leave it out."));
                }
            }
            Fields.Values values = FIELDS.read(in);
            Generate read = new Generate(values.next(), values.next(), values.next(), values.next(), values.next(),
                    values.next(), values.next(), values.next());
            KeepAlive.millis(read.keepAlive());
            return read;
        }

        public JsonObject write() {
            return FIELDS.write(model, prompt, raw, options, keepAlive, logprobs, backend, threads);
        }
    }

    /**
     * How tokens are chosen and when to stop. A {@code temperature} of 0 takes the most likely token; {@code topK} 0,
     * {@code topP} 1, {@code minP} 0, {@code typicalP} 1, {@code repeatPenalty} 1 and penalties of 0 change nothing.
     * {@code repeatLastN} -1 is the whole context. {@code numPredict} is the most tokens that are generated, -1 as many
     * as the context holds. {@code numContext} follows from the model where it is empty; a seed is drawn. A prompt that
     * is longer than the context is refused, unless {@code numKeep} is given: then so many of its first tokens stay,
     * and of its others the last ones.
     */
    public record Options(double temperature, long topK, double topP, double minP, double typicalP,
            double repeatPenalty, long repeatLastN, double presencePenalty, double frequencyPenalty,
            Optional<Long> seed, List<String> stop, long numPredict, Optional<Long> numContext, Optional<Long> numKeep) {

        public static final Options DEFAULT = new Options(0.8, 40, 0.9, 0, 1, 1, 64, 0, 0, Optional.empty(),
                List.of(), 256, Optional.empty(), Optional.empty());

        public static final Fields FIELDS = new Fields(
                Field.of("temperature", Kinds.number(0, 100), DEFAULT.temperature),
                Field.of("top_k", Kinds.whole(0, MAX_CONTEXT), DEFAULT.topK),
                Field.of("top_p", Kinds.number(0, 1), DEFAULT.topP),
                Field.of("min_p", Kinds.number(0, 1), DEFAULT.minP),
                Field.of("typical_p", Kinds.number(0, 1), DEFAULT.typicalP),
                Field.of("repeat_penalty", Kinds.number(0.01, 100), DEFAULT.repeatPenalty),
                Field.of("repeat_last_n", Kinds.whole(-1, MAX_CONTEXT), DEFAULT.repeatLastN),
                Field.of("presence_penalty", Kinds.number(-100, 100), DEFAULT.presencePenalty),
                Field.of("frequency_penalty", Kinds.number(-100, 100), DEFAULT.frequencyPenalty),
                Field.optional("seed", Kinds.seed()),
                Field.of("stop", Kinds.oneOrMore(Kinds.text()), DEFAULT.stop),
                Field.of("num_predict", Kinds.whole(-1, MAX_CONTEXT), DEFAULT.numPredict),
                Field.optional("num_ctx", Kinds.whole(1, MAX_CONTEXT)),
                Field.optional("num_keep", Kinds.whole(0, MAX_CONTEXT)));

        /** @throws InvalidInput naming an option that is unknown or out of range */
        public static Options read(Input in) {
            for (String name : in.json().names()) {
                if (FIELDS.list().stream().noneMatch(field -> field.name().equals(name))) {
                    throw new InvalidInput("There is no such option.", Finding.at(in.owner() + ", " + name)
                            .expected("one of " + FIELDS.list().stream().map(Field::name).toList()).found(name));
                }
            }
            Fields.Values values = FIELDS.read(in);
            Options read = new Options(values.next(), values.next(), values.next(), values.next(), values.next(),
                    values.next(), values.next(), values.next(), values.next(), values.next(), values.next(),
                    values.next(), values.next(), values.next());
            requireStops(in, read.stop());
            return read;
        }

        private static void requireStops(Input in, List<String> stops) {
            boolean isShort = stops.size() <= MAX_STOPS;
            for (String stop : stops) {
                isShort &= !stop.isEmpty() && stop.length() <= MAX_STOP_LENGTH;
            }
            if (!isShort) {
                throw new InvalidInput("The texts to stop at are too many, too long or empty.",
                        Finding.at(in.owner() + ", stop")
                                .expected("at most " + MAX_STOPS + " texts of 1 to " + MAX_STOP_LENGTH + " characters")
                                .found(stops.size() + " texts"));
            }
        }

        public JsonObject write() {
            return FIELDS.write(temperature, topK, topP, minP, typicalP, repeatPenalty, repeatLastN, presencePenalty,
                    frequencyPenalty, seed, stop, numPredict, numContext, numKeep);
        }
    }
}
