/**
 * A small typed assembler for the WebAssembly binary format. Depends on nothing.
 *
 * <p>It writes what Tabitat's kernels need (functions, one memory, structured control flow, SIMD, relaxed SIMD,
 * atomics) and tracks operand types while code is written, so that a mistake in a kernel is an exception that names the
 * instruction, not a module that an engine refuses. Section numbers in the documentation are those of the WebAssembly
 * core specification, release 3.0.
 */
package dev.tabitat.kernels.wasm;
