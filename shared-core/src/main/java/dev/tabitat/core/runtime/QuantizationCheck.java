package dev.tabitat.core.runtime;

import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.Unsupported;
import dev.tabitat.core.format.Slices;
import dev.tabitat.core.json.Json;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.model.ImportedModel;
import java.util.List;
import java.util.Map;

/**
 * Whether a model whose weights were quantized still says what it said: both are run by the reference on a few short
 * texts, one step's weights in memory at a time.
 *
 * @param cosine the least between the outputs before and after, at most 1
 */
public record QuantizationCheck(double cosine) {

    /** What quantized weights must keep: 0.99. */
    public static final double LEAST = 0.99;

    /**
     * @param note what the package will say of itself, see {@link ImportedModel}
     * @param files of the package by their paths, those of its weights need not be among them
     * @param original safetensors files of the weights as they were
     * @param converted the new file
     * @throws Unsupported naming what is not computed here
     * @throws dev.tabitat.core.error.DamagedData naming what is missing or does not fit
     */
    public static QuantizationCheck of(ImportedModel note, Map<String, byte[]> files, List<Slices> original,
            Slices converted) {
        ProbeAnswers before = answers(note, files, original);
        ProbeAnswers after = answers(note, files, List.of(converted));
        return new QuantizationCheck(before.cosine(after));
    }

    private static ProbeAnswers answers(ImportedModel note, Map<String, byte[]> files, List<Slices> weights) {
        ImportedModel.Loaded model = note.model(files, SlicedWeights.header(weights));
        return ProbeAnswers.of(model.model(), SlicedWeights.of(model.layout(), weights));
    }

    public boolean passed() {
        return cosine >= LEAST;
    }

    /** @throws Unsupported naming the figure when it does not pass */
    public void require() {
        if (!passed()) {
            throw new Unsupported("These weights lose too much when they are quantized.",
                    Finding.at("quantization").expected("a cosine of at least " + LEAST + " to full precision")
                            .found(Json.of(Math.round(cosine * 1e5) / 1e5))
                            .remedy("Choose q8 in place of q4, or add the model as it is."));
        }
    }

    /** {@code {cosine, least, passed}}. */
    public JsonObject toJson() {
        return JsonObject.of("cosine", cosine, "least", LEAST, "passed", passed());
    }
}
