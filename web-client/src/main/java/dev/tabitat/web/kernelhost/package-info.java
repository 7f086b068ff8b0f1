/**
 * The browser's WebAssembly engine as the kernels' host. Depends on {@code web.jso}, {@code web.store} (its notebook)
 * and {@code kernels.backend}.
 */
package dev.tabitat.web.kernelhost;
