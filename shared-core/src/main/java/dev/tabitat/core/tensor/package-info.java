/**
 * Numbers in shapes, as little-endian bytes.
 *
 * <p>
 * Entry type: {@link Tensor}. Depends on {@code binary}, {@code error}, {@code ids}.
 */
package dev.tabitat.core.tensor;
