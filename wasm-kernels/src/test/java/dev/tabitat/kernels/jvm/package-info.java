/** A Java Wasm runtime behind {@code KernelHost}, so that the kernels' bytes are tested without a browser. */
package dev.tabitat.kernels.jvm;
