package dev.tabitat.core.importing;

import dev.tabitat.core.ids.Identified;

/** The formats of weights that are read here. */
public enum WeightFormat implements Identified {
    SAFETENSORS("safetensors"),
    GGUF("gguf"),
    ONNX("onnx");

    private final String id;

    WeightFormat(String id) {
        this.id = id;
    }

    @Override
    public String id() {
        return id;
    }
}
