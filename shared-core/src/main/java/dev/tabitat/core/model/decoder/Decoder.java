package dev.tabitat.core.model.decoder;

import dev.tabitat.core.error.DamagedData;
import dev.tabitat.core.error.Unsupported;
import dev.tabitat.core.format.SafetensorsLimits;
import dev.tabitat.core.format.SafetensorsOutline;
import dev.tabitat.core.format.Slices;
import dev.tabitat.core.format.gguf.Gguf;
import dev.tabitat.core.format.gguf.GgufSplit;
import dev.tabitat.core.format.gguf.GgufTensor;
import dev.tabitat.core.format.gguf.GgufType;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.model.encoder.HubConfig;
import java.util.ArrayList;
import java.util.List;

/**
 * A decoder: what it computes and with which weights. Reading one reads headers and vectors; matrices stay in their
 * files.
 *
 * @param tensors fit the spec
 */
public record Decoder(DecoderSpec spec, DecoderTensors tensors) {

    /** @param architecture of a GGUF file @throws Unsupported when decoders of it are not known */
    public static void requireGgufArchitecture(String architecture) {
        DecoderArchitecture.ofGguf(architecture);
    }

    /**
     * Reads a model in GGUF files.
     *
     * @param files of one model, in order: one, or all parts of a split one
     * @throws DamagedData when a file breaks the grammar, or a value or tensor is missing or does not fit
     * @throws Unsupported naming the architecture, the element types, the tensors or the settings that are not known
     */
    public static Decoder readGguf(List<Slices> files) {
        List<Gguf> headers = new ArrayList<>();
        for (Slices file : files) {
            headers.add(Gguf.read(file));
        }
        return readGguf(headers, files);
    }

    /** As {@link #readGguf(List)} with headers that were read before. */
    public static Decoder readGguf(List<Gguf> headers, List<Slices> files) {
        GgufSplit.requireWhole(headers);
        Gguf first = headers.get(0);
        DecoderArchitecture architecture = DecoderArchitecture.ofGguf(first.architecture());
        TensorFile tensors = new TensorFile();
        for (int i = 0; i < headers.size(); i++) {
            Gguf header = headers.get(i);
            header.requireReadable();
            for (GgufTensor tensor : header.tensors()) {
                tensors.put(tensor.name(), new TensorFile.Entry(tensor.shape(), new WeightMatrix(tensor.name(),
                        tensor.type(), 1, 1, files.get(i), header.dataStart() + tensor.offset())));
            }
        }
        DecoderSpec spec = architecture.spec(new GgufConfig(first), tensors);
        Decoder decoder = new Decoder(spec,
                new TensorReader(spec, tensors, name -> name, 0).read(tensors.has("output.weight")));
        tensors.requireAllUsed(spec.architecture());
        return decoder;
    }

    /**
     * Reads a model in safetensors files with its {@code config.json}.
     *
     * @param files of one model, in any order
     * @throws DamagedData when a file breaks the grammar, or a field or tensor is missing or does not fit
     * @throws Unsupported naming the model type, the element types, the tensors or the settings that are not known
     */
    public static Decoder readSafetensors(JsonObject config, List<Slices> files) {
        HubConfig fields = new HubConfig(config);
        DecoderArchitecture architecture = DecoderArchitecture.ofHub(fields.text("model_type", ""));
        fields.requireNone("quantization_config", "A model that is quantized in its safetensors files");
        TensorFile tensors = new TensorFile();
        for (Slices file : files) {
            SafetensorsOutline header = SafetensorsOutline.read(file, SafetensorsLimits.DEFAULT);
            for (SafetensorsOutline.Entry entry : header.entries()) {
                GgufType type = switch (entry.requireDtype()) {
                    case F32 -> GgufType.F32;
                    case F16 -> GgufType.F16;
                    case BF16 -> GgufType.BF16;
                    default -> throw HubNames.unsupportedType(entry);
                };
                tensors.put(entry.name(), new TensorFile.Entry(entry.dims(), new WeightMatrix(entry.name(), type, 1, 1,
                        file, header.dataStart() + entry.begin())));
            }
        }
        DecoderSpec spec = architecture.spec(fields, tensors);
        HubNames names = HubNames.of(tensors, architecture);
        boolean isTied = fields.flag("tie_word_embeddings", architecture.isTiedByDefault());
        if (isTied) {
            tensors.ignore(names.name("output.weight"));
        }
        names.ignoreTables(tensors);
        Decoder decoder = new Decoder(spec,
                new TensorReader(spec, tensors, names::name, architecture.hubNormOffset()).read(!isTied));
        tensors.requireAllUsed(spec.architecture());
        return decoder;
    }
}
