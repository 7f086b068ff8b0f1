/**
 * The kernels of decoders: products with weights in the blocks of GGUF files, packed in panels of eight rows, and what
 * lies between them.
 *
 * <p>
 * The order of every sum is fixed and written down, and sums of integers are exact: all ways to multiply give the same
 * bits, and a token gives the same bits alone and among others.
 *
 * <p>
 * Entry type: {@link DecoderLibrary}. Depends on {@code kernel}, {@code wasm}.
 */
package dev.tabitat.kernels.kernel.decoder;
