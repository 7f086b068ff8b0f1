/** Numbers in shapes, as little-endian bytes. Depends on {@code error} only. */
package dev.tabitat.core.tensor;
