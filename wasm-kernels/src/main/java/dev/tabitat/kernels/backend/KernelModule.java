package dev.tabitat.kernels.backend;

/** An instantiated WebAssembly module whose exported functions take and return 32-bit integers. */
public interface KernelModule {

    /**
     * Calls an exported function on the calling thread.
     *
     * @param export the name of the export
     * @param args one value for each i32 parameter
     * @return the i32 result; zero when the function returns nothing
     * @throws dev.tabitat.core.error.Unsupported when there is no such function, or it traps
     */
    int call(String export, int... args);
}
