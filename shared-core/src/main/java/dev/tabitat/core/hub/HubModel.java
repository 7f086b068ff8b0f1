package dev.tabitat.core.hub;

import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.json.Json;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonBool;
import dev.tabitat.core.json.JsonLimits;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.json.JsonReader;
import dev.tabitat.core.json.JsonString;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a hub says of a model at a revision. Facts of the repository's authors, not verified.
 *
 * <pre>
 * {"id", "sha": commit, "gated"?: false | "auto" | "manual", "private"?, "disabled"?, "pipeline_tag"?, "library_name"?,
 *  "tags"?: [text*], "cardData"?: {"license"?: text | [text*], "license_name"?, "license_link"?, "base_model"?, ...}, ...}
 * </pre>
 *
 * Of optional members that are null or of another type than here, nothing is known.
 *
 * @param id as the hub spells it now; another one than was asked for when the repository was renamed
 * @param commit that the revision stands for
 * @param isGated whether the authors give access only to people who have agreed to something
 * @param isPrivate whether only its owner may see it
 * @param isDisabled whether the hub has closed it
 * @param pipelineTag the task, such as {@code sentence-similarity}; empty when it is not known
 * @param libraryName such as {@code transformers}; empty when it is not known
 * @param tags free words, {@code license:mit} among them
 * @param card the front matter of its README; empty when there is none
 */
public record HubModel(
        HubModelId id, HubRevision commit, boolean isGated, boolean isPrivate, boolean isDisabled, String pipelineTag,
        String libraryName, List<String> tags, JsonObject card) {

    private static final JsonLimits LIMITS = new JsonLimits(16 << 20, 64);

    public HubModel {
        tags = List.copyOf(tags);
    }

    /** @throws DamagedData when the answer is none, or names no commit */
    public static HubModel read(byte[] answer) {
        JsonObject json = JsonReader.readObject(answer, LIMITS);
        HubRevision commit = new HubRevision(json.string("sha"));
        if (!commit.isCommit()) {
            throw new DamagedData("The hub names no commit.",
                    Finding.at("field \"sha\"").expected("40 hexadecimal digits").found(commit));
        }
        Json gated = json.find("gated").orElse(JsonBool.FALSE);
        JsonObject card = json.find("cardData").orElse(JsonObject.EMPTY) instanceof JsonObject object ? object
                : JsonObject.EMPTY;
        return new HubModel(
                HubModelId.parse(json.string("id")), commit, gated instanceof JsonString || gated == JsonBool.TRUE,
                isTrue(json, "private"), isTrue(json, "disabled"), text(json, "pipeline_tag"),
                text(json, "library_name"), texts(json, "tags"), card);
    }

    /** The name that the repository has now, when it is another than was asked for. */
    public Optional<HubModelId> renamedFrom(HubModelId asked) {
        return id.equals(asked) ? Optional.empty() : Optional.of(id);
    }

    private static boolean isTrue(JsonObject json, String name) {
        return json.find(name).orElse(JsonBool.FALSE) == JsonBool.TRUE;
    }

    static String text(JsonObject json, String name) {
        return json.find(name).orElse(JsonBool.FALSE) instanceof JsonString text ? text.value() : "";
    }

    static List<String> texts(JsonObject json, String name) {
        List<String> texts = new ArrayList<>();
        if (json.find(name).orElse(JsonBool.FALSE) instanceof JsonArray array) {
            for (Json item : array.items()) {
                if (item instanceof JsonString text) {
                    texts.add(text.value());
                }
            }
        }
        return texts;
    }
}
