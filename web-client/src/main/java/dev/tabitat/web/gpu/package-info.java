/**
 * Graphs on WebGPU: {@link dev.tabitat.web.gpu.WebGpuBackend} and the kernels it is made of, one class each, in WGSL.
 *
 * <p>
 * For the engine's worker: opening and running wait on the calling thread.
 */
package dev.tabitat.web.gpu;
