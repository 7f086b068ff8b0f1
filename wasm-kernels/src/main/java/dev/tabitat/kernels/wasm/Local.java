package dev.tabitat.kernels.wasm;

/** A parameter or a local variable of one function. */
public record Local(int index, ValueType type) {
}
