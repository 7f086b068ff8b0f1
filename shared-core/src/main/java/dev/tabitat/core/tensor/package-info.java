/** Numbers in shapes, as little-endian bytes. Knows {@code error} only. */
package dev.tabitat.core.tensor;
