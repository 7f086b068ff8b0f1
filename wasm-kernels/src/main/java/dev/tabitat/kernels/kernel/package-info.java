/**
 * The kernels: one class a kernel, each writes one function with the assembler and says in which order it adds.
 *
 * <p>
 * Depends on {@code kernels.wasm} only. All kernels use plain SIMD, whose results are the same on every machine; the
 * order of every sum is fixed and written down, so a kernel gives the same bits wherever its bytes run.
 */
package dev.tabitat.kernels.kernel;
