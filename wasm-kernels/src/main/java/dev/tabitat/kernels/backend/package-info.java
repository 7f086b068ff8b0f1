/**
 * Runs graphs on WebAssembly kernels: plans linear memory once per graph, then executes a program of kernel calls.
 *
 * <p>
 * It knows no browser: whoever owns a WebAssembly engine implements {@link KernelHost}.
 *
 * <p>
 * Entry type: {@link WasmBackend}. Depends on {@code core.binary}, {@code core.error}, {@code core.format},
 * {@code core.graph}, {@code core.model.encoder}, {@code core.retrieval}, {@code core.runtime}, {@code core.tensor},
 * {@code core.training}, {@code kernel}.
 */
package dev.tabitat.kernels.backend;
