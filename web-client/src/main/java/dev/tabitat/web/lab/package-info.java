/**
 * The lab: a worker of its own, which breeds beside the engine and never slows its answers. It opens the same store,
 * writes packages and lineage in the same transactions, and computes on the plain kernels only, whose bits are the same
 * everywhere. Depends on {@code store}, {@code protocol}, {@code engine} (what a package offers), {@code fetch} (locks
 * and wishes to stop), {@code kernelhost} and {@code jso}.
 */
package dev.tabitat.web.lab;
