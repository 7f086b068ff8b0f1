/**
 * A second entry that is compiled apart and never shipped: the contracts of the core, of the kernels and of the
 * bindings, run in the browser. Leaves {@code globalThis.tabitatSelfTest = {done, results: [{name, passed, checks,
 * message, ms}]}}, or with the argument {@code vectors} serves {@code VectorBench}, with {@code store}
 * {@code StoreBench}, with {@code decoders} {@code DecoderBench}.
 */
package dev.tabitat.web.selftest;
