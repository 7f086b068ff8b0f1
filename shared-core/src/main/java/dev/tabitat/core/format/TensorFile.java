package dev.tabitat.core.format;

import dev.tabitat.core.tensor.TensorType;
import java.util.Map;

/** A file of named tensors: all of it, or its header alone. */
public sealed interface TensorFile permits Safetensors, SafetensorsHeader {

    /** What each tensor is, by name. */
    Map<String, TensorType> types();
}
