/**
 * The browser's WebAssembly engine as the kernels' host. Knows {@code web.jso} and {@code kernels.backend}.
 */
package dev.tabitat.web.kernelhost;
