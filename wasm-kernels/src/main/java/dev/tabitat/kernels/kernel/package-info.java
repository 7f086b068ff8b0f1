/**
 * The kernels: one class a kernel, each writes one function with the assembler and says in which order it adds.
 *
 * <p>
 * The order of every sum is fixed and written down. With {@link Int8Dot#PLAIN} all instructions are plain SIMD, and a
 * kernel gives the same bits wherever its bytes run; with the relaxed ones products of floats may be fused with sums,
 * where processors differ in the last bit.
 *
 * <p>
 * Entry type: {@link KernelLibrary}. Depends on {@code core.math}, {@code wasm}.
 */
package dev.tabitat.kernels.kernel;
