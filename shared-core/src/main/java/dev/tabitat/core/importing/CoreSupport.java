package dev.tabitat.core.importing;

import dev.tabitat.core.error.Finding;
import dev.tabitat.core.error.Unsupported;
import dev.tabitat.core.json.JsonObject;
import dev.tabitat.core.tokenizer.Tokenizers;
import java.util.List;
import java.util.Map;

/** What the core of this version runs. */
public final class CoreSupport implements Support {

    /** Architectures by what they are run as. */
    private static final Map<ModelKind, List<String>> ARCHITECTURES = Map.of(ModelKind.ENCODER, List.of("bert"));

    private static final List<WeightFormat> FORMATS = List.of(WeightFormat.SAFETENSORS, WeightFormat.ONNX);

    @Override
    public void requireArchitecture(ModelKind kind, String architecture, WeightFormat format, JsonObject config) {
        boolean isKnown = false;
        for (List<String> known : ARCHITECTURES.values()) {
            isKnown |= known.contains(architecture);
        }
        if (!isKnown) {
            throw unsupported("The architecture \"" + architecture + "\" is not supported by this version.",
                    "Choose a model of another architecture, such as bert.");
        }
        if (!ARCHITECTURES.getOrDefault(kind, List.of()).contains(architecture)) {
            throw unsupported("A " + kind.id() + " of the architecture \"" + architecture
                    + "\" is not supported by this version.", "Choose a model for another task.");
        }
        if (!FORMATS.contains(format)) {
            throw unsupported("Weights of the format " + format.id() + " are not supported by this version.",
                    "Choose a model with .safetensors files.");
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
        throw new Unsupported("Tokenizers in GGUF files are not supported by this version.",
                Finding.at("tokenizer.ggml.model").found(model).remedy("Choose a model with a tokenizer.json."));
    }

    @Override
    public void requireChatTemplate(String template) {
        throw new Unsupported("Chat templates are not supported by this version.",
                Finding.at("chat_template").found(template.length() + " characters"));
    }
}
