package dev.tabitat.core.importing;

/** The formats of weights that are read here. */
public enum WeightFormat {
    SAFETENSORS("safetensors"),
    GGUF("gguf"),
    ONNX("onnx");

    private final String id;

    WeightFormat(String id) {
        this.id = id;
    }

    public String id() {
        return id;
    }
}
