package dev.tabitat.core.adapter;

import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.Unsupported;
import dev.tabitat.core.format.Safetensors;
import dev.tabitat.core.json.JsonLimits;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.json.JsonReader;
import dev.tabitat.core.json.JsonWriter;
import dev.tabitat.core.text.Utf8;
import java.util.Map;

/**
 * The two files of an adapter: PEFT's own for a LoRA, and for the other kinds the same two names with contents of ours;
 * see {@code docs/formats/adapter.md}.
 *
 * <pre>
 * {"adapter_type": "sparse_delta", "low_rank_delta" or "representation_intervention", "format_version": 1, "scale": number}
 *
 * sparse_delta                  M.row_ends I32 [out + 1], M.columns I32 [n], M.values F32 [n]    M the name of a module
 * low_rank_delta                M.down F32 [rank, in], M.up F32 [out, rank]
 * representation_intervention   encoder.layer.L.vector F32 [hidden]
 * </pre>
 */
public final class AdapterFiles {

    public static final String CONFIG = "adapter_config.json";
    public static final String WEIGHTS = "adapter_model.safetensors";

    private static final int FORMAT = 1;
    private static final JsonLimits LIMITS = new JsonLimits(1 << 20, 16);
    private static final String TYPE = "adapter_type";
    private static final String VERSION = "format_version";

    private AdapterFiles() {}

    /**
     * Reads an adapter from its files.
     *
     * @throws dev.tabitat.core.error.DamagedData when a file breaks its grammar, files do not belong together, or a
     * number is not finite
     * @throws Unsupported naming field or tensor, when it is of a kind or asks for something that is not read here
     */
    public static Adapter read(byte[] config, byte[] weights) {
        JsonObject json = JsonReader.readObject(config, LIMITS);
        Map<String, dev.tabitat.core.tensor.Tensor> tensors = Safetensors.read(weights).tensors();
        if (!json.has(TYPE)) {
            return Lora.read(json, tensors);
        }
        String type = json.string(TYPE);
        long version = json.integer(VERSION);
        if (version != FORMAT) {
            throw new Unsupported("This adapter is of another format version.",
                    Finding.at(CONFIG + ", field \"" + VERSION + "\"").expected(FORMAT).found(version)
                            .remedy("Reload the page for a newer Tabitat."));
        }
        for (String name : json.names()) {
            if (!name.equals(TYPE) && !name.equals(VERSION) && !name.equals("scale")) {
                throw new Unsupported("This adapter requires an unsupported feature.", Finding.at(CONFIG)
                        .expected(TYPE + ", " + VERSION + " and scale").found("field \"" + name + "\""));
            }
        }
        if (type.equals(AdapterType.SPARSE_DELTA.id())) {
            return SparseDelta.read(json, tensors);
        }
        if (type.equals(AdapterType.LOW_RANK_DELTA.id())) {
            return LowRankDelta.read(json, tensors);
        }
        if (type.equals(AdapterType.REPRESENTATION_INTERVENTION.id())) {
            return Intervention.read(json, tensors);
        }
        throw new Unsupported("This kind of adapter is unknown.", Finding.at(CONFIG + ", field \"" + TYPE + "\"")
                .expected("sparse_delta, low_rank_delta or representation_intervention").found(type));
    }

    /** {@code adapter_config.json} of an adapter. */
    public static byte[] config(Adapter adapter) {
        return Utf8.encode(JsonWriter.write(adapter.config()));
    }

    /** {@code adapter_model.safetensors} of an adapter, in F32. */
    public static byte[] weights(Adapter adapter) {
        return new Safetensors(adapter.tensors(), Map.of("format", "pt")).write();
    }

    static JsonObject config(AdapterType type, double scale) {
        return JsonObject.of(TYPE, type.id(), VERSION, FORMAT, "scale", scale);
    }
}
