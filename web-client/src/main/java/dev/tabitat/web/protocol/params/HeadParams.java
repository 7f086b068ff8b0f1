package dev.tabitat.web.protocol.params;

import dev.tabitat.core.json.Json;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.json.JsonString;
import dev.tabitat.core.packages.PackageName;
import dev.tabitat.web.protocol.Field;
import dev.tabitat.web.protocol.Fields;
import dev.tabitat.web.protocol.Input;
import dev.tabitat.web.protocol.Kind;
import dev.tabitat.web.protocol.Kinds;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Parameters of the methods of models with heads: re-rankers, extractors of answers, taggers of tokens. */
public final class HeadParams {

    /** The most documents of one call. */
    public static final int MAX_DOCUMENTS = 10_000;
    /** The most texts of one call. */
    public static final int MAX_TEXTS = 10_000;

    private HeadParams() {}

    /**
     * Documents to order by how well each answers a query; without {@code topN} all of them. {@code backend} is the one
     * to try first; empty for the best.
     */
    public record Rerank(Optional<PackageName> model, String query, List<String> documents, Optional<Integer> topN,
            String backend) {

        public static final Fields FIELDS = new Fields(Field.optional("model", Kinds.packageName()),
                Field.required("query", Kinds.text()), Field.required("documents", textsOrObjects()),
                Field.optional("top_n", Kinds.count(MAX_DOCUMENTS)),
                Field.of("backend", Kinds.oneOf(ModelParams.WISHES), ""));

        public static Rerank read(Input in) {
            Fields.Values values = FIELDS.read(in);
            return new Rerank(values.next(), values.next(), values.next(), values.next(), values.next());
        }

        public JsonObject write() {
            return FIELDS.write(model, query, documents, topN, backend);
        }
    }

    /** A question to be answered by a part of a text. */
    public record Extract(PackageName model, String question, String context, String backend) {

        public static final Fields FIELDS = new Fields(Field.required("model", Kinds.packageName()),
                Field.required("question", Kinds.text()), Field.required("context", Kinds.text()),
                Field.of("backend", Kinds.oneOf(ModelParams.WISHES), ""));

        public static Extract read(Input in) {
            Fields.Values values = FIELDS.read(in);
            return new Extract(values.next(), values.next(), values.next(), values.next());
        }

        public JsonObject write() {
            return FIELDS.write(model, question, context, backend);
        }
    }

    /** Texts whose parts are to be labelled. */
    public record Tag(PackageName model, Texts input, String aggregation, String backend) {

        /** Each token whose label is not O. */
        public static final String NONE = "none";
        /** Tokens of one kind that follow each other as one. */
        public static final String SIMPLE = "simple";

        public static final Fields FIELDS = new Fields(Field.required("model", Kinds.packageName()),
                Field.required("input", texts()),
                Field.of("aggregation", Kinds.oneOf(List.of(NONE, SIMPLE)), SIMPLE),
                Field.of("backend", Kinds.oneOf(ModelParams.WISHES), ""));

        public static Tag read(Input in) {
            Fields.Values values = FIELDS.read(in);
            return new Tag(values.next(), values.next(), values.next(), values.next());
        }

        public JsonObject write() {
            return FIELDS.write(model, input, aggregation, backend);
        }
    }

    /**
     * One text, or a list of them.
     *
     * @param isList whether the caller gave a list, and is given one
     */
    public record Texts(List<String> all, boolean isList) {

        public Texts {
            all = List.copyOf(all);
        }
    }

    private static Kind<Texts> texts() {
        Kind<List<String>> either = Kinds.oneOrMore(Kinds.text());
        return new Kind<>() {
            @Override
            public String expected() {
                return either.expected();
            }

            @Override
            public Texts read(Place place, Json json) {
                List<String> all = either.read(place, json);
                if (all.size() > MAX_TEXTS) {
                    throw place.wrong("at most " + MAX_TEXTS + " texts", Integer.toString(all.size()));
                }
                return new Texts(all, json instanceof JsonArray);
            }

            @Override
            public Object write(Texts value) {
                return value.isList() ? JsonArray.ofStrings(value.all()) : value.all().get(0);
            }
        };
    }

    /** Texts, or objects that have one. */
    private static Kind<List<String>> textsOrObjects() {
        return new Kind<>() {
            @Override
            public String expected() {
                return "a list of strings, or of objects with a text";
            }

            @Override
            public List<String> read(Place place, Json json) {
                if (!(json instanceof JsonArray array) || array.size() == 0) {
                    throw place.wrong(expected(), json instanceof JsonArray ? "an empty list" : json.kind());
                }
                if (array.size() > MAX_DOCUMENTS) {
                    throw place.wrong("at most " + MAX_DOCUMENTS + " documents", Integer.toString(array.size()));
                }
                List<String> texts = new ArrayList<>();
                for (Json item : array.items()) {
                    Json text = item instanceof JsonObject object && object.has("text") ? object.get("text") : item;
                    if (!(text instanceof JsonString string)) {
                        throw place.wrong(expected(), "item " + texts.size() + ": " + item.kind()
                                + (item instanceof JsonObject ? " without a text" : ""));
                    }
                    texts.add(string.value());
                }
                return texts;
            }

            @Override
            public Object write(List<String> values) {
                return JsonArray.ofStrings(values);
            }
        };
    }
}
