package dev.tabitat.core.importing;

import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.Unsupported;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.model.decoder.Decoder;
import dev.tabitat.core.model.encoder.EncoderArchitecture;
import dev.tabitat.core.tokenizer.Tokenizers;
import dev.tabitat.core.tokenizer.gguf.GgufTokenizer;

/**
 * What the core of this version runs: encoders and the heads on them from safetensors, BERT from ONNX too, and
 * generators from GGUF; their configurations are checked by the classes that run them.
 */
public final class CoreSupport implements Support {

    /** Static embeddings, which have no layers to check. */
    private static final String STATIC = "model2vec";

    /** The architecture that is read from the names of an ONNX graph's weights. */
    private static final String ONNX = "bert";

    @Override
    public void requireArchitecture(ModelKind kind, String architecture, WeightFormat format, JsonObject config) {
        if (kind == ModelKind.GENERATOR) {
            if (format != WeightFormat.GGUF) {
                throw unsupported("A generator (" + architecture + ") in other files than GGUF is not supported by this"
                        + " version.", "Choose a .gguf file of the model.");
            }
            Decoder.requireGgufArchitecture(architecture);
            return;
        }
        if (format == WeightFormat.GGUF) {
            throw unsupported("An encoder in a GGUF file (" + architecture + ") is not supported by this version.",
                    "Choose the model's .safetensors files.");
        }
        boolean isStatic = architecture.equals(STATIC) && kind == ModelKind.ENCODER
                && format == WeightFormat.SAFETENSORS;
        if (isStatic) {
            return;
        }
        if (format == WeightFormat.ONNX && (kind != ModelKind.ENCODER || !architecture.equals(ONNX))) {
            throw unsupported("A " + kind.id() + " of the architecture " + architecture
                    + " in an ONNX file is not supported by this version.", "Choose the model's .safetensors files.");
        }
        // The measures of an ONNX file are in its graph.
        if (format == WeightFormat.SAFETENSORS) {
            EncoderArchitecture.read(config);
        }
    }

    private static Unsupported unsupported(String message, String remedy) {
        return new Unsupported(message, Finding.NONE.remedy(remedy));
    }

    @Override
    public void requireTokenizer(byte[] tokenizerJson) {
        Tokenizers.read(tokenizerJson);
    }

    @Override
    public void requireGgufTokenizer(String model, String preTokenizer) {
        GgufTokenizer.requireSupported(model, preTokenizer);
    }

    @Override
    public void requireChatTemplate(String template) {
        throw new Unsupported("Chat templates are not supported by this version.",
                Finding.at("chat_template").found(template.length() + " characters"));
    }
}
