package dev.tabitat.host.starter;

import dev.tabitat.core.format.Safetensors;
import dev.tabitat.core.json.Json;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonLimits;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.json.JsonReader;
import dev.tabitat.core.json.JsonString;
import dev.tabitat.core.model.CharNgramMlp;
import dev.tabitat.core.packages.ModelPackage;
import dev.tabitat.core.tensor.DType;
import dev.tabitat.core.tensor.Shape;
import dev.tabitat.core.tensor.Tensor;
import dev.tabitat.core.tokenizer.NgramFeatures;
import dev.tabitat.core.tokenizer.NgramVocabulary;
import dev.tabitat.core.tokenizer.TextNormalizer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * lande 1.0.10: a network whose weights were published as one byte each.
 *
 * <p>
 * A row is {@code 1<scale>|<base64>} with the value (byte - 127) / scale (toygrad 2.6, encoder, precision f8). byte -
 * 127 fits int8, so the published precision is kept exactly: int8 codes and a scale for each row.
 */
final class LandeConverter {

    private LandeConverter() {}

    static Map<String, byte[]> files(Artifacts artifacts) throws IOException {
        List<String> labels = ((JsonArray) exported(artifacts.read(Artifacts.LANDE_LABELS))).strings();
        JsonObject ngrams = (JsonObject) exported(artifacts.read(Artifacts.LANDE_NGRAMS));
        List<String> vocabulary = new ArrayList<>();
        for (String length : List.of("unigrams", "bigrams", "trigrams", "quadgrams")) {
            vocabulary.addAll(ngrams.array(length).strings());
        }
        List<JsonObject> layers = ((JsonObject) exported(artifacts.read(Artifacts.LANDE_WEIGHTS))).array("layers")
                .objects();
        requireTypes(layers);
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        layer("hidden", layers.get(1), vocabulary.size(), tensors);
        layer("output", layers.get(3), tensors.get("hidden.bias").elements(), tensors);

        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put(ModelPackage.WEIGHTS, new Safetensors(tensors, Map.of("format", "pt")).write());
        files.put(ModelPackage.ARCHITECTURE, JsonObject.of(
                "architecture", CharNgramMlp.ID,
                "normalizer", TextNormalizer.LETTERS_AND_MARKS.id(),
                "ngrams", List.of(1, 2, 3, 4),
                "weighting", NgramFeatures.Weighting.FREQUENCY.id(),
                "labels", labels).toString().getBytes(StandardCharsets.UTF_8));
        files.put(ModelPackage.VOCABULARY, NgramVocabulary.write(vocabulary));
        files.put(ModelPackage.LICENCE, artifacts.read(Artifacts.LANDE_LICENCE));
        return files;
    }

    /** What follows {@code export default}: JSON, and nothing that would have to be run. */
    private static Json exported(byte[] script) {
        String text = new String(script, StandardCharsets.UTF_8).strip();
        String json = text.substring("export default ".length(),
                text.endsWith(";") ? text.length() - 1 : text.length());
        return JsonReader.read(json, JsonLimits.DEFAULT);
    }

    private static void requireTypes(List<JsonObject> layers) {
        List<String> types = layers.stream().map(layer -> layer.string("type")).toList();
        if (!types.equals(List.of("input", "dense", "relu", "dense", "softmax"))) {
            throw new IllegalStateException("lande's layers are " + types);
        }
    }

    private static void layer(String name, JsonObject layer, int in, Map<String, Tensor> tensors) {
        List<Json> rows = layer.array("_filters").items();
        byte[] codes = new byte[rows.size() * in];
        float[] scales = new float[rows.size()];
        for (int row = 0; row < rows.size(); row++) {
            String text = ((JsonString) rows.get(row)).value();
            byte[] encoded = Base64.getDecoder().decode(text.substring(text.indexOf('|') + 1));
            if (encoded.length != in) {
                throw new IllegalStateException(
                        name + ", row " + row + " has " + encoded.length + " weights, not " + in);
            }
            for (int i = 0; i < in; i++) {
                codes[row * in + i] = (byte) ((encoded[i] & 0xFF) - 127);
            }
            scales[row] = (float) (1 / scale(text));
        }
        tensors.put(name + ".weight", Tensor.ofBytes(DType.I8, Shape.of(rows.size(), in), codes));
        tensors.put(name + ".scale", Tensor.ofFloats(Shape.of(rows.size()), scales));
        tensors.put(name + ".bias", bias(layer.string("_biases")));
    }

    private static Tensor bias(String text) {
        byte[] encoded = Base64.getDecoder().decode(text.substring(text.indexOf('|') + 1));
        float[] values = new float[encoded.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (((encoded[i] & 0xFF) - 127) / scale(text));
        }
        return Tensor.ofFloats(Shape.of(values.length), values);
    }

    private static double scale(String text) {
        if (text.charAt(0) != '1' || text.charAt(1) == '-') {
            throw new IllegalStateException(
                    "A row of lande is not encoded in one byte a weight: " + text.substring(0, 8));
        }
        return Double.parseDouble(text.substring(1, text.indexOf('|')));
    }
}
