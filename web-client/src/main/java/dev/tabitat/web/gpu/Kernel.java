package dev.tabitat.web.gpu;

/**
 * A compute shader. @param name its own, for messages and to find it again. @param wgsl with an entry point
 * {@code main}
 */
record Kernel(String name, String wgsl) {}
