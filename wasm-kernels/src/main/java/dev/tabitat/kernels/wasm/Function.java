package dev.tabitat.kernels.wasm;

/** A function of a module, imported or defined: what a call needs to know. */
public record Function(String name, int index, FunctionType type) {
}
