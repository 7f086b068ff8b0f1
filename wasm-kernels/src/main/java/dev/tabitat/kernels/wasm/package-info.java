/**
 * A small typed assembler for the WebAssembly binary format.
 *
 * <p>
 * Entry type: {@link WasmModule}. Depends on {@code core.binary}.
 *
 * <p>
 * It writes what Tabitat's kernels need (functions, one memory, structured control flow, SIMD, relaxed SIMD, atomics)
 * and tracks operand types while code is written, so that a mistake in a kernel is an exception that names the
 * instruction, not a module that an engine refuses. Section numbers in the documentation are those of the WebAssembly
 * core specification, release 3.0.
 *
 * <p>
 * A function's body is written with a {@link dev.tabitat.kernels.wasm.FunctionBuilder}: typed variables, expressions
 * that compile to instructions in the order in which they are read ({@code weights.plus(first.times(stride))}), loops
 * and branches. Below it is {@link dev.tabitat.kernels.wasm.Code}, which takes the instructions one by one and checks
 * their operands.
 */
package dev.tabitat.kernels.wasm;
