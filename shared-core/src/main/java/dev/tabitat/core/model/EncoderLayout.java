package dev.tabitat.core.model;

import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Unsupported;
import dev.tabitat.core.format.SafetensorsHeader;
import dev.tabitat.core.json.JsonLimits;
import dev.tabitat.core.json.JsonReader;
import dev.tabitat.core.model.encoder.WeightLayout;
import dev.tabitat.core.packages.ModelPackage;

/**
 * An encoder whose weights are read by somebody else, such as from a file into the memory of kernels.
 *
 * @param encoder without weights
 * @param weights how they are made of the tensors of {@link ModelPackage#WEIGHTS}
 */
public record EncoderLayout(TextEncoder encoder, WeightLayout weights) {

    /**
     * @param files of the package; {@link ModelPackage#WEIGHTS} need not be among them
     * @param header of {@link ModelPackage#WEIGHTS}
     * @throws Unsupported when it is an encoder of another kind, or no encoder
     * @throws DamagedData when a file is broken, or a tensor is missing or has another type or shape
     */
    public static EncoderLayout of(ModelPackage files, SafetensorsHeader header) {
        BertConfig config = BertConfig
                .read(JsonReader.readObject(files.file(ModelPackage.ARCHITECTURE), JsonLimits.DEFAULT));
        WeightLayout weights = BertEncoder.layout(config, header);
        return new EncoderLayout(TextEncoder.withoutWeights(config, files, weights.graph()), weights);
    }
}
