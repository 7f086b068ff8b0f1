/**
 * A deterministic model of several threads on one WebAssembly memory: the test decides which thread takes the next
 * step.
 */
package dev.tabitat.kernels.model;
