package dev.tabitat.core.specialist;

import dev.tabitat.core.adapter.Adapter;
import dev.tabitat.core.adapter.AdapterFiles;
import dev.tabitat.core.adapter.AdapterStack;
import dev.tabitat.core.digest.Digest;
import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.Unsupported;
import dev.tabitat.core.format.Safetensors;
import dev.tabitat.core.json.CanonicalJson;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonLimits;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.json.JsonReader;
import dev.tabitat.core.packages.ModelPackage;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A head over the embeddings of a base, with an adapter or none.
 *
 * <pre>
 * architecture.json           {"architecture": "encoder-head", "base": digest, "base_name", "hidden_size", "labels": [...], "temperature"}
 * model.safetensors           head.weight F32 [labels, hidden], head.bias F32 [labels]
 * adapter_config.json,
 * adapter_model.safetensors   where it has an adapter; see {@link AdapterFiles}
 * </pre>
 *
 * @param base digest of the base's manifest
 * @param baseName the base's name:tag when this was made
 */
public record Specialist(Digest base, String baseName, LinearHead head, Optional<Adapter> adapter) {

    public static final String ID = "encoder-head";

    /**
     * @throws Unsupported when it is of another architecture
     * @throws DamagedData when a file is broken
     */
    public static Specialist read(ModelPackage files) {
        JsonObject json = JsonReader.readObject(files.file(ModelPackage.ARCHITECTURE), JsonLimits.DEFAULT);
        if (!json.string("architecture").equals(ID)) {
            throw new Unsupported("This is no head over an encoder.",
                    Finding.at(ModelPackage.ARCHITECTURE).expected(ID).found(json.string("architecture")));
        }
        List<String> labels = json.array("labels").strings();
        long width = json.integer("hidden_size");
        if (width < 1 || width > 16_384) {
            throw new DamagedData("A measure of a head is out of range.",
                    Finding.at("field \"hidden_size\"").expected("1 to 16384").found(width));
        }
        LinearHead head = LinearHead.of(labels, (int) width, json.number("temperature"),
                Safetensors.read(files.file(ModelPackage.WEIGHTS)).tensors());
        Optional<Adapter> adapter = files.files().containsKey(AdapterFiles.CONFIG)
                ? Optional.of(AdapterFiles.read(files.file(AdapterFiles.CONFIG), files.file(AdapterFiles.WEIGHTS)))
                : Optional.empty();
        return new Specialist(Digest.parse(json.string("base")), json.string("base_name"), head, adapter);
    }

    /** What {@link #read} reads. */
    public Map<String, byte[]> files() {
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put(ModelPackage.ARCHITECTURE,
                CanonicalJson.bytes(JsonObject.of("architecture", ID, "base", base.toString(), "base_name", baseName,
                        "hidden_size", head.width(), "labels", JsonArray.ofStrings(head.labels()), "temperature",
                        head.temperature())));
        files.put(ModelPackage.WEIGHTS, new Safetensors(head.tensors(), Map.of()).write());
        adapter.ifPresent(one -> {
            files.put(AdapterFiles.CONFIG, AdapterFiles.config(one));
            files.put(AdapterFiles.WEIGHTS, AdapterFiles.weights(one));
        });
        return files;
    }

    /**
     * The adapter as a stack over the base; empty without one.
     *
     * @param digest of this specialist's manifest
     */
    public AdapterStack stack(Digest digest) {
        return adapter.map(one -> AdapterStack.of(new AdapterStack.Entry("specialist", digest, one, 1)))
                .orElse(AdapterStack.EMPTY);
    }
}
