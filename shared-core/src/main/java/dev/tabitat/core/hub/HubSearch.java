package dev.tabitat.core.hub;

import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.InvalidInput;
import dev.tabitat.core.json.Json;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonBool;
import dev.tabitat.core.json.JsonLimits;
import dev.tabitat.core.json.JsonNumber;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.json.JsonReader;
import dev.tabitat.core.json.JsonString;
import java.util.ArrayList;
import java.util.List;

/** Reads the answer to a search: models in the hub's order. */
public final class HubSearch {

    private static final JsonLimits LIMITS = new JsonLimits(16 << 20, 64);

    private HubSearch() {}

    /**
     * A model that was found.
     *
     * @param downloads in the last month as the hub counts them; 0 when it does not say
     * @param isGated whether access needs an agreement; false when the hub does not say
     * @param pipelineTag the task; empty when it is not known
     * @param libraryName such as {@code transformers}; empty when it is not known
     */
    public record Hit(
            HubModelId id, long downloads, long likes, boolean isGated, String pipelineTag, String libraryName,
            List<String> tags) {

        public Hit {
            tags = List.copyOf(tags);
        }
    }

    /**
     * The models of an answer; those without an owner in their names, which are of the hub's early days and have an
     * owner since, are passed over.
     *
     * @throws DamagedData when the answer is no list of models
     */
    public static List<Hit> read(byte[] answer) {
        Json read = JsonReader.read(answer, LIMITS);
        if (!(read instanceof JsonArray models)) {
            throw new DamagedData("The hub's answer to a search is no list.",
                    Finding.at("search").expected("an array of models").found(read.kind()));
        }
        List<Hit> hits = new ArrayList<>();
        for (JsonObject model : models.objects()) {
            HubModelId id;
            try {
                id = HubModelId.parse(model.has("id") ? model.string("id") : model.string("modelId"));
            } catch (InvalidInput withoutOwner) {
                continue;
            }
            Json gated = model.find("gated").orElse(JsonBool.FALSE);
            hits.add(new Hit(id, count(model, "downloads"), count(model, "likes"),
                    gated instanceof JsonString || gated == JsonBool.TRUE, HubModel.text(model, "pipeline_tag"),
                    HubModel.text(model, "library_name"), HubModel.texts(model, "tags")));
        }
        return hits;
    }

    private static long count(JsonObject model, String name) {
        return model.find(name).orElse(JsonBool.FALSE) instanceof JsonNumber number && number.isWhole()
                ? Math.max(0, number.longValue())
                : 0;
    }
}
