/**
 * Runs graphs on WebAssembly kernels: plans linear memory once per graph, then executes a program of kernel calls.
 *
 * <p>
 * May depend on {@code dev.tabitat.core} and its neighbours {@code kernels.kernel} and {@code kernels.wasm}. Depends on
 * no browser: whoever owns a WebAssembly engine implements {@link dev.tabitat.kernels.backend.KernelHost}.
 */
package dev.tabitat.kernels.backend;
