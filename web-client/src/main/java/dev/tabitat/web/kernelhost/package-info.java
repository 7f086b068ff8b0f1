/**
 * The browser's WebAssembly engine as the kernels' host, and models that are read from the store into its memory.
 * Depends on {@code web.jso}, {@code web.store} and {@code kernels.backend}.
 */
package dev.tabitat.web.kernelhost;
