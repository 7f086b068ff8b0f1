package dev.tabitat.core.model.encoder;

import dev.tabitat.core.format.Safetensors;
import dev.tabitat.core.json.JsonLimits;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.json.JsonReader;
import dev.tabitat.core.tensor.Shape;
import dev.tabitat.core.tensor.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** Tiny models and what PyTorch computed with them, made by {@code src/test/python/encoder_fixtures.py}. */
public record Fixtures(JsonObject config, Safetensors weights, Safetensors expected) {

    /** The fixture of that name. */
    public static Fixtures read(String name) {
        return new Fixtures(JsonReader.readObject(bytes(name + "/config.json"), JsonLimits.DEFAULT),
                Safetensors.read(bytes(name + "/model.safetensors")),
                Safetensors.read(bytes(name + "/expected.safetensors")));
    }

    /** A file beside the fixtures. */
    public static byte[] bytes(String path) {
        try (InputStream in = Fixtures.class.getResourceAsStream(path)) {
            if (in == null) {
                throw new IllegalArgumentException("There is no fixture " + path + ".");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the graph reads: the sequences one after the other. */
    public Map<String, Tensor> inputs() {
        int[] ends = expected.tensor("ends").toInts();
        int[] places = new int[ends[ends.length - 1]];
        for (int s = 0; s + 1 < ends.length; s++) {
            for (int i = ends[s]; i < ends[s + 1]; i++) {
                places[i] = i - ends[s];
            }
        }
        Map<String, Tensor> inputs = new LinkedHashMap<>();
        for (String name : new String[]{EncoderInputs.IDS, EncoderInputs.ENDS, EncoderInputs.TYPES}) {
            inputs.put(name, expected.tensor(name));
        }
        inputs.put(EncoderInputs.PLACES, Tensor.ofInts(Shape.of(places.length), places));
        return inputs;
    }

    /** The inputs of sequence {@code s} alone. */
    public Map<String, Tensor> inputs(int s) {
        int[] ends = expected.tensor("ends").toInts();
        Map<String, Tensor> alone = new LinkedHashMap<>();
        for (Map.Entry<String, Tensor> entry : inputs().entrySet()) {
            if (entry.getKey().equals(EncoderInputs.ENDS)) {
                continue;
            }
            int[] part = java.util.Arrays.copyOfRange(entry.getValue().toInts(), ends[s], ends[s + 1]);
            alone.put(entry.getKey(), Tensor.ofInts(Shape.of(part.length), part));
        }
        alone.put(EncoderInputs.ENDS, Tensor.ofInts(Shape.of(2), 0, ends[s + 1] - ends[s]));
        return alone;
    }
}
