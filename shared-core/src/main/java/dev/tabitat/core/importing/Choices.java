package dev.tabitat.core.importing;

import dev.tabitat.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/** The ways to have one model: files of other quantizations, and quantizing here. */
record Choices(
        List<WeightVariant> variants, InspectOptions options, ModelKind kind, WeightFacts weights,
        MemoryEstimate memory) {

    /** int8 with one F32 scale a row: some hundredths more than a byte a number. */
    private static final double Q8_BYTES = 1.02;
    /** int4 in blocks of 32 with a byte each and one F32 scale a row. */
    private static final double Q4_BYTES = 0.5 + 1.0 / 32 + 0.02;

    /** All choices, the chosen first; none when there is nothing to choose. @param chosen may be null: there is none */
    List<ImportPlan.Choice> list(WeightVariant chosen) {
        List<ImportPlan.Choice> choices = new ArrayList<>();
        if (chosen == null) {
            return choices;
        }
        boolean isQuantizable = chosen.format() == WeightFormat.SAFETENSORS && weights.matrixElements() > 0
                && !weights.elementBytes().containsKey("I8");
        if (isQuantizable) {
            long rest = weights.parameters() - weights.matrixElements();
            choices.add(choice(chosen.file(), "as-is", chosen.bytes(), memory.weights()));
            choices.add(quantized(chosen, "q8", Q8_BYTES, rest));
            choices.add(quantized(chosen, "q4", Q4_BYTES, rest));
        } else {
            choices.add(choice(chosen.file(), name(chosen), chosen.bytes(), memory.weights()));
        }
        for (WeightVariant variant : variants) {
            if (variant != chosen && variant.isComplete()) {
                choices.add(choice(variant.file(), name(variant), variant.bytes(), variant.bytes()));
            }
        }
        return choices.size() > 1 ? choices : List.of();
    }

    private static String name(WeightVariant variant) {
        return variant.quantization().isEmpty() ? "as-is" : variant.quantization();
    }

    private ImportPlan.Choice quantized(WeightVariant chosen, String name, double bytes, long rest) {
        long size = Math.round(weights.matrixElements() * bytes) + 4 * rest;
        return choice(chosen.file(), name, size, size);
    }

    private ImportPlan.Choice choice(String file, String quantization, long bytes, long inMemory) {
        OptionalDouble speed = kind == ModelKind.GENERATOR ? options.bytesPerSecond() : OptionalDouble.empty();
        JsonObject fit = memory.withWeights(inMemory).toJson(options.availableBytes(), speed);
        return new ImportPlan.Choice(file, quantization, bytes, fit);
    }
}
